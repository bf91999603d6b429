"""The providers of a team: who they are, when they work, and what comes of it."""
