"""The report of a plan check: the verdict first, then by rule and by sheet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from analysis import checks
from analysis.checks.finding import Rule
from analysis.models import PlanFinding, PlanJob, PlanSheet
from permits.words import Status as Badge

INCH: Final = 72.0
# So many sheets of a finding are listed; with a few more, all are.
SHOWN: Final = 24
FOLDED: Final = 30
# The worst first.
ORDER: Final = ("fail", "warn", "cannot tell", "pass")
VERDICTS: Final[Mapping[str, Badge]] = {
    "fail": Badge("fail", "Not met", "the set breaks this rule", "stopped"),
    "warn": Badge("warn", "Likely not met", "signs that it is broken", "progress"),
    "cannot tell": Badge(
        "cannot tell", "Cannot tell", "look at this yourself", "unknown"
    ),
    "pass": Badge("pass", "Met", "nothing is wrong here", "done"),
}
# What the City does where the rule is broken.
SEVERITIES: Final[Mapping[str, str]] = {
    "reject": "Sent back",
    "warn": "Comment",
    "optional": "Advice",
}
SEVERITY_ORDER: Final = tuple(SEVERITIES)


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the report is shown; empty is all."""

    verdict: str = ""
    severity: str = ""
    sheet: int | None = None
    by_sheet: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filters":
        """Read GET parameters; what is not understood is left out."""
        verdict, severity = given.get("verdict", ""), given.get("severity", "")
        sheet = given.get("sheet", "")
        is_number = sheet.isascii() and sheet.isdigit() and len(sheet) <= 5  # noqa: PLR2004
        return cls(
            verdict=verdict if verdict in VERDICTS else "",
            severity=severity if severity in SEVERITIES else "",
            sheet=int(sheet) if is_number else None,
            by_sheet=given.get("by") == "sheet",
        )

    def take(self, finding: PlanFinding) -> bool:
        return (
            (not self.verdict or finding.verdict == self.verdict)
            and (not self.severity or finding.severity == self.severity)
            and (self.sheet is None or self.sheet in finding.sheets)
        )

    @property
    def is_all(self) -> bool:
        return not (self.verdict or self.severity or self.sheet is not None)


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet that a finding is about, as it is called."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with what its rule says."""

    row: PlanFinding
    rule: Rule | None
    places: Sequence[Place]

    @property
    def badge(self) -> Badge:
        return VERDICTS[self.row.verdict]

    @property
    def title(self) -> str:
        return self.rule.title if self.rule else self.row.rule

    @property
    def severity(self) -> str:
        return SEVERITIES[self.row.severity]

    @property
    def first_places(self) -> Sequence[Place]:
        return self.places if len(self.places) <= FOLDED else self.places[:SHOWN]

    @property
    def other_places(self) -> Sequence[Place]:
        """Those that are folded away."""
        return self.places[len(self.first_places) :]

    @property
    def rank(self) -> tuple[int, int, int]:
        worst = ORDER.index(self.row.verdict)
        return worst, SEVERITY_ORDER.index(self.row.severity), self.row.number


@dataclass(frozen=True, slots=True)
class RuleReport:
    """A rule with all that was found of it, the worst first."""

    id: str
    findings: Sequence[Shown]

    @property
    def worst(self) -> Shown:
        return self.findings[0]

    @property
    def is_open(self) -> bool:
        """Whether there is something to do or to look at."""
        return self.worst.row.verdict != "pass"


@dataclass(frozen=True, slots=True)
class SheetReport:
    """A sheet with what was found on it."""

    sheet: PlanSheet
    findings: Sequence[Shown]


@dataclass(frozen=True, slots=True)
class Count:
    """How many rules have this verdict."""

    badge: Badge
    rules: int


@dataclass
class Report:
    """What is known of a set; `filters` decides which of it is listed."""

    job: PlanJob
    filters: Filters

    @cached_property
    def sheets(self) -> Sequence[PlanSheet]:
        rows = PlanSheet.objects.filter(job=self.job).defer("reading")
        return list(rows.order_by("number"))

    @cached_property
    def all(self) -> Sequence[Shown]:
        names = {sheet.number: sheet_title(sheet) for sheet in self.sheets}
        rules = {rule.id: rule for rule in checks.RULES}
        rows = PlanFinding.objects.filter(job=self.job).order_by("number")
        shown = [Shown(row, rules.get(row.rule), _places(row, names)) for row in rows]
        return sorted(shown, key=lambda one: one.rank)

    @cached_property
    def listed(self) -> Sequence[Shown]:
        return [one for one in self.all if self.filters.take(one.row)]

    @cached_property
    def rules(self) -> Sequence[RuleReport]:
        return by_rule(self.listed)

    @property
    def to_do(self) -> Sequence[RuleReport]:
        return [rule for rule in self.rules if rule.is_open]

    @property
    def met(self) -> Sequence[RuleReport]:
        return [rule for rule in self.rules if not rule.is_open]

    @property
    def of_whole_set(self) -> Sequence[Shown]:
        return [one for one in self.listed if not one.row.sheets]

    @cached_property
    def by_sheet(self) -> Sequence[SheetReport]:
        """The sheets about which something is listed."""
        on = defaultdict(list)
        for one in self.listed:
            for number in one.row.sheets:
                on[number].append(one)
        return [
            SheetReport(sheet, on[sheet.number])
            for sheet in self.sheets
            if on[sheet.number]
        ]

    @cached_property
    def counts(self) -> Sequence[Count]:
        found = [rule.worst.row.verdict for rule in by_rule(self.all)]
        return [Count(badge, found.count(raw)) for raw, badge in VERDICTS.items()]

    @cached_property
    def reasons(self) -> int:
        """Rules that are surely broken and for which the City sends sets back."""
        return sum(
            one.row.verdict == "fail" and one.row.severity == "reject"
            for one in (rule.worst for rule in by_rule(self.all))
        )

    @property
    def headline(self) -> str:
        if self.reasons:
            s = "" if self.reasons == 1 else "s"
            return f"Would be sent back for {self.reasons} reason{s}"
        if self.unread:
            read = len(self.sheets) - len(self.unread)
            return f"Nothing found on the {read} of {len(self.sheets)} sheets read"
        return "Nothing found that would send it back"

    @property
    def unread(self) -> Sequence[PlanSheet]:
        return [sheet for sheet in self.sheets if sheet.problem]

    def on_sheet(self, number: int) -> Sequence[Shown]:
        return [one for one in self.all if number in one.row.sheets]


def by_rule(findings: Iterable[Shown]) -> list[RuleReport]:
    """Group what is in order; each group stays where its worst finding is."""
    groups: dict[str, list[Shown]] = {}
    for one in findings:
        groups.setdefault(one.row.rule, []).append(one)
    return [RuleReport(rule, found) for rule, found in groups.items()]


def _places(row: PlanFinding, names: Mapping[int, str]) -> list[Place]:
    return [
        Place(number, names.get(number, f"Sheet {number}")) for number in row.sheets
    ]


def sheet_title(sheet: PlanSheet) -> str:
    """What a sheet is called: by its title block, else by its place."""
    return sheet.sheet_number or f"Sheet {sheet.number}"


def size_in_inches(sheet: PlanSheet) -> str:
    """Width and height as printed; empty where the sheet could not be read."""
    if not sheet.width or not sheet.height:
        return ""
    wide, high = (
        f"{side / INCH:.1f}".removesuffix(".0") for side in (sheet.width, sheet.height)
    )
    return f"{wide} \N{MULTIPLICATION SIGN} {high} in"
