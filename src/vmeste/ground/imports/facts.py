"""Facts of imports: a file came, its columns were chosen, chunks were checked and written, it was all done."""

from dataclasses import dataclass

from vmeste.ground.facts.fact import Audience, Fact, fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFact(Fact):
    """What all facts of imports have in common; `thing` is the name of the kind of import."""

    import_id: int
    thing: str

    @property
    def subject(self) -> tuple[str, int]:
        """The import."""
        return "import", self.import_id


@fact("imports.import.uploaded", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUploaded(ImportFact):
    """A file was uploaded and could be read."""

    rows: int


@fact("imports.import.mapped", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMapped(ImportFact):
    """Columns were chosen; checking begins."""


@fact("imports.chunk.checked", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkChecked(ImportFact):
    """So many rows are checked; more follow."""

    done: int


@fact("imports.import.checked", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChecked(ImportFact):
    """All rows are checked; a person decides."""

    new: int
    changed: int
    unchanged: int
    duplicate: int
    wrong: int


@fact("imports.import.confirmed", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportConfirmed(ImportFact):
    """A person said yes; writing begins."""


@fact("imports.chunk.written", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkWritten(ImportFact):
    """So many rows are written; more follow."""

    done: int


@fact("imports.import.written", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWritten(ImportFact):
    """All rows are written."""

    new: int
    changed: int
    unchanged: int
    duplicate: int
    wrong: int


@fact("imports.import.failed", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFailed(ImportFact):
    """The import stopped for a reason that holds for the whole file."""

    done: int


@fact("imports.import.cancelled", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCancelled(ImportFact):
    """A person gave the import up; nothing was written."""


@fact("imports.import.undo_asked", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class UndoAsked(ImportFact):
    """A person asked to take an import back; first it is examined what stands in the way."""


@fact("imports.import.undo_refused", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class UndoRefused(ImportFact):
    """So many things stand in the way; they are listed on the import's page."""

    obstacles: int


@fact("imports.import.undo_begun", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class UndoBegun(ImportFact):
    """Nothing stands in the way; taking back begins."""


@fact("imports.chunk.undone", audience=Audience.ADMINS)
@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkUndone(ImportFact):
    """So many chunks are taken back; more follow."""

    done: int


@fact("imports.import.undone", audience=Audience.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndone(ImportFact):
    """All that the import had made and changed is as it was before."""
