"""Forms of imports: the file, how it is read, what its columns hold."""

import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vmeste.ground.imports import meanings
from vmeste.ground.imports.corrections import is_reason
from vmeste.ground.imports.mapping import LIKELY, SURE, Guess, missing
from vmeste.ground.imports.models import Import
from vmeste.ground.imports.reading.encodings import KNOWN
from vmeste.ground.imports.reading.limits import HEAD
from vmeste.ground.kernel import registries
from vmeste.ground.kernel.actors import Actor
from vmeste.ground.kernel.registries import ImportField
from vmeste.ground.vocabulary import queries as vocabulary

EXAMPLES = 3
LONGEST_EXAMPLE = 60
OPTION = "option-"
NOTHING = "-"
MOST_WORDS = 60
ENCODINGS = [("", gettext_lazy("find it")), *((name, name.upper()) for name in KNOWN)]
DELIMITERS = [
    ("", gettext_lazy("find it")),
    (";", gettext_lazy("semicolon ;")),
    (",", gettext_lazy("comma ,")),
    ("\t", gettext_lazy("tab")),
    ("|", gettext_lazy("bar |")),
]

ASKED = {  # of how a file is read, by its format
    "text": ("encoding", "delimiter", "header_row", "header_lines"),
    "workbook": ("sheet", "header_row", "header_lines"),
    "lists": ("header_row", "header_lines"),
    "records": ("encoding", "sheet"),
}


class TabKeepingChoice(forms.ChoiceField):
    """A choice among signs one of which is a blank to Django."""

    def to_python(self, value: Any) -> str:
        """Take the sign as it is."""
        return str(value or "")


class UploadForm(forms.Form):
    """The file to load."""

    file = forms.FileField(label=gettext_lazy("File with a table"), allow_empty_file=True)


