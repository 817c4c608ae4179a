"""The city's data sets, as data. Adding one is adding an entry to `DATASETS`.

Columns are listed in the city's order, with the field name its API uses and the header
its portal writes into exports.
"""

from collections.abc import Mapping

from permits.ingest.datasets.contacts import (
    CONTACTS,
    ELECTRICAL_CONTACTS,
    PLUMBING_CONTACTS,
)
from permits.ingest.datasets.enforcement import COMPLAINTS, VIOLATIONS
from permits.ingest.datasets.inspections import INSPECTIONS
from permits.ingest.datasets.permits import PERMITS
from permits.ingest.datasets.places import NEIGHBORHOODS, PARCELS
from permits.ingest.datasets.routing import ADDENDA
from permits.ingest.datasets.shape import (
    Address,
    Column,
    Dataset,
    Kind,
    Parent,
    RowKey,
)
from permits.ingest.datasets.trade_permits import ELECTRICAL_PERMITS, PLUMBING_PERMITS

__all__ = [
    "ADDENDA",
    "COMPLAINTS",
    "CONTACTS",
    "DATASETS",
    "ELECTRICAL_CONTACTS",
    "ELECTRICAL_PERMITS",
    "INSPECTIONS",
    "NEIGHBORHOODS",
    "PARCELS",
    "PERMITS",
    "PLUMBING_CONTACTS",
    "PLUMBING_PERMITS",
    "VIOLATIONS",
    "Address",
    "Column",
    "Dataset",
    "Kind",
    "Parent",
    "RowKey",
]

# In the order `ingest all` loads them: places, permits, then what refers to those.
_ALL = (
    *(NEIGHBORHOODS, PARCELS, PERMITS, ELECTRICAL_PERMITS, PLUMBING_PERMITS),
    *(CONTACTS, ELECTRICAL_CONTACTS, PLUMBING_CONTACTS),
    *(ADDENDA, INSPECTIONS, COMPLAINTS, VIOLATIONS),
)

DATASETS: Mapping[str, Dataset] = {dataset.name: dataset for dataset in _ALL}
