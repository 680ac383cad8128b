"""One file, one KPA: its identity, then each of its tables."""

from kpacite.domain.organisations import services
from kpacite.domain.organisations.enums import (
    CarrierType,
    CoordinateSource,
    KpaStatus,
    LinkRole,
    OrganisationKind,
    PartnerStage,
    Precision,
    Recurrence,
    WebLinkKind,
)
from kpacite.domain.organisations.models import Kpa, KpaAlias, Neighbourhood, Place, Tag
from kpacite.integrations import communes
from kpacite.scenarios.network.facts import add_fact, add_parameter
from kpacite.scenarios.seeding import Row, Seeding, chosen, organisation, source_of


def add_kpa(seeding: Seeding, row: Row) -> None:
    place = _place(seeding, row["place"]) if "place" in row else None
    kpa = Kpa.objects.filter(organisation__slug=row["slug"]).first() or _open(seeding, row, place)
    for table, add in TABLES.items():
        for entry in row.get(table, []):
            add(seeding, kpa, entry)
    for entry in row.get("fact", []):
        add_fact(seeding, kpa.organisation, entry)
    for entry in row.get("parameter", []):
        add_parameter(seeding, kpa.organisation, entry)


def _open(seeding: Seeding, row: Row, place: Place | None) -> Kpa:
    created = services.create_organisation(
        kind=OrganisationKind.KPA, **chosen(row, "name", "slug", "about"), **seeding.by
    )
    return services.open_kpa(
        organisation=created,
        baseline=row.get("baseline", ""),
        story=row.get("story", "").strip(),
        place=place,
        neighbourhood=_neighbourhood(seeding, row, place) if "neighbourhood" in row else None,
        **seeding.by,
    )


def _place(seeding: Seeding, row: Row) -> Place:
    commune = communes.find(row["insee_code"])
    assert commune is not None, f"{row['insee_code']} is no commune"
    place = Place.objects.filter(name=row.get("name", ""), insee_code=commune.insee).first()
    place = place or services.add_place(
        insee_code=commune.insee,
        city=commune.name,
        host=organisation(row["host"]) if "host" in row else None,
        source=source_of(row),
        **chosen(row, "name", "address_line_1", "postcode", "how_to_come"),
        **seeding.by,
    )
    if place.latitude is not None or commune.latitude is None or commune.longitude is None:
        return place
    return services.locate_place(
        place=place,
        latitude=commune.latitude,
        longitude=commune.longitude,
        coordinate_source=CoordinateSource.COMMUNE,
        **seeding.by,
    )


def _neighbourhood(seeding: Seeding, row: Row, place: Place | None) -> Neighbourhood:
    assert place is not None, f"{row['slug']}: a neighbourhood is in the commune of its place"
    details = row["neighbourhood"]
    known = Neighbourhood.objects.filter(name=details["name"], insee_code=place.insee_code).first()
    return known or services.add_neighbourhood(
        name=details["name"],
        city=place.city,
        insee_code=place.insee_code,
        is_qpv=details.get("is_qpv"),
        source=source_of(details),
        **seeding.by,
    )


def _alias(seeding: Seeding, kpa: Kpa, row: Row) -> None:
    if not KpaAlias.objects.filter(name=row["name"]).exists():
        services.add_alias(kpa=kpa, source=source_of(row), **chosen(row, "name", "note"), **seeding.by)


def _cohort(seeding: Seeding, kpa: Kpa, row: Row) -> None:
    if not kpa.cohorts.filter(name=row["name"]).exists():
        services.add_cohort(kpa=kpa, source=source_of(row), **chosen(row, "name", "about"), **seeding.by)


def _status(seeding: Seeding, kpa: Kpa, row: Row) -> None:
    if not kpa.status_periods.filter(status=row["status"], start=row["start"]).exists():
        services.change_kpa_status(
            kpa=kpa,
            status=KpaStatus(row["status"]),
            start_precision=Precision(row["precision"]),
            start_words=row["words"],
            source=source_of(row),
            **chosen(row, "start", "confirmed_on"),
            **seeding.by,
        )


def _tags(seeding: Seeding, kpa: Kpa, row: Row) -> None:
    for slug in row["slugs"]:
        tag = Tag.objects.get(kind=row["kind"], slug=slug)
        if not kpa.kpa_tags.filter(tag=tag).exists():
            details = chosen(row, "quote", "is_planned")
            services.tag_kpa(kpa=kpa, tag=tag, source=source_of(row), **details, **seeding.by)


def _link(seeding: Seeding, kpa: Kpa, row: Row) -> None:
    body = organisation(row["organisation"])
    if not kpa.links.filter(organisation=body, role=row["role"]).exists():
        carrier = {"carrier_type": CarrierType(row["carrier_type"])} if "carrier_type" in row else {}
        services.link_organisation(
            kpa=kpa,
            organisation=body,
            role=LinkRole(row["role"]),
            source=source_of(row),
            **carrier,
            **chosen(row, "quote"),
            **seeding.by,
        )


def _partners(seeding: Seeding, kpa: Kpa, row: Row) -> None:
    for slug in row["organisations"]:
        partner = organisation(slug)
        if not kpa.partner_relations.filter(partner=partner).exists():
            services.note_partner(
                kpa=kpa,
                partner=partner,
                stage=PartnerStage(row["stage"]),
                source=source_of(row),
                **chosen(row, "quote"),
                **seeding.by,
            )


def _web_link(seeding: Seeding, kpa: Kpa, row: Row) -> None:
    kind = WebLinkKind(row["kind"])
    if not kpa.organisation.web_links.filter(kind=kind, label=row["label"]).exists():
        services.add_web_link(
            organisation=kpa.organisation,
            kind=kind,
            source=source_of(row),
            **chosen(row, "label", "url"),
            **seeding.by,
        )


def _slot(seeding: Seeding, kpa: Kpa, row: Row) -> None:
    key = chosen(row, "weekday", "start_time", "end_time")
    if not kpa.welcome_slots.filter(**key).exists():
        services.add_welcome_slot(
            kpa=kpa,
            recurrence=Recurrence.WEEKLY,
            place=kpa.place,
            source=source_of(row),
            **key,
            **chosen(row, "note", "is_example"),
            **seeding.by,
        )


TABLES = {
    "alias": _alias,
    "cohort": _cohort,
    "status": _status,
    "tag": _tags,
    "link": _link,
    "partner": _partners,
    "web_link": _web_link,
    "slot": _slot,
}
