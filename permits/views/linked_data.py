"""A permit as schema.org describes one, for search engines."""

from typing import Any

from permits.models import Permit


def government_permit(permit: Permit, url: str) -> dict[str, Any]:
    """A `GovernmentPermit`; what is not recorded is left out."""
    document = {
        "@context": "https://schema.org",
        "@type": "GovernmentPermit",
        "identifier": permit.permit_number,
        "name": f"Building permit {permit.permit_number}",
        "url": url,
        "description": permit.description,
        "validFrom": permit.issued_date and permit.issued_date.isoformat(),
        "validUntil": permit.permit_expiration_date
        and permit.permit_expiration_date.isoformat(),
        "issuedBy": {
            "@type": "GovernmentOrganization",
            "name": "San Francisco Department of Building Inspection",
        },
        "validIn": _place(permit),
    }
    return {name: value for name, value in document.items() if value}


def _place(permit: Permit) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": permit.address,
        "addressLocality": "San Francisco",
        "addressRegion": "CA",
        "postalCode": permit.zipcode,
        "addressCountry": "US",
    }
    known = {name: value for name, value in address.items() if value}
    return {"@type": "Place", "address": known}
