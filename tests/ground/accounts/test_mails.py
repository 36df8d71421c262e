from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.kit.facts import facts
from tests.kit.mail import MailServer
from tests.kit.reading import SameQueries
from vmeste.ground.accounts import commands, mailing
from vmeste.ground.accounts.models import Mail, Person
from vmeste.ground.accounts.reactions import forget_mails
from vmeste.ground.facts.models import Delivery, Record
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel import clock
from vmeste.ground.kernel.actors import SYSTEM
from vmeste.ground.kernel.errors import Invalid
from vmeste.ground.kernel.ids import code

pytestmark = pytest.mark.django_db


def posted(key: str = "test:1", **more: Any) -> Mail:
    return commands.post(
        actor=SYSTEM, **{"to": "boris@museum.test", "subject": "Тема", "text": "Текст", "key": key, **more}
    )


def test_a_mail_leaves_by_a_real_server_with_its_lasting_id(mail_server: MailServer) -> None:
    mail = posted()
    assert not mail_server.messages
    run_all()
    [message] = mail_server.messages
    assert message["Message-ID"] == f"<{mail.message_id}>"
    assert (message["To"], message["Subject"]) == ("boris@museum.test", "Тема")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().strip() == "Текст"
    mail.refresh_from_db()
    assert mail.sent_at
    assert not mail.error


def test_what_was_sent_is_not_sent_again(mail_server: MailServer) -> None:
    posted()
    run_all()
    [record] = Record.objects.filter(kind="accounts.mail.posted")
    Delivery.objects.create(record=record, reaction="accounts.send_mail", lane="quick", due_at=clock.now())
    run_all()
    assert len(mail_server.messages) == 1


def test_a_mail_told_twice_under_one_key_leaves_once(mail_server: MailServer) -> None:
    assert posted() == posted(subject="Другая тема")
    run_all()
    assert [message["Subject"] for message in mail_server.messages] == ["Тема"]
    assert facts("accounts.mail") == ["accounts.mail.posted"]


def test_a_refused_mail_is_told_and_tried_again(mail_server: MailServer) -> None:
    mail_server.refuse_next = 1
    mail = posted()
    run_all()
    mail.refresh_from_db()
    assert "451" in mail.error
    assert mail.sent_at is None
    Delivery.objects.update(due_at=clock.now())
    run_all()
    mail.refresh_from_db()
    assert mail.sent_at
    assert not mail.error
    assert len(mail_server.messages) == 1


def test_a_mail_that_holds_a_key_is_not_kept_once_it_left(mail_server: MailServer) -> None:
    secret, plain = posted("test:1", secret=True), posted("test:2")
    run_all()
    secret.refresh_from_db()
    plain.refresh_from_db()
    assert len(mail_server.messages) == 2
    assert (secret.text, plain.text) == ("", "Текст")


def test_without_a_server_a_mail_becomes_a_file_once(settings: Any, tmp_path: Path) -> None:
    settings.VMESTE = settings.VMESTE.model_copy(update={"data": tmp_path})
    mail = posted(html="<p>Текст</p>")
    run_all()
    mailing.deliver(mail)  # as a worker does whose predecessor died after the writing
    [path] = (tmp_path / "mails").iterdir()
    assert path.name == f"{mail.message_id}.eml"
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert message["Message-ID"] == f"<{mail.message_id}>"
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    assert plain.get_content().strip() == "Текст"


def test_a_subject_cannot_bring_headings_of_its_own(mail_server: MailServer) -> None:
    posted(subject="Привет\r\nBcc: all@school.test\n\nи тело\x00\u2028ещё")
    run_all()
    [message] = mail_server.messages
    assert message["Bcc"] is None
    assert message["Subject"].strip() == "Привет Bcc: all@school.test и тело ещё"
    assert mail_server.recipients == [["boris@museum.test"]]


@pytest.mark.parametrize("to", ["", "a@b.test, c@d.test", "a@b.test\nBcc: c@d.test", "Анна <a@b.test>", "никому"])
def test_a_mail_has_one_plain_addressee(to: str) -> None:
    with pytest.raises(Invalid):
        posted(to=to)
    assert not Mail.objects.exists()


def test_the_fact_of_a_mail_holds_no_address() -> None:
    posted()
    assert set(Record.objects.get().values) == {"mail_id"}


def test_only_administrators_see_mails(client_of: Callable[..., Client], anna: Person) -> None:
    mail = posted()
    for client in (client_of(), client_of(anna)):
        for address in ("/mails/", f"/mails/{code(mail.id)}/"):
            answer = client.get(address)
            assert answer.status_code == 403
            assert "boris@museum.test" not in answer.text


def test_an_administrator_reads_mails_newest_first(client_of: Callable[..., Client]) -> None:
    admin = client_of(commands.make_admin(actor=SYSTEM, email="admin@school.test"))
    for number in range(60):
        posted(f"test:{number}", subject=f"Письмо № {number}.", text="<script>alert(1)</script>")
    first = admin.get("/mails/").text
    assert first.index("Письмо № 59.") < first.index("Письмо № 10.")
    assert "Письмо № 9." not in first
    before = Mail.objects.get(subject="Письмо № 10.").id
    assert "Письмо № 9." in admin.get("/mails/", {"before": code(before)}).text
    assert admin.get("/mails/?before=nonsense").status_code == 200
    shown = admin.get(f"/mails/{code(before)}/").text
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown


def test_the_list_of_mails_takes_the_same_queries_whatever_its_length(
    client_of: Callable[..., Client], assert_same_queries: SameQueries
) -> None:
    admin = client_of(commands.make_admin(actor=SYSTEM, email="admin@school.test"))
    numbers = iter(range(100))
    assert_same_queries(lambda: admin.get("/mails/"), lambda: posted(f"test:{next(numbers)}"), at_most=12)


def test_old_mails_are_forgotten() -> None:
    mail = posted()
    run_all()
    forget_mails()
    assert Mail.objects.filter(pk=mail.pk).exists()
    with clock.at(clock.now() + timedelta(days=91)):
        forget_mails()
    assert not Mail.objects.exists()


def test_the_file_of_an_old_mail_goes_with_it(settings: Any, tmp_path: Path) -> None:
    settings.VMESTE = settings.VMESTE.model_copy(update={"data": tmp_path})
    with clock.at(clock.now() - timedelta(days=91)):
        posted()
        run_all()
    younger = posted("test:2")
    run_all()
    forget_mails()
    assert [path.name for path in (tmp_path / "mails").iterdir()] == [f"{younger.message_id}.eml"]


def test_an_administrator_reads_somebodys_key_only_where_no_mail_server_is_set(
    client_of: Callable[..., Client], settings: Any
) -> None:
    admin = client_of(commands.make_admin(actor=SYSTEM, email="admin@school.test"))
    secret, plain = posted("test:1", text="ключ-от-двери", secret=True), posted("test:2", text="без ключа")
    assert "ключ-от-двери" in admin.get(f"/mails/{code(secret.id)}/").text
    settings.EMAIL_HOST = "mail.school.test"
    shown = admin.get(f"/mails/{code(secret.id)}/").text
    assert "ключ-от-двери" not in shown
    assert "только для того, кому оно написано" in shown
    assert "без ключа" in admin.get(f"/mails/{code(plain.id)}/").text
