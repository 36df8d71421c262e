"""Forms meet commands: what a command found wrong stands beside the fields."""

from django.forms import BaseForm

from vmeste.ground.kernel.errors import Invalid


def tell(form: BaseForm, invalid: Invalid) -> None:
    """Put each text of `invalid` to its field, or to the whole form when it has no such field."""
    for name, text in invalid.faults.items():
        form.add_error(name if name in form.fields else None, str(text))
