"""Columns of registers of organisations: headings under which they are found, contents by which they are recognised."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.identifiers import digits, good_inn, good_kpp, good_ogrn
from vmeste.ground.kernel.errors import type_text
from vmeste.ground.kernel.registries import ImportField


def column(name: str, label: type_text, headings: str, looks_like: Callable[[str], bool] | None = None) -> ImportField:
    """Describe a column; `headings` are divided by bars, lower case."""
    return ImportField(name, label, tuple(headings.split("|")), required=name == "name", looks_like=looks_like)


def is_inn(text: str) -> bool:
    """Tell whether a cell holds an ИНН."""
    return good_inn(digits(text))


def is_kpp(text: str) -> bool:
    """Tell whether a cell holds a КПП."""
    return good_kpp(digits(text))


def is_ogrn(text: str) -> bool:
    """Tell whether a cell holds an ОГРН."""
    return good_ogrn(digits(text))


def is_email(text: str) -> bool:
    """Tell whether a cell holds an e-mail address."""
    return "@" in text and " " not in text.strip()


NAME = (
    "полное наименование|наименование|название|полное название|наименование организации|name|fullname|full name|"
    "организация|учреждение"
)
SHORT_NAME = "краткое наименование|сокращенное наименование|краткое название|сокращенное название|short name|shortname"
ADDRESS = "адрес|юридический адрес|фактический адрес|адрес организации|место нахождения|местонахождение|address"
MUNICIPALITY = "муниципальное образование|муниципалитет|муниципальный район|район|municipality|district"

COLUMNS = (
    column("name", _("Full name"), NAME),
    column("short_name", _("Short name"), SHORT_NAME),
    column("inn", _("ИНН"), "инн|inn", is_inn),
    column("kpp", _("КПП"), "кпп|kpp", is_kpp),
    column("ogrn", _("ОГРН"), "огрн|ogrn|огрнип", is_ogrn),
    column("type", _("Type"), "тип учреждения|тип организации|тип|type"),
    column("kind", _("Kind"), "вид учреждения|вид организации|вид|kind|категория"),
    column("department", _("Department"), "ведомственная принадлежность|ведомство|department|подчинение"),
    column("legal_form", _("Legal form"), "организационно правовая форма|опф|legal form|форма собственности"),
    column("founder", _("Founder"), "учредитель|founder"),
    column("address", _("Address"), ADDRESS),
    column("settlement", _("Settlement"), "населенный пункт|город|settlement|city|town"),
    column("municipality", _("Municipality"), MUNICIPALITY),
    column("phone", _("Phone"), "телефон|контактный телефон|телефоны|phone|тел"),
    column("email", _("E-mail"), "адрес электронной почты|электронная почта|email|e mail|эл почта", is_email),
    column("website", _("Website"), "сайт учреждения|сайт|официальный сайт|адрес сайта|website|site|url|www"),
    column("lat", _("Latitude"), "широта|lat|latitude|y|geo lat"),
    column("lon", _("Longitude"), "долгота|lon|lng|longitude|x|geo lon"),
    column("description", _("Description"), "описание|description|о нас|деятельность"),
)
