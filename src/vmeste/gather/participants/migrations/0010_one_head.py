"""The database itself keeps one running head per organisation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the constraint, now that the data hold it."""

    dependencies = [("participants", "0009_one_head_and_days_of_cards")]

    operations = [
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'head'), ('until_at', None)), fields=('organisation',), name='participants_membership_one_head'),
        ),
    ]
