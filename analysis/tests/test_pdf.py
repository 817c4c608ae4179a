"""Files that are good, wrong or hostile, read through the jail."""

import resource
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from analysis import page_images, pdf
from analysis.plan_set import INCH, Box, PlanSet
from analysis.tests.reader import made
from ops import jail

GOOD = made.pages(made.good(1), made.good(2))
BOMB = 2**31


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a bomb meets soon."""
    short = jail.Limits(memory=700 * jail.MEGABYTE, cpu_seconds=2, wall_seconds=30)
    for name in ("_BATCH", "_ALONE", "_STRUCTURE"):
        monkeypatch.setattr(pdf, name, short)


def read(content: bytes, folder: Path) -> PlanSet:
    return pdf.read(made.saved(content, folder), file_name="set.pdf")


def picture_size(path: Path) -> tuple[int, int]:
    with Image.open(path, formats=["WEBP"]) as picture:
        return picture.size


def test_reads_a_set(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = made.saved(GOOD, tmp_path)
    found = pdf.read(
        path,
        file_name="1-Plans-R0.pdf",
        images=tmp_path,
        progress=lambda done, of: seen.append((done, of)),
    )
    assert (found.pages, found.size, found.file_name) == (
        2,
        len(GOOD),
        "1-Plans-R0.pdf",
    )
    assert [sheet.number for sheet in found.sheets] == [1, 2]
    assert " ".join(word.text for word in found.sheets[1].words) == (
        "SHEET A2.0 of a small set"
    )
    assert (found.sheets[0].width, found.sheets[0].height) == (1584, 1224)
    assert not found.problems
    assert not any(sheet.problem for sheet in found.sheets)
    assert seen == [(1, 2), (2, 2)]


def test_writes_pictures(tmp_path: Path) -> None:
    list(pdf.read_sheets(made.saved(GOOD, tmp_path), [2], images=tmp_path))
    names = page_images.names(2)
    assert picture_size(tmp_path / names.page) == (1584, 1224)
    assert max(picture_size(tmp_path / names.thumbnail)) == 320
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04" + GOOD, "two kinds"),
        (b"PK\x03\x04 an archive", "ZIP archive"),
        (b"<html>" + b" " * 2000 + GOOD, "web page"),
        (b" " + GOOD, "before the PDF begins"),
        (b"AC1032 a drawing", "AutoCAD"),
        (b"nothing known", "not a PDF"),
        (made.locked(GOOD, user_password="secret"), "needs a password"),
        (made.tree([b"4 0 R"] * 2_500, 2_500), "more than 2,000"),
    ],
)
def test_refuses(content: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(pdf.RefusedError, match=words):
        pdf.inspect(made.saved(content, tmp_path), file_name="x.pdf")


@pytest.mark.parametrize(
    "content",
    [
        GOOD[: len(GOOD) // 2],
        b"%PDF-1.7\n" + b"rubbish " * 1000,
        made.joined({1: b"<< /Type /Catalog >>"}),
        made.tree([], 0),
    ],
)
def test_says_what_is_damaged(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(pdf.PdfError, match=r"damaged|no pages|could not be read"):
        pdf.inspect(made.saved(content, tmp_path), file_name="x.pdf")


def brotli_objects() -> bytes:
    """A file whose table is in a stream of Brotli, as nothing but prototypes write."""
    return (
        made.HEAD
        + b"1 0 obj\n"
        + made.stream(b"\x0b\x02\x80", b"/Type /XRef /Filter /BrotliDecode")
        + b"\nendobj\nstartxref\n15\n%%EOF\n"
    )


def test_says_that_brotli_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(pdf.RefusedError, match="Bluebeam"):
        pdf.inspect(made.saved(brotli_objects(), tmp_path), file_name="x.pdf")


def test_says_which_sheet_is_brotli(tmp_path: Path) -> None:
    content = made.stream(b"\x0b\x02\x80", b"/Filter /BrotliDecode")
    first, second = read(made.pages(content, made.good()), tmp_path).sheets
    assert "Brotli" in first.problem
    assert first.width == 1584
    assert second.words
    assert not second.problem


@pytest.mark.parametrize(
    ("kids", "count"),
    [
        ([b"2 0 R"], 1),
        ([b"5 0 R", b"4 0 R"], 3),
        ([b"4 0 R"], 1_000_000_000),
        ([b"99 0 R"], 5),
    ],
    ids=["cyclic", "cyclic below", "count of 1e9", "missing"],
)
def test_a_wrong_tree_ends_soon(kids: list[bytes], count: int, tmp_path: Path) -> None:
    start = time.monotonic()
    with suppress(pdf.PdfError):
        assert len(read(made.tree(kids, count), tmp_path).sheets) <= 5
    assert time.monotonic() - start < 30


def test_an_owners_password_only_restricts(tmp_path: Path) -> None:
    allowed = pypdf_permissions()
    content = made.locked(
        GOOD, user_password="", owner_password="o", permissions_flag=allowed
    )
    found = read(content, tmp_path)
    assert found.encrypted
    assert {"modify", "annotate"} <= set(found.forbids)
    assert "print" not in found.forbids
    assert found.sheets[0].words


def pypdf_permissions() -> int:
    from pypdf.constants import UserAccessPermissions

    return UserAccessPermissions.PRINT


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "bomb",
    [lambda: made.inflating(BOMB), lambda: made.strokes(3_000_000)],
    ids=["inflates to 2 GB", "three million strokes"],
)
def test_a_bomb_costs_its_own_sheet_only(
    bomb: Callable[[], bytes], tmp_path: Path
) -> None:
    content = made.pages(made.good(1), bomb(), made.good(3))
    assert len(content) < 300_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = read(content, tmp_path)
    assert [bool(sheet.problem) for sheet in found.sheets] == [False, True, False]
    assert found.sheets[1].width == 1584
    assert found.sheets[2].words
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@pytest.mark.usefixtures("impatient")
def test_many_bombs_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "MOST_LOST", 1)
    monkeypatch.setattr(pdf, "MOST_LOST_IN_ALL", 2)
    bomb = made.inflating(BOMB)
    with pytest.raises(pdf.PdfError, match="Too many"):
        read(made.pages(*[bomb] * 3), tmp_path)


def test_a_huge_page_is_drawn_small(tmp_path: Path) -> None:
    wide = made.pages(made.good(), page=b"/MediaBox [0 0 200000 100000]")
    (sheet,) = pdf.read_sheets(made.saved(wide, tmp_path), [1], images=tmp_path)
    assert not sheet.problem
    # PDFium knows no page of more than 200 inches, the most that PDF 1.7 has.
    assert max(picture_size(tmp_path / "sheet-0001.webp")) <= 2601


@pytest.mark.parametrize("name", [b"/JBIG2Decode", b"/JPXDecode", b"/DCTDecode"])
def test_a_broken_picture_is_a_picture(name: bytes, tmp_path: Path) -> None:
    picture = made.stream(
        b"\x00\x01rubbish" * 50,
        b"/Type /XObject /Subtype /Image /Width 9000 /Height 9000 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray /Filter " + name,
    )
    content = made.pages(
        made.stream(b"q 1584 0 0 1224 0 0 cm /X Do Q"),
        resources=b"/XObject << /X 100 0 R >>",
        more={100: picture},
    )
    (sheet,) = read(content, tmp_path).sheets
    assert sheet.problem or sheet.picture_share > 0.9


def test_nothing_in_the_file_runs(tmp_path: Path) -> None:
    content = made.pages(
        made.good(),
        root=b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
        b" /AcroForm << /Fields [] /XFA [] >>"
        b" /Names << /EmbeddedFiles << /Names [(a) 100 0 R] >> >>",
        more={
            100: b"<< /Type /Filespec /F (run.exe) /UF (run.exe) /EF << /F 101 0 R >> >>",
            101: made.stream(b"MZ"),
        },
    )
    found = read(content, tmp_path)
    assert found.attachments == ("run.exe",)
    assert "script" in found.problems[0]
    assert "XFA" in found.problems[1]


@pytest.mark.parametrize("pages", [0, 1, 10, 11, 25])
def test_batches_hold_each_sheet_once(pages: int) -> None:
    numbers = [number for batch in pdf.batches(pages) for number in batch]
    assert numbers == list(range(1, pages + 1))


@pytest.mark.parametrize(
    "said",
    [
        {"number": 2},
        {"number": 1, "width": "wide"},
        {"number": 1, "width": 1e300, "height": 1},
        {"image": "c29tZXRoaW5n"},
    ],
)
def test_what_a_child_says_is_not_believed(
    said: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = {"number": 1, "width": 72.0, "height": 72.0}
    monkeypatch.setattr(jail, "run", lambda *_, **__: iter([right | said]))
    path = made.saved(GOOD, tmp_path)
    (sheet,) = pdf.read_sheets(path, [1], images=tmp_path)
    assert "could not be read" in sheet.problem
    assert not list(tmp_path.glob("*.webp"))


def test_boxes_are_of_the_sheet_as_shown(tmp_path: Path) -> None:
    """Turned, cropped and in units of half an inch: the word is an inch from the edge."""
    content = made.pages(
        made.stream(made.text("CORNER", x=102, y=204, size=1)),
        page=b"/MediaBox [0 0 900 900] /CropBox [100 200 144 272] /Rotate 90"
        b" /UserUnit 36",
    )
    (sheet,) = read(content, tmp_path).sheets
    assert (sheet.width, sheet.height) == (36 * INCH, 22 * INCH)
    (word,) = sheet.words
    assert word.turned == 90
    assert word.size == pytest.approx(36)
    # Its baseline is four units up the page: two inches from the left when turned.
    assert word.box.left == pytest.approx(2 * INCH, abs=1)
    assert word.box.top == pytest.approx(1 * INCH, abs=4)


def test_a_blank_for_stamps_is_found(tmp_path: Path) -> None:
    rows = b"".join(b"0 %d m 1584 %d l S\n" % (y, y) for y in range(0, 1224, 30))
    white = b"1 g 500 200 612 792 re f 0 g\n"
    (sheet,) = read(made.pages(made.stream(rows + white)), tmp_path).sheets
    box = sheet.blanks[0].box
    assert box == pytest.approx(Box(500, 1224 - 992, 1112, 1024), abs=32)
    assert box.right - box.left >= 612 - 6
