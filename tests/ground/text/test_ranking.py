"""Order of what was found."""

from vmeste.ground.text.ranking import Weighed, best_first, rarity


def word(form: str, weight: float = 1.0, beginnings: frozenset[str] = frozenset()) -> Weighed:
    return Weighed(frozenset({form}), beginnings, weight)


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    assert rarity(1000, 1) > rarity(1000, 500) > rarity(1000, 1000) > 0


def test_a_frequency_that_lags_behind_does_no_harm() -> None:
    assert rarity(3, 5) > 0


def test_the_text_with_the_weightier_word_comes_first() -> None:
    found = [(1, "школа музей"), (2, "балет музей")]
    assert best_first(found, [word("школа", 0.1), word("балет", 5)]) == [2, 1]


def test_the_shorter_of_two_texts_with_the_word_comes_first() -> None:
    assert best_first([(1, "музей при школа театр двор"), (2, "музей школа")], [word("музей")]) == [2, 1]


def test_a_whole_word_comes_before_one_that_only_begins_so() -> None:
    asked = [word("робот", beginnings=frozenset({"робототехника"}))]
    assert best_first([(1, "робототехника"), (2, "робот")], asked) == [2, 1]


def test_equals_keep_their_order() -> None:
    assert best_first([(5, "музей"), (3, "музей"), (4, "музей")], [word("музей")]) == [5, 3, 4]


def test_two_forms_of_one_word_count_as_one_finding() -> None:
    asked = [Weighed(frozenset({"кружок", "кружка"}), frozenset(), 1.0)]
    assert best_first([(1, "кружок клуб клуб"), (2, "кружок кружка клуб")], asked) == [1, 2]
