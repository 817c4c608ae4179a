import re

from django.conf import settings

from sfpermits import env

ROW = re.compile(r"^\| `([A-Z_]+)` \| (.*?) \| (.*) \|$", re.MULTILINE)


def _shown(default: str | None) -> str:
    if default is None:
        return "unset"
    return f"`{default}`" if default else "empty"


def test_every_variable_is_in_the_table_as_the_code_has_it() -> None:
    text = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    documented = {name: (default, why) for name, default, why in ROW.findall(text)}
    assert documented == {
        name: (_shown(variable.default), variable.purpose)
        for name, variable in env.VARIABLES.items()
    }


def test_every_variable_read_is_declared() -> None:
    read = re.compile(
        r"\b(?:env\.(?:text|optional|integer|boolean|names|choice)|environ\.get)\(\s*\"([A-Z_]+)\""
    )
    used: set[str] = set()
    for folder in ("sfpermits", "ops", "permits", "knowledge", "analysis"):
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            if "tests" not in path.parts:
                used |= set(read.findall(path.read_text()))
    assert used - {"PATH"} <= set(env.VARIABLES)
    assert "DATABASE_URL" in used
