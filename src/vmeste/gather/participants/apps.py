"""Participants as a Django application."""

from django.apps import AppConfig


class ParticipantsConfig(AppConfig):
    """Organisations, territories, memberships, networks."""

    name = "vmeste.gather.participants"
    label = "participants"

    def ready(self) -> None:
        """Tell lower rooms of subjects, menu, imports and the reader's parts of the shell."""
        from vmeste.gather.participants import exporting, jobs, kinds, personal, pointers, reactions, registered, shell  # noqa: F401, PLC0415  they register themselves
