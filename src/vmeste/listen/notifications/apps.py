"""Notifications as a Django application."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """People are told what happened to what is theirs."""

    name = "vmeste.listen.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Register what this room does later and its bell in the shell."""
        from vmeste.ground.kernel.undoing import followers  # noqa: PLC0415  beside what registers itself
        from vmeste.listen.notifications import bell, cards, personal, pointers, reactions, recurring_work  # noqa: F401, PLC0415  they register themselves

        followers.add("notifications.notice")
