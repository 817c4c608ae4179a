"""Made sets have the defects that their labels say, and only those."""

from collections import Counter
from random import Random

import pytest

from analysis.bench.plan_maker import make as make_module
from analysis.bench.plan_maker.defects import DEFECTS, NEAR_MISSES
from analysis.bench.plan_maker.draft import NotHere
from analysis.bench.plan_maker.drafting import draft_set
from analysis.bench.plan_maker.labels import FIRES, QUIET, RULES
from analysis.bench.plan_maker.make import make, make_clean, make_with
from analysis.tests.bench.made import BY_NAME, Seen, seen


def test_the_same_seed_makes_the_same_bytes() -> None:
    one, again, other = make(7, 8, sheets=5), make(7, 8, sheets=5), make(7, 9, sheets=5)
    assert one == again
    assert one.content != other.content


def test_every_form_has_its_turn_and_some_sets_have_none() -> None:
    rules = {each.rule for each in DEFECTS}
    assert rules == set(RULES) - {"EPR-018"}
    assert len(BY_NAME) == len(DEFECTS) + len(NEAR_MISSES)
    turns = [make_module._first(2, index) for index in range(200)]
    assert set(turns) == {None, *DEFECTS}
    assert turns[9] is None
    clean = make(2, 9, sheets=5).labels
    assert not any(each.verdicts == FIRES for each in clean.rules.values())


def test_each_rule_is_broken_in_a_dozen_of_two_hundred_sets() -> None:
    counts: Counter[str] = Counter()
    for index in range(200):
        chosen = Random(f"3-{index}")
        draft = draft_set(chosen)
        seeded = make_module._seed(draft, chosen, make_module._first(3, index))
        counts.update(each.rule for each, _ in seeded if not each.near_miss)
    assert counts.keys() == set(RULES) - {"EPR-018"}
    assert min(counts.values()) >= 12, counts


def test_labels_as_json_name_verdicts_and_sheets() -> None:
    labels = seen("EPR-013 missing on one sheet").made.labels.as_json()
    assert labels["rules"]["EPR-013"]["verdict"] == ["fail", "warn"]
    assert len(labels["rules"]["EPR-013"]["sheets"]) == 1
    assert labels["rules"]["EPR-014"]["verdict"] == ["cannot tell", "pass"]


def test_a_clean_set() -> None:
    clean = Seen(make_clean(4, sheets=8))
    labels = clean.made.labels
    assert {each.form for each in labels.rules.values()} == {""}
    assert labels.rules["EPR-001"].verdicts == QUIET
    assert len(clean.inches) == labels.sheets == 8
    assert all(width >= 34 and height >= 22 for width, height in clean.inches)
    assert clean.room(1, 8.5, 11)
    assert len(clean.structure.page_labels) == 8
    for number, (text, label) in enumerate(
        zip(clean.texts, clean.structure.page_labels, strict=True), start=1
    ):
        if number < 8:
            assert label.split(" - ")[0] in text
    assert "BACK CHECK PAGE" in clean.texts[-1]
    assert not clean.structure.is_encrypted


@pytest.mark.parametrize(
    "form",
    [
        "one sheet scanned",
        "all sheets scanned",
        "scan with words behind it",
        "drawing scanned, title block drawn",
    ],
)
def test_scans_are_pictures(form: str) -> None:
    scanned = seen(f"EPR-001 {form}")
    shares = scanned.picture_shares()
    large = {number for number, share in enumerate(shares, start=1) if share > 0.6}
    assert large == scanned.labelled("EPR-001")
    has_words = form not in {"one sheet scanned", "all sheets scanned"}
    for number in large:
        assert bool(scanned.texts[number - 1]) == has_words


@pytest.mark.parametrize(
    "paper",
    [
        "EPR-004 fitted to 17 x 11",
        "EPR-005 user unit of 2",
        "EPR-005 pages turned by 90",
    ],
)
def test_a_scan_fills_its_paper(paper: str) -> None:
    scanned = seen(paper, "EPR-001 one sheet scanned")
    (number,) = scanned.labelled("EPR-001")
    assert scanned.picture_shares()[number - 1] > 0.85


def test_a_survey_as_a_picture_is_less_than_half_of_its_sheet() -> None:
    surveyed = seen("EPR-001 survey as a picture", sheets=14)
    assert 0.1 < max(surveyed.picture_shares()) < 0.5
    assert not surveyed.labelled("EPR-001")


def test_strokes_and_codes_cannot_be_searched() -> None:
    some = seen("EPR-002 letters of two sheets drawn as strokes")
    assert some.without("SAN FRANCISCO") == some.labelled("EPR-002")
    assert all(some.texts[number - 1] == "" for number in some.labelled("EPR-002"))
    coded = seen("EPR-002 codes without characters")
    assert len(coded.texts[0]) > 1000
    assert "SAN FRANCISCO" not in coded.texts[0]
    recognised = seen("EPR-002 strokes with words behind them")
    assert not recognised.without("SAN FRANCISCO")


