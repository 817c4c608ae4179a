import pytest


@pytest.fixture
def record(db: None) -> None:
    """The record of story.py."""
    # Late: a conftest is read before Django is set up.
    from permits.search import known
    from permits.tests.pages.story import make_record

    make_record()
    # Kept by the process: read it now, so that no page's queries depend on the order.
    known.vocabulary()
