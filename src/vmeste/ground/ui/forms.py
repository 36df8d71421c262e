"""Forms meet commands: what a command found wrong stands beside the fields; and how widgets are drawn."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.forms import BaseForm, ChoiceField, Form, renderers
from django.template.backends.jinja2 import Jinja2
from django.utils.functional import cached_property

from vmeste.ground.kernel.errors import Invalid


def tell(form: BaseForm, invalid: Invalid) -> None:
    """Put each text of `invalid` to its field, or to the whole form when it has no such field."""
    for name, text in invalid.faults.items():
        form.add_error(name if name in form.fields else None, str(text))


def choose(form: Form, name: str, choices: Sequence[Any]) -> None:
    """Set the choices of a field; one that is no choice, or shown as another, is left as it is."""
    found = form.fields[name]
    if isinstance(found, ChoiceField):
        found.choices = choices


class Renderer(renderers.BaseRenderer):
    """The framework's widgets in Jinja2, the same markup in a fraction of the time; ours before its own.

    Ours is the choice from a list: the framework loads two templates for each option.
    """

    @cached_property
    def engine(self) -> Jinja2:
        """Give the engine that finds templates of widgets."""
        folders = [Path(__file__).parent / "templates" / "ui" / "widgets", Path(renderers.__file__).parent / "jinja2"]
        return Jinja2({"NAME": "widgets", "DIRS": folders, "APP_DIRS": False, "OPTIONS": {"auto_reload": False}})

    def get_template(self, template_name: str) -> Any:
        """Load a template by its name."""
        return self.engine.get_template(template_name)
