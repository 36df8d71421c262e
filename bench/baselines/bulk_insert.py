"""Baseline of importing: the product's own reader of tables and a bare bulk insert of the columns, nothing judged."""

import sys
import tempfile
from itertools import islice
from pathlib import Path

import django
from django.db import transaction

from bench.data import HEADINGS

CHUNK = 500


def main() -> None:
    """Read the file named on the command line and insert its rows."""
    django.setup()
    from vmeste.gather.participants.models import Organisation  # noqa: PLC0415  after Django is set up
    from vmeste.ground.imports import reader  # noqa: PLC0415
    from vmeste.ground.kernel import clock  # noqa: PLC0415

    now = clock.now()
    with tempfile.TemporaryDirectory() as folder:
        reading = reader.read_table(Path(sys.argv[1]), Path(folder) / "lines", list(HEADINGS.values()))
        rows = (dict(zip(HEADINGS, row.cells, strict=True)) for row, _end in reader.rows_from(reading.lines, 0))
        while chunk := list(islice(rows, CHUNK)):
            with transaction.atomic():
                Organisation.objects.bulk_create(
                    Organisation(
                        **row, name_key=row["name"].lower(), shown_key=row["name"].lower(), made_at=now, changed_at=now
                    )
                    for row in chunk
                )


if __name__ == "__main__":
    main()
