"""Rows to measure with: the same every time, through the product's own bulk commands where it has them.

Whatever touches the database wants Django set up before.
"""

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from vmeste.gather.exchange.models import Need, Offer
    from vmeste.gather.participants.models import Organisation

SEED = 2026
CHUNK = 1000
TOWNS = (
    ("Новосибирская область", "г. Новосибирск", 55.03, 82.92), ("Новосибирская область", "г. Бердск", 54.76, 83.11),
    ("Новосибирская область", "г. Искитим", 54.64, 83.30), ("Новосибирская область", "г. Куйбышев", 55.45, 78.32),
    ("Томская область", "г. Томск", 56.48, 84.95), ("Томская область", "г. Асино", 57.00, 86.15),
    ("Омская область", "г. Омск", 54.99, 73.37), ("Алтайский край", "г. Барнаул", 53.35, 83.78),
    ("Алтайский край", "г. Бийск", 52.54, 85.21), ("Кемеровская область", "г. Кемерово", 55.35, 86.09),
    ("Кемеровская область", "г. Новокузнецк", 53.76, 87.12), ("Красноярский край", "г. Красноярск", 56.01, 92.87),
)  # fmt: skip
KINDS = (
    ("Муниципальное общеобразовательное учреждение «Средняя общеобразовательная школа № {n}»", "МБОУ СОШ № {n}"),
    ("Муниципальное учреждение дополнительного образования «Дом детского творчества № {n}»", "МБУДО ДДТ № {n}"),
    ("Муниципальное бюджетное учреждение культуры «Городская библиотека № {n}»", "Библиотека № {n}"),
    ("Муниципальное бюджетное учреждение культуры «Краеведческий музей № {n}»", "Музей № {n}"),
    ("Муниципальное бюджетное учреждение дополнительного образования «Детская школа искусств № {n}»", "ДШИ № {n}"),
    ("Государственное профессиональное учреждение «Политехнический колледж № {n}»", "Колледж № {n}"),
)  # fmt: skip
STREETS = ("Ленина", "Мира", "Советская", "Садовая", "Школьная", "Гагарина", "Пушкина", "Лесная", "Заводская")
HEADINGS = {
    "name": "Полное наименование", "short_name": "Краткое наименование", "inn": "ИНН", "kpp": "КПП", "address": "Адрес",
    "phone": "Телефон", "email": "Электронная почта", "website": "Сайт", "lat": "Широта", "lon": "Долгота",
}  # fmt: skip
THEMES = (
    "робототехника", "краеведение", "шахматы", "хореография", "экология", "астрономия", "программирование", "керамика",
    "театр", "журналистика", "история родного края", "авиамоделирование", "химия", "биология", "музыка", "туризм",
    "финансовая грамотность", "первая помощь", "народные промыслы", "английский язык", "математика", "фотография",
    "анимация", "3D-моделирование", "электроника", "садоводство", "поэзия", "география", "физика", "медиация споров",
)  # fmt: skip
FORMS = ("занятия", "мастер-класс", "экскурсия", "лекция", "кружок", "выездная лаборатория", "конкурс", "консультация")
WHOM = ("для 5–7 классов", "для начальной школы", "для старшеклассников", "для педагогов", "для всей семьи")
DETAILS = (
    "Проводят специалисты с опытом работы с детьми.", "Все материалы даём с собой.", "Группа до 25 человек.",
    "Нужен класс с проектором и интернетом.", "Можно провести на каникулах.", "Готовим к олимпиаде и конкурсам.",
    "Приедем на своём автобусе.", "Занятие длится два академических часа.", "Дети делают изделие и уносят его домой.",
)  # fmt: skip
T = TypeVar("T")


