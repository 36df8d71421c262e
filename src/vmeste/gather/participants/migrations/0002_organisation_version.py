"""Versions of cards; cards with the twelve digits of a person's ИНН are sole proprietors."""

from typing import Any

from django.db import migrations, models
from django.db.models.functions import Length


def name_sole_proprietors(apps: Any, _schema: Any) -> None:
    """Earlier registers took them for legal entities."""
    cards = apps.get_model("participants", "Organisation").objects.alias(digits=Length("inn"))
    cards.filter(nature="legal", digits=12).update(nature="sole")


class Migration(migrations.Migration):
    """After the first tables."""

    dependencies = [("participants", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="organisation", name="version", field=models.PositiveIntegerField(default=1)
        ),
        migrations.RunPython(name_sole_proprietors, migrations.RunPython.noop),
    ]
