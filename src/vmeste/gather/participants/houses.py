"""Addresses taken apart into street and house; pure. Index, town and kinds of streets do not count."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest

from vmeste.gather.participants.names import nearly

INDEX = re.compile(r"^(?:\s*\d(?: ?\d){4,6}\b[\s,]*)+")  # six digits; five or seven by a slip
WORD = re.compile(r"\d+(?:-[а-я]{1,5}\b|[а-я]{2}\b|/\d+|-\d+)?[а-я]?(?![а-я])|\d+|[а-я]+")
ORDINAL = re.compile(r"\d+-?(?:й|я|ая|ый|ой|ий|е|ое|го|ти|летия)")
TOWN_MARKS = {"г", "гор", "город", "пос", "поселок", "п", "с", "село", "дер", "деревня", "рп", "пгт", "станица"}
PASSED = {
    "ул", "улица", "пр", "просп", "проспект", "пр-т", "т", "пер", "переулок", "ш", "шоссе", "наб",
    "набер", "набережная",
    "пл", "площадь", "бул", "б", "р", "бульвар", "проезд", "пр-д", "д", "аллея", "туп", "тупик", "город", "россия",
    "рф",
    "область", "обл", "край", "район", "р-н", "н", "россии", "федерация", "российская", "мкр", "микрорайон",
    "помещение",
}  # fmt: skip
CITIES = {"москва", "москвы", "москве", "петербург", "санкт", "севастополь"}
SHORT_FOR = {"м": "малый", "б": "большой", "мал": "малый", "бол": "большой", "акад": "академик", "ген": "генерал"}
HOUSE_MARKS = {"д", "дом", "вл", "владение"}
BLOCK_MARKS = {"к", "корп", "корпус", "кор", "корус", "крп"}
BUILDING_MARKS = {"стр", "строение", "с", "ст", "литер", "лит"}
ENDINGS = re.compile(r"(?:ая|яя|ое|ее|ый|ий|ой|ого|его|ому|ые|ие|ых|их|а|я|ы|и|е|о|у|ю|ь|й)$")
LEAST = 4


@dataclass(frozen=True, slots=True)
class House:
    """A street by the stems of its words, and a house as «7к5с1»; either may be empty."""

    street: frozenset[str] = frozenset()
    number: str = ""

    @property
    def key(self) -> str:
        """The house as one text; empty when street or number is not known."""
        return f"{' '.join(sorted(self.street))}|{self.number}" if self.street and self.number else ""


@dataclass(slots=True)
class _Reading:
    """How far an address is read: words of the street, the house, the mark before the next number."""

    street: list[str] = field(default_factory=list)
    number: str = ""
    mark: str | None = None

    def take_word(self, word: str) -> None:
        """Take a word that is no number."""
        block = word in BLOCK_MARKS and (self.street or len(word) > 1)
        if block or (self.street and (word in HOUSE_MARKS or word in BUILDING_MARKS)):
            self.mark = "" if word in HOUSE_MARKS else "к" if word in BLOCK_MARKS else "с"
        elif self.number and len(word) == 1 and self.number[-1].isdigit():
            self.number += word  # «дом 3 А»
        elif not self.number and word not in PASSED and word not in CITIES:
            self.street.append(stem(SHORT_FOR.get(word, word)))

    def take_number(self, word: str, following: str) -> None:
        """Take a number: a word of the street («5-я Парковая», «8 Марта»), the house, or a block behind it."""
        plain = word.replace("-", "")
        begins = not self.street and self.mark is None and following.isalpha() and following not in BLOCK_MARKS
        if not self.number and self.mark is None and (ORDINAL.fullmatch(word) or begins):
            self.street.append(re.sub(r"\D", "", word))
        elif not self.number:
            self.number = (self.mark or "") + plain
        elif self.mark:
            self.number += self.mark + plain
        self.mark = self.mark and ""


@lru_cache(maxsize=50_000)
def read_house(address: str) -> House:
    """Take an address apart; the first house of it."""
    reading = _Reading()
    for segment in re.split(r"[,;]", INDEX.sub(" ", address.lower().replace("ё", "е"))):
        words = without_town(WORD.findall(segment), begun=bool(reading.street))
        for word, following in zip_longest(words, words[1:], fillvalue=""):
            if word[0].isdigit():
                reading.take_number(word, following)
            else:
                reading.take_word(word)
    return House(frozenset(reading.street), reading.number)


def without_town(words: list[str], *, begun: bool) -> list[str]:
    """Drop «г. Тула» before the street."""
    if begun:
        return words
    towns = {place for place, word in enumerate(words) if word in TOWN_MARKS and words[place + 1 :]}
    followed = {place + 1 for place in towns if words[place + 1] not in PASSED and words[place + 1].isalpha()}
    return [word for place, word in enumerate(words) if place not in towns | followed]


def stem(word: str) -> str:
    """Cut an ending."""
    return ENDINGS.sub("", word) if len(word) > LEAST else word


def same_street(one: House, other: House) -> bool:
    """Tell whether two streets are one; a word more or a typing error does not part them."""
    if not one.street or not other.street:
        return False
    fewer, more = sorted((one.street, other.street), key=len)
    digits = {word for word in one.street ^ other.street if word.isdigit()}
    return not digits and all(word in more or any(nearly(word, another) for another in more) for word in fewer)
