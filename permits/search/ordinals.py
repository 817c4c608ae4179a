"""Numbered streets: 1st to 48th, in figures and in words."""

HIGHEST_NUMBERED_STREET = 48
_UNITS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
)
_TEENS = (
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
_TENS = {
    20: ("twenty", "twentieth"),
    30: ("thirty", "thirtieth"),
    40: ("forty", "fortieth"),
}


def ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _ordinals_in_words() -> dict[str, str]:
    spelt = dict(enumerate([*_UNITS, *_TEENS], start=1))
    for ten, (stem, name) in _TENS.items():
        spelt[ten] = name
        spelt |= {ten + unit: stem + word for unit, word in enumerate(_UNITS, 1)}
    return {
        word: ordinal(number)
        for number, word in spelt.items()
        if number <= HIGHEST_NUMBERED_STREET
    }


ORDINALS = _ordinals_in_words()