@pytest.mark.parametrize(
    "form", ["one sheet 17 x 11", "two sheets 24 x 18", "all sheets 33 x 21"]
)
def test_small_paper(form: str) -> None:
    small = seen(f"EPR-005 {form}")
    too_small = {
        number
        for number, (width, height) in enumerate(small.inches, start=1)
        if width < 34 or height < 22
    }
    assert too_small - {len(small.inches)} == small.labelled("EPR-005")


@pytest.mark.parametrize(
    "form", ["exactly 22 x 34", "pages turned by 90", "user unit of 2"]
)
def test_paper_that_looks_small_and_is_not(form: str) -> None:
    large = seen(f"EPR-005 {form}")
    assert all(width >= 34 and height >= 22 for width, height in large.inches)
    raw = [
        (float(page.mediabox.width), float(page.mediabox.height))
        for page in large.structure.pages
    ]
    assert (
        raw[0] == (34 * 72, 22 * 72) or min(raw[0]) < 22 * 72 or raw[0][0] < raw[0][1]
    )


def test_reduced_sheets_say_what_they_were_drawn_for() -> None:
    reduced = seen("EPR-004 set reduced from 48 x 36")
    assert set(reduced.inches) == {(36, 24)}
    assert all("48" in text and "36" in text for text in reduced.texts[:-1])
    fitted = seen("EPR-004 fitted to 17 x 11")
    assert set(fitted.inches) == {(17, 11)}


@pytest.mark.parametrize(
    ("form", "missing"),
    [
        ("may not be modified", 4),
        ("may not be printed", 3),
        ("may not be annotated", 6),
        ("may not be assembled", 11),
    ],
)
def test_locks(form: str, missing: int) -> None:
    locked = seen(f"EPR-009 {form}")
    assert locked.structure.is_encrypted
    allowed = locked.structure.user_access_permissions
    assert allowed is not None
    assert not allowed & 1 << (missing - 1)


def test_signatures() -> None:
    for form, signed in (
        ("EPR-010 signed with a certificate", True),
        ("EPR-010 signature field without signature", False),
    ):
        (field,) = (seen(form).structure.get_fields() or {}).values()
        assert field["/FT"] == "/Sig"
        assert ("/V" in field and field["/V"] is not None) == signed


@pytest.mark.parametrize(
    "form", ["missing on one sheet", "missing on three sheets", "on the cover alone"]
)
def test_address_is_missing(form: str) -> None:
    missing = seen(f"EPR-013 {form}")
    back_check = {len(missing.texts)}
    assert missing.without("SAN FRANCISCO, CA") - back_check == missing.labelled(
        "EPR-013"
    )


def test_number_and_name_are_missing() -> None:
    bare = seen("EPR-014 missing on one sheet", "EPR-015 missing on one sheet")
    titles = [label.split(" - ") for label in bare.structure.page_labels[:-1]]
    without_number = {
        place
        for place, (number, _name) in enumerate(titles, start=1)
        if number not in bare.texts[place - 1]
    }
    assert without_number == bare.labelled("EPR-014")
    (nameless,) = bare.labelled("EPR-015")
    text, name = bare.texts[nameless - 1], titles[nameless - 1][1]
    # Its views have names of their own, which hold the sheet's.
    assert text.count(name) == text.count(f"{name} VIEW")


@pytest.mark.parametrize(
    "form",
    ["EPR-012 cover filled", "EPR-012 blank of 6.5 x 9", "EPR-012 hardly 8.5 x 11"],
)
def test_blank_of_the_cover(form: str) -> None:
    cover = seen(form)
    assert cover.room(1, 8.4, 10.9) == (1 not in cover.labelled("EPR-012"))


@pytest.mark.parametrize(
    ("form", "room"),
    [
        ("EPR-016 none in any title block", False),
        ("EPR-016 smaller than 2 x 2", False),
        ("EPR-013 on the cover alone", True),
    ],
)
def test_blank_of_bands_along_the_bottom(form: str, room: bool) -> None:
    seed = next(
        seed
        for seed in range(40)
        if draft_set(Random(f"{seed}-with"), sheets=5).sheets[0].style.block == "band"
    )
    made = Seen(make_with(seed, BY_NAME[form], sheets=5))
    # The drawing begins 3.5 inches up at the least; sheets with long names are looked
    # at, because a short name leaves its cell white.
    number = next(
        place
        for place, name in enumerate(made.structure.page_labels, start=1)
        if name.endswith("EXTERIOR ELEVATIONS")
    )
    assert made.room(number, 1.9, 1.9, lowest=3.4) == room


def test_forms_that_come_later_leave_labels_right() -> None:
    counted = seen(
        "EPR-011 two too many counted", "EPR-005 energy forms on letter paper"
    )
    assert len(counted.texts) == 9
    assert "11" in counted.texts[0].split()
    dashed = seen("EPR-007 another dash", "EPR-014 letter behind the number")
    for text, label in list(
        zip(dashed.texts, dashed.structure.page_labels, strict=True)
    )[:-1]:
        assert label.replace(":", " ").split()[0] in text.split()
    fields = seen(
        "EPR-005 energy forms on letter paper",
        "EPR-019 fields of the Back Check page",
    )
    assert ["/Annots" in page for page in fields.structure.pages] == [False] * 8 + [
        True
    ]


