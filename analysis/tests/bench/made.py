"""Made sets looked at with pypdf and pdfium alone, without the reader under test."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pypdfium2
from pypdf import PdfReader

from analysis.bench.plan_maker.defects import DEFECTS, NEAR_MISSES, Defect
from analysis.bench.plan_maker.draft import NotHere
from analysis.bench.plan_maker.make import Made, make_with

DOTS = 12
BY_NAME = {f"{each.rule} {each.form}": each for each in (*DEFECTS, *NEAR_MISSES)}


@dataclass(frozen=True)
class Seen:
    made: Made

    @cached_property
    def structure(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.made.content))

    def labelled(self, rule: str) -> set[int]:
        return set(self.made.labels.rules[rule].sheets)

    @cached_property
    def texts(self) -> list[str]:
        return [
            " ".join(page.get_textpage().get_text_bounded().split())
            for page in self.pages()
        ]

    def pages(self) -> Iterator[pypdfium2.PdfPage]:
        document = pypdfium2.PdfDocument(self.made.content)
        yield from document
        document.close()

    @cached_property
    def inches(self) -> list[tuple[float, float]]:
        """As pdfium has them, rotated; what it leaves of the user unit included."""
        units = [float(page.get("/UserUnit", 1)) for page in self.structure.pages]
        sizes = [page.get_size() for page in self.pages()]
        return [
            (round(width * unit / 72, 2), round(height * unit / 72, 2))
            for (width, height), unit in zip(sizes, units, strict=True)
        ]

    def without(self, words: str) -> set[int]:
        """Sheets, from 1, whose text does not have these words."""
        return {
            number
            for number, text in enumerate(self.texts, start=1)
            if words not in text
        }

    def picture_shares(self) -> list[float]:
        shares = []
        for page in self.pages():
            whole = page.get_width() * page.get_height()
            pictures = [
                each.get_bounds()
                for each in page.get_objects(max_depth=3)
                if each.type == 3
            ]
            areas = [
                (right - left) * (top - bottom) for left, bottom, right, top in pictures
            ]
            shares.append(sum(areas) / whole)
        return shares

    def room(
        self, number: int, wide: float, high: float, *, lowest: float | None = None
    ) -> bool:
        """Whether so many white inches are anywhere on sheet `number`, or on its
        `lowest` inches.
        """
        (picture,) = (
            page.render(scale=DOTS * 4 / 72, grayscale=True).to_pil()
            for place, page in enumerate(self.pages(), start=1)
            if place == number
        )
        grey = np.asarray(picture.convert("L"))
        rows, columns = grey.shape[0] // 4, grey.shape[1] // 4
        blocks = (grey[: rows * 4, : columns * 4] < 200).reshape(rows, 4, columns, 4)
        dark: npt.NDArray[np.bool_] = np.asarray(blocks.any(axis=(1, 3)))
        if lowest is not None:
            dark = dark[-int(lowest * DOTS) :]
        sums = np.pad(dark.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
        down, across = int(high * DOTS), int(wide * DOTS)
        counts = (
            sums[down:, across:]
            - sums[:-down, across:]
            - sums[down:, :-across]
            + sums[:-down, :-across]
        )
        return bool((counts == 0).any())


def seen(*names: str, sheets: int = 6) -> Seen:
    """A set with these defects, of the first seed that has a place for them."""
    defects = [BY_NAME[name] for name in names]
    return Seen(_first_made(defects, sheets))


def _first_made(defects: list[Defect], sheets: int) -> Made:
    for seed in range(40):
        try:
            return make_with(seed, *defects, sheets=sheets)
        except NotHere:
            continue
    raise AssertionError("No seed has a place for these defects.")
