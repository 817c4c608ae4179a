"""A set before it is drawn: defects change it, then it goes to paper."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Literal, NamedTuple

from analysis.bench.plan_maker.pen import Letters
from analysis.bench.plan_maker.rect import INCH
from analysis.plan_set import Submission

Kind = Literal[
    "cover", "notes", "survey", "site", "floor", "elevation", "section", "detail",
    "schedule", "structural", "services", "photos", "form", "back check",
]  # fmt: skip
# These show a building to scale.
SCALED: tuple[Kind, ...] = (
    "site", "floor", "elevation", "section", "structural", "services",
)  # fmt: skip
# Sheets of the set proper: with a title block.
DRAWN: tuple[Kind, ...] = (
    *SCALED,
    "cover",
    "notes",
    "survey",
    "detail",
    "schedule",
    "photos",
)


class Paper(NamedTuple):
    """Width and height in inches."""

    width: float
    height: float

    @property
    def points(self) -> tuple[float, float]:
        return self.width * INCH, self.height * INCH


class Revision(NamedTuple):
    mark: str
    date: str
    words: str


@dataclass(frozen=True, slots=True)
class View:
    title: str
    scale: str


@dataclass(slots=True)
class Style:
    """How a firm draws its title block."""

    firm: tuple[str, str, str]
    block: Literal["strip", "band"]
    thickness: float
    order: tuple[str, ...]
    family: str = "Vera"
    number_label: str = "SHEET NUMBER"
    name_label: str = "SHEET TITLE"
    # Of date, scale, who drew and checked, and the job; and who checked.
    labels: tuple[str, ...] = ("DATE", "SCALE", "DRAWN BY", "CHECKED BY", "JOB NO.")
    checked_by: str = "RM"
    revisions_label: str = "REVISIONS"
    number_size: float = 40
    turned: bool = False
    scale_in: Literal["view", "block", "both"] = "view"
    blank: float = 2.25


@dataclass(slots=True)
class Marking:
    """An annotation that is put on the finished page; `kind` is the PDF's subtype."""

    kind: str
    text: str = ""


@dataclass(slots=True, eq=False)
class SheetDraft:
    number: str
    name: str
    kind: Kind
    paper: Paper
    style: Style
    address: tuple[str, ...]
    project: str
    date: str
    revisions: tuple[Revision, ...] = ()
    views: tuple[View, ...] = ()
    # What the title block shows, if not the truth; "": nothing.
    shown_number: str | None = None
    shown_name: str | None = None
    block_scale: str = "AS NOTED"
    north: bool = False
    letters: Letters = "font"
    scanned: Literal["", "bare", "with words", "drawing"] = ""
    # Drawn for this paper, then printed to fit `paper`.
    drawn_for: Paper | None = None
    turned: bool = False
    user_unit: float = 1
    blank: tuple[float, float] = (2.25, 0)
    stamp: Literal["drawn", "picture", "none"] = "drawn"
    dense: Literal["", "crossed", "dotted"] = ""
    picture: float = 0
    markings: list[Marking] = field(default_factory=list)
    extra: tuple[str, ...] = ()
    has_block: bool = True
    bookmark: str | None = None
    label: str | None = None
    # A defect has it already; another one looks for another sheet.
    taken: bool = False

    @property
    def title(self) -> str:
        return f"{self.called} - {self.name}"

    @property
    def called(self) -> str:
        """The number by which bookmarks and page labels name it."""
        return self.shown_number or self.number


class NotHere(Exception):  # noqa: N818 - no error: the defect does not fit this set
    """The set has no place for this defect."""


@dataclass(slots=True)
class SetDraft:
    sheets: list[SheetDraft]
    submission: Submission
    file_name: str
    streets: tuple[str, str, str]
    house: int
    # Sheets in the order in which the cover lists them; None: as they are.
    listed: list[SheetDraft] | None = None
    unlisted: SheetDraft | None = None
    # Number and name of sheets that are listed and absent.
    absent: tuple[tuple[str, str], ...] = ()
    count_words: str = "TOTAL SHEETS: {}"
    # How many more sheets are counted than there are.
    counted_over: int = 0
    each_counts: bool = False
    cover_blank: tuple[float, float] | None = (8.9, 11.4)
    blank_words: str = ""
    bookmarks: bool = True
    nested: bool = False
    labels: bool = True
    bookmark_shift: int = 0
    label_shift: int = 0
    # Of bookmarks and labels with names in small letters; "": as most write them.
    dash: str = ""
    forbids: tuple[str, ...] | None = None
    user_password: str = ""
    signature: Literal["", "signed", "certified", "empty"] = ""
    attachments: tuple[tuple[str, bytes], ...] = ()
    no_unicode: bool = False
    says_size: int | None = None
    record_words: str = ""

    def pick(
        self, chosen: Random, *kinds: Kind, number: int = 1
    ) -> Sequence[SheetDraft]:
        """Sheets that no defect has yet, in their order; they are taken then."""
        free = [
            each
            for each in self.sheets
            if not each.taken and each.kind in (kinds or _PLAIN)
        ]
        if len(free) < number:
            raise NotHere
        picked = chosen.sample(free, number)
        for each in picked:
            each.taken = True
        return [each for each in free if each in picked]

    def drawings(self) -> list[SheetDraft]:
        return [each for each in self.sheets if each.kind in DRAWN]

    def counted_sheets(self) -> int:
        return max(1, len(self.sheets) + self.counted_over)

    def title(self, sheet: SheetDraft) -> str:
        if not self.dash:
            return sheet.title
        return f"{sheet.called}{self.dash}{sheet.name.title()}"


_PLAIN: tuple[Kind, ...] = tuple(
    kind for kind in DRAWN if kind not in ("cover", "survey")
)
