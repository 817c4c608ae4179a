"""Programs that read the record as JSON."""

from typing import Final

from locust import task

from locustfiles.course import Asked
from locustfiles.users.visitor import Visitor

# By what is asked for: its share of the requests.
KINDS: Final = {"permit": 5, "search": 3, "parcel": 2, "entity": 1, "station": 1}


class Api(Visitor):
    scenario = "api"

    @task
    def read(self) -> None:
        kind = self.draws.choices([*KINDS], weights=[*KINDS.values()])[0]
        path = self.course.page(kind, self.draws).path
        if kind == "search":
            self.ask(Asked(path.replace("/search/?", "/search.json?"), (b'{"query":',)))
        elif kind == "entity":
            number = path.split("/")[2]
            self.ask(Asked(f"/entities/{number}.json", (number.encode(),)))
        else:
            marks = tuple(part.lower().encode() for part in path.split("/")[2:-1])
            said = marks if kind == "permit" else (b'{"',)
            self.ask(Asked(f"{path.removesuffix('/')}.json", said))
