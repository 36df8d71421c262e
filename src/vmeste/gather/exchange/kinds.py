"""Kinds of import: lists of needs and of offers."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vmeste.gather.exchange import policies
from vmeste.gather.exchange.commands import PostingRun, unload_postings
from vmeste.gather.exchange.models import Need, Offer
from vmeste.gather.participants.queries import WHOSE, whose, whose_field
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import ImportField, ImportKind, Table
from vmeste.ground.kernel.undoing import Trace

TITLES = {
    "need": ("запрос", "потребность", "что нужно", "чего не хватает", "что требуется", "тема запроса", "суть запроса"),
    "offer": ("возможность", "предложение", "что можем", "что можем дать", "что предлагаем", "ресурс", "что даем"),
}
ANY_TITLE = ("название", "тема", "кратко", "title", "need", "offer")


def fields(side: str) -> tuple[ImportField, ...]:
    """Give the columns of a list; the words of its first one are those of the side."""
    return (
        ImportField("title", gettext_lazy("In a few words"), (*TITLES[side], *ANY_TITLE), required=True),
        ImportField("text", gettext_lazy("More"), ("описание", "подробнее", "подробности", "description")),
        ImportField(
            "kind", gettext_lazy("What it is"), ("вид ресурса", "вид", "тип ресурса", "тип", "kind"),
            vocabulary="resource_kind",
        ),
        ImportField("focus", gettext_lazy("Focus"), ("направленность", "focus"), vocabulary="focus"),
        ImportField(
            "direction", gettext_lazy("Direction"), ("вид деятельности", "направление", "direction"),
            vocabulary="direction",
        ),
        ImportField("grades", gettext_lazy("Grades"), ("классы", "класс", "для кого", "возраст", "grades")),
        ImportField("amount", gettext_lazy("How much"), ("количество", "сколько", "объем", "amount")),
        ImportField(
            "unit", gettext_lazy("of what"), ("единица", "единица измерения", "ед изм", "unit"), vocabulary="unit"
        ),
        ImportField("period_from", gettext_lazy("From"), ("с", "начало", "дата начала", "срок с", "period from")),
        ImportField("period_to", gettext_lazy("until"), ("по", "до", "окончание", "дата окончания", "period to")),
        ImportField("ways", gettext_lazy("Where"), ("где", "место проведения", "формат", "ways"), vocabulary="reach"),
        ImportField(
            "radius_km", gettext_lazy("How far you travel, km"), ("радиус", "радиус км", "расстояние", "radius km")
        ),
        ImportField("cost", gettext_lazy("Terms"), ("условия", "стоимость", "оплата", "cost"), vocabulary="cost_terms"),
        *WHOSE,
    )  # fmt: skip


def options(_actor: Actor) -> dict[str, Any]:
    """Ask once per file: whose rows they are, and whether they are shown at once."""
    return {
        "organisation": whose_field(),
        "publish": forms.BooleanField(
            required=False,
            label=_("Publish at once"),
            help_text=_(
                "Those whom a row suits well get one notice for the whole list. "
                "Otherwise all rows become drafts, which a coordinator publishes one by one."
            ),
        ),
    }


def starter(model: type[Need] | type[Offer]) -> Callable[[Actor, dict[str, str]], PostingRun]:
    """Give the function that begins a pass over a list."""

    def start(actor: Actor, given: dict[str, str]) -> PostingRun:
        usual = whose(actor, policies.can_write, given.get("organisation", ""))
        return PostingRun(model, actor, usual, opens=bool(given.get("publish")))

    return start


def undoer(model: type[Need] | type[Offer]) -> Callable[[Actor, Trace], None]:
    """Give the function that takes a chunk of a list back."""

    def undo(actor: Actor, trace: Trace) -> None:
        unload_postings(actor=actor, model=model, trace=trace)

    return undo


def add_kind(name: str, label: Any, model: type[Need] | type[Offer]) -> None:
    """Tell the importer of a kind."""
    kind = ImportKind(
        label=label,
        fields=fields(model.side),
        can_import=policies.can_load,
        start=starter(model),
        done_url=f"exchange:{name}",
        undo=undoer(model),
        subject=model.side,
        options=options,
    )
    registries.import_kinds.add(name, kind)


add_kind("needs", gettext_lazy("Needs"), Need)
add_kind("offers", gettext_lazy("Offers"), Offer)
registries.tables.add("exchange.need", Table(gettext_lazy("Need"), "need"))
registries.tables.add("exchange.offer", Table(gettext_lazy("Offer"), "offer"))
registries.tables.add("exchange.response", Table(gettext_lazy("Answer"), "response"))
