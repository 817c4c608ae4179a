from pathlib import Path

import pytest

from knowledge import vocabulary
from knowledge.vocabulary import Entry


def test_reads_both_kinds_of_lines(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("# no\nshed, hut: storage # why\nadu = accessory unit\n")
    assert list(vocabulary._read(file)) == [
        Entry(("shed", "hut"), ("storage",)),
        Entry(("adu",), ("accessory unit",)),
        Entry(("accessory unit",), ("adu",)),
    ]


def test_a_line_without_a_meaning_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("shed\n")
    with pytest.raises(ValueError, match="'shed' is not"):
        list(vocabulary._read(file))


def test_every_entry_says_and_means_something() -> None:
    assert len(vocabulary.entries()) > 100
    assert all(entry.said and entry.meant for entry in vocabulary.entries())