@pytest.mark.parametrize(
    ("form", "count"),
    [
        ("one sheet of another template", 1),
        ("two sheets of another template", 2),
        ("two templates beside the set's", 2),
    ],
)
def test_templates_of_engineers(form: str, count: int) -> None:
    mixed = seen(f"EPR-017 {form}")
    odd = mixed.labelled("EPR-017")
    assert len(odd) == count
    assert {
        number
        for number, text in enumerate(mixed.texts, start=1)
        if "ENGINEER" in text.replace("E N G I N E E R", "") and "MARCH 2023" in text
    } == odd


def test_sheets_of_several_sizes_have_one_title_block() -> None:
    for form in ("two sheets on larger paper", "sheets of many sizes"):
        sized = seen(f"EPR-017 {form}", sheets=9)
        assert not sized.labelled("EPR-017")
        assert len(set(sized.inches)) > 1
        assert not sized.without("SAN FRANCISCO, CA") - {len(sized.texts)}


def test_what_contradicts_is_not_seeded_together() -> None:
    alone, cover = (
        BY_NAME["EPR-003 one sheet of a set"],
        BY_NAME["EPR-013 on the cover alone"],
    )
    for seed in range(5):
        with pytest.raises(NotHere):
            make_with(seed, alone, cover, sheets=6)
    small = make_with(5, BY_NAME["EPR-004 fitted to 18 x 12"], alone, sheets=6).labels
    assert small.rules["EPR-004"].sheets == (1,)
    large, named = (
        BY_NAME["EPR-006 380 MB of addenda"],
        BY_NAME["EPR-020 called final"],
    )
    assert not make_module._goes_with(large, [named])
    assert make_module._goes_with(cover, [named])


def test_annotations_and_links() -> None:
    marked = seen("EPR-019 stamp left as annotation", "EPR-019 links")
    kinds = {
        number: Counter(
            str(mark.get_object()["/Subtype"]) for mark in page.get("/Annots", [])
        )
        for number, page in enumerate(marked.structure.pages, start=1)
    }
    assert {
        number for number, each in kinds.items() if each["/Stamp"]
    } == marked.labelled("EPR-019")
    assert kinds[1]["/Link"] == 1


def test_back_check_page() -> None:
    inside = seen("EPR-021 Back Check page in the middle")
    assert {
        number
        for number, text in enumerate(inside.texts, start=1)
        if "BACK CHECK PAGE" in text
    } == inside.labelled("EPR-021")
    assert len(inside.texts) not in inside.labelled("EPR-021")
    assert len(seen("EPR-021 no Back Check page").without("BACK CHECK PAGE")) == 6


def test_bookmarks_and_labels() -> None:
    assert seen("EPR-007 no bookmarks").structure.outline == []
    plain = seen("EPR-008 no page labels").structure
    assert plain.page_labels == [str(number) for number in range(1, 8)]


def test_index_and_count() -> None:
    counted = seen("EPR-011 three too few counted")
    assert "4" in counted.texts[0]
    assert len(counted.texts) == 7
    unlisted = seen("SET-001 a sheet is not listed")
    (number,) = unlisted.labelled("SET-001")
    sheet = unlisted.structure.page_labels[number - 1].split(" - ")[0]
    assert f" {sheet} " not in unlisted.texts[0]


def test_scale_north_and_dates() -> None:
    scaleless = seen("SET-003 none in the set")
    for number in scaleless.labelled("SET-003"):
        assert "= 1'" not in scaleless.texts[number - 1]
    north = seen("SET-004 none on a site plan")
    (site,) = north.labelled("SET-004")
    # One is in the stamp's LICENSED, letter by letter.
    words = north.texts[site - 1].split()
    assert (words.count("N"), words.count("NORTH")) == (1, 0)
    noted = seen("SET-004 a note of it and no arrow")
    (site,) = noted.labelled("SET-004")
    assert "TRUE NORTH." in noted.texts[site - 1]
    assert len(seen("SET-004 on floor plans alone").labelled("SET-004")) == 1
    dated = seen("SET-005 one revision with two dates")
    (odd,) = dated.labelled("SET-005")
    assert [
        number
        for number, text in enumerate(dated.texts, start=1)
        if "2021" in text or "-21" in text
    ] == [odd]


def test_what_the_visitor_says() -> None:
    large = seen("EPR-006 380 MB of addenda").made
    assert large.says_size == 380_000_000
    assert large.submission.is_addendum
    other = seen("SET-002 another street").made
    assert other.submission.record_address
    assert seen("EPR-020 called final").made.labels.file_name == "plans_final_v3.pdf"
    assert seen("EPR-009 asks for a password").made.labels.refused == "EPR-009"
