"""What this room does on the command line."""
