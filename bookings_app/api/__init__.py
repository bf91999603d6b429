"""The programs' door: HTTP routes, sign-in and the wall in front of everything."""
