"""The derived tables, as data: what each is made from, and what makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from permits import sitemap
from permits.entities.graph import build_graph
from permits.entities.statistics import refresh_entity_statistics
from permits.entities.store import resolve_entities
from permits.places.statistics import refresh_neighborhoods
from permits.review.baselines import refresh_baselines
from permits.search.people_index import refresh_people

ENTITIES = "entities"
CONTACTS = ("contacts", "electrical_contacts", "plumbing_contacts")
PERMITS = ("permits", "electrical_permits", "plumbing_permits")


class Work(NamedTuple):
    """How a step is to be run.

    `touched` are the entities that changed since it last ran; None: it may be any.
    """

    whole: bool
    touched: frozenset[int] | None
    progress: Callable[[str, int], None]


class Done(NamedTuple):
    """What came of it; `touched` as in Work, for the steps after this one."""

    sentence: str
    figures: Mapping[str, Any]
    touched: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A derived table, or a few that are written together.

    It is made anew if one of `datasets` was loaded, or a step of `after` was run, since
    it last succeeded. `sees_loads`: it finds out by itself what the loads changed, so
    that it can go by `touched` even after one.
    """

    name: str
    title: str
    run: Callable[[Work], Done]
    datasets: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    sees_loads: bool = False


class Report(Protocol):
    """What the functions that make the tables return."""

    def figures(self) -> dict[str, Any]: ...
    def sentence(self) -> str: ...


def done(report: Report) -> Done:
    return Done(report.sentence(), report.figures())


def entities(work: Work) -> Done:
    resolved = resolve_entities(whole=work.whole, progress=work.progress)
    return done(resolved)._replace(touched=resolved.touched)


def graph(work: Work) -> Done:
    return done(build_graph(touched=work.touched, progress=work.progress))


def people_in_search(work: Work) -> Done:
    return done(refresh_people(work.touched, progress=work.progress))


def entity_statistics(work: Work) -> Done:
    # Of all: what is usual in a role is of everybody in it.
    return done(refresh_entity_statistics(progress=work.progress))


def station_baselines(work: Work) -> Done:
    return done(refresh_baselines(progress=work.progress))


def neighborhood_statistics(work: Work) -> Done:
    return done(refresh_neighborhoods(progress=work.progress))


def site_map(_work: Work) -> Done:
    return done(sitemap.rebuild())


# In the order to run them in.
STEPS: tuple[Step, ...] = (
    Step(
        ENTITIES,
        "People and firms",
        entities,
        datasets=(*PERMITS, *CONTACTS),
    ),
    Step(
        "graph",
        "Who works with whom",
        graph,
        datasets=PERMITS,
        after=(ENTITIES,),
        sees_loads=True,
    ),
    Step(
        "people_in_search",
        "People and firms in search",
        people_in_search,
        after=(ENTITIES,),
    ),
    Step(
        "entity_statistics",
        "What each of them has done",
        entity_statistics,
        datasets=(*PERMITS, "inspections"),
        after=(ENTITIES, "graph"),
    ),
    Step(
        "station_baselines",
        "How long reviews take",
        station_baselines,
        datasets=("permits", "addenda"),
    ),
    Step(
        "neighborhood_statistics",
        "What is built where",
        neighborhood_statistics,
        datasets=("neighborhoods", "permits", "complaints", "addenda"),
        after=(ENTITIES,),
    ),
    Step(
        "sitemap",
        "Every page, for search engines",
        site_map,
        datasets=("permits", "parcels", "neighborhoods", "addenda"),
        after=(ENTITIES, "station_baselines"),
    ),
)


def with_followers(name: str) -> list[str]:
    """The step, and in their order all that are made from it."""
    found = [name]
    for step in STEPS:
        if not set(found).isdisjoint(step.after):
            found.append(step.name)
    return found
