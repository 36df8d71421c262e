"""A number with its noun: «1 час», «2 часа», «5 часов», «3,5 часа»."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from vmeste.ground.text.lemmas import parses

OF_MANY = {"plur", "gent"}
SEVERAL = 2


@lru_cache(maxsize=1000)
def agreeing(noun: str, amount: Decimal) -> str:
    """Give a Russian noun, told as it stands after «many», in the form that this amount asks for.

    Anything but a single noun of the dictionary stays as it was told.
    """
    plural = next((parse for parse in parses(noun) if parse.tag.POS == "NOUN" and OF_MANY in parse.tag), None)
    if plural is None or not noun.isalpha():
        return noun
    name: Any = next((parse for parse in parses(plural.normal_form) if {"sing", "nomn"} in parse.tag), None)
    form = name and name.make_agree_with_number(int(amount) if amount == int(amount) else SEVERAL)
    return noun if form is None or OF_MANY in form.tag else str(form.word)
