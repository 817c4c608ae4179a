from pathlib import Path

import pytest

from analysis.tests.plans import conftest as plans
from knowledge.tests.anthropic_server import Claude
from knowledge.tests.llm import conftest as llm

claude = llm.claude
kept = plans.kept


@pytest.fixture
def fooled(claude: Claude) -> Claude:
    """A server that takes every sheet for complete, whatever is on it."""
    from analysis.tests.look import says

    claude.otherwise = says.all_compliant
    return claude


@pytest.fixture
def outside(transactional_db: None, kept: Path) -> Path:
    """A folder for sets, and no transaction, as a worker has it."""
    return kept
