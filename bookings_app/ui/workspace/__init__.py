"""The workspace's settings: what holds for everybody."""
