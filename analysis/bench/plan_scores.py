"""What was said of made sets against their labels, rule by rule."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.bench.plan_maker.labels import FIRES, Expected, Labels
from analysis.checks.finding import Finding

# The one that stands for a rule with several findings comes first.
_WORST = ("fail", "warn", "cannot tell", "pass")


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict on a rule, the sheets it names, and why, in short."""

    verdict: str
    sheets: tuple[int, ...] = ()
    evidence: str = ""


def said(findings: Sequence[Finding]) -> Said:
    verdict = min((each.verdict for each in findings), key=_WORST.index)
    loud = [each for each in findings if each.verdict == verdict]
    firing = [each for each in findings if each.verdict in FIRES]
    sheets = {place.sheet for each in firing for place in each.places}
    evidence = " | ".join(each.evidence for each in loud)[:300]
    return Said(verdict, tuple(sorted(sheets)), evidence)


@dataclass(slots=True)
class Score:
    """Of one rule: sets counted by what is the case and what was said."""

    hits: int = 0
    missed: int = 0
    wrong: int = 0
    quiet: int = 0
    cannot_tell: int = 0
    # Hits that name the labelled sheets and no others, of hits with such labels.
    sheets_right: int = 0
    sheets_labelled: int = 0

    def add(self, expected: Expected, told: Said) -> bool:
        """Count one set; whether the verdict is one that is not accepted."""
        fires, should = told.verdict in FIRES, expected.verdicts <= FIRES
        self.cannot_tell += told.verdict == "cannot tell"
        if should:
            self.hits += fires
            self.missed += not fires
            if fires and expected.sheets:
                self.sheets_labelled += 1
                self.sheets_right += told.sheets == expected.sheets
        elif told.verdict not in expected.verdicts:
            self.wrong += 1
        elif not expected.verdicts & FIRES:
            self.quiet += 1
        return told.verdict not in expected.verdicts

    def figures(self) -> dict[str, Any]:
        return {
            "precision": _share(self.hits, self.wrong),
            "recall": _share(self.hits, self.missed),
            "hits": self.hits,
            "missed": self.missed,
            "wrong": self.wrong,
            "quiet": self.quiet,
            "cannot_tell": self.cannot_tell,
            "sheets_right": _share(
                self.sheets_right, self.sheets_labelled - self.sheets_right
            ),
        }


def _share(good: int, bad: int) -> float | None:
    return round(good / (good + bad), 3) if good + bad else None


@dataclass(slots=True)
class Scores:
    rules: dict[str, Score] = field(default_factory=dict)
    # Which forms of a defect were seeded, and which were missed how often.
    seeded: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    differences: list[dict[str, Any]] = field(default_factory=list)

    def add(self, labels: Labels, told: Mapping[str, Said]) -> None:
        """Count a set; rules that nothing was said of are left out."""
        for rule, verdict in told.items():
            expected = labels.rules.get(rule)
            if expected is None:
                continue
            score = self.rules.setdefault(rule, Score())
            differs = score.add(expected, verdict)
            if expected.verdicts <= FIRES:
                form = f"{rule} {expected.form}"
                self.seeded[form] += 1
                self.missed[form] += differs
            if differs:
                self.differences.append(_difference(labels, rule, expected, verdict))

    def figures(self) -> dict[str, Any]:
        rules = {rule: self.rules[rule].figures() for rule in sorted(self.rules)}
        return {
            "rules": rules,
            "least_precision": _least(rules, "precision"),
            "least_recall": _least(rules, "recall"),
            "missed_forms": {
                form: f"{number} of {self.seeded[form]}"
                for form, number in self.missed.most_common()
                if number
            },
            "differences": self.differences,
        }


def _least(rules: Mapping[str, Mapping[str, Any]], what: str) -> float | None:
    return min(
        (each[what] for each in rules.values() if each[what] is not None), default=None
    )


def _difference(
    labels: Labels, rule: str, expected: Expected, verdict: Said
) -> dict[str, Any]:
    return {
        "seed": labels.seed,
        "rule": rule,
        "expected": sorted(expected.verdicts),
        "form": expected.form,
        "sheets": list(expected.sheets),
        "said": verdict.verdict,
        "said_sheets": list(verdict.sheets),
        "evidence": verdict.evidence,
        "near_misses": list(labels.near_misses),
    }
