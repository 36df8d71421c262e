"""One command a module; each is thin."""
