"""Reading a table of unknown origin; runs in a child process and knows nothing of Django."""
