"""What participants do on the command line."""
