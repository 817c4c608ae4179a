"""The file of rows that were not loaded, with line numbers and reasons."""

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from django.conf import settings

from permits.ingest.parse import Reject


class RejectsFile:
    """A CSV under `var/rejects/`, made when the first reject is written."""

    def __init__(self, name: str, columns: Sequence[str]) -> None:
        self.target = Path(settings.VAR_DIR) / "rejects" / f"{name}.csv"
        self.columns = columns
        self.rows = 0
        self._file: TextIO | None = None

    @property
    def path(self) -> str:
        """Where the file is; "" while there is none."""
        return str(self.target) if self._file else ""

    def write(self, rejects: Sequence[Reject]) -> None:
        if not rejects:
            return
        if self._file is None:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            # Broken characters are what some rejects are about: shown as escapes.
            self._file = self.target.open(
                "w", encoding="utf-8", errors="backslashreplace", newline=""
            )
            csv.writer(self._file).writerow(["line", "reason", *self.columns])
        self.rows += len(rejects)
        csv.writer(self._file).writerows(
            [reject.line, reject.reason, *reject.values] for reject in rejects
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()
