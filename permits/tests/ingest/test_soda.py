import threading
from collections.abc import Iterator

import pytest

from ops.breaker import Breaker
from permits.ingest import soda
from permits.ingest.datasets import DATASETS, PERMITS
from permits.ingest.soda import Client, Query, SodaError
from permits.ingest.source import RawRow, SourceError
from permits.tests.ingest import soda_server
from permits.tests.ingest.records import COLUMNS, many, record
from permits.tests.ingest.soda_server import Fault, Soda
from permits.tests.ingest.source_rows import row


@pytest.fixture
def server() -> Iterator[Soda]:
    with soda_server.serving(many(25)) as server:
        yield server


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def client(server: Soda, pauses: list[float]) -> Iterator[Client]:
    with Client(
        base_url=server.url,
        token="secret",
        page=10,
        timeout=0.15,
        breaker=Breaker(threshold=20),
        sleep=pauses.append,
    ) as client:
        yield client


def _rows(client: Client, query: Query = Query()) -> list[RawRow]:  # noqa: B008
    return list(client.open_table(PERMITS, query).rows)


def test_pages_in_a_fixed_order(client: Client, server: Soda) -> None:
    rows = _rows(client)
    assert [row.line for row in rows] == list(range(1, 26))
    assert len({row.values[COLUMNS.index("record_id")] for row in rows}) == 25
    pages = server.asked[1:]
    assert [q["$offset"] for q in pages] == ["0", "10", "20"]
    assert {q["$order"] for q in pages} == {":id"}
    assert set(server.tokens) == {"secret"}


def test_json_becomes_the_text_of_a_csv_file(client: Client, server: Soda) -> None:
    server.records = [soda_server.to_json(record(unit=""))]
    values = dict(zip(COLUMNS, _rows(client)[0].values, strict=True))
    assert values["estimated_cost"] == "15000.0"
    assert (
        values["location"] == '{"type": "Point", "coordinates": [-122.41893, 37.75615]}'
    )
    assert values["unit"] == ""


def test_a_delta_asks_for_later_rows_only(client: Client, server: Soda) -> None:
    server.records[3]["status_date"] = "2024-05-01T00:00:00.000"
    table = client.open_table(PERMITS, Query(since="2024-01-01"))
    assert table.total == 1
    assert table.partial
    assert len(list(table.rows)) == 1
    assert server.asked[0]["$where"] == "status_date >= '2024-01-01'"
    assert "since 2024-01-01" in table.origin


def test_a_limit_asks_for_no_more(client: Client, server: Soda) -> None:
    table = client.open_table(PERMITS, Query(limit=12))
    assert len(list(table.rows)) == 12
    assert [q.get("$limit") for q in server.asked] == [None, "10", "2"]


@pytest.mark.parametrize(
    "fault",
    [
        soda_server.status(429),
        soda_server.status(500),
        soda_server.status(503),
        soda_server.cut_off,
        soda_server.hang_up,
        soda_server.body(b"<html>Sorry</html>", "text/html"),
        soda_server.body(b"<html>Sorry</html>"),
        soda_server.body(b'[{"permit_number": '),
        soda_server.body(b""),
    ],
    ids=[
        "429",
        "500",
        "503",
        "cut",
        "hang up",
        "html",
        "html as json",
        "half",
        "empty",
    ],
)
def test_what_may_pass_is_tried_again(
    client: Client, server: Soda, pauses: list[float], fault: Fault
) -> None:
    server.faults.extend([None, fault, fault])
    assert len(_rows(client)) == 25
    assert len(pauses) == 2
    assert 0.5 <= pauses[0] <= 1 <= pauses[1] <= 2


def test_a_server_that_says_nothing_is_not_waited_for(
    client: Client, server: Soda, pauses: list[float]
) -> None:
    answered = threading.Event()
    server.faults.append(soda_server.slow(answered))
    assert len(_rows(client)) == 25
    answered.set()
    assert len(pauses) == 1


@pytest.mark.parametrize(("after", "pause"), [("7", 7.0), ("86400", 60.0)])
def test_the_servers_own_pause_is_kept_within_reason(
    client: Client, server: Soda, pauses: list[float], after: str, pause: float
) -> None:
    server.faults.append(soda_server.status(429, Retry_After=after))
    _rows(client)
    assert pauses == [pause]


