from pathlib import Path

import pytest

from knowledge.tests.anthropic_server import Claude
from knowledge.tests.llm import conftest as llm
from knowledge.tests.retrieve import conftest as rules

claude = llm.claude
corpus = rules.corpus


@pytest.fixture
def asked_of_claude(transactional_db: None, corpus: Path, claude: Claude) -> Claude:
    """Claude's server, and documents outside of a transaction, as a worker has them."""
    return claude
