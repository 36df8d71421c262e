"""Traits, counters and saved searches of the directory; territories are found by where they stand."""

import django.db.models.deletion
import vmeste.ground.kernel.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('participants', '0003_duplicates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CardCount',
            fields=[
                ('id', vmeste.ground.kernel.ids.IdField(default=vmeste.ground.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('place', models.BigIntegerField()),
                ('name', models.CharField(blank=True, max_length=20)),
                ('code', models.CharField(blank=True, max_length=40)),
                ('type', models.CharField(blank=True, max_length=40)),
                ('department', models.CharField(blank=True, max_length=40)),
                ('number', models.IntegerField()),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='CountedCard',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='participants.organisation')),
                ('type', models.CharField(blank=True, max_length=40)),
                ('department', models.CharField(blank=True, max_length=40)),
                ('region', models.BigIntegerField(null=True)),
                ('municipality', models.BigIntegerField(null=True)),
                ('settlement', models.BigIntegerField(null=True)),
            ],
            options={
                'ordering': ('organisation',),
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', vmeste.ground.kernel.ids.IdField(default=vmeste.ground.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('query', models.CharField(max_length=1000)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Trait',
            fields=[
                ('id', vmeste.ground.kernel.ids.IdField(default=vmeste.ground.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=20)),
                ('code', models.CharField(max_length=40)),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.AddIndex(
            model_name='territory',
            index=models.Index(fields=['level', 'lat', 'lon'], name='participants_territory_place'),
        ),
        migrations.AddConstraint(
            model_name='cardcount',
            constraint=models.UniqueConstraint(fields=('place', 'name', 'code', 'type', 'department'), name='participants_count_once'),
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='trait',
            name='organisation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='traits', to='participants.organisation'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='participants_saved_search_once'),
        ),
        migrations.AddIndex(
            model_name='trait',
            index=models.Index(fields=['name', 'code', 'organisation'], name='participants_trait_value'),
        ),
        migrations.AddConstraint(
            model_name='trait',
            constraint=models.UniqueConstraint(fields=('organisation', 'name', 'code'), name='participants_trait_once'),
        ),
    ]
