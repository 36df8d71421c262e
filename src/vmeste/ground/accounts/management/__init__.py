"""Commands of the accounts on the command line."""
