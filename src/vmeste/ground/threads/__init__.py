"""Threads: what people write to each other about a thing."""
