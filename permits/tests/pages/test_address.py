"""Addresses are what reverse() makes of them, whatever stands in them."""

import pytest
from django.urls import NoReverseMatch, reverse

from permits.views.address import address

PARTS = (
    *("202101010001", "M123", "a b", "a-b_c.d~e", "%41", "100%", "50%s", "a?b#c"),
    *('"quoted"', "<script>", "it's", "a+b=c&d;e", "ümlaut", "日本", "(x):@!$,*"),
)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", ["permit", "permit_json"])
def test_as_reverse_writes_it(name: str, part: str) -> None:
    assert address(name, part) == reverse(name, args=[part])


def test_of_several_parts_and_of_none() -> None:
    assert address("search") == reverse("search")
    assert address("parcel", "3616", "030A") == reverse("parcel", args=["3616", "030A"])


@pytest.mark.parametrize("part", ["", "a/b"])
def test_what_no_address_can_have_is_an_error(part: str) -> None:
    with pytest.raises(NoReverseMatch):
        address("permit", part)
