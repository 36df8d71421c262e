"""What of imports names organisations: for whom a file was loaded, whose columns are remembered, what a row met."""

from django.utils.translation import gettext_lazy as _

from vmeste.ground.imports.models import Meaning, Memory
from vmeste.ground.kernel.moving import Ledger, remove_doubles
from vmeste.ground.kernel.registries import Pointer, pointers


def settle_memories(ledger: Ledger, source: int, target: int) -> None:
    """Keep what the card that stays remembers of the same headings."""
    remove_doubles(ledger, Memory, "owner", ("kind", "headings_hash"), (source, target))


def settle_meanings(ledger: Ledger, source: int, target: int) -> None:
    """Keep what the card that stays remembers of the same words."""
    remove_doubles(ledger, Meaning, "owner", ("kind", "field", "text"), (source, target))


pointers.add("imports.Import", Pointer("imports.Import", ("organisation_id",), label=_("Imports")))
pointers.add(
    "imports.Memory", Pointer("imports.Memory", ("owner",), settle=settle_memories, label=_("Remembered columns"))
)
pointers.add(
    "imports.Meaning", Pointer("imports.Meaning", ("owner",), settle=settle_meanings, label=_("Remembered words"))
)
pointers.add(
    "imports.Row", Pointer("imports.Row", ("target_id",), stays="says what the row met then; its address leads on")
)
