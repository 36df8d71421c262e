from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.kit.mail import MailServer
from vmeste.gather.exchange import commands as exchange
from vmeste.gather.exchange.commands import PostingRun
from vmeste.gather.exchange.commands.responses import Fulfilment
from vmeste.gather.exchange.jobs import keep_fresh
from vmeste.gather.exchange.models import Offer
from vmeste.gather.exchange.policies import BY_LINK
from vmeste.gather.exchange.queries import fitting
from vmeste.gather.participants.commands import end_membership
from vmeste.gather.participants.models import Membership, Role
from vmeste.ground.accounts.models import Mail, Person
from vmeste.ground.facts.models import Delivery, Record
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.facts.recording import record
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM, Actor, ActorKind, Grant
from vmeste.ground.threads.facts import MessagePosted
from vmeste.listen.notifications.models import Notice

if TYPE_CHECKING:
    from tests.kit.town import Town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_start(town: "Town") -> None:
    """Let everything that settling the town told be over."""
    run_all()
    Notice.objects.all().delete()
    Mail.objects.all().delete()


def told(kind: str = "") -> set[tuple[str, str]]:
    """Run the worker; give who was told what."""
    run_all()
    rows = Notice.objects.select_related("person")
    return {(row.person.name, row.kind) for row in (rows.filter(kind=kind) if kind else rows)}


def mailed() -> set[str]:
    return set(Mail.objects.values_list("to", flat=True))


def test_an_answer_is_told_to_the_side_that_decides_and_to_the_author(town: "Town") -> None:
    town.response()
    assert told("answered") == {("Анна", "answered"), ("Борис", "answered")}
    assert mailed() == {"head@school.test", "teacher@school.test"}


def test_who_answers_an_offer_is_told_to_those_who_offer(town: "Town") -> None:
    offer = town.offer()
    run_all()
    exchange.respond(actor=town.actor(town.head), posting=offer)
    assert told("wanted") == {("Вера", "wanted")}


@pytest.mark.parametrize("kind", ["accepted", "declined"])
def test_a_decision_is_told_to_the_other_side_and_the_author_but_not_to_who_decided(town: "Town", kind: str) -> None:
    response = town.response()
    decider = town.actor(town.head)
    if kind == "accepted":
        exchange.accept_response(actor=decider, response=response)
    else:
        exchange.decline_response(actor=decider, response=response, reason="too_far")
    assert told(kind) == {("Вера", kind), ("Борис", kind)}


def test_a_word_taken_back_is_told_to_those_who_had_to_decide(town: "Town") -> None:
    exchange.withdraw_response(actor=town.actor(town.keeper), response=town.response())
    assert told("withdrawn") == {("Анна", "withdrawn"), ("Борис", "withdrawn")}


def test_what_came_of_it_is_told_to_the_other_side(town: "Town") -> None:
    first, second = town.response(), town.response(town.need("Другой запрос о лесе"))
    for response in (first, second):
        exchange.accept_response(actor=town.actor(town.head), response=response)
    exchange.fulfil_response(actor=town.actor(town.keeper), response=first, done=Fulfilment(on=clock.today()))
    exchange.fail_response(actor=town.actor(town.head), response=second)
    assert told("fulfilled") == {("Анна", "fulfilled"), ("Борис", "fulfilled")}
    assert told("failed") == {("Вера", "failed"), ("Борис", "failed")}


def test_an_organisation_without_members_is_not_told_what_its_link_told(town: "Town") -> None:
    library = town.organisation("Библиотека", email="library@town.test")
    need = town.need()
    run_all()
    Mail.objects.all().delete()
    exchange.ask_organisation(actor=town.actor(town.head), need=need, organisation=library)
    assert told("asked") == set()
    assert mailed() == {"library@town.test"}


def test_an_answer_by_a_link_is_told_to_those_who_asked(town: "Town") -> None:
    library = town.organisation("Библиотека")
    response, _address = exchange.ask_organisation(actor=town.actor(town.head), need=town.need(), organisation=library)
    grant = Grant(1, BY_LINK, "response", response.id)
    by_link = Actor(ActorKind.LINK, organisation_id=library.id, grant=grant)
    exchange.accept_response(actor=by_link, response=response)
    assert told("accepted") == {("Анна", "accepted"), ("Борис", "accepted")}


def test_a_question_to_an_organisation_with_members_reaches_them(town: "Town") -> None:
    exchange.ask_organisation(actor=town.actor(town.head), need=town.need(), organisation=town.museum, by_mail=False)
    assert told("asked") == {("Вера", "asked")}


