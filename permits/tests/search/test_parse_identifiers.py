"""Permit numbers, parcels and licences in every writing."""

from typing import Any

import pytest

from permits.tests.search import read

Case = tuple[str, dict[str, Any]]

PERMIT_NUMBERS: tuple[Case, ...] = (
    ("202109148812", {"permit_number": "202109148812"}),
    ("permit #202109148812", {"permit_number": "202109148812"}),
    ("#202109148812", {"permit_number": "202109148812"}),
    ("Permit Number: 2021-0914-8812", {"permit_number": "202109148812"}),
    ("2021/09/14/8812", {"permit_number": "202109148812"}),
    ("2021.0914.8812", {"permit_number": "202109148812"}),
    ("where is permit 202109148812?", {"permit_number": "202109148812"}),
    ("what is the status of my permit 202109148812", {"permit_number": "202109148812"}),
    ("20000104123", {"permit_number": "20000104123"}),
    ("app no 20010822045", {"permit_number": "20010822045"}),
    ("201623661", {"permit_number": "201623661"}),
    ("complaint 202288213", {"permit_number": "202288213"}),
    ("7711072S", {"permit_number": "7711072S"}),
    ("site permit 9804511s", {"permit_number": "9804511S"}),
    ("permit 8709921", {"permit_number": "8709921"}),
    ("application #9612345", {"permit_number": "9612345"}),
    ("EW202305114", {"permit_number": "EW202305114"}),
    ("pm 20230118044", {"permit_number": "PM20230118044"}),
    ("P202403151", {"permit_number": "P202403151"}),
    ("m-202011230", {"permit_number": "M202011230"}),
    ("electrical permit E202210044", {"permit_number": "E202210044"}),
    ("bpa# 201912053344", {"permit_number": "201912053344"}),
    ("look up 201912053344", {"permit_number": "201912053344"}),
    (
        "\uff12\uff10\uff11\uff19\uff11\uff12\uff10\uff15\uff13\uff13\uff14\uff14",
        {"permit_number": "201912053344"},
    ),
    ("permit:202109148812", {"permit_number": "202109148812"}),
    ("Permit No 2021 0914 8812", {"permit_number": "202109148812"}),
    ("2021-09148812", {"permit_number": "202109148812"}),
    ("202109148812-S", {"permit_number": "202109148812"}),
    ("app # 20010822045", {"permit_number": "20010822045"}),
    ("E-202305114", {"permit_number": "E202305114"}),
    ("EW 2023-05114", {"permit_number": "EW202305114"}),
    ("PP20230118044", {"permit_number": "PP20230118044"}),
    ("W202403151", {"permit_number": "W202403151"}),
    ("7711072 s", {"permit_number": "7711072S"}),
    ("complaint no. 201623661", {"permit_number": "201623661"}),
    ("H9400938", {"permit_number": "H9400938"}),
    ("permit no 8501234", {"permit_number": "8501234"}),
    ("BP202312345", {"permit_number": "BP202312345"}),
    ("202109148812S", {"permit_number": "202109148812"}),
    ("200512219876", {"permit_number": "200512219876"}),
    ("permit application 2005-1221-9876", {"permit_number": "200512219876"}),
    ("Status of 200512219876", {"permit_number": "200512219876"}),
    ("track permit 200512219876", {"permit_number": "200512219876"}),
    ("20011015123", {"permit_number": "20011015123"}),
    ("permit number 0429960", {"permit_number": "0429960"}),
    ("ew20240188", {"permit_number": "EW20240188"}),
)

