"""Full text beside the table of entries, which the database keeps in step by itself.

PostgreSQL: a generated tsvector column under a GIN index. SQLite: an FTS5 table without content, fed by triggers; a
migration that makes the table of entries anew (as SQLite does for most changes) must make the triggers again.
"""

from django.db import migrations

POSTGRES = (
    """
    ALTER TABLE text_entry ADD COLUMN tokens tsvector GENERATED ALWAYS AS (
        array_to_tsvector(string_to_array(rtrim('=' || kind || ' @' || scope || ' ' || lemmas), ' '))
    ) STORED
    """,
    "CREATE INDEX text_entry_tokens ON text_entry USING gin (tokens)",
)
POSTGRES_BACK = ("ALTER TABLE text_entry DROP COLUMN tokens",)

NEW = "new.id, '=' || new.kind || ' @' || new.scope || ' ' || new.lemmas"
OLD = "'delete', old.id, '=' || old.kind || ' @' || old.scope || ' ' || old.lemmas"
PUT_IN = f"INSERT INTO text_tokens (rowid, tokens) VALUES ({NEW});"
TAKE_OUT = f"INSERT INTO text_tokens (text_tokens, rowid, tokens) VALUES ({OLD});"
SQLITE = (
    """
    CREATE VIRTUAL TABLE text_tokens USING fts5(
        tokens, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '=@.:_-'"
    )
    """,
    f"CREATE TRIGGER text_entry_put_in AFTER INSERT ON text_entry BEGIN {PUT_IN} END",
    f"CREATE TRIGGER text_entry_taken_out AFTER DELETE ON text_entry BEGIN {TAKE_OUT} END",
    f"CREATE TRIGGER text_entry_changed AFTER UPDATE ON text_entry BEGIN {TAKE_OUT} {PUT_IN} END",
)
SQLITE_BACK = (
    "DROP TRIGGER text_entry_changed",
    "DROP TRIGGER text_entry_taken_out",
    "DROP TRIGGER text_entry_put_in",
    "DROP TABLE text_tokens",
)


def forwards(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in POSTGRES_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("text", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
