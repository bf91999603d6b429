"""The keys of programs, for administrators."""
