"""Notifications: who is told of what happened, on the page and by mail."""
