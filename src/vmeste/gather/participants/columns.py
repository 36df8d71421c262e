"""Columns of registers of organisations: headings under which they are found, contents by which they are recognised."""

import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from vmeste.gather.participants.coordinates import may_be_local, may_be_placed, pair
from vmeste.gather.participants.identifiers import digits, good_inn, good_kpp, good_ogrn
from vmeste.gather.participants.tabled import with_zero
from vmeste.ground.kernel.errors import type_text
from vmeste.ground.kernel.registries import ImportField


def column(  # noqa: PLR0913  a column is what it is
    name: str,
    label: type_text,
    headings: str,
    looks_like: Callable[[str], bool] | None = None,
    *,
    required: bool = False,
    vocabulary: str = "",
) -> ImportField:
    """Describe a column; `headings` are divided by bars, lower case; codes are of `vocabulary`."""
    return ImportField(
        name, label, tuple(headings.split("|")), required=required, looks_like=looks_like, vocabulary=vocabulary
    )


def is_inn(text: str) -> bool:
    """Tell whether a cell holds an ИНН, also one without its zero in front."""
    return good_inn(with_zero("inn", digits(text)))


def is_kpp(text: str) -> bool:
    """Tell whether a cell holds a КПП."""
    return good_kpp(digits(text))


def is_ogrn(text: str) -> bool:
    """Tell whether a cell holds an ОГРН."""
    return good_ogrn(digits(text))


def coordinate(
    name: str,
    label: type_text,
    headings: str,
    looks_like: Callable[[str], bool] = may_be_placed,
    alone: Callable[[str], bool] | None = None,
) -> ImportField:
    """Describe a column of coordinates: a heading «y» says little, so the contents must agree with it."""
    return ImportField(name, label, tuple(headings.split("|")), looks_like=looks_like, strict=True, alone=alone)


def is_both(text: str) -> bool:
    """Tell whether a cell holds two coordinates."""
    return pair(text) is not None


def is_email(text: str) -> bool:
    """Tell whether a cell holds an e-mail address."""
    return "@" in text and " " not in text.strip()


def is_phone(text: str) -> bool:
    """Tell whether a cell holds a phone number: grouped by signs as people write it, or eleven digits from 7 or 8."""
    first = re.split(r"[,;]", text.strip())[0]
    bare = re.sub(r"\D", "", first)
    grouped = PHONE.fullmatch(first) is not None and any(sign in first for sign in "+(-")
    return (grouped and FEWEST_DIGITS <= len(bare) <= ELEVEN) or (len(bare) == ELEVEN == len(first) and bare[0] in "78")


def is_latitude(text: str) -> bool:
    """Tell whether a cell holds degrees north of a place in Russia, with a fraction."""
    return in_degrees(text, 41, 82)


def is_longitude(text: str) -> bool:
    """Tell whether a cell holds degrees east of a place in Russia, with a fraction."""
    return in_degrees(text, 19, 180) and not in_degrees(text, 41, 82)


def in_degrees(text: str, least: float, most: float) -> bool:
    """Tell whether a cell holds degrees with a fraction inside these bounds."""
    return DEGREES.fullmatch(text.strip()) is not None and least <= float(text.replace(",", ".")) <= most


def is_address(text: str) -> bool:
    """Tell whether a cell holds a postal address: a street or a settlement by its mark, and a number."""
    return STREET.search(text.lower()) is not None and any(sign.isdigit() for sign in text)


def is_site(text: str) -> bool:
    """Tell whether a cell holds the address of a site."""
    return SITE.fullmatch(text.strip().lower()) is not None


def is_oktmo(text: str) -> bool:
    """Tell whether a cell holds an ОКТМО of 8 or 11 digits, with or without dashes."""
    return OKTMO.fullmatch(text.strip()) is not None


def is_guid(text: str) -> bool:
    """Tell whether a cell holds a key of ФИАС."""
    return GUID.fullmatch(text.strip().lower()) is not None


OKTMO = re.compile(r"\d{2}-?\d{3}-?\d{3}(?:-?\d{3})?")
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PHONE = re.compile(r"\+?[\d\s()-]+")
FEWEST_DIGITS, ELEVEN = 5, 11
DEGREES = re.compile(r"\d{1,3}[.,]\d{3,}")
STREET = re.compile(r"\b(?:ул|улица|пр-т|просп|проспект|пер|переулок|ш|шоссе|наб|пл|б-р|бульвар|мкр|проезд)\b")
SITE = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:ru|рф|su|com|org|net)(?:/\S*)?")

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
    "address line|full address|адрес места нахождения|местоположение|почтовый адрес|legal address|post address|"
    "addr full"
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
    column("name", _("Full name"), NAME, required=True),
    column("short_name", _("Short name"), SHORT_NAME),
    column("inn", _("ИНН"), "инн|inn", is_inn),
    column("kpp", _("КПП"), "кпп|kpp", is_kpp),
    column("ogrn", _("ОГРН"), "огрн|ogrn|огрнип", is_ogrn),
    column("type", _("Type"), "тип учреждения|тип организации|тип|type|types", vocabulary="organisation_type"),
    column(
        "kind",
        _("Kind"),
        "вид учреждения|вид организации|вид|kind|категория|category|service type",
        vocabulary="organisation_type",
    ),
    column(
        "department",
        _("Department"),
        "ведомственная принадлежность|ведомство|department|подчинение|орган управления",
        vocabulary="department",
    ),
    column(
        "legal_form",
        _("Legal form"),
        "организационно правовая форма|опф|legal form|форма собственности|struct",
        vocabulary="legal_form",
    ),
    column("founder", _("Founder"), "учредитель|founder"),
    column("address", _("Address"), ADDRESS, is_address),
    column("street", _("Street"), "улица|addr street"),
    column("house", _("House"), "номер дома|дом|addr housenumber|housenumber"),
    column("settlement", _("Settlement"), "населенный пункт|город|settlement|city|town"),
    column("municipality", _("Municipality"), MUNICIPALITY),
    column(
        "phone",
        _("Phone"),
        "телефон|контактный телефон|телефоны|phone|тел|номер телефона|phone number|public phone|contact phone",
        is_phone,
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
        is_site,
    ),
    coordinate("lat", _("Latitude"), LAT, alone=is_latitude),
    coordinate("lon", _("Longitude"), LON, alone=is_longitude),
    coordinate("point", _("Both coordinates in one cell"), BOTH, is_both),
    column("crs", _("System of coordinates"), "geometry crs|geo data crs|crs|srid|epsg|система координат"),
    column("geometry", _("Shape on the map"), "geometry type|geo data type|geodata type|тип геометрии"),
    coordinate("grid_y", _("Local grid, to the north"), f"{GRID_Y}|{LAT}", may_be_local),
    coordinate("grid_x", _("Local grid, to the east"), f"{GRID_X}|{LON}", may_be_local),
    column("description", _("Description"), "описание|description|о нас|деятельность"),
)
