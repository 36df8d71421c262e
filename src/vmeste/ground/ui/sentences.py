"""What each component is for, in a sentence, and how it is called: the words of the catalogue at `/ui/`."""

import re
from pathlib import Path

from django.utils.translation import pgettext

COMPONENTS = Path(__file__).parent / "templates/ui/components"
MACRO = re.compile(r"{% macro (\w+)\((.*?)\) -?%}", re.DOTALL)
HANDED = re.compile(r", (?:csrf|acting)=None")


def calls() -> dict[str, str]:
    """Give how each component is called, as its own file says; what a page hands over by itself is left out."""
    found = (MACRO.search(file.read_text("utf-8")) for file in sorted(COMPONENTS.glob("*.html")))
    return {one[1]: f"ui.{one[1]}({HANDED.sub('', one[2])})" for one in found if one}


def sentences() -> dict[str, str]:
    """Give what each component is for, in the reader's language."""
    return {
        "badge": pgettext("sample", "A state in words; its colour only repeats them."),
        "breadcrumbs": pgettext("sample", "The way from the widest down to this page."),
        "button": pgettext("sample", "Does something within a form; the weighty one is red."),
        "card": pgettext("sample", "A sheet of paper for one matter; the accented one is what to do now."),
        "chip": pgettext("sample", "A person, an organisation or a place in running text."),
        "copy_link": pgettext("sample", "An address to give away: to select, or to copy by a press."),
        "definitions": pgettext("sample", "Terms and what they are; what is empty is left out."),
        "details": pgettext("sample", "Folds away what few need; works without scripts."),
        "dialog": pgettext("sample", "A button that opens a panel beside it."),
        "empty": pgettext("sample", "An empty list that teaches how to begin."),
        "faults": pgettext("sample", "What a failed form says at its top, with links to the fields."),
        "field": pgettext("sample", "One field: label, help and faults belong together."),
        "fields": pgettext("sample", "The visible fields of a form, or those named."),
        "fieldset": pgettext("sample", "A group of fields with a title."),
        "file_field": pgettext("sample", "A file to choose, with its rules in words."),
        "filter_bar": pgettext("sample", "Filters of a list; with scripts they apply themselves."),
        "form": pgettext("sample", "A whole form: tokens, faults, fields and buttons."),
        "icon": pgettext("sample", "A picture of the set; readers skip it unless it has a label."),
        "link_button": pgettext("sample", "Looks like a button and leads somewhere."),
        "list_row": pgettext("sample", "One thing in a list; its title is the link."),
        "message": pgettext("sample", "One message of a talk between partners."),
        "meta": pgettext("sample", "Small facts in one line below a title."),
        "meter": pgettext("sample", "How much of the whole, as a bar and in words."),
        "notice": pgettext("sample", "A remark within a page: plain, good, waiting or bad."),
        "page_head": pgettext("sample", "The head of every page: where it comes from, what it is, what can be done."),
        "pager": pgettext("sample", "The next and the previous part of a long list."),
        "post_button": pgettext("sample", "One change by one button; a weighty one asks first and lets go."),
        "progress": pgettext("sample", "Work that runs; the page asks how far it has come."),
        "reasons": pgettext("sample", "Why something fits and what is in the way."),
        "ribbon": pgettext("sample", "Where this came from and what follows."),
        "rows": pgettext("sample", "A list of things in one card."),
        "search_box": pgettext("sample", "One line to search."),
        "section": pgettext("sample", "A titled part of a page without a frame."),
        "steps": pgettext("sample", "A road with the place where we are."),
        "table": pgettext("sample", "Figures in rows; on a phone each row becomes a card."),
        "tabs": pgettext("sample", "Parts of a page with addresses of their own."),
        "tiles": pgettext("sample", "Big figures at a glance."),
        "timeline": pgettext("sample", "What happened, the newest as given."),
        "toast": pgettext("sample", "What is said after a press, at the top of the next page."),
    }
