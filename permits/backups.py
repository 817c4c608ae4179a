"""What of the record a backup may leave out (ops/backups/tables.py).

Kept are the loads and what they changed, which the city does not publish, and which
entity each contact was given: ids that pages and bookmarks hold.
"""

FROM_THE_CITY = (
    "addenda",
    "complaints",
    "contacts",
    "entities",
    "entity_keys",
    "entity_possible",
    "entity_runs",
    "entity_statistics",
    "inspections",
    "neighborhood_statistics",
    "neighborhoods",
    "parcels",
    "permit_durations",
    "permit_locations",
    "permit_search",
    "permit_search_recent",
    "permits",
    "record_statistics",
    "refreshes",
    "relationships",
    "relationships_due",
    "role_statistics",
    "search_terms",
    "sitemap_pages",
    "station_baselines",
    "station_followers",
    "station_waiting",
    "stations",
    "street_blocks",
    "trade_permits",
    "violations",
)

# Rows of these loads are not there: the next load of each data set is a whole one.
AFTER_LEAVING_OUT = "UPDATE loads SET status = 'removed' WHERE status = 'succeeded'"