PARCELS: tuple[Case, ...] = (
    ("blk 3521 lt 7", {"block": "3521", "lot": "007"}),
    ("Block: 0667, Lot: 014", {"block": "0667", "lot": "014"}),
    ("block 26 lot 5", {"block": "0026", "lot": "005"}),
    ("0667014", {"block": "0667", "lot": "014"}),
    ("0667 014", {"block": "0667", "lot": "014"}),
    ("0667/14", {"block": "0667", "lot": "014"}),
    ("0667 / 014", {"block": "0667", "lot": "014"}),
    ("3731-117", {"block": "3731", "lot": "117"}),
    ("APN 3731-117", {"block": "3731", "lot": "117"}),
    ("apn 3731117", {"block": "3731", "lot": "117"}),
    ("parcel 3731/117", {"block": "3731", "lot": "117"}),
    ("block/lot 3731/117", {"block": "3731", "lot": "117"}),
    ("parcel number 3731-117A", {"block": "3731", "lot": "117A"}),
    ("lot 22 block 1402", {"block": "1402", "lot": "022"}),
    ("lot 028a, block 3794", {"block": "3794", "lot": "028A"}),
    ("8711 lot 12", {"block": "8711", "lot": "012"}),
    ("block 0026t lot 55", {"block": "0026T", "lot": "055"}),
    ("0026T055", {"block": "0026T", "lot": "055"}),
    ("3794028A", {"block": "3794", "lot": "028A"}),
    ("assessor's block 1402", {"block": "1402"}),
    ("blk 1402", {"block": "1402"}),
    ("block 1402 lots 10-14", {"block": "1402", "lot": "010-014"}),
    ("block 1402 lots 10 to 14", {"block": "1402", "lot": "010-014"}),
    ("permits for block 1402 lot 22", {"block": "1402", "lot": "022"}),
    ("BLKLOT 1402022", {"block": "1402", "lot": "022"}),
    ("3520/064A", {"block": "3520", "lot": "064A"}),
    ("blk-lot 3520-064", {"block": "3520", "lot": "064"}),
    ("block-lot: 3520064", {"block": "3520", "lot": "064"}),
    ("parcel id 3520064", {"block": "3520", "lot": "064"}),
    ("apn 3520-064-01", {"block": "3520", "lot": "064"}),
    ("BLOCK3520LOT064", {"block": "3520", "lot": "064"}),
    ("block 3731 lot 117, 118", {"block": "3731", "lot": "117-118"}),
    ("3731 117 permits", {"block": "3731", "lot": "117"}),
    ("0520-012", {"block": "0520", "lot": "012"}),
    ("block 3520 lots 64 and 65", {"block": "3520", "lot": "064-065"}),
    ("3520 64", {"block": "3520", "lot": "064"}),
    ("3520, 64", {"block": "3520", "lot": "064"}),
    ("0429960", {"block": "0429", "lot": "960"}),
    ("blk 1234 lt 5a", {"block": "1234", "lot": "005A"}),
    ("Assessor block 4059, lot 12", {"block": "4059", "lot": "012"}),
    ("4059/012", {"block": "4059", "lot": "012"}),
    ("parcel 4059012", {"block": "4059", "lot": "012"}),
    ("who owns block 4059 lot 12", {"block": "4059", "lot": "012"}),
)

LICENSES: tuple[Case, ...] = (
    ("lic 812345", {"license": "812345"}),
    ("license 812345", {"license": "812345"}),
    ("License #: 1034567", {"license": "1034567"}),
    ("CSLB 1034567", {"license": "1034567"}),
    ("cslb# 0812345", {"license": "812345"}),
    ("contractor license no. 812345", {"license": "812345"}),
    ("licence number 812345", {"license": "812345"}),
    ("lic. C10-812345", {"license": "812345"}),
    ("license b812345", {"license": "812345"}),
    ("contractor 812345", {"license": "812345"}),
    ("C-10", {"license": "C-10"}),
    ("c20 license", {"license": "C-20"}),
    ("architect lic C23456", {"license": "C23456"}),
    ("812345", {"license": "812345"}),
    ("lic 812345 2022", {"license": "812345", "year_from": 2022, "year_to": 2022}),
    ("license 812345 noe valley", {"neighborhood": "Noe Valley", "license": "812345"}),
    ("c-39 roofing", {"license": "C-39", "text": "roofing"}),
    ("class b contractor", {"license": "B", "text": "contractor"}),
    ("C10 license 812345", {"license": "812345"}),
    ("CA license 812345", {"license": "812345"}),
    ("b812345", {"license": "812345"}),
    ("C12345", {"license": "C12345"}),
    ("architect C-12345", {"license": "C12345"}),
    ("contractor's license 812345", {"license": "812345"}),
    ("license A-812345", {"license": "812345"}),
    ("license number 0456123", {"license": "456123"}),
    ("lic 1056789", {"license": "1056789"}),
)


@pytest.mark.parametrize(("line", "fields"), PERMIT_NUMBERS)
def test_permit_number(line: str, fields: dict[str, Any]) -> None:
    query = read(line)
    assert (query.kind, query.fields()) == ("permit_number", fields)


@pytest.mark.parametrize(("line", "fields"), PARCELS)
def test_parcel(line: str, fields: dict[str, Any]) -> None:
    query = read(line)
    assert (query.kind, query.fields()) == ("parcel", fields)


@pytest.mark.parametrize(("line", "fields"), LICENSES)
def test_license(line: str, fields: dict[str, Any]) -> None:
    query = read(line)
    assert (query.kind, query.fields()) == ("license", fields)
