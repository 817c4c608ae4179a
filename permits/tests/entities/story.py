"""A small invented cast and their permits; each row says whose it is.

Tidewater Electric     a contractor: spelt six ways, licence written four ways
Orrin Roofing          renamed Cormorant Roofing in 2012, licence kept
Heron / Egret          two firms on one licence at the same time: two entities
Quill & Sons           look-alikes: Plumbing and Painting are two firms
Ada Quillfeather       an architect who changes firm and marries her initials
Tom Orrin, and Jr.     father and son at one address and firm, both engineers
Bob Yarrow             an expediter: Robert, Bobby, R.; fields swapped once
Wai Man Poon           spelt together, with a hyphen, swapped
Mary Smith             three owners of a common name, nothing else known
"""

from datetime import date

from permits.entities.contacts import Contact

LONG_AGO = date(2004, 3, 1).toordinal()
YEAR = 365

# A register in which the cast is at home: it tells surnames from given names, and
# that Smith is common. Everyone here has one row and a name of their own but Smith.
_GIVEN = [
    "Ada",
    "Tom",
    "Robert",
    "Mary",
    "Ines",
    "Hugo",
    "Vera",
    "Otto",
    "Greta",
    "Basil",
    "Clement",
    "Edith",
]
_SURNAMES = [
    "Dunmore",
    "Ashgrove",
    "Tull",
    "Pemberly",
    "Quorn",
    "Yarrow",
    "Orrin",
    "Poon",
    "Quillfeather",
    "Vane",
]


def _register() -> list[tuple[str, Contact]]:
    rows = []
    for number, given in enumerate(_GIVEN):
        for place, surname in enumerate(_SURNAMES[: 6 if number % 2 else 5]):
            who = f"{given} {surname} of the register"
            row = Contact(
                f"reg-{number:02}-{place:02}", f"R{number}{place}", "owner", given, surname,
                agent_address=f"{100 + number * 17 + place} Register St",
                day=LONG_AGO + (number * 7 + place * 3) % 15 * YEAR,
            )  # fmt: skip
            rows.append((who, row))
        rows.append(
            (
                f"{given} Smith of the register",
                Contact(
                    f"reg-{number:02}-sm", f"R{number}s", "owner", given, "Smith",
                    day=LONG_AGO + number * YEAR,
                ),
            )
        )  # fmt: skip
    return rows


def _row(
    who: str, number: int, role: str, year: float, **texts: str
) -> tuple[str, Contact]:
    day = LONG_AGO + int(year * YEAR)
    permit = texts.pop("permit", f"{who[:4]}{number}")
    return who, Contact(f"{who}-{number:02}", permit, role, day=day, **texts)


_TIDEWATER = [
    ("Tidewater Electric, Inc.", "C-10 987654", "1550 Nowhere St #200"),
    ("TIDEWATER ELECTRIC INC", "0987654", "1550 NOWHERE STREET SUITE 200"),
    ("Tidewater Elec", "987654", ""),
    ("Tidewater  Electric****Suspend***", "C10#987654", ""),
    ("Ines Vane dba Tidewater Electric", "987654", "1550 Nowhere St"),
    ("Tidewatre Electric", "", "1550 Nowhere St"),
    ("Tidewater Electric Co", "C-10", "1550 Nowhere St"),
]


def _firms() -> list[tuple[str, Contact]]:
    rows = [
        _row(
            "tidewater", n, "contractor", n, firm=firm, license=number, firm_address=at
        )
        for n, (firm, number, at) in enumerate(_TIDEWATER)
    ]
    for n in range(5):
        rows += [
            _row("cormorant", n, "contractor", n, firm="Orrin Roofing", license="765432"),
            _row("cormorant", n + 10, "contractor", 8 + n, firm="Cormorant Roofing Co",
                 license="765432"),
            _row("heron", n, "contractor", n, firm="Heron Builders", license="654987",
                 business_number="311111", first_name="Hugo", last_name="Tull"),
            _row("egret", n, "contractor", n + 0.3, firm="Egret Construction",
                 license="654987", business_number="422222", first_name="Hugo", last_name="Tull"),
            _row("plumbers", n, "contractor", n, firm="Quill & Sons Plumbing",
                 license="543210", first_name="Basil", last_name="Quill"),
            _row("painters", n, "contractor", n, firm="Quill and Sons Painting",
                 license="598765", first_name="Vera", last_name="Quill"),
        ]  # fmt: skip
    return rows


def _professionals() -> list[tuple[str, Contact]]:
    ada = [
        ("Ada", "Quillfeather", "Plover Architects", "C12345"),
        ("ADA M.", "QUILLFEATHER", "PLOVER ARCHITECTS INC", "C-12345"),
        ("A", "Quillfeather", "Plover Architecture", "C012345"),
        ("", "Quillfeather, Ada", "Plover Architects", ""),
        ("Quillfeather", "Ada", "Sandpiper Design Group", "C 12345"),
        ("Ada", "Quillfaether", "Sandpiper Design Group", "C12345"),
    ]
    rows = [
        _row(
            "ada",
            n,
            "architect",
            n,
            first_name=first,
            last_name=last,
            firm=firm,
            license=number,
        )
        for n, (first, last, firm, number) in enumerate(ada)
    ]
    bob = [
        ("Robert", "Yarrow"),
        ("BOB", "YARROW"),
        ("R.", "Yarrow"),
        ("Yarrow", "Bobby"),
    ]
    rows += [
        _row("bob", n, "pmt consultant/expediter", n, first_name=first, last_name=last,
             agent_address="77 Kittiwake Ave Apt 3")
        for n, (first, last) in enumerate(bob)
    ]  # fmt: skip
    poon = [
        ("Wai Man", "Poon"),
        ("WAI-MAN", "POON"),
        ("WaiMan", "Poon"),
        ("Poon", "Wai Man"),
    ]
    rows += [
        _row(
            "poon",
            n,
            "designer",
            n,
            first_name=first,
            last_name=last,
            agent_address="9 Tern Ct",
        )
        for n, (first, last) in enumerate(poon)
    ]
    for n in range(4):
        rows += [
            _row("father", n, "engineer", n, first_name="Tom", last_name="Orrin",
                 firm="Orrin Engineers", license="S4567", firm_address="12 Third St"),
            _row("son", n, "engineer", n + 9, first_name="Tom", last_name="Orrin Jr.",
                 firm="Orrin Engineers", license="S9876", firm_address="12 3rd Street"),
        ]  # fmt: skip
    return rows


def _owners() -> list[tuple[str, Contact]]:
    return [
        _row(f"mary{n}", n, "owner", n * 12, first_name="Mary", last_name="Smith")
        for n in range(3)
    ]


STORY = [*_firms(), *_professionals(), *_owners(), *_register()]