@pytest.mark.parametrize(
    ("fault", "transient", "message"),
    [
        (soda_server.status(500), True, "answered 500. no luck"),
        (soda_server.body(b"<!DOCTYPE html>", "text/html"), True, "a web page came"),
        (soda_server.body(b"[1, 2"), True, "not valid JSON"),
        (soda_server.body(b'{"error": true}'), False, "no list of records"),
        (soda_server.body(b"[[]]"), False, "no list of records"),
        (soda_server.body(b'[{"count": "many"}]'), False, "count of rows is no number"),
        (soda_server.body(b"[]"), False, "count of rows is no number"),
        (soda_server.status(400), False, "answered 400. no luck"),
        (soda_server.status(403), False, "answered 403"),
    ],
)
def test_what_does_not_pass_is_told(
    client: Client, server: Soda, fault: Fault, message: str, *, transient: bool
) -> None:
    server.faults.extend([fault] * soda.ATTEMPTS)
    with pytest.raises(SodaError, match=message) as caught:
        _rows(client)
    assert caught.value.transient is transient
    assert len(server.asked) == (soda.ATTEMPTS if transient else 1)


def test_a_server_that_is_not_there_is_told() -> None:
    with (
        Client(
            base_url="http://127.0.0.1:1",
            breaker=Breaker(threshold=10),
            sleep=lambda _: None,
        ) as client,
        pytest.raises(SodaError, match="did not answer"),
    ):
        _rows(client)


def test_fewer_rows_than_counted_is_a_cut_answer(client: Client, server: Soda) -> None:
    server.claimed = 40
    with pytest.raises(SodaError, match="25 rows came where 40 were counted"):
        _rows(client)


def test_the_same_page_twice_is_refused(client: Client, server: Soda) -> None:
    server.records[10:20] = server.records[:10]
    with pytest.raises(SodaError, match="same page came twice"):
        _rows(client)


def test_a_renamed_column_is_refused_by_name(client: Client, server: Soda) -> None:
    server.fields[server.fields.index("estimated_cost")] = "cost"
    with pytest.raises(SourceError, match=r'"estimated_cost".*perhaps renamed: "cost"'):
        _rows(client)


@pytest.mark.parametrize(
    "text", [r'[{"record_id": "1", "permit_number": "2", "description": "\ud800"}]']
)
def test_a_lone_surrogate_reaches_the_parser(
    client: Client, server: Soda, text: str
) -> None:
    server.claimed = 1
    server.faults.extend([None, soda_server.body(text.encode())])
    assert _rows(client)[0].values[COLUMNS.index("description")] == "\ud800"


def test_a_dead_server_is_left_alone_for_a_while(server: Soda) -> None:
    now = [0.0]
    breaker = Breaker(threshold=3, cool_down=60, clock=lambda: now[0])
    with Client(base_url=server.url, breaker=breaker, sleep=lambda _: None) as client:
        server.faults.extend([soda_server.status(500)] * 3)
        with pytest.raises(SodaError, match="left alone for another 60 s"):
            _rows(client)
        assert len(server.asked) == 3
        now[0] = 59
        with pytest.raises(SodaError, match="another 1 s"):
            _rows(client)
        assert len(server.asked) == 3
        now[0] = 61
        _rows(client)
    assert breaker.seconds_to_wait() == 0


def test_any_of_a_sets_dates_says_that_a_row_is_new() -> None:
    entry = DATASETS["addenda"]
    old = {"arrive": "2025-01-01T00:00:00.000"}
    rows = [
        row("addenda", primary_key="1", **old),
        row("addenda", primary_key="2", **old, finish_date="2026-02-01T00:00:00.000"),
        row("addenda", primary_key="3"),
    ]
    with soda_server.serving(rows, entry) as server, Client(server.url) as client:
        table = client.open_table(entry, Query(since="2026-01-01"))
        assert [found.values[0] for found in table.rows] == ["2.0", "3.0"]
    assert (table.partial, table.total) == (True, 2)
    assert " OR finish_date >= '2026-01-01'" in server.asked[0]["$where"]


def test_a_set_whose_dates_tell_nothing_is_asked_for_whole() -> None:
    entry = DATASETS["violations"]
    rows = [row("violations")]
    with soda_server.serving(rows, entry) as server, Client(server.url) as client:
        table = client.open_table(entry, Query(since="2099-01-01"))
        assert len(list(table.rows)) == 1
    assert not table.partial
    assert table.origin.endswith("(all rows)")
    assert not any("$where" in query for query in server.asked)


def test_outlines_of_parcels_are_not_asked_for() -> None:
    entry = DATASETS["parcels"]
    rows = [row("parcels")]
    with soda_server.serving(rows, entry) as server, Client(server.url) as client:
        (found,) = client.open_table(entry, Query()).rows
    assert len(found.values) == len(entry.columns)
    asked = server.asked[1]["$select"].split(",")
    assert asked == [column.field for column in entry]
    assert "shape" not in asked
