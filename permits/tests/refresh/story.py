"""Three small steps in place of the real ones, which write down how they were run.

people   is made from contacts
pairs    is made from people and permits, and sees what the loads changed
desks    is made from addenda alone
"""

from collections.abc import Callable

from permits.refresh.steps import Done, Step, Work
from permits.tests.factories import LoadFactory

Ran = list[tuple[str, Work]]
Answer = Callable[[], frozenset[int] | None]


def steps(ran: Ran, answers: dict[str, Answer]) -> tuple[Step, ...]:
    """An answer gives what a step touched, or raises."""

    def step(
        name: str, *, sees_loads: bool = False, **made_from: tuple[str, ...]
    ) -> Step:
        def run(work: Work) -> Done:
            ran.append((name, work))
            work.progress("Counting", 3)
            touched = answers[name]() if name in answers else None
            return Done(f"{len(ran)} runs.", {"runs": len(ran)}, touched)

        return Step(name, name.title(), run, sees_loads=sees_loads, **made_from)

    return (
        step("entities", datasets=("contacts",)),
        step("pairs", datasets=("permits",), after=("entities",), sees_loads=True),
        step("desks", datasets=("addenda",)),
    )


def loaded(*datasets: str, status: str = "succeeded") -> None:
    for dataset in datasets:
        LoadFactory.create(dataset=dataset, status=status)
