from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from kpacite.domain.organisations.enums import CoordinateSource, QpvGeneration
from kpacite.domain.organisations.models import Neighbourhood, Organisation, Place, SourceDocument
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class PlaceDetails(TypedDict, total=False):
    name: str
    host: Organisation | None
    address_line_1: str
    address_line_2: str
    postcode: str
    how_to_come: str
    source: SourceDocument | None


class NeighbourhoodDetails(TypedDict, total=False):
    is_qpv: bool | None
    qpv_code: str
    qpv_generation: QpvGeneration | None
    source: SourceDocument | None


@transaction.atomic
def add_place(
    *, insee_code: str, city: str, actor: Actor | None, now: datetime, **details: Unpack[PlaceDetails]
) -> Place:
    place = save_checked(Place(insee_code=insee_code, city=city, **details))
    audit.record(actor=actor, action="organisations.place.added", target=place, at=now)
    return place


@transaction.atomic
def update_place(
    *, place: Place, actor: Actor | None, now: datetime, **changes: Unpack[PlaceDetails]
) -> Place:
    """Change what is known of a place; only what differs is written."""
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    changed = {name: value for name, value in changes.items() if getattr(place, name) != value}
    if not changed:
        return place
    for name, value in changed.items():
        setattr(place, name, value)
    save_checked(place)
    audit.record(
        actor=actor,
        action="organisations.place.updated",
        target=place,
        at=now,
        data={"fields": list(changed)},
    )
    return place


@transaction.atomic
def locate_place(
    *,
    place: Place,
    latitude: float,
    longitude: float,
    coordinate_source: CoordinateSource,
    actor: Actor | None,
    now: datetime,
) -> Place:
    """Put a place on the map: degrees WGS 84. Raises `Refused` for coordinates that do not exist."""
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    place.latitude, place.longitude, place.coordinate_source = latitude, longitude, coordinate_source
    save_checked(place)
    audit.record(actor=actor, action="organisations.place.located", target=place, at=now)
    return place


@transaction.atomic
def add_neighbourhood(
    *,
    name: str,
    city: str,
    insee_code: str,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[NeighbourhoodDetails],
) -> Neighbourhood:
    row = save_checked(Neighbourhood(name=name, city=city, insee_code=insee_code, **details))
    audit.record(actor=actor, action="organisations.neighbourhood.added", target=row, at=now)
    return row
