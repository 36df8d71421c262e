"""Codes printed on paper: how they are drawn, set in type, and read again when a person has typed them; pure.

The alphabet has 17 signs that look alike in Latin and Cyrillic, so that either keyboard will do, and none that people
take for another (0 and O, 1 and I, 8 and B are not in it). Fifteen signs are drawn, 61 bits; the sixteenth makes the
sum of place × value divisible by 17, a prime above every place: one wrong sign, or two neighbours changed about, is
always found, before anything is looked up.
"""

import secrets
import unicodedata

from django.utils.translation import gettext as _

from vmeste.ground.kernel.errors import Invalid

ALPHABET = "2345679ACEHKMPTXY"
LENGTH = 16
GROUP = 4
VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
LOOK_ALIKE = str.maketrans("АСЕНКМРТХУ" + "ЗZSGБ", "ACEHKMPTXY" + "32566")
UNWANTED = ("CYKA", "AHYC", "CEKC", "TPAX", "XEP", "XYE", "XYA")
"""Words that nobody wants to read in a letter, as they look in print."""


def draw() -> str:
    """Give a new code: 16 signs, fifteen of them by chance."""
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _sign in range(LENGTH - 1))
        code = drawn + check_sign(drawn)
        if not any(word in code for word in UNWANTED):
            return code


def check_sign(drawn: str) -> str:
    """Give the sign that makes the sum come out: its place is −1 modulo 17."""
    return ALPHABET[weighed(drawn) % len(ALPHABET)]


def weighed(code: str) -> int:
    """Give the sum of place × value; places count from one."""
    return sum(place * VALUES[sign] for place, sign in enumerate(code, 1))


def in_groups(code: str) -> str:
    """Set a code in groups that the eye takes in at once."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read(text: str) -> str:
    """Give the code that somebody typed: whatever case, alphabet, spaces and dashes; raises `Invalid` in words."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(LOOK_ALIKE)
    code = "".join(sign for sign in folded if sign.isalnum())
    if not code:
        raise Invalid({"code": _("Write the code that stands on the sheet.")})
    if strange := next((sign for sign in code if sign not in VALUES), ""):
        raise Invalid({"code": _("There is no «%(sign)s» in codes. Look at the sheet once more.") % {"sign": strange}})
    if len(code) != LENGTH:
        words = _("A code has %(whole)s signs, here are %(count)s. Look at the sheet once more.")
        raise Invalid({"code": words % {"whole": LENGTH, "count": len(code)}})
    if weighed(code) % len(ALPHABET):
        raise Invalid({"code": _("There is a misprint in the code. Compare each group with the sheet.")})
    return code
