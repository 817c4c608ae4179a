"""Word lists that decide what a word may be: data, in the order they are needed."""


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


SEPARATORS = frozenset("&/@+,;:()\n|")

DIRECTIONS = {
    "n": "North",
    "s": "South",
    "e": "East",
    "w": "West",
    "no": "North",
    "so": "South",
    "north": "North",
    "south": "South",
    "east": "East",
    "west": "West",
}

# Words in a sentence that say nothing by themselves.
FUNCTION_WORDS = listed(
    """
    a an the this that these those of in on at to for from with by and or as is
    are was were been be it its into over under near around along about between
    until since after before during within without all any some my our your
    their his her me us i we you they he she there here not no
    """
)

PERMIT_NOUNS = listed(
    """
    permit permits application applications project projects job jobs work works
    record records filing filings listing listings
    """
)

# Stripped from both ends of what nothing else explained; kept inside it ("hot tub on
# roof" stays whole, "permits for kitchen remodel" is "kitchen remodel").
FILLER = (
    (FUNCTION_WORDS - {"over", "under"})
    | PERMIT_NOUNS
    | listed(
        """
    what which who whose where when why how do does did can could should would
    will need needs needed get getting got obtain have has had done please show
    find search searching look looking lookup list see view give tell want know
    status history info information done happening happened going regarding
    recent anything everything every recently latest newest issued filed number
    no sf san francisco ca usa whats wheres whos hows im id & : , . - / @ + ; (
    ) | ? ! #
    """
    )
) - {"not"}

# Before the rest, these only ask ("look up", "any"); behind it they belong to it.
LEADING_FILLER = FILLER | listed(
    "up there going permitted address track check owns owned"
)
# And in a question about the rules, which the knowledge pages answer.
ASKING = LEADING_FILLER | listed(
    """
    much many long take takes cost costs pull required needed allowed legal
    possible expire expires contractor architect engineer owner building am
    """
)

NEGATIONS = frozenset({"without", "no", "not", "never", "un", "non"})

QUESTION_WORDS = listed(
    """
    how hows what whats when where wheres why who whos which whose is are was
    were do does did can could should would will may must am has have
    """
)

# Ordinary words whose use as a street outweighs the other in this city.
MAJOR_STREETS = frozenset({"market", "church", "union", "page"})

# Parts of a foreign sentence: unknown words around one of these are no name.
FOREIGN_FUNCTION_WORDS = listed(
    """
    de del la las el los para una un por con sin que en y o sa ng ang mga na ay
    der die das und fur ein eine mit zu le les des du et pour avec il per di da
    xin cho giay phep toi nha mot va o
    """
)

UNIT_MARKERS = listed(
    """
    apt apartment unit ste suite room rm flat floor fl ph penthouse bldg spc
    space
    """
)
