"""What becomes of needs and offers when their organisation is suspended or closed."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from vmeste.gather.exchange import policies
from vmeste.gather.exchange.models import Need, Posting
from vmeste.gather.exchange.registered import effects_of_closing
from vmeste.gather.participants import commands
from vmeste.gather.participants.commands import Closing
from vmeste.gather.participants.models import Organisation
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel.actors import ANONYMOUS, SYSTEM

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db


def shown() -> list[int]:
    return list(Need.objects.filter(policies.visible_to(ANONYMOUS)).values_list("id", flat=True))


def close(need: Need, successor: Organisation | None = None, *, brings: bool = False) -> None:
    closing = Closing(date(2026, 1, 1), "Слияние", successor, brings_postings=brings)
    commands.close_organisation(actor=SYSTEM, organisation=need.organisation, closing=closing)


def test_a_suspended_organisation_offers_and_needs_nothing_until_it_works_again(town: "Town") -> None:
    need = town.need()
    assert shown() == [need.id]
    commands.suspend_organisation(actor=SYSTEM, organisation=need.organisation)
    assert shown() == []
    commands.resume_organisation(actor=SYSTEM, organisation=need.organisation)
    assert shown() == [need.id]


def test_what_a_closed_organisation_needed_is_hidden_at_once_and_taken_back(town: "Town") -> None:
    need = town.need()
    assert len(effects_of_closing(need.organisation)) == 1
    close(need)
    assert shown() == []
    run_all()
    run_all()
    need.refresh_from_db()
    assert need.state == Posting.State.WITHDRAWN
    assert effects_of_closing(need.organisation) == []


def test_needs_go_on_at_the_successor_when_it_is_said_so(town: "Town") -> None:
    need = town.need()
    successor = Organisation.objects.exclude(id=need.organisation_id).filter(state="active").order_by("id")[0]
    close(need, successor, brings=True)
    run_all()
    need.refresh_from_db()
    assert (need.organisation_id, need.state) == (successor.id, Posting.State.OPEN)
    assert shown() == [need.id]
