"""Parcels, active and retired (acdm-wktn), and neighborhoods (j2bu-swwd)."""

from permits.ingest.datasets.shape import STAMPS, Column, Dataset, Kind

_T, _D, _B = Kind.TEXT, Kind.DATE, Kind.BOOLEAN

NEIGHBORHOODS = Dataset(
    name="neighborhoods",
    id="j2bu-swwd",
    table="neighborhoods",
    key="name",
    columns=(
        Column("the_geom", "the_geom", Kind.OUTLINE, to="outline"),
        Column("nhood", "nhood", _T, to="name"),
    ),
    stamps=(),
    expected_rows=41,
)

PARCELS = Dataset(
    name="parcels",
    id="acdm-wktn",
    table="parcels",
    key="blklot",
    columns=(
        Column("mapblklot", "mapblklot", _T),
        Column("blklot", "blklot", _T),
        Column("block_num", "block_num", _T, to="block"),
        Column("lot_num", "lot_num", _T, to="lot"),
        Column("from_address_num", "from_address_num", _T),
        Column("to_address_num", "to_address_num", _T),
        Column("street_name", "street_name", _T),
        Column("street_type", "street_type", _T),
        Column("odd_even", "odd_even", _T),
        Column("in_asr_secured_roll", "in_asr_secured_roll", _B),
        Column("pw_recorded_map", "pw_recorded_map", _B),
        Column("zoning_code", "zoning_code", _T),
        Column("zoning_district", "zoning_district", _T),
        Column("date_rec_add", "date_rec_add", _D),
        Column("date_rec_drop", "date_rec_drop", _D),
        Column("date_map_add", "date_map_add", _D),
        Column("date_map_drop", "date_map_drop", _D),
        Column("date_map_alt", "date_map_alt", _D),
        Column("active", "active", _B),
        Column("centroid_latitude", "centroid_latitude", Kind.DEGREES, to="latitude"),
        Column(
            "centroid_longitude", "centroid_longitude", Kind.DEGREES, to="longitude"
        ),
        Column("supervisor_district", "supervisor_district", _T),
        Column(
            "analysis_neighborhood",
            "analysis_neighborhood",
            _T,
            to="neighborhoods_analysis_boundaries",
        ),
        Column("police_district", "police_district", _T),
        Column("planning_district", "planning_district", _T),
        *STAMPS,
    ),
    # A new zoning shows in no date, so it is always loaded whole; without the
    # outlines, which are nine tenths of the set.
    only_ours=True,
    expected_rows=230_000,
)