def test_a_message_is_told_to_the_other_side(town: "Town") -> None:
    response = town.response()
    run_all()
    record(
        MessagePosted(
            thread_id=1, message_id=2, subject_kind="response", subject_id=response.id, organisation_id=town.museum.id
        ),
        actor=town.actor(town.keeper),
    )
    assert told("message") == {("Анна", "message"), ("Борис", "message")}


def test_a_message_about_something_else_is_nobodys_news(town: "Town") -> None:
    record(
        MessagePosted(
            thread_id=1, message_id=2, subject_kind="need", subject_id=town.need().id, organisation_id=town.museum.id
        ),
        actor=town.actor(town.keeper),
    )
    assert told("message") == set()


def test_what_nobody_confirmed_is_asked_about_and_then_told_to_be_hidden(town: "Town") -> None:
    with clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
        town.need()
    with clock.at(datetime(2026, 6, 1, tzinfo=UTC)):
        keep_fresh()
        assert told("questioned") == {("Анна", "questioned"), ("Борис", "questioned")}
        assert mailed() == {"head@school.test", "teacher@school.test"}
    with clock.at(datetime(2026, 9, 1, tzinfo=UTC)):
        keep_fresh()
        assert told("lapsed") == {("Анна", "lapsed"), ("Борис", "lapsed")}
    assert Mail.objects.count() == 2


def test_a_notice_bears_the_moment_at_which_it_happened(town: "Town") -> None:
    moment = datetime(2026, 3, 1, 9, tzinfo=UTC)
    with clock.at(moment):
        town.response()
    run_all()
    assert set(Notice.objects.filter(kind="answered").values_list("made_at", flat=True)) == {moment}


def test_what_people_close_themselves_is_no_news_to_them(town: "Town") -> None:
    exchange.pause_posting(actor=town.actor(town.head), posting=town.need())
    assert told() == set()


def test_a_need_that_fits_an_offer_well_is_told_on_the_page_only(town: "Town") -> None:
    town.offer()
    town.need(there=True)
    assert told("fits_offer") == {("Вера", "fits_offer")}
    assert mailed() == set()


def test_an_offer_that_fits_a_need_well_is_told_to_who_looks_for_it(town: "Town") -> None:
    town.need(there=True)
    town.offer()
    assert told("fits_need") == {("Анна", "fits_need"), ("Борис", "fits_need")}


def test_a_need_that_hardly_fits_is_not_told(town: "Town") -> None:
    town.offer()
    town.need("Шахматный турнир для дошкольников", grade_from=0, grade_to=0)
    assert told("fits_offer") == set()


def test_what_is_published_again_is_not_told_again(town: "Town") -> None:
    town.offer()
    need = town.need(there=True)
    run_all()
    exchange.pause_posting(actor=town.actor(town.head), posting=need)
    exchange.publish_posting(actor=town.actor(town.head), posting=need)
    run_all()
    assert Notice.objects.filter(kind="fits_offer").count() == 1


def test_what_is_shown_to_a_network_only_is_not_told_to_strangers(town: "Town") -> None:
    town.offer()
    network = town.network(town.school, town.organisation("Станция юннатов"))
    town.need(there=True, visibility="network", network_id=network.id)
    assert told("fits_offer") == set()


def test_a_new_member_is_told_on_the_page(town: "Town") -> None:
    town.join(town.keeper, town.school, Role.TEACHER)
    assert told() == {("Вера", "member")}
    assert mailed() == set()


def test_who_adds_themselves_is_not_told(town: "Town") -> None:
    town.join(town.head, town.school, Role.TEACHER, by=town.actor(town.head))
    assert told() == set()


def test_who_left_is_told_nothing_any_more(town: "Town") -> None:
    need = town.need()
    for membership in Membership.objects.filter(person=town.teacher):
        end_membership(actor=SYSTEM, membership=membership)
    town.response(need)
    assert told("answered") == {("Анна", "answered")}


def test_a_closed_account_is_told_nothing(town: "Town") -> None:
    need = town.need()
    Person.objects.filter(id=town.head.id).update(is_active=False)
    town.response(need)
    assert told("answered") == {("Борис", "answered")}


def test_who_belongs_to_both_sides_is_told_once(town: "Town") -> None:
    town.join(town.teacher, town.museum, Role.COORDINATOR)
    run_all()
    exchange.accept_response(actor=town.actor(town.head), response=town.response())
    run_all()
    assert Notice.objects.filter(kind="accepted", person=town.teacher).count() == 1


