"""Letters as pen strokes, the way CAD programs draw text of their own fonts.

Each letter is on a grid 4 wide and 6 high: strokes are runs of points, "xy" each.
"""

_STROKES = {
    "A": "00 26 40|12 32",
    "B": "00 06 36 45 33 03|33 42 41 30 00",
    "C": "45 36 16 05 01 10 30 41",
    "D": "00 06 26 44 42 20 00",
    "E": "46 06 00 40|03 33",
    "F": "46 06 00|03 33",
    "G": "45 36 16 05 01 10 30 41 43 23",
    "H": "00 06|40 46|03 43",
    "I": "10 30|20 26|16 36",
    "J": "01 10 30 41 46",
    "K": "00 06|46 03 40",
    "L": "06 00 40",
    "M": "00 06 23 46 40",
    "N": "00 06 40 46",
    "O": "10 01 05 16 36 45 41 30 10",
    "P": "00 06 36 45 43 33 03",
    "Q": "10 01 05 16 36 45 41 30 10|22 40",
    "R": "00 06 36 45 43 33 03|23 40",
    "S": "01 10 30 41 42 33 13 04 05 16 36 45",
    "T": "20 26|06 46",
    "U": "06 01 10 30 41 46",
    "V": "06 20 46",
    "W": "06 10 24 30 46",
    "X": "00 46|06 40",
    "Y": "06 23 46|23 20",
    "Z": "06 46 00 40",
    "0": "10 01 05 16 36 45 41 30 10|01 45",
    "1": "14 26 20|10 30",
    "2": "05 16 36 45 44 00 40",
    "3": "05 16 36 45 44 33 13|33 42 41 30 10 01",
    "4": "30 36 02 42",
    "5": "46 06 03 33 42 41 30 10 01",
    "6": "45 36 16 05 01 10 30 41 42 33 03",
    "7": "06 46 10",
    "8": "13 04 05 16 36 45 44 33 13 02 01 10 30 41 42 33",
    "9": "01 10 30 41 45 36 16 05 04 13 43",
    "-": "13 33",
    ".": "10 11 21 20 10",
    ",": "21 10",
    "'": "26 24",
    '"': "16 14|36 34",
    "/": "00 46",
    "=": "12 32|14 34",
    ":": "11 12|14 15",
    "(": "36 24 22 30",
    ")": "16 24 22 10",
    "#": "10 16|30 36|02 42|04 44",
    "&": "40 05 16 25 02 10 20 42",
}
ADVANCE = 5.6
Stroke = list[tuple[float, float]]


def strokes(words: str, size: float) -> list[Stroke]:
    """The strokes of a line from (0, 0) to the right; capitals are .72 of `size`."""
    unit = size * 0.72 / 6
    drawn = []
    for place, letter in enumerate(words.upper()):
        for stroke in _STROKES.get(letter, "").split("|"):
            points = [
                ((place * ADVANCE * 0.8 + int(x)) * unit, int(y) * unit)
                for x, y in map(tuple, stroke.split())
            ]
            if len(points) > 1:
                drawn.append(points)
    return drawn


def width(words: str, size: float) -> float:
    return len(words) * ADVANCE * 0.8 * size * 0.72 / 6