def chunks(things: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Give things in lists of `size`."""
    iterator = iter(things)
    while chunk := list(islice(iterator, size)):
        yield chunk


def organisations(count: int) -> Iterator[dict[str, str]]:
    """Give rows of a register: valid codes, an address each, coordinates near their town in degrees."""
    dice = random.Random(SEED)
    for number in range(1, count + 1):
        region, town, lat, lon = dice.choice(TOWNS)
        full, short = (name.format(n=number) for name in dice.choice(KINDS))
        yield {
            "name": f"{town.removeprefix('г. ')}: {full}",
            "short_name": short,
            "inn": inn(number),
            "kpp": f"{1000 + number % 8999}01001",
            "address": f"{region}, {town}, ул. {dice.choice(STREETS)}, д. {dice.randint(1, 200)}",
            "phone": f"+7 383 {number % 10_000_000:07}",
            "email": f"org{number}@example.org",
            "website": f"org{number}.example.org",
            "lat": f"{lat + dice.uniform(-0.2, 0.2):.6f}",
            "lon": f"{lon + dice.uniform(-0.3, 0.3):.6f}",
        }


def inn(number: int) -> str:
    """Make a ten-digit ИНН whose check digit holds."""
    body = f"54{number % 10_000_000:07}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return body + str(sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11 % 10)


def write_table(path: Path, count: int) -> Path:
    """Write a register as people send it: CSV with semicolons and Russian headings."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS.values())
        writer.writerows([row[name] for name in HEADINGS] for row in organisations(count))
    return path


def register(count: int) -> None:
    """Lay out organisations through the bulk command of imports."""
    from vmeste.gather.participants.commands import RegisterRun  # noqa: PLC0415
    from vmeste.ground.kernel.actors import SYSTEM  # noqa: PLC0415

    run = RegisterRun(SYSTEM, None, "реестр", date(2026, 9, 1))
    for rows in chunks(organisations(count)):
        run.write(rows)


def cards(count: int) -> None:
    """Lay out cards that are searched: inserted in bulk, indexed and counted as reactions do; every 5,000th is rare."""
    from vmeste.gather.participants.commands import count_cards  # noqa: PLC0415
    from vmeste.gather.participants.models import Organisation  # noqa: PLC0415
    from vmeste.ground.text import index  # noqa: PLC0415

    dice, types = (
        random.Random(SEED),
        ("school", "supplementary_education", "library", "museum", "art_school", "college"),
    )
    places, number = town_places(), 0
    for rows in chunks(organisations(count)):
        made = []
        for row in rows:
            number += 1
            text = " ".join(dice.sample(THEMES, 2)) + (" планетарий" if number % 5000 == 1 else "")
            made.append(card(row, text, dice.choice(types), places))
        Organisation.objects.bulk_create(made)
        index.put_many("organisation", [(one.id, f"{one.name}\n{one.address}\n{one.description}") for one in made])
        count_cards(one.id for one in made)


def card(row: dict[str, str], text: str, kind: str, places: "dict[str, dict[str, int | None]]") -> "Organisation":
    """Give an unsaved card of a row of the register."""
    from vmeste.gather.participants.identifiers import name_key  # noqa: PLC0415
    from vmeste.gather.participants.models import Organisation  # noqa: PLC0415
    from vmeste.ground.kernel import clock  # noqa: PLC0415

    plain = {name: row[name] for name in ("name", "short_name", "address", "phone", "email", "website")}
    return Organisation(
        **plain,
        **places[row["address"].split(", ")[1]],
        name_key=name_key(row["name"]),
        shown_key=name_key(row.get("short_name") or row["name"]),
        description=text,
        type=kind,
        department="culture" if kind in {"library", "museum"} else "education",
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        made_at=clock.now(),
        changed_at=clock.now(),
    )


def town_places() -> "dict[str, dict[str, int | None]]":
    """Give region, municipality and settlement of the towns, by the town as addresses name it."""
    from vmeste.gather.participants.models import Territory  # noqa: PLC0415

    found: dict[str, dict[str, int | None]] = {}
    for _region, town, lat, lon in TOWNS:
        near = Territory.objects.filter(
            level="settlement",
            name=town.removeprefix("г. "),
            lat__range=(lat - 1, lat + 1),
            lon__range=(lon - 2, lon + 2),
        )
        row = near.order_by("-population").first()
        above = row.parent_id if row and row.parent_id != row.region_id else None
        found[town] = {
            "region_id": row.region_id if row else None,
            "municipality_id": above,
            "settlement_id": row.id if row else None,
        }
    return found


def settle() -> None:
    """Do what workers do after much was written: add up the ledger of words, renew what the planner knows."""
    from django.db import connection  # noqa: PLC0415

    from vmeste.ground.text.ledger import add_up  # noqa: PLC0415

    add_up()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def offers(count: int, *, after: int = 0) -> None:
    """Lay out open offers, made as the commands make them, indexed for search; `after` is how many there are."""
    from vmeste.gather.exchange.models import Offer  # noqa: PLC0415
    from vmeste.ground.text import index  # noqa: PLC0415

    for drafts in chunks(postings(Offer, count, seed=SEED + after)):
        Offer.objects.bulk_create(drafts)
        index.put_many("offer", [(one.id, f"{one.title}\n{one.text}") for one in drafts if one.is_open])


def needs(count: int, *, seed: int = SEED - 1) -> "list[Need]":
    """Lay out needs."""
    from vmeste.gather.exchange.models import Need  # noqa: PLC0415

    return Need.objects.bulk_create(postings(Need, count, seed=seed))


def postings(model: "type[Need | Offer]", count: int, *, seed: int) -> "Iterator[Any]":
    """Give unsaved needs or offers of the first organisations: nine of ten open, one a draft."""
    from vmeste.gather.exchange.commands.postings import values_of  # noqa: PLC0415
    from vmeste.ground.kernel import clock  # noqa: PLC0415
    from vmeste.ground.kernel.ids import new_id  # noqa: PLC0415

    dice = random.Random(seed)
    owners = first_organisations(5000)
    now = clock.now()
    for _number in range(count):
        owner = dice.choice(owners)
        state = model.State.DRAFT if dice.random() < 0.1 else model.State.OPEN
        values = values_of(terms(dice), owner) | {"made_at": now, "changed_at": now, "opened_at": now}
        yield model(id=new_id(), organisation=owner, state=state, confirmed_at=now, **values)


def terms(dice: random.Random) -> Any:
    """Make up what an offer or a need says: any kind and focus, half of them with grades, days, an amount."""
    from vmeste.gather.exchange.terms import Terms  # noqa: PLC0415
    from vmeste.ground.vocabulary import queries as vocabulary  # noqa: PLC0415

    theme, form, whom = dice.choice(THEMES), dice.choice(FORMS), dice.choice(WHOM)
    values: dict[str, Any] = {
        "title": f"{form.capitalize()}: {theme} {whom}",
        "text": " ".join(dice.sample(DETAILS, 3)),
        "kind": dice.choice(vocabulary.terms("resource_kind")).code,
        "focus": dice.choice(vocabulary.terms("focus")).code,
        "there": dice.random() < 0.5,
        "remote": dice.random() < 0.3,
        "radius_km": dice.choice((None, 10, 50, 200)),
    }
    if dice.random() < 0.5:
        first = dice.randint(1, 9)
        begin = date(2026, 9, 1) + timedelta(days=dice.randint(0, 200))
        values |= {
            "grade_from": first,
            "grade_to": first + 2,
            "amount": Decimal(dice.randint(5, 60)),
            "unit": "children",
        }
        values |= {"period_from": begin, "period_to": begin + timedelta(days=dice.randint(10, 150))}
    return Terms(**values)


def first_organisations(count: int) -> "list[Organisation]":
    """Give some organisations with their settlements."""
    from vmeste.gather.participants.models import Organisation  # noqa: PLC0415

    return list(Organisation.objects.select_related("settlement").order_by("id")[:count])


def coordinator() -> str:
    """Make a person who coordinates the first organisation and is signed in; give the session's cookie."""
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from vmeste.gather.participants.models import Membership, Role  # noqa: PLC0415
    from vmeste.ground.accounts.models import Person  # noqa: PLC0415
    from vmeste.ground.kernel import clock  # noqa: PLC0415

    person = Person.objects.create_user("bench@example.org", name="Анна Петрова")
    organisation = first_organisations(1)[0]
    Membership.objects.create(person=person, organisation=organisation, role=Role.COORDINATOR, since_at=clock.now())
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
