"""The kit that tests stand on, tested itself."""

import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.mail import send_mail
from django.db import connection

from tests.kit.mail import MailServer
from tests.kit.reading import SameQueries


@pytest.mark.django_db
def test_sqlite_stands_in_a_file() -> None:
    if connection.vendor == "sqlite":
        assert Path(str(connection.settings_dict["NAME"])).is_file()
    else:
        assert str(connection.settings_dict["HOST"]).startswith("/"), "a socket of our own, no server found on the way"


def test_the_mail_server_takes_what_the_product_sends(mail_server: MailServer) -> None:
    send_mail("Тема", "Текст", "vmeste@localhost", ["school@localhost"])
    assert [message["Subject"] for message in mail_server.messages] == ["Тема"]
    assert mail_server.recipients == [["school@localhost"]]


def test_the_mail_server_can_refuse_for_a_while(mail_server: MailServer) -> None:
    mail_server.refuse_next = 1
    with smtplib.SMTP(mail_server.host, mail_server.port) as link, pytest.raises(smtplib.SMTPDataError):
        link.send_message(EmailMessage(), "a@localhost", ["b@localhost"])
    assert mail_server.messages == []


def test_growing_queries_are_noticed(assert_same_queries: SameQueries) -> None:
    rows: list[int] = []

    def read() -> None:
        for _row in rows:
            connection.cursor().execute("SELECT 1")

    with pytest.raises(AssertionError, match="more rows take more queries"):
        assert_same_queries(read, lambda: rows.append(1))
