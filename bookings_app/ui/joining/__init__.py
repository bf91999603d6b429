"""Pages for whoever holds a link: joining, a new password, the first run."""