class ReadingForm(forms.Form):
    """How the file is to be read where the product guessed wrong."""

    encoding = forms.ChoiceField(label=gettext_lazy("Encoding"), choices=ENCODINGS, required=False)
    delimiter = TabKeepingChoice(label=gettext_lazy("Delimiter"), choices=DELIMITERS, required=False)
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet or list"), required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Row of the headings"),
        help_text=gettext_lazy("0 if the table has no headings."),
        min_value=0,
        max_value=10_000,
        required=False,
    )
    header_lines = forms.TypedChoiceField(
        label=gettext_lazy("Headings stand in"),
        choices=[("", gettext_lazy("find it")), ("1", gettext_lazy("one row")), ("2", gettext_lazy("two rows"))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, load: Import, data: Any = None) -> None:
        """Show how the file is read now."""
        head = load.head
        super().__init__(data, prefix="reading", initial={name: head.get(name) for name in self.base_fields})
        self.fields = {name: self.fields[name] for name in ASKED[head["format"]]}
        if "sheet" in self.fields:
            names = [(name, name or _("the whole file")) for name in head["sheets"]]
            self.fields["sheet"].choices = names  # type: ignore[attr-defined]
        if "header_row" in self.fields:
            self.fields["header_row"].help_text += " " + _("It must be among the first %(most)s filled rows.") % {
                "most": HEAD
            }

    def wish(self) -> dict[str, Any]:
        """Give what the reader is to be told."""
        return {name: value for name, value in self.cleaned_data.items() if value not in {"", None}}


class ColumnsForm(forms.Form):
    """What each column holds, and the questions of the kind."""

    def __init__(  # noqa: PLR0913  all that is known of a file
        self,
        actor: Actor,
        load: Import,
        guesses: Sequence[Guess],
        sample: Sequence[Sequence[str]],
        answers: Mapping[str, str],
        *,
        data: Any = None,
    ) -> None:
        """Ask for every column; what was found out is chosen already, of the kind's questions too."""
        super().__init__(data)
        self.load = load
        self.kind = registries.import_kinds.get(load.kind)
        self.found = {guess.heading: guess for guess in guesses}
        choices = [("", _("do not load")), *((one.name, one.label) for one in self.kind.fields)]
        for name, heading in self._columns():
            guess, place = self.found.get(heading), load.headings.index(heading)
            self.fields[name] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=guess.field if guess else "",
                help_text=how_sure(guess) + examples([row[place] for row in sample]),
            )
        for name, maker in self.kind.options(actor).items():
            self.fields[OPTION + name] = option = maker() if callable(maker) else maker
            option.initial = answers.get(name) or option.initial
            if answers.get(name) and not load.options.get(name):
                found = _("Found by the rows of the file.")
                option.help_text = f"{found} {option.help_text}"

    @property
    def recognised(self) -> list[forms.BoundField]:
        """Columns with a proposed field."""
        return [self[name] for name, heading in self._columns() if heading in self.found]

    @property
    def others(self) -> list[forms.BoundField]:
        """Columns nobody knows."""
        return [self[name] for name, heading in self._columns() if heading not in self.found]

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions of the kind."""
        return [self[name] for name in self.fields if name.startswith(OPTION)]

    def _columns(self) -> list[tuple[str, str]]:
        every = enumerate(self.load.headings)
        return [(f"column-{place}", heading) for place, heading in every if not is_reason(heading)]

    def clean(self) -> dict[str, Any]:
        """Refuse one field in two columns, and required fields without any."""
        given = self.cleaned_data
        taken: dict[str, str] = {}
        for name, heading in self._columns():
            field = given.get(name)
            if field and field in taken:
                self.add_error(
                    name, _("The column «%(column)s» is chosen for this already.") % {"column": taken[field]}
                )
            elif field:
                taken[field] = heading
        for field in missing(self.kind.fields, taken):
            words = _("Choose the column with «%(field)s»: without it nothing can be loaded.")
            self.add_error(None, words % {"field": field.label})
        return given

    def place_of(self, fault: str) -> str:
        """Give the field at which a fault of the command is told: that of the question of this name, if there is."""
        return OPTION + fault if OPTION + fault in self.fields else fault

    def mapping(self) -> dict[str, str]:
        """Give field → heading, in the order of the fields."""
        chosen = {self.cleaned_data[name]: heading for name, heading in self._columns() if self.cleaned_data[name]}
        return {field.name: chosen[field.name] for field in self.kind.fields if field.name in chosen}

    def options(self) -> dict[str, str]:
        """Give the answers as plain texts."""
        given = {name.removeprefix(OPTION): self.cleaned_data[name] for name in self.fields if name.startswith(OPTION)}
        return {name: plain(value) for name, value in given.items()}


class MeaningsForm(forms.Form):
    """What words mean that no vocabulary knows: a choice beside each, the most alike chosen already."""

    def __init__(self, load: Import, data: Any = None) -> None:
        """Ask for the most frequent words of each field; what stays undecided stays unknown."""
        super().__init__(data)
        self.asked: dict[str, tuple[str, str]] = {}
        self.groups: list[tuple[str, list[str], int]] = []
        for field, words in meanings.questions(load):
            shown = words[:MOST_WORDS]
            names = [self.ask(field, text, count) for text, count in shown]
            self.groups.append((str(field.label), names, len(words) - len(shown)))

    def ask(self, field: ImportField, text: str, count: int) -> str:
        """Add the question about one word; give its name, which stays the same whatever else is asked."""
        name = f"value-{zlib.crc32(f'{field.name}:{text}'.encode())}"
        choices = [
            ("", _("not decided: leave it as it is")),
            (NOTHING, _("leave the field empty")),
            *vocabulary.choices(field.vocabulary),
        ]
        near = meanings.proposal(field.vocabulary, text)
        rows = ngettext("%(num)s row", "%(num)s rows", count) % {"num": count}
        self.fields[name] = forms.ChoiceField(
            label=f"«{text}»",
            choices=choices,
            required=False,
            initial=near,
            help_text=rows + ". " + _("The nearest word is proposed; please look.") if near else rows,
        )
        self.asked[name] = (field.name, text)
        return name

    def parts(self) -> list[tuple[str, list[forms.BoundField], int]]:
        """Give the questions by field, and how many rarer words are not shown."""
        return [(label, [self[name] for name in names], more) for label, names, more in self.groups]

    def chosen(self) -> meanings.Meanings:
        """Give what was decided."""
        found: meanings.Meanings = {}
        for name, (field, text) in self.asked.items():
            if answer := self.cleaned_data[name]:
                found.setdefault(field, {})[text] = "" if answer == NOTHING else answer
        return found


def how_sure(guess: Guess | None) -> str:
    """Say why a field is proposed."""
    if guess is None:
        return ""
    if guess.by_content:
        return _("Recognised by its contents.") + " "
    if guess.confidence >= SURE:
        return ""
    return (_("Probably so.") if guess.confidence >= LIKELY else _("Perhaps so, please look.")) + " "


def examples(values: Sequence[str]) -> str:
    """Show a few different values of a column."""
    some = list(dict.fromkeys(value for value in values if value))[:EXAMPLES]
    if not some:
        return _("Empty in the first rows.")
    short = [value if len(value) <= LONGEST_EXAMPLE else value[: LONGEST_EXAMPLE - 1] + "…" for value in some]
    return _("For example: %(values)s") % {"values": " · ".join(short)}


def plain(value: Any) -> str:
    """Give an answer as text: a row of the database as its id, a tick as 1 or nothing."""
    match value:
        case None | False:
            return ""
        case True:
            return "1"
        case models.Model():
            return str(value.pk)
        case date():
            return value.isoformat()
        case _:
            return str(value)
