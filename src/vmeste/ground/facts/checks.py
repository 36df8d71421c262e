"""What the ground tells when somebody looks for faults."""

from collections.abc import Iterator

from vmeste.ground.facts.models import DueWork
from vmeste.ground.facts.queries import given_up
from vmeste.ground.kernel import registries


def stuck() -> list[str]:
    """Say what nobody tries any more and what failed last time."""
    return [*stuck_deliveries(), *failed_work()]


def stuck_deliveries() -> Iterator[str]:
    """Say how many deliveries were given up."""
    count = given_up()
    if count:
        yield f"{count} deliveries were given up after many tries."


def failed_work() -> Iterator[str]:
    """Say which recurring work failed when it ran last."""
    for name, error in DueWork.objects.exclude(error="").values_list("name", "error"):
        yield f"Recurring work {name} failed: {error}"


registries.checks.add("facts.stuck", stuck)
