"""Which database stands behind the product and how it is spoken to."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database(url: str, data: Path) -> dict[str, Any]:
    """Give Django's description of the database at `url`, or of the embedded one in folder `data`."""
    return postgres(url) if url else sqlite(data / "vmeste.sqlite3")


def sqlite(path: Path) -> dict[str, Any]:
    """Embedded database: write-ahead log, every acknowledged change on disk, one writer at a time."""
    return {
        "ENGINE": "vmeste.ground.kernel.sqlite",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
        },
    }


def postgres(url: str) -> dict[str, Any]:
    """Region's database; options after «?» go to the driver as they are.

    `pgbouncer=true` is ours: a pool that gives a connection for one transaction only cannot keep cursors on the server.
    """
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(options.pop("port", parts.port or "")),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": options.pop("pgbouncer", "") == "true",
        "OPTIONS": options,
    }
