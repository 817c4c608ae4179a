"""Addenda with routing (87xy-gk8d): each desk that a permit's plans went to."""

from permits.ingest.datasets.shape import STAMPS, Column, Dataset, Kind

_T, _D = Kind.TEXT, Kind.DATE

ADDENDA = Dataset(
    name="addenda",
    id="87xy-gk8d",
    table="addenda",
    key="primary_key",
    columns=(
        Column("primary_key", "primary_key", Kind.NUMERAL),
        Column("application_number", "application_number", _T),
        Column("addenda_number", "addenda_number", Kind.INTEGER),
        Column("step", "step", Kind.INTEGER),
        Column("station", "station", _T),
        Column("arrive", "arrive", _D),
        Column("assign_date", "assign_date", _D),
        Column("start_date", "start_date", _D),
        Column("in_hold", "in_hold", _D),
        Column("out_hold", "out_hold", _D),
        Column("finish_date", "finish_date", _D),
        Column("approved_date", "approved_date", _D, required=False),
        Column("plan_checked_by", "plan_checked_by", _T),
        Column("hold_description", "hold_description", _T),
        Column("title", "title", _T),
        Column("addenda_status", "addenda_status", _T),
        Column("department", "department", _T),
        Column("review_results", "review_results", _T),
        *STAMPS,
    ),
    delta_fields=(
        *("arrive", "assign_date", "start_date"),
        *("in_hold", "out_hold", "finish_date"),
    ),
    expected_rows=3_920_000,
)