def test_a_coordinator_who_wrote_on_behalf_of_others_is_told(town: "Town") -> None:
    from vmeste.gather.exchange.terms import Terms  # noqa: PLC0415
    from vmeste.gather.participants.commands import add_territory, entrust_territory  # noqa: PLC0415
    from vmeste.gather.participants.models import Organisation, Territory  # noqa: PLC0415

    place = add_territory(actor=SYSTEM, level=Territory.Level.REGION, name="Заречье", code="99")
    guild = town.organisation("Мастеровые")
    Organisation.objects.filter(id=guild.id).update(region=place)
    guild.refresh_from_db()
    coordinator = town.person("region@town.test", "Галина")
    entrust_territory(actor=SYSTEM, territory=place, person=coordinator)
    run_all()
    actor = town.actor(coordinator)
    need = exchange.write_need(actor=actor, organisation=guild, terms=Terms(title="Нужен зал", kind="premises"))
    exchange.publish_posting(actor=actor, posting=need)
    exchange.respond(actor=town.actor(town.keeper), posting=need)
    assert told("answered") == {("Галина", "answered")}
    assert Notice.objects.get(kind="answered").organisation_id is None
    assert "территории" in Mail.objects.get(to="region@town.test").text


def test_a_mail_says_who_did_what_what_is_expected_and_where(town: "Town") -> None:
    town.response()
    run_all()
    mail = Mail.objects.get(to="head@school.test")
    notice = Notice.objects.get(person=town.head)
    assert mail.subject == "Музей «Берег» предлагает помощь по вашему запросу «Экскурсия о реке для 5 класса»"
    assert "Скажите «да» или «нет»" in mail.text
    assert f"/notices/{code_of(notice)}/" in mail.text
    assert "Заречная школа" in mail.text
    assert "keeper@museum.test" not in mail.text


def code_of(notice: Notice) -> str:
    from vmeste.ground.kernel.ids import code  # noqa: PLC0415

    return code(notice.id)


def test_a_mail_speaks_the_language_of_its_reader(town: "Town") -> None:
    Person.objects.filter(id=town.head.id).update(language="en")
    town.response()
    run_all()
    mail = Mail.objects.get(to="head@school.test")
    assert mail.subject == "Музей «Берег» can help with your need «Экскурсия о реке для 5 класса»"
    assert mail.text.startswith("Good day!")


def test_a_mail_never_carries_what_people_wrote(town: "Town") -> None:
    exchange.respond(actor=town.actor(town.keeper), posting=town.need(), note="Петя Иванов из 5а придёт")
    run_all()
    assert not any("Петя" in mail.text + mail.subject for mail in Mail.objects.all())


def test_a_delivery_repeated_tells_nobody_twice(town: "Town", mail_server: MailServer) -> None:
    town.response()
    run_all()
    again = Record.objects.get(kind="exchange.response.opened")
    Delivery.objects.create(record=again, reaction="notifications.response_opened", lane="quick", due_at=clock.now())
    run_all()
    assert Notice.objects.filter(kind="answered").count() == 2
    assert len(mail_server.messages) == 2


def test_old_notices_are_forgotten(town: "Town") -> None:
    from vmeste.listen.notifications.recurring_work import forget  # noqa: PLC0415

    town.response()
    run_all()
    Notice.objects.filter(person=town.head).update(read_at=clock.now())
    with clock.at(clock.now() + timedelta(days=200)):
        forget()
        assert set(Notice.objects.filter(kind="answered").values_list("person", flat=True)) == {town.teacher.id}
    with clock.at(clock.now() + timedelta(days=401)):
        forget()
    assert not Notice.objects.exists()


def a_list(town: "Town", *titles: str, opens: bool = True) -> None:
    """Let the museum load a list of offers."""
    rows = [{"title": title, "kind": "событие", "ways": "у вас"} for title in titles]
    PostingRun(Offer, town.actor(town.keeper), town.museum, opens=opens).write(rows)


def test_a_list_shown_at_once_tells_everybody_it_suits_once_of_what_fits_best(town: "Town") -> None:
    need = town.need(there=True)
    a_list(town, *(f"Экскурсия о реке для {grade} класса" for grade in range(1, 8)), "Экскурсия о реке для 5 класса")
    assert told("fits_need") == {("Анна", "fits_need"), ("Борис", "fits_need")}
    assert Notice.objects.filter(kind="fits_need").count() == 2, "one for each, whatever the number of rows"
    best = fitting(SYSTEM, need, 1)[0].posting
    assert set(Notice.objects.filter(kind="fits_need").values_list("subject_id", flat=True)) == {best.id}
    assert mailed() == set()


def test_a_list_of_drafts_tells_nobody_and_neither_does_one_that_suits_nobody(town: "Town") -> None:
    town.need(there=True)
    a_list(town, "Экскурсия о реке для 5 класса", opens=False)
    a_list(town, "Шахматный турнир для дошкольников")
    assert told("fits_need") == set()
