"""Keys of contacts that stand for a firm: proof on their own, or worth comparing."""

from collections.abc import Hashable, Iterator

from permits.entities.normalize import Facts


def name_and_license(row: Facts) -> Iterator[Hashable]:
    if row.firm and row.license:
        yield row.firm.key, row.license


def name_and_business(row: Facts) -> Iterator[Hashable]:
    if row.firm and row.business:
        yield row.firm.key, row.business


def license_and_business(row: Facts) -> Iterator[Hashable]:
    if row.license and row.business:
        yield row.license, row.business


def name_without_numbers(row: Facts) -> Iterator[Hashable]:
    """Name and address of a row that has no number to say more."""
    if row.firm and not row.license and not row.business:
        for address in row.addresses or ("",):
            yield row.firm.key, address


def license_number(row: Facts) -> Iterator[Hashable]:
    if row.license:
        yield row.license


def business_number(row: Facts) -> Iterator[Hashable]:
    if row.business:
        yield row.business


def names(row: Facts) -> Iterator[Hashable]:
    if row.firm:
        yield row.firm.key
        yield from row.firm.aliases


def opening(row: Facts) -> Iterator[Hashable]:
    """The first letters as written: finds names cut off or misspelt further on."""
    if row.firm:
        yield row.firm.letters[:12]


def place_or_person(row: Facts) -> Iterator[Hashable]:
    if row.firm:
        for address in row.addresses:
            yield row.firm.key[:1], address
        if row.name:
            yield row.firm.key[:3], row.name.surname, row.name.given[:1]
