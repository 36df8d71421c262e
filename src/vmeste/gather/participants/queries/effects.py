"""What closing an organisation, and opening it again, means for the things of other rooms, in words."""

from collections.abc import Callable, Sequence

from vmeste.gather.participants.models import Organisation
from vmeste.ground.kernel.registries import Registry

closing_effects: Registry[Callable[[Organisation], Sequence[str]]] = Registry()
"""By room: gives sentences about what will happen, none when nothing of the room's is concerned."""

reopening_effects: Registry[Callable[[Organisation], Sequence[str]]] = Registry()
"""By room: gives sentences about what went over to a successor and stays there."""
