"""The shape of a fact: a frozen value of ids with a name, a version, an audience and parties."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeVar


class Audience(StrEnum):
    """Who may learn of a fact besides its parties; rights of the subject are asked again when it is shown."""

    PUBLIC = "public"
    NETWORK = "network"
    PARTIES = "parties"
    ADMINS = "admins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Base of all facts. Holds ids and codes, never personal data or texts of people."""

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 1
    audience: ClassVar[Audience] = Audience.PARTIES

    @property
    def reach(self) -> Audience:
        """Who may learn of this one; a fact about what is shown to few says less than its kind."""
        return self.audience

    @property
    def parties(self) -> tuple[int, ...]:
        """Organisations concerned; two or more make a tie when `ties` says so."""
        return ()

    @property
    def tie(self) -> str:
        """Kind of tie between the parties that this fact strengthens; empty for none."""
        return ""

    @property
    def subject(self) -> tuple[str, int] | None:
        """What the fact is about, as «kind + id», if it is one thing."""
        return None


F = TypeVar("F", bound=type[Fact])
kinds: dict[tuple[str, int], type[Fact]] = {}


def fact(kind: str, *, version: int = 1, audience: Audience = Audience.PARTIES) -> Callable[[F], F]:
    """Name a class of facts «room.thing.verbed»; old versions stay readable for ever beside new ones."""

    def name(cls: F) -> F:
        cls.kind, cls.version, cls.audience = kind, version, audience
        if (kind, version) in kinds:
            message = f"{kind} v{version} is announced twice"
            raise ValueError(message)
        kinds[kind, version] = cls
        return cls

    return name


def pack(happened: Fact) -> dict[str, Any]:
    """Give the fact's own fields as plain JSON values."""
    return dataclasses.asdict(happened)


def unpack(kind: str, version: int, values: dict[str, Any]) -> Fact:
    """Read a fact back; raises `KeyError` for an unknown kind or version."""
    cls = kinds[kind, version]
    plain = {
        field.name: tuple(values[field.name]) if isinstance(values[field.name], list) else values[field.name]
        for field in dataclasses.fields(cls)
        if field.name in values
    }
    return cls(**plain)
