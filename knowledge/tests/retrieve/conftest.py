from pathlib import Path

import pytest

from knowledge.tests import texts

RULES = {
    "G-04": (
        "Signs",
        "Signs above a shop need a sign permit and a drawing of the wall.",
    ),
    "S-10": ("Balconies and decks", "A rear deck over 30 inches high needs a permit."),
    "DA-12": ("Path of travel", "Upgrades are limited to 20 percent of the cost."),
    "FS-05": ("Sprinklers", "Sprinklers are required in an added dwelling unit."),
    "G-13": ("Refund of fees", "A refund is asked for in writing within 90 days."),
    "G-09": ("Hearings", "The hearing officer may grant one continuance of 30 days."),
    "S-05": ("Soils", "A geotechnical report is required for any new structure."),
    "FS-04": ("Construction sites", "Sprinklers stay in use while work goes on."),
    "G-14": ("Ordinances", "No refund is made once the work has begun."),
    "G-17": ("Dwelling units", "An accessory dwelling unit may be added to a house."),
}


@pytest.fixture
def corpus(db: None, tmp_path: Path) -> Path:
    """A few short sheets and an article on fences."""
    # Models may be imported only once Django is set up, after this file is read.
    from knowledge.load import load_documents

    folder = tmp_path / "rules"
    for number, (title, text) in RULES.items():
        texts.sheet(folder, f"{number}.txt", number=number, title=title, text=text)
    texts.article(folder)
    load_documents([folder])
    return folder
