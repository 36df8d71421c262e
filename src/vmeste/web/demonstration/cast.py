"""Reading the cast of a demonstration network from its data files."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from vmeste.ground.accounts.queries import SignInHint

DATA = Path(__file__).resolve().parent / "data"
PASSWORD = "vmeste-vmeste"  # noqa: S105  the demonstration's password is public: it stands in the README
WEIGHTS_INN = (2, 4, 10, 3, 5, 9, 4, 6, 8)

Values = dict[str, Any]


@cache
def read(name: str) -> dict[str, list[Values]]:
    """Read a data file: lists of tables by their names."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def inn(number: int) -> str:
    """Give an invented ИНН: it begins with 00 (no such tax office), its check digit holds (REG §7)."""
    digits = f"00{number:07d}"
    check = sum(weight * int(digit) for weight, digit in zip(WEIGHTS_INN, digits, strict=True)) % 11 % 10
    return f"{digits}{check}"


def kpp(number: int) -> str:
    """Give an invented КПП of the same tax office."""
    return f"0000{number % 100:02d}001"


def accounts() -> Sequence[SignInHint]:
    """Give the accounts of the demonstration, one per role, with what each may do."""
    abouts = {
        "head": "руководитель",
        "coordinator": "координатор",
        "methodist": "методист",
        "teacher": "учитель",
        "member": "сотрудник",
    }
    names = {one["key"]: one["short_name"] for one in read("network5.toml")["organisations"]}
    hints = []
    for person in read("network5.toml")["people"]:
        role = "подала заявку на карточку" if "claims" in person else "администратор площадки"
        role = abouts.get(person.get("role", ""), role)
        places = " и ".join(names[person[word]] for word in ("organisation", "also", "claims") if word in person)
        about = ", ".join(part for part in (role, places) if part)
        if person.get("territory"):
            about += ", координатор округа"
        hints.append(SignInHint(person["name"], about, person["email"], PASSWORD))
    return hints
