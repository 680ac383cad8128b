from datetime import date

import pytest

from kpacite.domain.organisations import selectors, services
from kpacite.domain.organisations.enums import (
    CarrierType,
    CoordinateSource,
    KpaStatus,
    LinkRole,
    OrganisationKind,
    PartnerStage,
    TagKind,
    WebLinkKind,
)
from kpacite.kernel.ids import InvalidSiren
from kpacite.platform import audit
from tests.factories.organisations import make_kpa, make_kpa_tag, make_organisation, make_place, make_source
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}


def actions(target) -> list[str]:
    return [event.action for event in audit.for_target(target)]


def create(**fields):
    usual = {"kind": OrganisationKind.KPA, "name": "La Cape", "slug": "la-cape"}
    return services.create_organisation(**(usual | fields), **BY)


def test_an_organisation_is_registered():
    organisation = create(siren="732 829 320", website="https://exemple.fr")
    assert organisation.siren == "732829320"
    assert actions(organisation) == ["organisations.organisation.created"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"slug": "kpa"}, None), ({"name": ""}, "name"), ({"contact_email": "x"}, "contact_email")],
)
def test_an_organisation_is_refused_with_a_sentence(fields, field):
    with pytest.raises(services.Refused) as error:
        create(**fields)
    assert error.value.field == field
    assert str(error.value).endswith(".")


def test_a_slug_serves_once_and_a_wrong_siren_never():
    create()
    with pytest.raises(services.Refused):
        create()
    with pytest.raises(InvalidSiren):
        create(slug="autre", siren="123456789")


def test_a_kpa_is_opened_on_an_organisation_of_its_kind_only():
    kpa = services.open_kpa(organisation=create(), baseline="Une coopérative ouverte", **BY)
    assert actions(kpa) == ["organisations.kpa.opened"]
    with pytest.raises(services.LinkDoesNotFit):
        services.open_kpa(organisation=make_organisation(), **BY)


def test_a_profile_changes_and_the_register_names_the_fields_not_the_texts(chloe, la_cape):
    kpa = services.update_kpa_profile(
        kpa=la_cape.kpa, actor=chloe, now=NOW, story="Notre histoire", about="Qui nous sommes", baseline=""
    )
    la_cape.refresh_from_db()
    assert (kpa.story, la_cape.about) == ("Notre histoire", "Qui nous sommes")
    (event,) = audit.for_target(kpa)
    assert event.data == {"fields": ["about", "story"]}
    services.update_kpa_profile(kpa=kpa, actor=chloe, now=NOW, story="Notre histoire")
    assert len(actions(kpa)) == 1


def test_a_profile_with_a_wrong_address_is_refused(la_cape):
    with pytest.raises(services.Refused) as error:
        services.update_kpa_profile(kpa=la_cape.kpa, website="pas une adresse", **BY)
    assert error.value.field == "website"


def status(kpa, code, start, **details):
    return services.change_kpa_status(kpa=kpa, status=code, start=start, **details, **BY)


def test_a_status_closes_the_one_before_on_its_day():
    kpa, source = make_kpa(status=None), make_source()
    first = status(kpa, KpaStatus.CONSIDERING, date(2019, 1, 1), source=source)
    status(kpa, KpaStatus.ACTIVE, date(2024, 1, 1), start_words="nommé en 2024")
    first.refresh_from_db()
    assert first.end == date(2024, 1, 1)
    assert actions(kpa) == ["organisations.kpa.status_changed"] * 2
    assert selectors.kpa_counts(TODAY)[KpaStatus.ACTIVE] == 1


def test_a_status_that_cannot_follow_is_refused():
    kpa = make_kpa()
    with pytest.raises(services.StatusCannotFollow):
        status(kpa, KpaStatus.CONSIDERING, TODAY)
    with pytest.raises(services.StatusBeforeThePresentOne):
        status(kpa, KpaStatus.PAUSED, date(2020, 1, 1))
    assert kpa.status_periods.count() == 1


def test_a_kpa_is_known_by_other_names_and_runs_cohorts():
    kpa, source = make_kpa(), make_source()
    services.add_alias(kpa=kpa, name="Moulin Coop", source=source, **BY)
    services.add_cohort(kpa=kpa, name="Les Coopains à bord", **BY)
    assert [alias.name for alias in kpa.aliases.all()] == ["Moulin Coop"]
    assert actions(kpa) == ["organisations.kpa.alias_added"]
    with pytest.raises(services.Refused):
        services.add_alias(kpa=make_kpa(), name="Moulin Coop", source=source, **BY)
    with pytest.raises(services.Refused):
        services.add_cohort(kpa=kpa, name="Les Coopains à bord", **BY)


def link(kpa, organisation, role=LinkRole.LEGAL_CARRIER, **details):
    return services.link_organisation(kpa=kpa, organisation=organisation, role=role, **details, **BY)


def test_a_carrier_is_linked_then_leaves():
    kpa, carrier = make_kpa(), make_organisation(kind=OrganisationKind.CARRIER)
    row = link(kpa, carrier, carrier_type=CarrierType.CAE, start=date(2025, 1, 1))
    assert list(selectors.carried_kpas(carrier, TODAY)) == [kpa.organisation]
    services.end_link(link=row, end=TODAY, reason="Changement de CAE", **BY)
    assert list(selectors.carried_kpas(carrier, TODAY)) == []
    assert actions(row) == ["organisations.kpa_link.ended", "organisations.kpa_link.added"]
    with pytest.raises(services.LinkAlreadyEnded):
        services.end_link(link=row, end=TODAY, **BY)


