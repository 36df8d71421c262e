"""Of what was settled the one column kept the line of what came of it: it moves to its own."""

from typing import Any

from django.db import migrations
from django.db.models import F


def part(apps: Any, schema_editor: Any) -> None:
    """Move the lines of settled responses to `outcome`."""
    rows = apps.get_model("exchange", "Response").objects.using(schema_editor.connection.alias)
    rows.filter(state__in=("fulfilled", "failed")).update(outcome=F("answer"), answer="")


def join(apps: Any, schema_editor: Any) -> None:
    """Move them back."""
    rows = apps.get_model("exchange", "Response").objects.using(schema_editor.connection.alias)
    rows.exclude(outcome="").update(answer=F("outcome"), outcome="")


class Migration(migrations.Migration):
    """Move data only."""

    dependencies = [("exchange", "0002_answer_and_outcome")]

    operations = [migrations.RunPython(part, join)]
