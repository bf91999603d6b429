"""The address book: a list of people, and one of them with all that hangs on them."""