def test_one_association_may_host_and_carry_a_kpa():
    kpa, association = make_kpa(), make_organisation(kind=OrganisationKind.ASSOCIATION)
    link(kpa, association, carrier_type=CarrierType.OWN_ASSOCIATION)
    link(kpa, association, LinkRole.HOST_ASSOCIATION)
    assert kpa.links.count() == 2
    with pytest.raises(services.Refused):
        link(kpa, association, LinkRole.HOST_ASSOCIATION)


def test_a_link_needs_an_organisation_that_can_hold_it():
    with pytest.raises(services.LinkDoesNotFit):
        link(make_kpa(), make_organisation(kind=OrganisationKind.PUBLIC_BODY))


def test_a_kpa_is_tagged_once():
    kpa = make_kpa()
    tag = services.define_tag(kind=TagKind.ACTIVITY, slug="couture", name="Couture", **BY)
    services.tag_kpa(kpa=kpa, tag=tag, is_planned=True, quote="couture", **BY)
    assert (actions(kpa), actions(tag)) == (["organisations.kpa.tagged"], ["organisations.tag.defined"])
    with pytest.raises(services.Refused):
        services.tag_kpa(kpa=kpa, tag=tag, **BY)


def test_a_partner_moves_on_from_met_to_partner():
    kpa, partner = make_kpa(), make_organisation()
    services.note_partner(kpa=kpa, partner=partner, stage=PartnerStage.MET, since=TODAY, **BY)
    relation = services.note_partner(kpa=kpa, partner=partner, stage=PartnerStage.PARTNER, **BY)
    assert (kpa.partner_relations.get(), relation.since) == (relation, TODAY)
    events = [event.data for event in audit.for_target(relation)]
    assert events == [{"from": "met", "to": "partner"}, {"from": "", "to": "met"}]


def test_an_address_is_published_once_somebody_checked_it():
    kpa = make_kpa(slug="la-fourmiliere")
    row = services.add_web_link(
        organisation=kpa.organisation,
        kind=WebLinkKind.SHOP,
        label="Boutique",
        url="https://exemple.fr",
        **BY,
    )
    assert selectors.kpa_page("la-fourmiliere", today=TODAY).web_links == ()
    services.check_web_link(link=row, today=TODAY, **BY)
    assert selectors.kpa_page("la-fourmiliere", today=TODAY).web_links == (row,)
    assert actions(row) == ["organisations.web_link.checked", "organisations.web_link.added"]


def test_an_address_that_is_not_written_cannot_be_checked():
    row = services.add_web_link(
        organisation=make_organisation(), kind=WebLinkKind.FACEBOOK, label="Coopérative", **BY
    )
    with pytest.raises(services.Refused):
        services.check_web_link(link=row, today=TODAY, **BY)


def test_a_place_is_added_changed_and_put_on_the_map():
    place = services.add_place(insee_code="59410", city="Mons-en-Barœul", name="Mons Fabrica", **BY)
    place = services.update_place(place=place, address_line_1="Avenue Marc Sangnier", **BY)
    services.update_place(place=place, address_line_1="Avenue Marc Sangnier", **BY)
    place = services.locate_place(
        place=place,
        latitude=50.63,
        longitude=3.11,
        coordinate_source=CoordinateSource.COMMUNE,
        **BY,
    )
    assert actions(place) == [
        "organisations.place.located",
        "organisations.place.updated",
        "organisations.place.added",
    ]
    with pytest.raises(services.Refused):
        services.locate_place(
            place=place, latitude=91, longitude=0, coordinate_source=CoordinateSource.ADDRESS, **BY
        )
    with pytest.raises(services.Refused):
        services.add_place(insee_code="59410", city="Mons-en-Barœul", name="Mons Fabrica", **BY)


def test_a_neighbourhood_may_be_a_priority_one_or_unknown():
    pile = services.add_neighbourhood(name="Pile", city="Roubaix", insee_code="59512", is_qpv=True, **BY)
    assert actions(pile) == ["organisations.neighbourhood.added"]
    with pytest.raises(services.Refused):
        services.add_neighbourhood(name="Alma", city="Roubaix", insee_code="59512", qpv_code="QP1", **BY)


def test_a_kpa_moves_to_another_place(la_cape):
    place = make_place(name="Labo 140")
    services.update_kpa_profile(kpa=la_cape.kpa, place=place, **BY)
    la_cape.kpa.refresh_from_db()
    assert la_cape.kpa.place == place


def test_a_wrong_tag_is_taken_off_and_the_register_keeps_what_it_said(chloe, la_cape):
    row = make_kpa_tag(la_cape.kpa, "Couture")
    services.remove_tag(kpa_tag=row, actor=chloe, now=NOW, reason="Erreur de saisie")
    assert not la_cape.kpa.kpa_tags.exists()
    event = audit.for_target(la_cape.kpa)[0]
    assert (event.action, event.actor, event.reason) == (
        "organisations.kpa.untagged",
        chloe,
        "Erreur de saisie",
    )
    assert event.data["tag"] == "couture"
    services.tag_kpa(kpa=la_cape.kpa, tag=row.tag, actor=chloe, now=NOW)


def test_a_tag_is_taken_off_once(chloe, la_cape):
    row = make_kpa_tag(la_cape.kpa, "Couture")
    copy = la_cape.kpa.kpa_tags.get()
    services.remove_tag(kpa_tag=row, actor=chloe, now=NOW)
    with pytest.raises(services.TagAlreadyRemoved):
        services.remove_tag(kpa_tag=copy, actor=chloe, now=NOW)
