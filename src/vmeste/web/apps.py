"""Web as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages across rooms."""

    name = "vmeste.web"
    label = "web"

    def ready(self) -> None:
        """Hang the search and the foot on the shell; tell sign-in of the demonstration's accounts."""
        from vmeste.ground.accounts.queries import sign_in_hints  # noqa: PLC0415  after the models
        from vmeste.web import shell  # noqa: F401, PLC0415  it registers itself
        from vmeste.web.demonstration import accounts  # noqa: PLC0415

        sign_in_hints.add("demonstration", accounts)
