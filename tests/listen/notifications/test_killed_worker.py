"""A worker is killed while it tells people: everybody is told, and no mail leaves under two names."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.kit import processes
from tests.kit.mail import MailServer
from tests.kit.processes import Child
from vmeste.ground.accounts.models import Mail
from vmeste.ground.facts.models import Delivery
from vmeste.ground.facts.outbox import run_all
from vmeste.ground.kernel import clock
from vmeste.listen.notifications.models import Notice

if TYPE_CHECKING:
    from tests.kit.town import Town

WHOLE_PRODUCT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "vmeste.config.settings"
import django
from django.conf import settings
settings.DATABASES = {{"default": {database!r}}}
for name, value in {more!r}.items():
    setattr(settings, name, value)
django.setup()
def say(*words):
    print(*words, flush=True)
def wait():
    return sys.stdin.readline()
def stop_after(module, name, number):
    honest, calls = getattr(module, name), []
    def stopping(*args, **named):
        done = honest(*args, **named)
        calls.append(1)
        if len(calls) == number:
            say("in the middle")
            wait()
        return done
    setattr(module, name, stopping)
from vmeste.ground.accounts import reactions as mails
from vmeste.ground.facts import outbox
from vmeste.listen.notifications import commands
"""
STOPS = {
    "after a notice, before its mail": "stop_after(commands, 'put', 1)",
    "between two mails of one fact": "stop_after(commands, 'post', 1)",
    "after the mail server took the first": "stop_after(mails, 'deliver', 1)",
    "after the mail server took the second": "stop_after(mails, 'deliver', 2)",
}
FAR_AHEAD = timedelta(hours=1)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch, mail_server: MailServer) -> Iterator[Callable[[str], Child]]:
    monkeypatch.setattr(processes, "PRELUDE", WHOLE_PRODUCT)
    started: list[Child] = []

    def start(stop: str) -> Child:
        mailing = {"EMAIL_HOST": mail_server.host, "EMAIL_PORT": mail_server.port}
        started.append(Child(f"{stop}\noutbox.run_all()\nsay('all done')\n", mailing))
        return started[-1]

    yield start
    for child in started:
        child.close()


@pytest.mark.parametrize("where", STOPS)
@pytest.mark.django_db(transaction=True)
def test_each_mail_leaves_under_one_name_whenever_the_worker_dies(
    town: "Town", mail_server: MailServer, worker: Callable[[str], Child], where: str
) -> None:
    need = town.need()
    run_all()
    mail_server.messages.clear()
    town.response(need)

    child = worker(STOPS[where])
    child.hear("in the middle")
    child.kill()
    with clock.at(clock.now() + FAR_AHEAD):
        run_all()

    assert not Delivery.objects.exists()
    told = Notice.objects.filter(kind="answered")
    assert {notice.person for notice in told} == {town.head, town.teacher}
    contents = {(str(one["Message-ID"]), str(one["To"]), one.get_content()) for one in mail_server.messages}
    assert len(contents) == 2
    assert len({name for name, _to, _text in contents}) == 2
    assert {str(message["To"]) for message in mail_server.messages} == {"head@school.test", "teacher@school.test"}
    assert Mail.objects.filter(sent_at=None).count() == 0
