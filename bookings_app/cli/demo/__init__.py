"""The command-line door: a team that does not exist, for trying the application out."""
