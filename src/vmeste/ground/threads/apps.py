"""Threads as a Django application."""

from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    """Messages about any subject; who may write is decided by the room that owns it."""

    name = "vmeste.ground.threads"
    label = "threads"
