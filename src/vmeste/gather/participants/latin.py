"""Russian names in Latin letters: whether two spellings name the same place; pure."""

import unicodedata
from difflib import SequenceMatcher

ALIKE = 0.9  # how near the Russian name, written in Latin letters, must be to the international one
LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya".replace("-", "").split(" "),
        strict=True,
    )
)
RUSSIAN = frozenset(LATIN) | frozenset(" -0123456789")


def latin(name: str) -> str:
    """Write a Russian name in Latin letters, or a Latin one, so that both ways of the same name are nearly alike."""
    letters = unicodedata.normalize("NFKD", "".join(LATIN.get(letter, letter) for letter in name.lower()))
    letters = "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
    for spelling, simple in (("yo", "e"), ("ye", "e"), ("iy", "y"), ("yy", "y"), ("ji", "y"), ("j", "y")):
        letters = letters.replace(spelling, simple)
    return letters


def alike(name: str, other: str) -> float:
    """Tell how alike two names are once both are in Latin letters, 0 to 1."""
    return SequenceMatcher(None, latin(name), latin(other)).ratio()


def is_russian_for(name: str, international: str) -> bool:
    """Tell whether a Cyrillic name, which may be of any language, is the Russian one of an international name."""
    if not name or not name[0].isupper() or not frozenset(name.lower()) <= RUSSIAN:
        return False
    return alike(name, international) >= ALIKE and latin(name)[-2:] == latin(international)[-2:]
