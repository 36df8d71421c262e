"""Facts about long tables of the directory."""

from dataclasses import dataclass

from vmeste.ground.facts.fact import Audience, Fact, fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OfExport(Fact):
    """Base of facts about a table that is written in the background."""

    export_id: int

    @property
    def subject(self) -> tuple[str, int]:
        """The table."""
        return "export", self.export_id


@fact("participants.export.asked", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAsked(OfExport):
    """A table was asked for that is too long to be waited for."""


@fact("participants.export.made", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExportMade(OfExport):
    """The table is ready for the one who asked."""

    person_id: int
    organisation_id: int | None
    rows: int


@fact("participants.export.refused", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRefused(OfExport):
    """The table was not written: who asked for it may not have it any more."""
