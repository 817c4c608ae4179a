"""The class of each scenario."""

from collections.abc import Mapping
from typing import Final

from locustfiles.mixes import weights
from locustfiles.users.api import Api
from locustfiles.users.ask import Ask
from locustfiles.users.entity import Entity
from locustfiles.users.health import Health
from locustfiles.users.landing import Landing
from locustfiles.users.limiter import Limiter
from locustfiles.users.parcel import Parcel
from locustfiles.users.permit import Permit
from locustfiles.users.plans import Plans
from locustfiles.users.search import Search
from locustfiles.users.sitemap import Sitemap
from locustfiles.users.static import Static
from locustfiles.users.station import Station
from locustfiles.users.suggest import Suggest
from locustfiles.users.visitor import Visitor

_ALL: Final[tuple[type[Visitor], ...]] = (
    *(Health, Landing, Search, Permit, Parcel, Entity, Station),
    *(Suggest, Ask, Api, Sitemap, Static, Plans, Limiter),
)
CLASSES: Final[Mapping[str, type[Visitor]]] = {each.scenario: each for each in _ALL}


def of(scenario: str) -> list[type[Visitor]]:
    """Give the classes of a mix, each with its weight in it."""
    chosen = []
    for name, weight in weights(scenario).items():
        CLASSES[name].weight = weight
        chosen.append(CLASSES[name])
    return chosen
