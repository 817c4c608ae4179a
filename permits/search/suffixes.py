"""Street suffixes: every common way to write one, and its USPS short form."""

from permits.search.words import listed

_FORMS = {
    "St": "st street str",
    "Ave": "ave av avenue aven avenu",
    "Blvd": "blvd bl boulevard boul",
    "Dr": "dr drive drv",
    "Ct": "ct court",
    "Pl": "pl place",
    "Ln": "ln lane",
    "Rd": "rd road",
    "Way": "way wy",
    "Ter": "ter tr terr terrace",
    "Aly": "aly al alley",
    "Cir": "cir cr circle",
    "Hwy": "hwy hy highway",
    "Plz": "plz pz plaza",
    "Sq": "sq square",
    "Park": "park pk",
    "Loop": "loop lp",
    "Walk": "walk wk",
    "Path": "path",
    "Row": "row rw",
    "Hl": "hl hill",
    "Stwy": "stwy stairway",
    "Stps": "stps steps",
}
SUFFIXES = {form: short for short, forms in _FORMS.items() for form in forms.split()}
# As written in full, by the short form.
FULL = {short.lower(): max(forms.split(), key=len) for short, forms in _FORMS.items()}

# These are ordinary words too: read as a suffix only behind a street that has it
# ("Clinton Park" is a street, "Dolores Park" is not).
ONLY_OF_ITS_STREETS = listed(
    """
    place sq court lane road way terrace circle plaza square park loop walk path
    row hl hill stairway steps drive al cr tr
    """
)
