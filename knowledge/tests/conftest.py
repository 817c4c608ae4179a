import pytest


@pytest.fixture
def record(db: None) -> None:
    """The permit record of permits/tests/pages/story.py."""
    # Late: a conftest is read before Django is set up.
    from permits.search import known
    from permits.tests.pages.story import make_record

    make_record()
    known.vocabulary()
