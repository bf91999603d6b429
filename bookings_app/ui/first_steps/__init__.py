"""The first steps: a page that leads a new team to its first booking."""
