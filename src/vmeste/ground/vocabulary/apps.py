"""Vocabulary as a Django application."""

from django.apps import AppConfig
from django.core.signals import request_started


class VocabularyConfig(AppConfig):
    """Words of the release and of the administrators."""

    name = "vmeste.ground.vocabulary"
    label = "vocabulary"

    def ready(self) -> None:
        """Let each request ask once whether an administrator changed a word."""
        from vmeste.ground.vocabulary import editions  # noqa: PLC0415  models load before what reads them

        request_started.connect(editions.forget_checked, dispatch_uid="vocabulary.editions")
