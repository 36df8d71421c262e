"""Every component stands alone, says what it must and lets nothing through unescaped."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from jinja2 import UndefinedError
from markupsafe import Markup, escape

import vmeste.ground.ui
from vmeste.ground.ui import pages, shapes
from vmeste.ground.ui.catalogue import ICONS, SampleForm, context
from vmeste.ground.ui.sentences import calls, sentences

HOME = Path(vmeste.ground.ui.__file__).parent
COMPONENTS = sorted(path.stem for path in (HOME / "templates/ui/components").glob("*.html"))
Render = Callable[..., str]


@pytest.fixture
def render() -> Render:
    """Render a piece of template as a page would."""
    environment = engines["jinja2"].env  # type: ignore[attr-defined]

    def rendered(source: str, **values: Any) -> str:
        return str(environment.from_string(source).render({"csrf_token": "token", **values}))

    return rendered


@pytest.fixture
def catalogue() -> str:
    return pages.whole(RequestFactory().get("/ui/"), "ui/catalogue.html", context())


def test_every_component_has_an_entry_in_the_catalogue(catalogue: str) -> None:
    shown = set(re.findall(r'id="component-([a-z_]+)"', catalogue))
    assert shown == set(COMPONENTS)


def test_every_entry_says_what_it_is_for_and_how_it_is_called(catalogue: str) -> None:
    assert set(sentences()) == set(calls()) == set(COMPONENTS)
    for name, call in calls().items():
        assert f"<code>{escape(call)}</code>" in catalogue, name
    assert calls()["meter"] == "ui.meter(label, value, maximum, text=None, hue=None)"
    assert "csrf" not in calls()["post_button"]


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_is_named_in_the_readme(name: str) -> None:
    assert f"`{name}(" in (HOME / "README.md").read_text("utf-8")


ALONE = {
    "badge": '{{ ui.badge("open") }}',
    "breadcrumbs": '{{ ui.breadcrumbs([{"text": "Partners", "href": "/"}]) }}',
    "button": '{{ ui.button("Save") }}',
    "card": '{% call ui.card("Title") %}text{% endcall %}',
    "chip": '{{ ui.chip("School") }}',
    "copy_link": '{{ ui.copy_link("http://localhost/x", "Link") }}',
    "definitions": '{{ ui.definitions([("Place", "Here")]) }}',
    "details": '{% call ui.details("More") %}text{% endcall %}',
    "dialog": '{% call ui.dialog("Open", "Title") %}text{% endcall %}',
    "empty": '{{ ui.empty("Nothing yet", "Begin here.") }}',
    "faults": "{{ ui.faults(form) }}",
    "field": '{{ ui.field(form["title"]) }}',
    "fields": "{{ ui.fields(form) }}",
    "fieldset": '{% call ui.fieldset("When") %}text{% endcall %}',
    "file_field": '{{ ui.file_field(form["sheet"]) }}',
    "filter_bar": "{{ ui.filter_bar(form) }}",
    "form": '{{ ui.form(form, submit="Send") }}',
    "icon": '{{ ui.icon("bell") }}',
    "link_button": '{{ ui.link_button("Go", "/") }}',
    "list_row": '{{ ui.list_row("A need", badges=["open"], meta=["here"]) }}',
    "message": '{% call ui.message("School", "today") %}text{% endcall %}',
    "meta": '{{ ui.meta(["here"]) }}',
    "meter": '{{ ui.meter("Places", 1, 2) }}',
    "notice": '{{ ui.notice("text") }}',
    "page_head": '{{ ui.page_head("Title") }}',
    "pager": '{{ ui.pager(next="?after=1") }}',
    "post_button": '{{ ui.post_button("Publish", "/needs/1/publication") }}',
    "progress": '{{ ui.progress("Reading") }}',
    "reasons": '{{ ui.reasons([(True, "near"), (False, "small")]) }}',
    "ribbon": '{{ ui.ribbon([{"text": "Need", "state": "now"}]) }}',
    "rows": "{% call ui.rows() %}<li>text</li>{% endcall %}",
    "search_box": '{{ ui.search_box("/organisations/") }}',
    "section": '{% call ui.section("Title") %}text{% endcall %}',
    "steps": '{{ ui.steps([{"text": "First"}]) }}',
    "table": '{{ ui.table(["Side", "Hours"], [["School", "5"]], "Hours by side") }}',
    "tabs": '{{ ui.tabs([{"text": "Open", "href": "?"}]) }}',
    "tiles": '{{ ui.tiles([{"number": 12500, "text": "children"}]) }}',
    "timeline": '{{ ui.timeline([{"text": "Published"}]) }}',
    "toast": '{{ ui.toast("Done") }}',
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_renders_alone_with_the_least_it_needs(name: str, render: Render) -> None:
    html = render(ALONE[name], form=SampleForm({}))
    assert "<" in html
    assert "None" not in html


def test_an_unknown_component_is_an_error_and_not_silence(render: Render) -> None:
    with pytest.raises(UndefinedError, match="no_such_thing"):
        render("{{ ui.no_such_thing() }}")


@pytest.mark.parametrize(
    "source",
    [
        "{{ ui.badge(evil) }}",
        "{{ ui.chip(evil, note=evil) }}",
        "{{ ui.page_head(evil, lead=evil, meta=[evil], badges=[evil]) }}",
        "{{ ui.notice(evil, title=evil) }}",
        "{{ ui.table([evil], [[evil]], evil) }}",
        "{{ ui.search_box('/', value=evil) }}",
        "{{ ui.post_button(evil, '/', fields={'a': evil}, confirm=evil) }}",
        "{{ ui.list_row(evil, text=evil) }}",
        "{{ evil|lines }}",
    ],
)
def test_texts_are_escaped(source: str, render: Render) -> None:
    html = render(source, evil='<script src="x">"\n')
    assert "<script" not in html
    assert "&lt;script" in html


def test_markup_in_a_table_stays_markup(render: Render) -> None:
    html = render('{{ ui.table(["Side"], [[cell]], "Sides") }}', cell=Markup("<b>School</b>"))
    assert '<th scope="row"><b>School</b></th>' in html


def test_a_form_carries_its_tokens_and_a_bare_one_does_not(render: Render) -> None:
    full = render('{{ ui.form(submit="Send") }}{{ ui.form(submit="Send") }}')
    assert full.count('name="csrfmiddlewaretoken" value="token"') == 2
    keys = re.findall(r'name="_once" value="([^"]+)"', full)
    assert len(set(keys)) == 2
    assert "hidden" not in render('{{ ui.form(bare=True, submit="Send") }}')
    assert "hidden" not in render('{{ ui.form(method="get", submit="Send") }}')


def test_a_form_in_a_macro_imported_without_context_is_told_to_its_author() -> None:
    environment = engines["jinja2"].env  # type: ignore[attr-defined]
    with pytest.raises(LookupError, match="with context"):
        environment.from_string("{{ ui.form(submit='Send') }}").render()


def test_a_form_with_a_file_is_sent_as_one(render: Render) -> None:
    assert 'enctype="multipart/form-data"' in render("{{ ui.form(form) }}", form=SampleForm())


def test_a_field_ties_its_label_help_and_fault_to_the_input(render: Render) -> None:
    html = render('{{ ui.field(form["title"]) }}', form=SampleForm({}))
    assert '<label for="id_title">' in html
    assert 'aria-describedby="id_title_help id_title_fault"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_title_fault"' in html


def test_the_summary_of_faults_leads_to_the_fields(render: Render) -> None:
    form = SampleForm({})
    form.add_error(None, "They do not fit together.")
    html = render("{{ ui.faults(form) }}", form=form)
    assert "They do not fit together." in html
    assert 'href="#id_title"' in html
    assert 'role="alert"' in html


def test_a_field_that_may_stay_empty_says_so(render: Render) -> None:
    html = render('{{ ui.field(form["text"]) }}', form=SampleForm())
    assert 'class="optional"' in html
    assert 'class="optional"' not in render('{{ ui.field(form["title"]) }}', form=SampleForm())


def test_choices_stand_in_a_fieldset_with_a_legend(render: Render) -> None:
    html = render('{{ ui.field(form["where"]) }}', form=SampleForm())
    assert "<fieldset" in html
    assert "<legend>" in html
    assert len(re.findall(r'id="id_where"', html)) == 1


def test_hidden_fields_are_drawn_once(render: Render) -> None:
    class Hidden(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput)

    assert render("{{ ui.form(form) }}", form=Hidden({"key": "a"})).count('name="key"') == 1


def test_a_weighty_step_asks_before_its_button(render: Render) -> None:
    html = render('{{ ui.post_button("Withdraw", "/x", confirm="They will be told.") }}')
    assert html.index("<details") < html.index("They will be told.") < html.index('type="submit"')


def test_shapes_and_dicts_are_the_same_to_a_component(render: Render) -> None:
    source = "{{ ui.ribbon([step]) }}{{ ui.meta([meta], badges=[badge]) }}{{ ui.reasons([reason]) }}"
    shaped = render(
        source,
        step=shapes.Step("Need", "/needs/", "gather"),
        meta=shapes.Meta("here", "pin"),
        badge=shapes.Badge("open", "good"),
        reason=shapes.Reason("small", good=False),
    )
    plain = render(
        source,
        step={"text": "Need", "href": "/needs/", "hue": "gather"},
        meta={"text": "here", "icon": "pin"},
        badge={"text": "open", "kind": "good"},
        reason={"text": "small", "good": False},
    )
    assert shaped == plain


def test_a_definition_without_text_is_left_out(render: Render) -> None:
    html = render('{{ ui.definitions([("Place", "Here"), ("Site", ""), ("Number", 0)]) }}')
    assert "Site" not in html
    assert "<dd>0</dd>" in html


def test_every_icon_that_templates_use_is_in_the_sprite() -> None:
    sources = "".join(path.read_text("utf-8") for path in HOME.parent.parent.rglob("*.html"))
    used = set(re.findall(r'(?:icon\(|icon=|mark=|"icon": )"([a-z]+)"', sources))
    assert used
    assert used <= set(ICONS)
