"""Of several running heads of an organisation the first stays head; cards get the day on which they were last right."""

from typing import Any

from django.db import migrations
from django.db.models import F
from django.db.models.functions import TruncDate


def settle(apps: Any, schema_editor: Any) -> None:
    """Make later heads coordinators; take a card's own day, else that of its last change."""
    alias = schema_editor.connection.alias
    running = apps.get_model("participants", "Membership").objects.using(alias).filter(role="head", until_at=None)
    led: set[int] = set()
    for key, organisation_id in list(running.order_by("id").values_list("id", "organisation_id")):
        if organisation_id in led:
            running.filter(id=key).update(role="coordinator")
        led.add(organisation_id)
    cards = apps.get_model("participants", "Organisation").objects.using(alias).filter(fresh_on=None)
    cards.filter(true_on__isnull=False).update(fresh_on=F("true_on"))
    cards.filter(true_on=None).update(fresh_on=TruncDate("changed_at"))


def leave(apps: Any, schema_editor: Any) -> None:
    """Leave roles as they are: who was head beside another is not known any more."""
    del apps, schema_editor


class Migration(migrations.Migration):
    """Change data only."""

    dependencies = [("participants", "0008_life_of_organisations")]

    operations = [migrations.RunPython(settle, leave)]
