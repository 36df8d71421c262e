"""Rows with faults that come back corrected: their column of reasons is known again, and so is the import they left."""

from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from vmeste.ground.imports.models import Import
from vmeste.ground.imports.policies import visible_to
from vmeste.ground.imports.reading.headings import normal
from vmeste.ground.kernel.actors import Actor

MOST_LOOKED_AT = 50


def reason_heading() -> str:
    """Name the column of reasons."""
    return _("Reason of the refusal")


@cache
def reason_headings() -> frozenset[str]:
    """Give the names of the column of reasons in all languages, in normal form."""
    names = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names.add(normal(reason_heading()))
    return frozenset(names)


def is_reason(heading: str) -> bool:
    """Tell whether a column is that of the reasons of an earlier download."""
    return normal(heading) in reason_headings()


def own_headings(headings: Sequence[str]) -> list[str]:
    """Give the headings of the file itself, without that of the reasons."""
    return [heading for heading in headings if not is_reason(heading)]


def corrected_by(actor: Actor, kind: str, file_name: str, headings: Sequence[str]) -> Import | None:
    """Give the import whose rows with faults this file brings back; one query.

    It has a column of reasons, and for the rest the columns of that import; of several the one after which the file is
    named, else the latest.
    """
    own = own_headings(headings)
    if len(own) == len(headings):
        return None
    earlier = Import.objects.filter(visible_to(actor), kind=kind, wrong__gt=0, forgotten_at=None)
    alike = [load for load in earlier[:MOST_LOOKED_AT] if own_headings(load.headings) == own]
    named = [load for load in alike if file_name.startswith(load.file_name.rpartition(".")[0])]
    return next(iter(named or alike), None)
