"""What the reader finds on sheets and in the structure, each on a small made file."""

import io
from pathlib import Path

import pypdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from analysis import pdf
from analysis.plan_set import Bookmark, PlanSet, Sheet
from analysis.tests.reader import made

SIGNED = b"<< /FT /Sig /T (engineer) /V << /Type /Sig /Name (A. Engineer) >> >>"
LINE = b"%d %d m %d %d l S\n"


def read(content: bytes, folder: Path) -> PlanSet:
    return pdf.inspect(made.saved(content, folder), file_name="set.pdf")


def sheet(content: bytes, folder: Path) -> Sheet:
    (found,) = pdf.read_sheets(made.saved(content, folder), [1])
    assert not found.problem
    return found


def drawn(
    content: bytes, folder: Path, page: bytes = b"/MediaBox [0 0 1584 1224]"
) -> Sheet:
    return sheet(made.pages(made.flate(content), page=page), folder)


def test_structure(tmp_path: Path) -> None:
    fields = b"[100 0 R << /T (owner) /Kids [<< /T (name) /FT /Tx >>] >>]"
    content = made.pages(
        made.good(),
        made.good(),
        root=b"/AcroForm << /Fields %s >> /PageLabels << /Nums [0 << /S /D >>] >>"
        b" /OCProperties << /OCGs [<< /Type /OCG /Name (A-WALL) >>] >>"
        b" /Outlines 101 0 R" % fields,
        more={
            100: SIGNED,
            101: b"<< /First 102 0 R /Last 102 0 R /Count 1 >>",
            102: b"<< /Title (A1 - PLAN) /Parent 101 0 R /Dest [1002 0 R /Fit] >>",
        },
    )
    found = read(content, tmp_path)
    assert found.signatures == ("A. Engineer",)
    assert found.form_fields == ("owner.name",)
    assert found.layers == ("A-WALL",)
    assert found.has_labels
    assert found.bookmarks == (Bookmark("A1 - PLAN", 2, 0),)
    assert not found.encrypted
    assert not found.problems


def test_a_field_that_waits_for_a_signature_is_none(tmp_path: Path) -> None:
    field = b"/AcroForm << /Fields [<< /FT /Sig /T (here) >>] >>"
    found = read(made.pages(made.good(), root=field), tmp_path)
    assert (found.signatures, found.form_fields) == ((), ("here",))


@pytest.mark.parametrize(
    "root",
    [
        b"/AcroForm << /Fields 7 >> /OCProperties (none) /Outlines 5 /Names 3",
        b"/AcroForm 1 0 R /OCProperties 1 0 R /Outlines 1 0 R /PageLabels 1 0 R",
        b"/AcroForm << /Fields [100 0 R] >>",
    ],
)
def test_a_wrong_structure_is_no_reason_to_stop(root: bytes, tmp_path: Path) -> None:
    cyclic = {100: b"<< /T (a) /Kids [100 0 R] >>"}
    assert read(made.pages(made.good(), root=root, more=cyclic), tmp_path).pages == 1


def test_a_missing_end_is_told(tmp_path: Path) -> None:
    cut = made.pages(made.good()).replace(b"%%EOF", b"")
    assert "cut off" in read(cut, tmp_path).problems[-1]


@pytest.mark.parametrize(
    ("matrix", "turned"),
    [("1 0 0 1", 0), ("0 1 -1 0", 270), ("-1 0 0 -1", 180), ("0 -1 1 0", 90)],
)
def test_turned_text(matrix: str, turned: int, tmp_path: Path) -> None:
    text = f"BT /F 10 Tf {matrix} 500 500 Tm (TURNED) Tj ET"
    (word,) = drawn(text.encode(), tmp_path).words
    assert (word.text, word.turned, word.size) == ("TURNED", turned, 10)
    assert word.font == "Helvetica"
    # Where the baseline begins, from the top of a sheet of 1,224 points.
    corners = [(x, y) for x in word.box[::2] for y in word.box[1::2]]
    assert min(abs(x - 500) + abs(y - 724) for x, y in corners) < 4


