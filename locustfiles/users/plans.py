"""Uploading a plan set, waiting for its report, reading and deleting it."""

from typing import Final

import gevent
from locust import between, task

from locustfiles.pdf import one_sheet
from locustfiles.users.visitor import Sent, Visitor

BOUNDARY: Final = "sfpermits-load-test-boundary"
LOOKS: Final = 20


class Plans(Visitor):
    scenario = "plans"
    is_browser = True
    wait_time = between(25, 45)
    # One visitor may upload 20 a day; each has a dozen requests.
    stays = 100

    @task
    def check(self) -> None:
        name = f"A{self.draws.randrange(1, 9)}.{self.draws.randrange(10)}"
        form = multipart(one_sheet(name), BOUNDARY)
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        taken = self.send(
            Sent("/plans/", (), "POST", form, headers, wanted=(303,), follows=False)
        )
        report = taken.header("location")
        if taken.error or not report:
            return
        for _ in range(LOOKS):
            gevent.sleep(2)
            seen = self.send(Sent(f"{report.removesuffix('/')}.json", (b'"status"',)))
            if seen.error or b'"finished_at": null' not in seen.body:
                break
        self.send(Sent(report, (b"</title>",)))
        self.send(
            Sent(f"{report}delete/", method="POST", wanted=(303, 302), follows=False)
        )


def multipart(pdf: bytes, boundary: str) -> bytes:
    """Give the form with the file."""
    head = (
        f"--{boundary}\r\n"
        'Content-Disposition: form-data; name="file"; filename="set.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return head.encode() + pdf + f"\r\n--{boundary}--\r\n".encode()
