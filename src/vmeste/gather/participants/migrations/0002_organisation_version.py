"""Versions of cards, so that the second of two editors is told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the first tables."""

    dependencies = [("participants", "0001_initial")]

    operations = [
        migrations.AddField(model_name="organisation", name="version", field=models.PositiveIntegerField(default=1)),
    ]
