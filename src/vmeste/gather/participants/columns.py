"""Columns of registers of organisations: headings under which they are found, contents by which they are recognised."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.coordinates import may_be_local, may_be_placed, pair
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


def coordinate(
    name: str, label: type_text, headings: str, looks_like: Callable[[str], bool] = may_be_placed
) -> ImportField:
    """Describe a column of coordinates: a heading «y» says little, so the contents must agree with it."""
    return ImportField(name, label, tuple(headings.split("|")), looks_like=looks_like, strict=True)


def is_both(text: str) -> bool:
    """Tell whether a cell holds two coordinates."""
    return pair(text) is not None


def is_email(text: str) -> bool:
    """Tell whether a cell holds an e-mail address."""
    return "@" in text and " " not in text.strip()


NAME = (
    "полное наименование|наименование|название|полное название|наименование организации|name ru|name|fullname|"
    "full name|организация|учреждение|название организации|название учреждения|наименование учреждения|"
    "полное имя|common name|title|наим"
)
SHORT_NAME = (
    "краткое наименование|сокращенное наименование|краткое название|сокращенное название|"
    "short name|shortname|аббревиатура|acronym"
)
ADDRESS = (
    "адрес|юридический адрес|фактический адрес|адрес организации|место нахождения|местонахождение|address|addr|"
    "address line|full address|адрес места нахождения|местоположение|почтовый адрес|legal address|post address"
)
MUNICIPALITY = (
    "муниципальное образование|муниципалитет|муниципальный округ|муниципальный район|район|municipality|district"
)

LAT = "широта|lat|latitude|geo lat|geometry y|geo data y|geodata y|y|координата y|y координата"
LON = "долгота|lon|lng|longitude|geo lon|geometry x|geo data x|geodata x|x|координата x|x координата"
BOTH = (
    "координаты|coordinates|coords|point|shape|wkt|geometry|geom|wkt geom|"
    "the geom|геоданные|geo|location|геокоординаты|centroid coordinates"
)
GRID_Y, GRID_X = "мск y|местная y", "мск x|местная x"

COLUMNS = (
    column("name", _("Full name"), NAME),
    column("short_name", _("Short name"), SHORT_NAME),
    column("inn", _("ИНН"), "инн|inn", is_inn),
    column("kpp", _("КПП"), "кпп|kpp", is_kpp),
    column("ogrn", _("ОГРН"), "огрн|ogrn|огрнип", is_ogrn),
    column("type", _("Type"), "тип учреждения|тип организации|тип|type|types"),
    column("kind", _("Kind"), "вид учреждения|вид организации|вид|kind|категория|category|service type"),
    column(
        "department", _("Department"), "ведомственная принадлежность|ведомство|department|подчинение|орган управления"
    ),
    column("legal_form", _("Legal form"), "организационно правовая форма|опф|legal form|форма собственности|struct"),
    column("founder", _("Founder"), "учредитель|founder"),
    column("address", _("Address"), ADDRESS),
    column("settlement", _("Settlement"), "населенный пункт|город|settlement|city|town"),
    column("municipality", _("Municipality"), MUNICIPALITY),
    column(
        "phone",
        _("Phone"),
        "телефон|контактный телефон|телефоны|phone|тел|номер телефона|phone number|public phone|contact phone",
    ),
    column(
        "email",
        _("E-mail"),
        "адрес электронной почты|электронная почта|email|e mail|эл почта|email address|почта",
        is_email,
    ),
    column(
        "website",
        _("Website"),
        "сайт учреждения|сайт|официальный сайт|адрес сайта|website|web site|site|url|www|homepage|links|веб сайт",
    ),
    coordinate("lat", _("Latitude"), LAT),
    coordinate("lon", _("Longitude"), LON),
    coordinate("point", _("Both coordinates in one cell"), BOTH, is_both),
    column("crs", _("System of coordinates"), "geometry crs|geo data crs|crs|srid|epsg|система координат"),
    column("geometry", _("Shape on the map"), "geometry type|geo data type|geodata type|тип геометрии"),
    coordinate("grid_y", _("Local grid, to the north"), f"{GRID_Y}|{LAT}", may_be_local),
    coordinate("grid_x", _("Local grid, to the east"), f"{GRID_X}|{LON}", may_be_local),
    column("description", _("Description"), "описание|description|о нас|деятельность"),
)
