import pytest

from permits.ingest.address import format_address


@pytest.mark.parametrize(
    ("columns", "address"),
    [
        (("2500", "", "Mission", "St", "", ""), "2500 Mission St"),
        (("123", "1/2", "Main", "St", "", ""), "123 1/2 Main St"),
        (("55", "", "09th", "St", "1201", ""), "55 9th St #1201"),
        (("1864", "A", "Ellis", "St", "41", ""), "1864A Ellis St #41"),
        (("800", "", "Le Conte", "Av", "0", ""), "800 Le Conte Ave"),
        (("798", "", "Monterey", "Bl", "1", "A"), "798 Monterey Blvd #1A"),
        (("170", "", "Guerrero", "St", "", "A"), "170 Guerrero St #A"),
        (
            ("355", "", "Buena Vista East", "Av", "101.0", "W"),
            "355 Buena Vista East Ave #101W",
        ),
        (("1", "", "Main", "St", "", "PARCEL A"), "1 Main St, Parcel A"),
        (("1", "", "Main", "St", "2", "COMML"), "1 Main St #2 Comml"),
        (("10", "", "Restani", "Wy", "0.0", ""), "10 Restani Way"),
        (("888", "", "Ofarrell", "St", "", ""), "888 O'Farrell St"),
        (("888", "", "O'farrell", "St", "", ""), "888 O'Farrell St"),
        (("2", "", "Mcallister", "St", "", ""), "2 McAllister St"),
        (("2", "", "MISSION", "St", "", ""), "2 Mission St"),
        (("17", "", "Dicha", "Al", "", ""), "17 Dicha Aly"),
        (("10", "", "Broadway", "", "", ""), "10 Broadway"),
        (("0", "V", "Ellis", "St", "", ""), "Ellis St"),
        (("0", "P", "Unknown", "", "", ""), ""),
        (("12", "", "", "", "", ""), ""),
    ],
)
def test_the_public_form_of_an_address(columns: tuple[str, ...], address: str) -> None:
    assert format_address(*columns) == address
