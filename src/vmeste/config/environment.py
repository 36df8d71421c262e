"""What an administrator may set from outside: typed, with defaults for one machine, all faults told at once."""

import contextlib
import os
import re
import secrets
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "VMESTE_"
TILE_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")  # it stands in a header
SAID_TO_TESTS = {"VMESTE_PICTURES", "VMESTE_REAL_DATA", "VMESTE_TESTS_COMPLETE"}


class Environment(BaseSettings):
    """Variables `VMESTE_…`; see docs/administrators.md for the table made from these descriptions."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    data: Path = Field(Path("var"), description="Folder for the database, keys, mails and uploaded files.")
    database_url: str = Field(
        "", description="postgres://user:password@host:port/name; empty means SQLite in the data folder."
    )
    secret_key: SecretStr | None = Field(None, description="Signing key; made in the data folder when not given.")
    hosts: Annotated[list[str], NoDecode] = Field(
        ["localhost", "127.0.0.1", "[::1]"], description="Host names served, comma separated."
    )
    origin: str = Field(
        "",
        description="Address people open the product under, for mails; empty means http://localhost and the port.",
    )
    proxies: int | None = Field(
        None,
        ge=0,
        le=9,
        validate_default=True,
        description="Web servers in front whose X-Forwarded-For and X-Forwarded-Proto are believed, mostly 1; 0 means"
        " none. To be said with an address of https://.",
    )
    debug: bool = Field(False, description="Pages with traces; never on a server that others reach.")
    demonstration: bool = Field(False, description="Show the demonstration's accounts on the sign-in page.")
    second_factor: Literal["demanded", "offered"] = Field(
        "demanded",
        description="Whether lists and rights, and the work of administrators, take a second factor; the demonstration "
        "only offers it.",
    )
    mail_host: str = Field("", description="SMTP server; empty writes mails to files that an administrator can read.")
    mail_port: int = Field(25, ge=1, le=65535, description="SMTP port.")
    mail_user: str = Field("", description="SMTP user.")
    mail_password: SecretStr = Field(SecretStr(""), description="SMTP password.")
    mail_tls: Literal["none", "starttls", "tls"] = Field("none", description="How the SMTP connection is protected.")
    mail_from: str = Field("Вместе <vmeste@localhost>", description="Sender of mails.")
    time_zone: str = Field("Europe/Moscow", description="Time zone used where a settlement's own is unknown.")
    need_fresh_days: int = Field(
        60, ge=1, le=3650, description="Days after which an author is asked whether a need or offer still holds."
    )
    need_grace_days: int = Field(
        14, ge=1, le=365, description="Days after that question until the need or offer is paused."
    )
    card_fresh_days: int | None = Field(
        None, ge=30, le=3650, description="Days after which a card is old; empty: as the data of the release say (365)."
    )
    card_grace_days: int | None = Field(
        None,
        ge=1,
        le=365,
        description="Days after which who was asked about a card is reminded; empty: as the data say.",
    )
    travel_speed: int = Field(
        0, ge=0, le=200, description="Usual km/h by road, for «about 40 min» beside distances; 0 tells no minutes."
    )
    claimer_needs: int = Field(
        3,
        ge=0,
        le=100,
        description="Needs that somebody whose claim of a card is not decided yet may have open at a time.",
    )
    card_code_days: int = Field(
        90, ge=1, le=730, description="Days for which a printed code of a card nobody acts for works."
    )
    map_tiles: str = Field(
        "",
        description="Tiles below the map's own points, https://…/{z}/{x}/{y}.png (EPSG:3857); empty means none, and"
        " nothing is asked of other servers.",
    )
    map_credit: str = Field("", description="Whom to name on the map for its tiles.")
    bind: str = Field("127.0.0.1", description="Address the web server listens on; 0.0.0.0 lets other machines in.")
    port: int = Field(8000, ge=1, le=65535, description="Port of the web server.")
    threads: int = Field(4, ge=1, le=64, description="Threads of one web process.")
    processes: int = Field(1, ge=1, le=64, description="Web processes.")
    api_rate: int = Field(
        120,
        ge=1,
        le=1_000_000,
        description="Requests a minute that programs without a token may send from one address.",
    )
    api_token_rate: int = Field(
        600, ge=1, le=1_000_000, description="Requests a minute that a program with a token may send."
    )
    page_memory: int = Field(
        16,
        ge=0,
        le=4096,
        description="Megabytes of each web process that keep pages which are the same for everybody; 0 keeps none.",
    )

    @field_validator("hosts", mode="before")
    @classmethod
    def split_hosts(cls, value: object) -> object:
        """Accept «a, b» beside a list."""
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def know_the_database(cls, value: str) -> str:
        """Refuse an address of a database that the product does not speak to."""
        if not value:
            return value
        if not is_postgres(value):
            message = "must be empty (SQLite) or postgres://user:password@host:port/name"
            raise ValueError(message)
        return value

    @field_validator("origin")
    @classmethod
    def be_an_address(cls, value: str) -> str:
        """Take scheme and host, nothing after them."""
        parts = urlsplit(value)
        right = parts.scheme in {"http", "https"} and parts.hostname and not parts.path.strip("/") and not parts.query
        if value and not right:
            message = "must look like https://vmeste.example"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("map_tiles")
    @classmethod
    def be_tiles(cls, value: str) -> str:
        """Take an address with places for zoom, column and row, which a browser may be allowed to ask."""
        parts = urlsplit(value)
        right = parts.scheme in {"http", "https"} and parts.hostname and all(f"{{{name}}}" in value for name in "zxy")
        if value and not (right and TILE_HOST.fullmatch(parts.netloc)):
            message = "must look like https://tiles.example.org/{z}/{x}/{y}.png"
            raise ValueError(message)
        return value

    @field_validator("proxies")
    @classmethod
    def know_who_speaks_https(cls, value: int | None, said: ValidationInfo) -> int | None:
        """Refuse to guess who stands in front: tries of all people would count as those of one address."""
        if value is None and str(said.data.get("origin", "")).startswith("https://"):
            message = "must say how many web servers stand in front, mostly 1, since something there speaks HTTPS"
            raise ValueError(message)
        return value or 0

    @field_validator("time_zone")
    @classmethod
    def know_the_zone(cls, value: str) -> str:
        """Refuse a zone that the system does not know."""
        if value not in available_timezones():
            message = "must be a time zone such as Europe/Moscow"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def serve_the_origin(self) -> Self:
        """Open under the port served when nothing else is said; the host of the address is always served."""
        self.origin = self.origin or f"http://localhost:{self.port}"
        host = urlsplit(self.origin).hostname or ""
        if host and host not in self.hosts and "*" not in self.hosts:
            self.hosts = [*self.hosts, host]
        return self

    def key(self) -> str:
        """Signing key: the one given, else one kept in the data folder, readable by its owner only.

        Several processes may start at once in an empty place: the first whole file stands. Raises `OSError`.
        """
        self.data.mkdir(parents=True, exist_ok=True)
        if self.secret_key:
            return self.secret_key.get_secret_value()
        path = self.data / "secret.key"
        if not path.exists():
            draft = path.with_suffix(f".{os.getpid()}")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(50))
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(draft)
            draft.unlink()
        return path.read_text(encoding="ascii")


def is_postgres(url: str) -> bool:
    """Tell whether this is a whole address of a PostgreSQL database."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  read to see whether it is a number
    except ValueError:
        return False
    return parts.scheme in {"postgres", "postgresql"} and bool(parts.path.strip("/"))


def unknown(given: Iterable[str]) -> list[str]:
    """Say of every variable `VMESTE_…` that means nothing here which one may be meant, one line each."""
    known = [name.upper() for name in Environment.model_fields]
    lines = []
    for name in sorted(name for name in given if name.upper().startswith(PREFIX) and name not in SAID_TO_TESTS):
        word = name.upper().removeprefix(PREFIX)
        near = get_close_matches(word, known, n=1)
        meant = f" Did you mean {PREFIX}{near[0]}?" if near else ""
        lines += [] if word in known else [f"{name}: there is no such setting.{meant}"]
    return lines


SECRET = {"database_url", "secret_key", "mail_password"}


def told(faults: ValidationError) -> str:
    """Say every wrong variable, one per line; what is secret is not repeated."""
    lines = []
    for fault in faults.errors():
        name = "_".join(str(part) for part in fault["loc"])
        given = "" if name in SECRET else f" (given: {fault['input']!r})"
        lines.append(f"VMESTE_{name.upper()}: {fault['msg'].removeprefix('Value error, ')}{given}")
    return "\n".join(lines)
