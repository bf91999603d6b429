"""What browsers keep of what is typed, by the names it is kept by: the same script for all."""

import reflex as rx

# Scripts of several parts of the page import them by their addresses.
rx.asset("kept.js", shared=True)
rx.asset("kept_form.js", shared=True)

FIRST_STEPS_TYPED = "first-steps-typed"
HOURS_TYPED = "hours-typed"
SETUP_TYPED = "setup-typed"
