"""Of two spellings of a name the better one is shown after merging; the other is still found."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from vmeste.gather.participants import commands, queries
from vmeste.gather.participants.merge_form import MergeForm
from vmeste.gather.participants.models import LikelyPair, Organisation
from vmeste.gather.participants.spelling import better_names, shouts
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM

Make = Callable[..., Organisation]


@pytest.mark.parametrize(
    ("text", "is_shouting"),
    [
        ("МУНИЦИПАЛЬНОЕ БЮДЖЕТНОЕ ОБЩЕОБРАЗОВАТЕЛЬНОЕ УЧРЕЖДЕНИЕ", True),
        ("ШКОЛА № 5", True),
        ("ЛИЦЕЙ", True),
        ("МБОУ «ЦЕНТР ТВОРЧЕСТВА»", True),
        ("МБОУ СОШ № 5", False),
        ("МАОУДО ДЮСШ", False),
        ("ГБПОУ № 12", False),
        ("Школа № 5", False),
        ("№ 5", False),
        ("", False),
    ],
)
def test_capitals_shout_and_abbreviations_do_not(text: str, is_shouting: bool) -> None:
    assert shouts(text) == is_shouting


@pytest.mark.parametrize(
    ("survivor", "merged", "taken"),
    [
        (("ШКОЛА № 5", ""), ("Школа № 5", ""), {"name": "Школа № 5"}),
        (("МБОУ СРЕДНЯЯ ШКОЛА № 5", ""), ("Школа № 5", ""), {"short_name": "Школа № 5"}),
        (("МБОУ СРЕДНЯЯ ШКОЛА № 5", "МБОУ СОШ № 5"), ("Школа № 5", ""), {}),
        (("МБОУ СРЕДНЯЯ ШКОЛА № 5", "ШКОЛА № 5"), ("Школа № 5", ""), {"short_name": "Школа № 5"}),
        (("Школа № 5", ""), ("ШКОЛА № 5", "ШКОЛА"), {}),
        (("ШКОЛА № 5", ""), ("СРЕДНЯЯ ШКОЛА № 5", ""), {}),
    ],
)
def test_the_better_names_are_taken(survivor: tuple[str, str], merged: tuple[str, str], taken: dict[str, str]) -> None:
    one, other = (SimpleNamespace(name=name, short_name=short) for name, short in (survivor, merged))
    assert better_names(one, other) == taken


@pytest.mark.django_db
def test_after_merging_the_better_name_is_shown_and_both_are_found(make: Make) -> None:
    loud = make("МУНИЦИПАЛЬНОЕ БЮДЖЕТНОЕ УЧРЕЖДЕНИЕ СРЕДНЯЯ ШКОЛА № 5", inn="7707083893")
    calm = make("Средняя школа № 5")
    merge = commands.merge_organisations(actor=SYSTEM, survivor=loud, merged=calm)
    card = Organisation.objects.get(id=loud.id)
    assert (str(card), card.name) == ("Средняя школа № 5", loud.name)
    for words in ("средняя школа 5", "муниципальное бюджетное 5"):
        assert [row.id for row in queries.directory(ANONYMOUS, queries.Wanted(q=words)).rows] == [card.id]
    commands.part_organisations(actor=SYSTEM, merge=merge)
    assert str(Organisation.objects.get(id=loud.id)) == loud.name


@pytest.mark.django_db
def test_the_same_name_in_capitals_is_given_up_whatever_was_chosen_of_the_rest(make: Make) -> None:
    loud, calm = make("СРЕДНЯЯ ШКОЛА № 5", inn="7707083893"), make("Средняя школа № 5", phone="123")
    commands.merge_organisations(actor=SYSTEM, survivor=loud, merged=calm, taken=["phone"])
    assert str(Organisation.objects.get(id=loud.id)) == "Средняя школа № 5"


@pytest.mark.django_db
def test_what_somebody_chose_stays_and_the_form_proposes_the_better(make: Make) -> None:
    loud = make("МБОУ СРЕДНЯЯ ШКОЛА № 5", short_name="ШКОЛА ПЯТЬ", inn="7707083893")
    calm = make("Средняя школа № 5", short_name="Школа № 5")
    first, second = sorted((loud, calm), key=lambda card: card.id)
    form = MergeForm(LikelyPair(first=first, second=second, score=1.0, found_at=clock.now()))
    proposed = dict(form.fields["short_name"].choices)[form.fields["short_name"].initial]  # type: ignore[attr-defined]
    assert proposed == "Школа № 5"
    commands.merge_organisations(actor=SYSTEM, survivor=loud, merged=calm, taken=[])
    assert str(Organisation.objects.get(id=loud.id)) == "ШКОЛА ПЯТЬ"
