"""What a forked child does beside its parent."""

import os
import time
from collections.abc import Callable

import psutil
import pytest

from permits.entities import beside, resolve
from permits.entities.beside import ChildError
from permits.tests.entities.story import STORY


def test_the_child_sees_what_is_there_and_gives_what_it_made() -> None:
    here = {"rows": [1, 2]}
    with beside.beside(lambda: [os.getpid(), here["rows"]], worth=True) as result:
        pid, rows = result()
    assert pid != os.getpid()
    assert rows == [1, 2]


def test_what_is_not_worth_a_child_is_done_at_once() -> None:
    with beside.beside(os.getpid, worth=False) as result:
        assert result() == os.getpid()


@pytest.mark.parametrize("end", [lambda: os._exit(3), lambda: 1 / 0, lambda: {1, 2}])
def test_a_child_without_a_result_is_an_error(
    end: Callable[[], object],
) -> None:
    with (
        pytest.raises(ChildError, match="no result"),
        beside.beside(end, worth=True) as result,
    ):
        result()


def test_who_leaves_early_stops_the_child() -> None:
    def leave() -> None:
        with beside.beside(lambda: time.sleep(60), worth=True):
            raise KeyboardInterrupt

    before = set(psutil.Process().children())
    with pytest.raises(KeyboardInterrupt):
        leave()
    assert set(psutil.Process().children()) == before


def test_a_child_decides_as_one_process_would(monkeypatch: pytest.MonkeyPatch) -> None:
    contacts = [row for _, row in STORY]
    alone = resolve.resolve(contacts)
    monkeypatch.setattr(resolve, "ROWS_WORTH_A_CHILD", 1)
    assert resolve.resolve(contacts) == alone
