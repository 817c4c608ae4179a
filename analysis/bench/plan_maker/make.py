"""A set from a seed: its file, and what should be said of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from analysis.bench.plan_maker import binding, paper
from analysis.bench.plan_maker.defects import DEFECTS, NEAR_MISSES, Defect
from analysis.bench.plan_maker.draft import NotHere, SetDraft, SheetDraft
from analysis.bench.plan_maker.drafting import draft_set
from analysis.bench.plan_maker.labels import EITHER, FIRES, RULES, Expected, Labels
from analysis.plan_set import Submission

_CLEAN_EVERY = 10
_FORMS = {
    rule: [each for each in DEFECTS if each.rule == rule]
    for rule in sorted({each.rule for each in DEFECTS})
}
Seeded = list[tuple[Defect, list[SheetDraft]]]


@dataclass(frozen=True, slots=True)
class Made:
    """`says_size`: the size in bytes that the file is to be taken for."""

    content: bytes
    labels: Labels
    submission: Submission
    says_size: int | None = None


def make_sets(number: int, seed: int) -> Iterator[Made]:
    for index in range(number):
        yield make(seed, index)


def make(seed: int, index: int, *, sheets: int | None = None) -> Made:
    """Set `index` of `seed`: each form of a defect has its turn, others join it."""
    name = f"{seed}-{index}"
    chosen = Random(name)  # noqa: S311 - a benchmark wants the same each time
    draft = draft_set(chosen, sheets=sheets)
    return _finished(draft, _seed(draft, chosen, _first(seed, index)), name)


def make_clean(seed: int, *, sheets: int) -> Made:
    """A set of so many sheets, the Back Check page among them, without any defect."""
    name = f"{seed}-clean"
    chosen = Random(name)  # noqa: S311 - a benchmark wants the same each time
    return _finished(draft_set(chosen, sheets=sheets - 1), [], name)


def make_with(seed: int, *defects: Defect, sheets: int | None = None) -> Made:
    """A set with these defects and near misses, in the order given.

    Raises:
        NotHere: the set of this seed has no place for one of them.
    """
    name = f"{seed}-with"
    chosen = Random(name)  # noqa: S311 - a benchmark wants the same each time
    draft = draft_set(chosen, sheets=sheets)
    seeded = [(each, list(each.seed(draft, chosen))) for each in defects]
    return _finished(draft, seeded, name)


def _finished(draft: SetDraft, seeded: Seeded, name: str) -> Made:
    return Made(
        content=binding.bind(paper.pages(draft, name), draft),
        labels=_labels(draft, seeded, name),
        submission=draft.submission,
        says_size=draft.says_size,
    )


def _first(seed: int, index: int) -> Defect | None:
    """Each rule has its turn, and each form of it in turn."""
    if index % _CLEAN_EVERY == _CLEAN_EVERY - 1:
        return None
    chosen = Random(seed)  # noqa: S311 - a benchmark wants the same each time
    turns = [chosen.sample(forms, len(forms)) for forms in _FORMS.values()]
    chosen.shuffle(turns)
    round_, place = divmod(index - index // _CLEAN_EVERY, len(turns))
    return turns[place][round_ % len(turns[place])]


def _seed(draft: SetDraft, chosen: Random, first: Defect | None) -> Seeded:
    seeded: Seeded = []
    wanted: list[Defect] = [first] if first else []
    if first:
        # By rule, so that one with a single form is broken as often as one with six.
        rules = chosen.sample(list(_FORMS), chosen.randint(0, 5))
        wanted += [chosen.choice(_FORMS[rule]) for rule in rules]
    wanted += chosen.sample(NEAR_MISSES, chosen.randint(0, 3))
    for defect in wanted:
        if not _goes_with(defect, [other for other, _ in seeded]):
            continue
        try:
            seeded.append((defect, list(defect.seed(draft, chosen))))
        except NotHere:
            continue
    return seeded


def _goes_with(defect: Defect, others: list[Defect]) -> bool:
    """No two speak of one rule, and none hides what another is about."""
    return not any(
        defect.rule == other.rule
        or other.rule in defect.hides
        or defect.rule in other.hides
        for other in others
    )


def _labels(draft: SetDraft, seeded: Seeded, seed: str) -> Labels:
    rules = {rule: Expected() for rule in RULES}
    # Whether it is signed and stamped cannot be told by measuring alone.
    rules["EPR-018"] = Expected(EITHER)
    if draft.sheets[0].style.family not in {"Vera", "Vera coded"}:
        # The Type 1 fonts of every reader are searchable, yet not what is asked for.
        rules["EPR-002"] = Expected(EITHER)
    for defect, _sheets in seeded:
        for rule in defect.hides:
            rules[rule] = Expected(EITHER, form=f"hidden by {defect.form}")
        for rule in defect.also:
            rules[rule] = Expected(EITHER, form=f"along with {defect.form}")
    for defect, sheets in seeded:
        if not defect.near_miss:
            # A file of one sheet has left the others of its set.
            left = [each for each in sheets if each in draft.sheets]
            numbers = sorted(draft.sheets.index(each) + 1 for each in left)
            rules[defect.rule] = Expected(FIRES, tuple(numbers), defect.form)
    return Labels(
        file_name=draft.file_name,
        rules=rules,
        near_misses=tuple(f"{d.rule} {d.form}" for d, _ in seeded if d.near_miss),
        refused="EPR-009" if draft.user_password else "",
        sheets=len(draft.sheets),
        seed=seed,
    )


def write(made: Made, folder: Path) -> Path:
    path = folder / f"{made.labels.seed}.pdf"
    path.write_bytes(made.content)
    return path
