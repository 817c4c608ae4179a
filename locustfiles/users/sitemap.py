"""Crawlers: robots.txt, the sitemap's index, one of its pages, and pages it names."""

from typing import Final

from locust import task

from locustfiles.course import Asked
from locustfiles.users.visitor import Visitor

INDEX: Final = Asked("/sitemap.xml", (b"<sitemapindex",))
ROBOTS: Final = Asked("/robots.txt", (b"sitemap:",))


class Sitemap(Visitor):
    scenario = "sitemap"

    @task(1)
    def robots(self) -> None:
        self.ask(ROBOTS)

    @task(2)
    def index(self) -> None:
        self.ask(INDEX)

    @task(1)
    def listed(self) -> None:
        path = self.draws.choice(self.course.names.sitemaps)
        self.ask(Asked(path, (b"<urlset",)))
