"""What needs and offers speak of."""

import pytest

from vmeste.ground.text.lemmas import lemmas
from vmeste.ground.vocabulary.thesaurus import Concept, Thesaurus, concepts_of, label, relatedness, thesaurus


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("ищем руководителя кружка авиамоделирования", {"circle_leader", "aeromodelling"}),
        ("нужен автобус", {"children_bus"}),
        ("библиотечный урок для 3 класса", {"library_lesson"}),
        ("химик для подготовки к олимпиаде", {"chemistry", "olympiad_training"}),
        ("выставочный зал для работ детей", {"exhibition_space", "exhibition"}),
        ("Учим печатать на 3D-принтере", {"printing_3d"}),
        ("игра по правилам дорожного движения", {"road_safety"}),
        ("сельской школе нужен логопед", {"speech_therapy"}),
        ("актовый зал на 200 мест", {"assembly_hall"}),
        ("КРУЖКИ РОБОТОТЕХНИКИ", {"programme", "robotics"}),
        ("звёздное небо в телескоп", {"astronomy"}),
        ("", set()),
        ("и в на", set()),
    ],
)
def test_texts_are_understood_as_people_write_them(text: str, codes: set[str]) -> None:
    assert concepts_of(lemmas(text)) == codes


def test_a_need_and_an_offer_in_different_words_meet() -> None:
    need = concepts_of(lemmas("Нужно довезти класс до музея"))
    offer = concepts_of(lemmas("Предоставим школьный автобус"))
    assert "children_bus" in need & offer


def test_the_words_of_a_longer_phrase_are_used_up() -> None:
    assert "laboratory" not in concepts_of(lemmas("лаборатория химии"))
    assert "laboratory" in concepts_of(lemmas("лаборатория"))


def test_nearness_follows_the_tree() -> None:
    assert relatedness("lego", "lego") == 1.0
    assert relatedness("lego", "robotics") == relatedness("robotics", "lego") == 0.6
    assert relatedness("lego", "arduino") == 0.4
    assert relatedness("lego", "piano") == 0.0
    assert relatedness("unknown", "unknown") == relatedness("unknown", "lego") == 0.0


def test_children_of_a_whole_focus_are_no_siblings() -> None:
    assert relatedness("robotics", "motor_sport") == 0.0
    assert relatedness("robotics", "technical") == 0.6


def test_every_concept_leads_to_its_root_and_has_a_name() -> None:
    assert thesaurus().way("lego") == ("lego", "robotics", "technical")
    assert thesaurus().root("children_bus") == "transport"
    assert thesaurus().way("unknown") == ()
    assert thesaurus().root("unknown") == ""
    assert (label("chess"), label("chess", "en"), label("unknown")) == ("Шахматы", "Chess", "unknown")


def test_a_circle_and_an_unknown_broader_concept_are_refused() -> None:
    circle = [Concept("a", "а", "a", (), "b"), Concept("b", "б", "b", (), "a")]
    with pytest.raises(ValueError, match="broader"):
        Thesaurus(circle)
    with pytest.raises(ValueError, match="broader"):
        Thesaurus([Concept("a", "а", "a", (), "nowhere")])