@pytest.mark.parametrize(
    ("number_size", "words"),
    [(19, ["NUMBER", "A1.01"]), (8, ["NUMBERA1.01"]), (7, ["NUMBERA1.01"])],
)
def test_letters_of_very_different_size_are_no_word(
    number_size: int, words: list[str], tmp_path: Path
) -> None:
    text = (
        f"BT /F 7 Tf 500 500 Td (NUMBER) Tj /F {number_size} Tf (A1.01) Tj ET".encode()
    )
    assert [word.text for word in drawn(text, tmp_path).words] == words


def test_hidden_text_is_told_and_can_be_searched(tmp_path: Path) -> None:
    words = "a scanned sheet whose text was read by a program and put behind it"
    text = b"BT 3 Tr /F 10 Tf 50 50 Td (%s) Tj ET" % words.encode()
    found = drawn(text, tmp_path)
    assert found.hidden_words == len(found.words) == len(words.split())
    assert not found.unsearchable


def test_only_fonts_in_use_are_named(tmp_path: Path) -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    file = io.BytesIO()
    # reportlab selects Helvetica on each page, whatever is then written.
    canvas = Canvas(file, pagesize=(1584, 1224))
    canvas.setFont("Vera", 12)
    canvas.drawString(100, 100, "SHEET A1.0")
    canvas.save()
    (font,) = sheet(file.getvalue(), tmp_path).fonts
    assert font.name.endswith("BitstreamVeraSans-Roman")
    assert (font.kind, font.embedded) == ("TrueType", True)


def test_annotations(tmp_path: Path) -> None:
    marks = b"".join(
        b"<< /Type /Annot /Subtype /%s /Rect [72 1080 144 1152] /T (me) /Contents (it)"
        b" /InkList [] >> " % kind
        for kind in (b"Stamp", b"FreeText", b"Ink", b"Square")
    )
    page = b"/MediaBox [0 0 1584 1224] /Annots [%s]" % marks
    found = drawn(b"", tmp_path, page=page).annotations
    assert [mark.kind for mark in found] == ["Stamp", "FreeText", "Ink", "Square"]
    assert found[0].box == (72, 72, 144, 144)
    assert (found[0].text, found[0].author) == ("it", "me")


def test_paths_within_forms_are_counted(tmp_path: Path) -> None:
    form = made.stream(
        LINE % (0, 0, 10, 10) * 3,
        b"/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Matrix [2 0 0 2 0 0]",
    )
    found = sheet(
        made.pages(
            made.stream(b"/X Do /X Do " + LINE % (0, 0, 500, 0)),
            resources=b"/XObject << /X 100 0 R >>",
            more={100: form},
        ),
        tmp_path,
    )
    assert (found.paths, found.segments) == (7, 14)


def test_a_form_within_itself_ends(tmp_path: Path) -> None:
    form = made.stream(
        b"/X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 99 99]"
        b" /Resources << /XObject << /X 100 0 R >> >>",
    )
    own = b"/XObject << /X 100 0 R >>"
    content = made.pages(made.stream(b"/X Do"), resources=own, more={100: form})
    assert sheet(content, tmp_path).paths == 0


def test_dense_hatching(tmp_path: Path) -> None:
    hatch = b"".join(LINE % (100, 100 + y, 400, 100 + y) for y in range(72))
    hatch += b"".join(LINE % (100 + x, 100, 100 + x, 172) for x in range(300))
    loose = b"".join(LINE % (800, 100 + y, 1100, 100 + y) for y in range(0, 720, 9))
    dense = drawn(hatch + loose, tmp_path).dense
    assert dense
    assert all(box.left < 450 and box.top > 1000 for box, _ in dense)
    assert dense[0][1] == max(count for _, count in dense) > 100


def picture(width: float, height: float) -> bytes:
    return b"q %g 0 0 %g 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n" % (
        width,
        height,
    )


