"""SQLite as Django knows it, with a fair queue of writers."""
