"""What an administrator may set from outside: typed, with defaults for one machine, all faults told at once."""

import secrets
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Environment(BaseSettings):
    """Variables `VMESTE_…`; see docs/administrators.md for the table made from these descriptions."""

    model_config = SettingsConfigDict(env_prefix="VMESTE_", extra="ignore")

    data: Path = Field(Path("var"), description="Folder for the database, keys, mails and uploaded files.")
    database_url: str = Field("", description="postgres://user:password@host:port/name; empty means SQLite in the data folder.")
    secret_key: SecretStr | None = Field(None, description="Signing key; made in the data folder when not given.")
    hosts: Annotated[list[str], NoDecode] = Field(["localhost", "127.0.0.1", "[::1]"], description="Host names served, comma separated.")
    origin: str = Field("http://localhost:8000", description="Address under which people open the product; used in mails.")
    debug: bool = Field(False, description="Pages with traces; never on a server that others reach.")
    demonstration: bool = Field(False, description="Show the demonstration's accounts on the sign-in page.")
    mail_host: str = Field("", description="SMTP server; empty writes mails to files that an administrator can read.")
    mail_port: int = Field(25, ge=1, le=65535, description="SMTP port.")
    mail_user: str = Field("", description="SMTP user.")
    mail_password: SecretStr = Field(SecretStr(""), description="SMTP password.")
    mail_tls: Literal["none", "starttls", "tls"] = Field("none", description="How the SMTP connection is protected.")
    mail_from: str = Field("Вместе <vmeste@localhost>", description="Sender of mails.")
    time_zone: str = Field("Europe/Moscow", description="Time zone used where a settlement's own is unknown.")
    need_fresh_days: int = Field(60, ge=1, le=3650, description="Days after which the author of a need or offer is asked whether it still holds.")
    need_grace_days: int = Field(14, ge=1, le=365, description="Days after that question until the need or offer is paused.")
    port: int = Field(8000, ge=1, le=65535, description="Port of the web server.")
    threads: int = Field(4, ge=1, le=64, description="Threads of one web process.")
    processes: int = Field(1, ge=1, le=64, description="Web processes.")

    @field_validator("hosts", mode="before")
    @classmethod
    def split_hosts(cls, value: object) -> object:
        """Accept «a, b» beside a list."""
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def know_the_database(cls, value: str) -> str:
        """Refuse an address of a database that the product does not speak to."""
        if value and not value.startswith(("postgres://", "postgresql://")):
            message = "must be empty (SQLite) or start with postgres://"
            raise ValueError(message)
        return value

    def key(self) -> str:
        """Signing key: the one given, else one kept in the data folder, readable by its owner only."""
        if self.secret_key:
            return self.secret_key.get_secret_value()
        path = self.data / "secret.key"
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(50), encoding="ascii")
        return path.read_text(encoding="ascii")
