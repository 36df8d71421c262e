"""People and mails for the tests of accounts."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from vmeste.ground.accounts.models import Mail, Person

PASSWORD = "Тихий омут глубок"


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Spend no time on hashing where hashing is not what is tested."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def fresh_counts(db: None) -> None:
    """Begin every test with no tries counted."""
    from django.core.cache import cache  # noqa: PLC0415

    cache.clear()


@pytest.fixture
def anna(db: None) -> "Person":
    """Give somebody who can sign in."""
    from vmeste.ground.accounts import commands  # noqa: PLC0415
    from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415

    person = commands.invite_person(actor=SYSTEM, email="anna@school.test", name="Анна Петрова")
    return commands.welcome_person(actor=SYSTEM, person=person, name="Анна Петрова", password=PASSWORD)


@pytest.fixture
def last_mail(db: None) -> "Callable[[], Mail]":
    """Give the mail posted last."""
    from vmeste.ground.accounts.models import Mail  # noqa: PLC0415

    return lambda: Mail.objects.order_by("-id")[0]


@pytest.fixture
def address_in(last_mail: "Callable[[], Mail]") -> Callable[[], str]:
    """Give the path of the address that stands in the mail posted last."""

    def find() -> str:
        found = re.search(r"http://localhost:8000(\S+)", last_mail().text)
        assert found, "the mail leads nowhere"
        return found[1]

    return find
