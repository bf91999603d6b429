"""Rules: phones and e-mails as those get them who need not know them."""

_SHOWN_OF_PHONE = 3


def masked_phone(phone: str) -> str:
    """Enough for its owner to recognise it: "•••222"; "" stays empty."""
    if not phone:
        return ""
    digits = "".join(filter(str.isdigit, phone))
    return "•••" + (digits[-_SHOWN_OF_PHONE:] if len(digits) > 2 * _SHOWN_OF_PHONE else "")


def masked_email(email: str) -> str:
    """Its first letter and where it is kept: "a•••@example.com"; "" stays empty."""
    if not email:
        return ""
    local, _, place = email.rpartition("@")
    return f"{local[:1]}•••@{place}"
