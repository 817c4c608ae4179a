"""Inside the jail (ops/jail.py): reads the PDF on standard input, as one JSON argument
asks, and prints an object a line. Imports no Django.
"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from analysis.reader import document, sheet, structure


def main() -> None:
    asked = json.loads(sys.argv[1])
    for said in _answer(**asked):
        # Infinities and NaN are no JSON: one of them is an error here, not there.
        sys.stdout.write(json.dumps(said, allow_nan=False) + "\n")
        sys.stdout.flush()


def _answer(do: str, **asked: Any) -> Iterator[dict[str, Any]]:
    if do == "inspect":
        yield structure.inspect(**asked)
        return
    with document.opened() as opened:
        read = sheet.measure if do == "measure" else sheet.read
        for number in asked.pop("numbers"):
            yield read(opened, number, **asked)


if __name__ == "__main__":
    main()
