"""Kernel: who acts, what is decided, how one state changes, what rooms tell each other of themselves."""
