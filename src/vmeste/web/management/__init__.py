"""Command line of the web room."""
