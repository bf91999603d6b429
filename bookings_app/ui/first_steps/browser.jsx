// What only the browser can do for the first steps: keep what is typed into the open one, and report hours while they are typed.
import { useEffect, useRef } from "react";
import { forget, read } from "$/public/external/bookings_app/ui/kept/kept.js";
import { EVENTS, fieldsOf, useTyped } from "$/public/external/bookings_app/ui/kept/kept_form.js";

const TYPED = "first-steps-typed";                        // as Python calls it, too
const FORM = "form.fs-form";
const entered = (form) => Object.fromEntries(fieldsOf(form).filter((each) => each.type !== "checkbox" || each.checked).map((each) => [each.name, each.value]));

export function StepKeeper({ known, open, hours, answers, member, wait, onHours }) {
  useEffect(() => { const was = read(TYPED); if (known && was && was.open !== open) forget(TYPED); }, [known, open]);   // what is done is not typed any more
  useTyped({ kept: TYPED, form: FORM, here: known, open, member });

  const told = useRef(); told.current = onHours;
  useEffect(() => {
    if (!known || open !== hours) return undefined;
    let timer, before = "";
    const report = () => {
      const form = document.querySelector(FORM);
      if (!form) return;
      const typed = entered(form), at = form.contains(document.activeElement) ? document.activeElement.name ?? "" : "", now = JSON.stringify([typed, at]);
      if (now !== before) { before = now; told.current?.(typed, at); }
    };
    const heard = [...EVENTS, "focusout"], soon = (event) => { if (event.target.closest?.(FORM)) { clearTimeout(timer); timer = setTimeout(report, wait); } };
    heard.forEach((name) => document.addEventListener(name, soon));
    return () => { clearTimeout(timer); heard.forEach((name) => document.removeEventListener(name, soon)); };
  }, [known, open]);

  useEffect(() => { if (answers) requestAnimationFrame(() => document.querySelector(`${FORM} [aria-invalid=true]`)?.focus()); }, [answers]);   // to the first field that cannot be taken
  return null;
}
