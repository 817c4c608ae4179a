"""The image, read: there is not a daemon everywhere to build it with."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "Dockerfile").read_text()
# An instruction with the lines that it goes on over, without remarks.
STEPS = [
    tuple(line.split(maxsplit=1))
    for line in re.sub(r"^#.*\n", "", TEXT, flags=re.MULTILINE)
    .replace("\\\n", " ")
    .splitlines()
    if line
]
MANIFEST = yaml.safe_load((ROOT / "DEPLOYMENT_MANIFEST.yaml").read_text())


def _of(instruction: str) -> list[str]:
    return [rest for name, rest in STEPS if name == instruction]


def test_every_instruction_is_one() -> None:
    known = {"FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "CMD"}
    assert {name for name, _ in STEPS} == known
    assert STEPS[0][0] == "FROM"
    assert STEPS[-1][0] == "CMD"


@pytest.mark.parametrize("step", _of("COPY"))
def test_what_is_copied_exists(step: str) -> None:
    *sources, _target = shlex.split(step)
    assert all((ROOT / source).exists() for source in sources)


def test_what_the_packages_are_read_from_is_there_before_they_are() -> None:
    lock = "requirements/base.txt"
    copied = STEPS.index(("COPY", f"{lock} {lock}"))
    installed = next(n for n, step in enumerate(STEPS) if "pip install" in step[1])
    assert copied < installed < STEPS.index(("COPY", ". ."))
    assert f"--require-hashes -r {lock}" in STEPS[installed][1]


def test_it_starts_the_manifests_web_server_and_has_all_commands() -> None:
    (command,) = _of("CMD")
    web = MANIFEST["services"]["web"]["command"]
    assert yaml.safe_load(command) == shlex.split(web)
    packages = (ROOT / "requirements" / "base.txt").read_text()
    for service in MANIFEST["services"].values():
        said = shlex.split(service.get("command", "celery"))
        program = next(w for w in said if w != "env" and "=" not in w)
        assert re.search(rf"^{program}(\[\w+\])?==", packages, re.MULTILINE), program


def test_it_runs_as_nobody_in_particular() -> None:
    names = [name for name, _ in STEPS]
    assert _of("USER") == ["app"]
    # Nothing is installed or written after it.
    assert names[names.index("USER") :] == ["USER", "CMD"]
    assert "chown -R app var" in _of("RUN")[-1]


def test_no_secret_of_the_build_is_one() -> None:
    given = re.findall(r"\b(SECRET_KEY|\w+_URL)=(\S+)", TEXT)
    assert {value.rpartition("/")[2] for _, value in given} == {"build"}
    python = re.match(r"python:(3\.\d+)-", _of("FROM")[0])
    assert python
    project = (ROOT / "pyproject.toml").read_text()
    assert f"py{python[1].replace('.', '')}" in project or python[1] in project
