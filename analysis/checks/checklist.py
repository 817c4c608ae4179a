"""Rules about sets that are handed in again; no program sees whether they were kept."""

from typing import Final, NamedTuple


class Item(NamedTuple):
    id: str
    text: str

    def __str__(self) -> str:
        return self.text


CHECKLIST: Final = (
    Item(
        "EPR-023",
        "Download the marked-up set from the Bluebeam session, with the comments of all"
        " agencies: more than one of them writes.",
    ),
    Item(
        "EPR-024",
        "Answer every comment of every agency, in Bluebeam or in a letter that names"
        " reviewer and sheet. Some agencies comment later than others.",
    ),
    Item(
        "EPR-025",
        "Put a revision cloud and a numbered triangle around each change, as part"
        " of the"
        " drawing and not as a Bluebeam annotation.",
    ),
    Item(
        "EPR-026",
        "For corrections upload only the sheets that changed, under the same name with"
        " the next revision number. Only an addendum is a whole set.",
    ),
    Item(
        "EPR-027",
        "If sheets were added or taken out, bring the index and the sheet count on the"
        " cover up to date.",
    ),
    Item(
        "EPR-028",
        "Tell the reviewer, through the session or PermitSF, that corrections are"
        " there:"
        " uploading alone may notify nobody.",
    ),
)
