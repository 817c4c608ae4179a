import json
from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from permits.bench import entities as bench
from permits.bench import scratch

CONTACTS = """\
id,permit_number,role,first_name,last_name,firm_name,license1,sf_business_license_number,firm_address,agent_address,from_date
a,P1,contractor,,,Tidewater Electric,987654,,,,2015-05-01T00:00:00.000
b,P2,contractor,,,Tidewater Elec Inc,C-10 987654,,,,2016-05-01T00:00:00.000
c,P3,owner,Ada,Orrin,,,,,,not a date
"""
TRUTH = "id,entity_id,apart_group\na,F1,\nb,F1,\nc,P1,\n"


@pytest.mark.parametrize(
    ("found", "pairwise", "b_cubed"),
    [
        ("1122", (1.0, 1.0, 1.0), (1.0, 1.0, 1.0)),
        ("1111", (0.3333, 1.0, 0.5), (0.5, 1.0, 0.6667)),
        ("1234", (0.0, 0.0, 0.0), (1.0, 0.5, 0.6667)),
        ("1112", (0.3333, 0.5, 0.4), (0.6667, 0.75, 0.7059)),
    ],
)
def test_score(
    found: str, pairwise: tuple[float, ...], b_cubed: tuple[float, ...]
) -> None:
    truth = dict(zip("abcd", "XXYY", strict=True))
    scores = bench.score(truth, dict(zip("abcd", found, strict=True)))
    assert tuple(scores["pairwise"].values()) == pairwise
    assert tuple(scores["b_cubed"].values()) == b_cubed


def test_traps_count_pairs_across_entities_only() -> None:
    truth = bench.Truth(
        dict(zip("abcd", "XXYY", strict=True)), dict.fromkeys("abcd", "SL0001")
    )
    merged = bench.merged_traps(truth, dict(zip("abcd", "1112", strict=True)))
    assert merged == {"shared_license": 0.5}
    assert (
        bench.most_entities_in_one(truth.entity, dict.fromkeys("abcd", "1"), at_least=2)
        == 2
    )


def test_run_resolves_and_scores(tmp_path: Path) -> None:
    contacts, truth = tmp_path / "contacts.csv", tmp_path / "truth.csv"
    contacts.write_text(CONTACTS)
    truth.write_text(TRUTH)
    result = bench.run(contacts=contacts, truth=truth)
    assert (result["contacts"], result["entities"]) == (3, 2)
    assert result["b_cubed"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert result["wrongly_merged"] == {}
    assert "pairwise" not in bench.run(contacts=contacts)


def test_the_command_prints_a_line_of_figures(tmp_path: Path) -> None:
    contacts, truth = tmp_path / "contacts.csv", tmp_path / "truth.csv"
    contacts.write_text(CONTACTS)
    truth.write_text(TRUTH)
    out = StringIO()
    call_command(
        "bench", "entities", contacts=contacts, truth=truth, json=True,
        stdout=out, stderr=StringIO(),
    )  # fmt: skip
    (line,) = out.getvalue().splitlines()
    figures = json.loads(line)
    assert figures["pairwise"]["f1"] == figures["b_cubed"]["f1"] == 1.0
    assert {"seconds", "peak_mb"} < figures.keys()


@pytest.mark.django_db(transaction=True)
def test_with_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "database", lambda *_a, **_k: nullcontext())
    contacts, truth = tmp_path / "contacts.csv", tmp_path / "truth.csv"
    contacts.write_text(CONTACTS)
    truth.write_text(TRUTH)
    stored = bench.run(contacts=contacts, truth=truth, stored=True)["stored"]
    # The first is missing before the delta, the second has no licence.
    assert (stored["store"]["whole"], stored["store"]["new"]) == (True, 2)
    after = stored["incremental"]
    assert after["pairwise"]["f1"] == after["agreement"]["b_cubed"]["f1"] == 1.0
    assert after["store"]["merged"] + after["store"]["new"] == 0
    assert stored["total_seconds"] >= 0
    assert stored["peak_mb"] > 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "bench entities needs --contacts."),
        ({"contacts": "none.csv"}, "none.csv: No such file or directory."),
        ({"contacts": "truth.csv"}, "truth.csv has no column permit_number, role"),
        (
            {"contacts": "contacts.csv", "truth": "contacts.csv"},
            "contacts.csv has no column entity_id.",
        ),
        ({"contacts": "contacts.csv", "seed": 1}, "bench entities takes no --seed."),
    ],
)
def test_what_cannot_be_measured_is_said(
    options: dict[str, str | int],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("contacts.csv").write_text(CONTACTS)
    Path("truth.csv").write_text(TRUTH)
    given = {k: Path(v) if isinstance(v, str) else v for k, v in options.items()}
    with pytest.raises(CommandError) as refusal:
        call_command("bench", "entities", stderr=StringIO(), **given)
    assert words in str(refusal.value)
