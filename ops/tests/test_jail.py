import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from ops import jail

MODULE = "ops.tests.jailed_modules.misbehave"
SMALL = jail.Limits(
    memory=400 * jail.MEGABYTE,
    cpu_seconds=1,
    wall_seconds=3,
    file_size=1_000_000,
    line=100_000,
    output=1_000_000,
)


def ask(deed: str, *more: str) -> list[dict[str, Any]]:
    return list(jail.run(MODULE, [deed, *more], limits=SMALL))


def test_reads_its_input_and_knows_nothing_of_us(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "told to nobody")
    with tempfile.TemporaryFile() as file:
        file.write(b"untrusted")
        file.seek(0)
        said = list(jail.run(MODULE, ["be_good", "word"], file=file, limits=SMALL))
    assert said[0] == {"read": "untrusted", "argument": "word"}
    assert "SECRET_KEY" not in said[1]["environment"]
    assert not Path(said[1]["folder"]).exists()


@pytest.mark.parametrize("deed", ["connect", "start_program"])
def test_is_refused(deed: str) -> None:
    assert ask(deed) == [{"refused": "PermissionError"}]


def test_a_file_has_a_size() -> None:
    assert ask("write_much") == [{"refused": "OSError"}]


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        ("eat_memory", jail.OutOfMemoryError),
        ("eat_time", jail.OutOfTimeError),
        ("sleep", jail.OutOfTimeError),
        ("print_much", jail.OutputError),
        ("print_line", jail.OutputError),
        ("print_nonsense", jail.OutputError),
        ("print_half", jail.OutputError),
        ("crash", jail.CrashError),
        ("be_killed", jail.KilledError),
        ("no_such_deed", jail.CrashError),
    ],
)
def test_ends_in_plain_words(deed: str, error: type[jail.JailError]) -> None:
    start = time.monotonic()
    with pytest.raises(error) as caught:
        ask(deed)
    assert time.monotonic() - start < 10
    assert "Traceback" not in str(caught.value)


def test_ends_with_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[subprocess.Popen[bytes]] = []
    end = jail._end

    def watch(child: subprocess.Popen[bytes]) -> None:
        end(child)
        ended.append(child)

    monkeypatch.setattr(jail, "_end", watch)
    said = jail.run(MODULE, ["print_much"], limits=jail.Limits())
    next(said)
    said.close()
    assert [child.returncode for child in ended] == [-signal.SIGKILL]
