import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from vmeste.ground.threads.writing import clean, linked

REL = 'rel="nofollow ugc noopener noreferrer"'


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        'https://a.test/"onmouseover="alert(1)',
        "https://a.test/'><svg/onload=alert(1)>",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "&lt;script&gt;",
    ],
)
def test_nothing_that_was_written_becomes_markup(text: str) -> None:
    shown = linked(text)
    outside_links = shown.split("<a href=")
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<svg" not in shown
    assert all(piece.startswith('"http') for piece in outside_links[1:])


def test_addresses_become_links_that_carry_no_trust() -> None:
    assert linked("см. https://a.test/?b=1&c=2, пожалуйста") == (
        f'см. <a href="https://a.test/?b=1&amp;c=2" {REL}>https://a.test/?b=1&amp;c=2</a>, пожалуйста'
    )


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.test.", "https://a.test"),
        ("(https://a.test/b)", "https://a.test/b"),
        ("https://ru.wiki.test/Музей_(здание)", "https://ru.wiki.test/Музей_(здание)"),
        ("«https://школа.рф/путь»!", "https://школа.рф/путь"),
        ("HTTP://A.TEST", "HTTP://A.TEST"),
    ],
)
def test_signs_of_the_sentence_stay_outside_the_link(text: str, address: str) -> None:
    assert f'href="{address}"' in linked(text)


def test_line_breaks_are_kept() -> None:
    assert linked("раз\nдва") == "раз<br>два"


@given(st.text())
def test_without_addresses_a_text_is_only_escaped(text: str) -> None:
    plain = clean(text).replace("://", ":")
    assert linked(plain) == str(escape(plain)).replace("\n", "<br>")


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_hidden_signs_that_turn_a_text_are_left_out() -> None:
    assert clean("a\u202egpj.exe\x00\x07\r\nb\n\n\n\nc ") == "agpj.exe\nb\n\nc"
