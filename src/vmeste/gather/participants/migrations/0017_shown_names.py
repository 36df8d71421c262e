"""Cards get the key of the name they are shown under."""

from typing import Any

from django.db import migrations

from vmeste.gather.participants.identifiers import name_key

CHUNK = 2000


def fill(apps: Any, schema_editor: Any) -> None:
    """Write the keys, chunk by chunk in the order of ids."""
    model = apps.get_model("participants", "Organisation")
    rows = model.objects.using(schema_editor.connection.alias).order_by("id").only("id", "name", "short_name")
    last = 0
    while chunk := list(rows.filter(id__gt=last)[:CHUNK]):
        for row in chunk:
            row.shown_key = name_key(row.short_name or row.name)
        rows.bulk_update(chunk, ["shown_key"], batch_size=200)
        last = chunk[-1].id


def leave(apps: Any, schema_editor: Any) -> None:
    """Leave them: the column goes."""
    del apps, schema_editor


class Migration(migrations.Migration):
    """Change data only."""

    dependencies = [("participants", "0016_shown_key")]

    operations = [migrations.RunPython(fill, leave)]
