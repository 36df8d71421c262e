"""Lists are ordered by the name that is shown, down these indexes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the indexes after the keys were filled."""

    dependencies = [("participants", "0017_shown_names")]

    operations = [
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['name_key'], name='participants_org_full_name'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['shown_key', 'id'], name='participants_org_name'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['type', 'shown_key', 'id'], name='participants_org_type'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['department', 'shown_key', 'id'], name='participants_org_department'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['region', 'type', 'shown_key', 'id'], name='participants_org_region'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['region', 'shown_key', 'id'], name='participants_org_region_name'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['municipality', 'shown_key', 'id'], name='participants_org_municip'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(fields=['settlement', 'shown_key', 'id'], name='participants_org_settlement'),
        ),
    ]
