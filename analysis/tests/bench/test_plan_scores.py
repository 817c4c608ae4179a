import pytest

from analysis.bench.plan_maker.labels import EITHER, FIRES, QUIET, Expected, Labels
from analysis.bench.plan_scores import Said, Score, Scores, said
from analysis.checks.finding import Finding, Place, Verdict


def test_the_worst_verdict_stands_for_the_rule() -> None:
    findings = [
        Finding("pass", "Fine.", (Place(1),)),
        Finding("warn", "Odd.", (Place(4), Place(2))),
        Finding("fail", "Broken.", (Place(3),)),
        Finding("cannot tell", "Not read.", (Place(5),)),
    ]
    assert said(findings) == Said("fail", (2, 3, 4), "Broken.")
    assert said(findings[:1]) == Said("pass", (), "Fine.")
    assert said(findings[::3]).verdict == "cannot tell"


@pytest.mark.parametrize(
    ("expected", "verdict", "counted"),
    [
        (FIRES, "fail", "hits"),
        (FIRES, "warn", "hits"),
        (FIRES, "pass", "missed"),
        (FIRES, "cannot tell", "missed"),
        (QUIET, "pass", "quiet"),
        (QUIET, "cannot tell", "quiet"),
        (QUIET, "warn", "wrong"),
        (EITHER, "fail", None),
        (EITHER, "pass", None),
    ],
)
def test_what_a_verdict_counts_as(
    expected: frozenset[str], verdict: Verdict, counted: str | None
) -> None:
    score = Score()
    differs = score.add(Expected(expected), Said(verdict))
    whole = {
        name: getattr(score, name) for name in ("hits", "missed", "wrong", "quiet")
    }
    assert whole == {name: int(name == counted) for name in whole}
    assert differs == (counted in {"missed", "wrong"})


def test_shares_and_differences() -> None:
    scores = Scores()
    broken = Labels("a.pdf", {"EPR-001": Expected(FIRES, (2, 3), "scan")}, seed="1-0")
    sound = Labels("b.pdf", {"EPR-001": Expected()}, seed="1-1")
    scores.add(broken, {"EPR-001": Said("fail", (2, 3))})
    scores.add(broken, {"EPR-001": Said("fail", (2,)), "OWN-001": Said("fail")})
    scores.add(broken, {"EPR-001": Said("pass")})
    scores.add(sound, {"EPR-001": Said("warn", (1,), "Looks odd.")})
    figures = scores.figures()
    rule = figures["rules"]["EPR-001"]
    assert (rule["precision"], rule["recall"]) == (0.667, 0.667)
    assert rule["sheets_right"] == 0.5
    assert figures["least_recall"] == 0.667
    assert figures["missed_forms"] == {"EPR-001 scan": "1 of 3"}
    assert [each["said"] for each in figures["differences"]] == ["pass", "warn"]
    assert figures["differences"][1]["evidence"] == "Looks odd."
    assert "OWN-001" not in figures["rules"]
