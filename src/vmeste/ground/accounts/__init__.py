"""Accounts: who a person is to the product, and links that stand in for an account once."""
