"""Rules: the event that a booking becomes in its provider's calendar."""


def event_title(*, service_name: str, customer_name: str) -> str:
    """What the event is called: the service, then who comes."""
    return f"{service_name} - {customer_name}"
