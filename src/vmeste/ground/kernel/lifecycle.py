"""Lifecycles move by compare-and-set: who comes second is told that things moved on."""

from enum import Enum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from vmeste.ground.kernel.errors import Stale


def advance(thing: models.Model, *, at: Enum | tuple[Enum, ...], to: Enum, **changes: Any) -> None:
    """Move `thing.state` from one of `at` to `to`, together with `changes`, in a single UPDATE.

    Raises `Stale` when the row is in another state by now.
    """
    states = at if isinstance(at, tuple) else (at,)
    rows = type(thing)._base_manager.filter(pk=thing.pk, state__in=[state.value for state in states])  # noqa: SLF001
    if not rows.update(state=to.value, **changes):
        raise Stale(_("Somebody has changed this meanwhile. Look at it as it stands now."))
    for name, value in {"state": to.value, **changes}.items():
        setattr(thing, name, value)
