"""What `make bench` runs: each measurement in a module of its own, and how they are told."""
