"""Catalogues: what is collected, what is kept, what is told."""

from pathlib import Path

import pytest

from tools import messages


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    room = tmp_path / "vmeste" / "gather" / "things"
    (room / "templates" / "things").mkdir(parents=True)
    (room / "apps.py").write_text('NAME = _("Things")\nSAID = ngettext("%(n)s thing", "%(n)s things", n)\n')
    (room / "templates" / "things" / "page.html").write_text(
        "<h1>{{ _('A thing') }}</h1>{% trans n=2 %}{{ n }} left{% endtrans %}"
    )
    monkeypatch.setattr(messages, "SOURCE", tmp_path / "vmeste")
    return room


def po(room: Path) -> Path:
    return room / messages.CATALOGUE


def test_texts_of_code_and_templates_are_collected(room: Path) -> None:
    assert {message.id for message in messages.extract(room) if message.id} == {
        "Things",
        ("%(n)s thing", "%(n)s things"),
        "A thing",
        "%(n)s left",
    }


def test_what_is_not_translated_is_told(room: Path) -> None:
    assert messages.update() == 4
    assert messages.check() == 4
    assert "not translated: 'A thing'" in messages.faults(room)


def test_a_translation_is_kept_and_a_text_gone_from_the_code_is_dropped(room: Path) -> None:
    messages.update()
    text = po(room).read_text().replace('msgid "A thing"\nmsgstr ""', 'msgid "A thing"\nmsgstr "Вещь"')
    po(room).write_text(text + '\nmsgid "Gone"\nmsgstr "Ушло"\n')
    assert any("no longer in the code: 'Gone'" in fault for fault in messages.faults(room))
    messages.update()
    assert 'msgstr "Вещь"' in po(room).read_text()
    assert "Gone" not in po(room).read_text()


def test_a_second_collection_changes_nothing(room: Path) -> None:
    messages.update()
    before = po(room).read_bytes()
    messages.update()
    assert po(room).read_bytes() == before


def test_a_placeholder_lost_in_translation_is_told(room: Path) -> None:
    messages.update()
    text = po(room).read_text().replace('msgid "%(n)s left"\nmsgstr ""', 'msgid "%(n)s left"\nmsgstr "осталось"')
    po(room).write_text(text)
    assert any("%(n)s left" in fault for fault in messages.faults(room))


def test_only_changed_catalogues_are_compiled(room: Path) -> None:
    messages.update()
    assert messages.compile_changed() == 1
    assert messages.compile_changed() == 0
    assert po(room).with_suffix(".mo").exists()
