"""Keys of contacts that are a person: proof on their own, or worth comparing."""

from collections.abc import Hashable, Iterator

from permits.entities.nicknames import full_forms
from permits.entities.normalize import Facts


def name_and_license(row: Facts) -> Iterator[Hashable]:
    """Surname and initial: the licence tells people of one surname apart."""
    if row.name and row.license:
        yield row.name.surname, row.name.given[:1], row.license


def name_and_business(row: Facts) -> Iterator[Hashable]:
    if row.name and row.business:
        yield row.name.surname, row.name.given[:1], row.business


def name_without_numbers(row: Facts) -> Iterator[Hashable]:
    """The whole name at one firm or address, if no number says more."""
    if row.name and not row.license and not row.business and len(row.name.given) > 1:
        if row.firm:
            yield row.name, row.firm.key
        elif row.group != "owner":
            for address in row.addresses:
                yield row.name, address


def name_on_permit(row: Facts) -> Iterator[Hashable]:
    if row.name and len(row.name.given) > 1:
        yield row.name, row.permit


def license_number(row: Facts) -> Iterator[Hashable]:
    if row.license:
        yield row.license


def business_number(row: Facts) -> Iterator[Hashable]:
    if row.business:
        yield row.business


def names(row: Facts) -> Iterator[Hashable]:
    """The surname with each full form of the given name ("Bob": Robert)."""
    if row.name and len(row.name.given) > 1:
        for given in full_forms(row.name.given):
            yield row.name.surname, given


def half_a_name_there(row: Facts) -> Iterator[Hashable]:
    """Surname or given name with a firm, address or permit: initials, slips."""
    if row.name:
        places = [row.permit, *row.addresses]
        if row.firm:
            places.append(row.firm.key)
        for place in places:
            yield row.name.surname, place
            if len(row.name.given) > 1:
                yield place, row.name.given
