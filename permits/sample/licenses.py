"""How licences and zip codes are written on forms."""

from .draws import Draws

# Of a thousand contractors' licences.
LEADING_ZEROS, CLASS_PREFIX, MISTYPED = 70, 45, 8
LONG = 8  # characters of a number with its leading zeros
FILLER = 0.67  # of the zip codes
ENGINEERS = ("C", "C", "S", "S", "SE", "M", "E")


def contractors(draws: Draws, number: str, kind: str) -> str:
    turn = draws.below(1000)
    if turn < LEADING_ZEROS:
        return number.zfill(LONG - turn % 2)
    turn -= LEADING_ZEROS
    if turn < CLASS_PREFIX:
        bare = kind.replace("-", "") if turn % 3 else kind
        return f"{bare} {number}" if turn % 2 else f"{bare} #{number}"
    if turn - CLASS_PREFIX < MISTYPED:
        at = draws.below(len(number) - 1)
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return number


def professionals(draws: Draws, number: str, role: str) -> str:
    """`C12345` or `C-12345`; an engineer's begins with the branch of engineering."""
    kind = "C"
    if role == "engineer":
        kind = ENGINEERS[int(number) % len(ENGINEERS)]
    return f"{kind}{number}" if draws.below(4) else f"{kind}-{number}"


def zip_code(draws: Draws, zipcode: str) -> str:
    return f"{zipcode}-0000" if draws.random.random() < FILLER else zipcode
