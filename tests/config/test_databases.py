"""How the database is spoken to."""

from pathlib import Path

from vmeste.config.databases import database


def test_without_an_address_a_file_in_the_data_folder_is_used() -> None:
    described = database("", Path("/srv/data"))
    assert described["NAME"] == "/srv/data/vmeste.sqlite3"
    assert described["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_an_address_is_read_to_its_last_part() -> None:
    described = database("postgres://a%40b:p%2Fw@db.example:6000/schools?sslmode=require", Path())
    parts = [described[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")]
    assert parts == ["a@b", "p/w", "db.example", "6000", "schools", {"sslmode": "require"}]
    assert not described["DISABLE_SERVER_SIDE_CURSORS"]


def test_a_socket_is_named_by_its_folder() -> None:
    described = database("postgres://vmeste@/vmeste?host=%2Frun%2Fpostgresql&port=5433", Path())
    assert (described["HOST"], described["PORT"], described["OPTIONS"]) == ("/run/postgresql", "5433", {})


def test_behind_a_pool_cursors_stay_on_our_side() -> None:
    described = database("postgres://db.example/schools?pgbouncer=true", Path())
    assert described["DISABLE_SERVER_SIDE_CURSORS"]
    assert described["OPTIONS"] == {}
