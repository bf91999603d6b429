"""Account: what members change about themselves."""
