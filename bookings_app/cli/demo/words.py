"""The demo team: what people say when they cancel, and what is noted about a visit."""

CANCELLED_BY_PATIENT = (
    "Flu",
    "Has to work",
    "Cannot make it after all",
    "Feels better and needs no visit",
    "Missed the train",
    "Child is ill",
    "Found an earlier time elsewhere",
)

CANCELLED_BY_US = (
    "Booked by mistake",
    "Booked twice",
    "The room is not available",
    "Asked by telephone to cancel",
)

DECLINED = (
    "Needs a referral first",
    "Another service fits better; we called",
    "Came for the same a week ago",
)

NOTES = (
    "Prefers the ground-floor room.",
    "Left knee, week 4.",
    "Brings the X-rays along.",
    "Speaks French and a little English.",
    "Comes with a guide dog.",
    "Please call when running late.",
    "First visit; allow time for the form.",
    "Shoulder is better, check the exercises.",
    "Needs a receipt for the insurance.",
    "Wheelchair.",
    "Sent by the practice next door.",
    "Would like an earlier time if one comes up.",
)