@pytest.mark.parametrize(
    ("content", "share", "largest"),
    [
        (picture(1584, 1224), 1.0, 1.0),
        (picture(792, 612), 0.25, 0.25),
        # Strips, as scanners write them, are one picture together.
        (
            b"".join(
                b"q 1 0 0 1 0 %d cm %s Q\n" % (y, picture(1584, 153))
                for y in range(0, 1224, 153)
            ),
            1.0,
            0.125,
        ),
        # The one upon the other is not counted twice; what is off the sheet, not at all.
        (picture(792, 612) * 3, 0.25, 0.25),
        (b"q 1 0 0 1 2000 0 cm %s Q" % picture(500, 500), 0.0, 0.0),
    ],
)
def test_pictures(content: bytes, share: float, largest: float, tmp_path: Path) -> None:
    found = drawn(content, tmp_path)
    assert found.picture_share == pytest.approx(share, abs=0.02)
    assert found.largest_picture == pytest.approx(largest, abs=0.001)
    assert found.unsearchable == (share > 0.5)


def letter(x: float, y: float, strokes: int) -> bytes:
    """A zigzag of so many strokes, as wide as 6 and as high as 8 points."""
    points = [(x + 6 * n / strokes, y + 8 * (n % 2)) for n in range(strokes + 1)]
    first, *others = (b"%g %g" % point for point in points)
    return first + b" m " + b"".join(point + b" l " for point in others) + b"S\n"


def test_letters_drawn_as_shapes_cannot_be_searched(tmp_path: Path) -> None:
    rows = b"".join(
        letter(100 + 8 * n, 100 + 20 * row, 1 + n * (row + 3) % 7)
        for row in range(20)
        for n in range(30)
    )
    found = drawn(rows + made.text("A1.0"), tmp_path)
    assert found.drawn_letters > 400
    assert found.unsearchable


def test_a_hatch_of_short_strokes_is_no_text(tmp_path: Path) -> None:
    strokes = b"".join(
        LINE % (x, y, x + 6, y + 6)
        for x in range(100, 700, 7)
        for y in range(100, 300, 7)
    )
    words = b"".join(
        made.text(f"A note of some words {y}", y=y) for y in range(500, 600, 20)
    )
    found = drawn(strokes + words, tmp_path)
    assert (found.drawn_letters, found.unsearchable) == (0, False)


def test_characters_without_names_cannot_be_searched(tmp_path: Path) -> None:
    """A composite font by glyph numbers, with no table of what they are."""
    more = {
        100: b"<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H"
        b" /DescendantFonts [101 0 R] >>",
        101: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /CIDSystemInfo"
        b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" /FontDescriptor << /Type /FontDescriptor /FontName /Odd /Flags 4 >> >>",
    }
    text = b"BT /G 10 Tf 100 100 Td <%s> Tj ET" % (b"00410142" * 40)
    content = made.pages(
        made.stream(text), resources=b"/Font << /G 100 0 R >>", more=more
    )
    found = sheet(content, tmp_path)
    assert found.unsearchable
    assert [(font.name, font.kind, font.embedded) for font in found.fonts] == [
        ("Odd", "TrueType", False)
    ]


@pytest.mark.parametrize("far", ["1e9", "3e38", "1" + "0" * 60])
def test_what_is_far_out_does_not_cost_the_sheet(far: str, tmp_path: Path) -> None:
    number = f"{float(far):.0f}".encode()
    wild = b"q %s 0 0 %s %s %s cm 0 0 m 9 9 l 20 5 l S %s Q\n" % (
        *[number] * 4,
        made.text("far", size=5),
    )
    found = drawn(made.text("near") + wild + LINE % (0, 0, 9, 9), tmp_path)
    assert "near" in {word.text for word in found.words}
    assert found.white is not None


def test_labels(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made.pages(made.good())))
    writer.set_page_label(0, 0, prefix="A1.0 - PLAN")
    file = io.BytesIO()
    writer.write(file)
    assert sheet(file.getvalue(), tmp_path).label == "A1.0 - PLAN"
