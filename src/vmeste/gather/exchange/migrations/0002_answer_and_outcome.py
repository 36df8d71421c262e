"""The word given with yes or no and the line of what came of it get a column each; how it was given stays visible."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Split `line`, add `decided_by_link`."""

    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.RenameField("response", "line", "answer"),
        migrations.AddField("response", "outcome", models.CharField(blank=True, max_length=300)),
        migrations.AddField("response", "decided_by_link", models.BooleanField(default=False)),
    ]
