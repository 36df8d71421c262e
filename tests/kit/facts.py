"""What was told in a test."""

from vmeste.ground.facts.models import Record


def facts(prefix: str = "") -> list[str]:
    """Give the kinds of all facts told in this test, in order, or of those that begin with `prefix`."""
    return list(Record.objects.filter(kind__startswith=prefix).order_by("id").values_list("kind", flat=True))


def last_fact() -> Record:
    """Give the fact told last, with its values."""
    return Record.objects.order_by("id").reverse()[0]
