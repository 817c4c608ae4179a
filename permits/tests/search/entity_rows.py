"""People and firms for tests, without resolving any contacts."""

# factory-boy declares types for its factories, and none for its declarations.
# mypy: disable-error-code="no-untyped-call,attr-defined,misc,untyped-decorator"

import datetime as dt

import factory

from permits.models import Entity, EntityContact, Permit
from permits.tests.factories import ContactFactory


class EntityFactory(factory.django.DjangoModelFactory[Entity]):
    """A person, found by `name` alone unless told more."""

    class Meta:
        model = Entity

    name = "Jane Roe"
    kind = "person"
    method = "single"
    confidence = 1.0
    reasons = factory.List([])
    roles = factory.LazyFunction(lambda: [{"role": "contractor", "contacts": 1}])
    licenses = factory.List([])
    business_numbers = factory.List([])
    spellings = factory.LazyAttribute(
        lambda one: [{"name": one.name, "contacts": 1}] if one.name else []
    )
    contact_count = 1
    permit_count = 1
    first_date = dt.date(2003, 5, 1)
    last_date = dt.date(2025, 5, 1)


def name_on(entity: Entity, *permits: Permit, source: str = "3pee-9qhc") -> None:
    """The entity as a contact on each of the permits."""
    for permit in permits:
        contact = ContactFactory.create(
            contact_key=f"{source}:{entity.pk}:{permit.pk}",
            source=source,
            permit_number=permit.pk,
        )
        EntityContact.objects.create(contact=contact, entity=entity)
