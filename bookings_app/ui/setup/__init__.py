"""The set-up: services and locations, and the frame in which each tab lists and edits."""
