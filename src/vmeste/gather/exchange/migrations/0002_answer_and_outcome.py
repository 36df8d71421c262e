"""The word given with yes or no and the line of what came of it get a column each."""

from typing import Any

from django.db import migrations, models
from django.db.models import F


def move_outcomes(apps: Any, schema_editor: Any) -> None:
    """Of what was settled the one column kept the line of what came of it."""
    rows = apps.get_model("exchange", "Response").objects.using(schema_editor.connection.alias)
    rows.filter(state__in=("fulfilled", "failed")).update(outcome=F("answer"), answer="")


class Migration(migrations.Migration):
    """Split `line`."""

    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.RenameField("response", "line", "answer"),
        migrations.AddField("response", "outcome", models.CharField(blank=True, max_length=300)),
        migrations.RunPython(move_outcomes, migrations.RunPython.noop),
    ]
