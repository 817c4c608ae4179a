"""A set without defects, drawn by lot."""

import string
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from analysis.bench.plan_maker import wording
from analysis.bench.plan_maker.contents import (
    NUMBERINGS,
    Listed,
    Numbering,
    chance,
    contents,
    numbers,
    views,
)
from analysis.bench.plan_maker.draft import (
    Paper,
    Revision,
    SetDraft,
    SheetDraft,
    Style,
)
from analysis.plan_set import Submission

PAPERS = (Paper(36, 24), Paper(36, 24), Paper(34, 22), Paper(42, 30), Paper(48, 36))
COUNTS = (5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 22, 28, 40)
COUNT_WORDS = (
    "TOTAL SHEETS: {}",
    "TOTAL NUMBER OF SHEETS: {}",
    "{} SHEETS TOTAL",
    "TOTAL PAGE COUNT: {}",
    "SHEET 1 OF {}",
    "SET CONTAINS {} SHEETS",
)
_ORDERS = tuple(
    (*order.split(), "name", "number")
    for order in (
        "firm notes blank project stamp revisions data",
        "firm stamp notes project revisions blank data",
        "blank firm notes stamp project data revisions",
    )
)
_DATE_STYLES: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%m/%d/%Y}",
    lambda day: f"{day:%m-%d-%y}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%b} {day.day}, {day.year}".upper(),
    lambda day: f"{day.month}.{day.day}.{day.year}",
)
_REVISIONS = ("ISSUED FOR PERMIT", "PLAN CHECK RESPONSE", "OWNER CHANGES")
_START = date(2024, 3, 4)


def draft_set(chosen: Random, *, sheets: int | None = None) -> SetDraft:
    """Sheets without the Back Check page, which is added at the end."""
    number = sheets or chosen.choice(COUNTS)
    style, paper = _style(chosen), chosen.choice(PAPERS)
    if number > 20:  # noqa: PLR2004 - large sets stay quick to draw and read
        paper = PAPERS[0]
    streets, house = chosen.choice(wording.STREETS), chosen.randint(101, 3990)
    dated, revisions = _dates(chosen)
    listed = contents(number, chosen)
    named = _numbered(listed, chosen.choice(NUMBERINGS))
    project = chosen.choice(wording.PROJECTS)
    drawn = [
        SheetDraft(
            number=each,
            name=what.name,
            kind=what.kind,
            paper=paper,
            style=style,
            address=_address(streets, house, style),
            project=project,
            date=dated,
            revisions=revisions,
            views=views(what, chosen),
            north=what.kind == "site",
            blank=(style.blank, 0),
            picture=0.3 if what.kind == "survey" else 0,
        )
        for each, what in named
    ]
    _scales_in_blocks(drawn)
    stamp = chosen.choice(("drawn", "drawn", "picture"))
    for each in drawn:
        each.stamp = "picture" if stamp == "picture" else "drawn"
    drawn.append(_back_check(drawn[0]))
    return _with_sayings(drawn, streets, house, chosen)


def _style(chosen: Random) -> Style:
    block = chosen.choice(("strip", "strip", "band"))
    family = chosen.choice(("Vera", "Vera", "Vera", "Helvetica", "Times", "Courier"))
    return Style(
        firm=chosen.choice(wording.FIRMS),
        block="strip" if block == "strip" else "band",
        thickness=chosen.choice((3.0, 3.25, 3.5)),
        order=chosen.choice(_ORDERS),
        family=family,
        number_label=chosen.choice(
            ("SHEET NUMBER", "SHEET NO.", "DRAWING NO.", "SHEET:", "")
        ),
        name_label=chosen.choice(
            ("SHEET TITLE", "DRAWING TITLE", "TITLE:", "SHEET NAME")
        ),
        number_size=chosen.choice((34, 40, 46)),
        turned=block == "strip" and chance(chosen, 0.4),
        scale_in="view" if chance(chosen, 0.6) else "both",
        blank=chosen.choice((2.15, 2.25, 2.4)),
    )


def _address(
    streets: tuple[str, str, str], house: int, _style: Style
) -> tuple[str, ...]:
    return f"{house} {streets[0]}", f"SAN FRANCISCO, CA {streets[2]}"


def _dates(chosen: Random) -> tuple[str, tuple[Revision, ...]]:
    write = chosen.choice(_DATE_STYLES)
    day = _START + timedelta(days=chosen.randint(0, 700))
    revisions = []
    for mark, words in enumerate(_REVISIONS[: chosen.randint(1, 3)]):
        revisions.append(Revision(str(mark), write(day), words))
        last, day = day, day + timedelta(days=chosen.randint(30, 120))
    return write(last), tuple(revisions)


def _numbered(listed: list[Listed], numbering: Numbering) -> list[tuple[str, Listed]]:
    return list(zip(numbers(listed, numbering), listed, strict=True))


def _scales_in_blocks(sheets: list[SheetDraft]) -> None:
    for sheet in sheets:
        if not sheet.views:
            sheet.block_scale = "NONE"
        elif (
            sheet.style.scale_in == "both" and len({v.scale for v in sheet.views}) == 1
        ):
            sheet.block_scale = sheet.views[0].scale


def _back_check(like: SheetDraft) -> SheetDraft:
    return SheetDraft(
        number="",
        name="BACK CHECK",
        kind="back check",
        paper=like.paper,
        style=like.style,
        address=like.address,
        project=like.project,
        date=like.date,
        stamp="none",
        has_block=False,
    )


def _with_sayings(
    sheets: list[SheetDraft],
    streets: tuple[str, str, str],
    house: int,
    chosen: Random,
) -> SetDraft:
    said = f"{house} {string.capwords(streets[1])}"
    recorded = chance(chosen, 0.6)
    count_words = chosen.choice(COUNT_WORDS)
    return SetDraft(
        sheets=sheets,
        submission=Submission(
            address=said if chance(chosen, 0.7) else "",
            permit_number=f"2024{chosen.randint(10**7, 10**8 - 1)}" if recorded else "",
            record_address=f"{house} {string.capwords(streets[0])}" if recorded else "",
        ),
        file_name=_file_name(said, chosen),
        streets=streets,
        house=house,
        count_words=count_words,
        each_counts=count_words.startswith("SHEET 1"),
        blank_words=chosen.choice(wording.RESERVED),
        nested=chance(chosen, 0.3),
    )


def _file_name(address: str, chosen: Random) -> str:
    what = chosen.choice(("1-Plans", "1-Plans", "1-Drawings"))
    plain = address.replace(".", "")
    return f"{what}-R{chosen.choice((0, 0, 1, 2))} {plain}.pdf"
