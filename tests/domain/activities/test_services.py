"""Writing, proposing, checking, publishing, withdrawing: the happy path, each error, the trace."""

from datetime import date, timedelta

import pytest

from kpacite.domain.activities import selectors, services
from kpacite.domain.activities.enums import OfferState, OfferUnit, SupplyMode
from kpacite.domain.activities.services import Option
from kpacite.domain.organisations.services.errors import Refused
from kpacite.platform import audit
from tests.factories.activities import join, make_activity, make_offer, make_option, make_rate
from tests.factories.organisations import LONG_AGO
from tests.factories.people import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}
DAY = {"today": TODAY}


def actions(target):
    return [event.action.rpartition(".")[2] for event in reversed(audit.for_target(target))]


def write(activity, name="Plateaux réunion", **details):
    return services.write_offer(
        activity=activity, name=name, unit=OfferUnit.PERSON, author=None, **BY, **details
    )


def test_an_offer_goes_from_draft_to_the_catalogue_and_leaves_it_with_a_trace_each_time(cuisine, la_cape):
    offer = write(cuisine, price_cents=1200, min_quantity=4, max_quantity=30)
    assert offer.state == OfferState.DRAFT
    offer = services.propose_offer(offer=offer, **BY)
    offer = services.publish_offer(offer=offer, **BY, **DAY)
    assert [row.offers for row in selectors.catalogue(la_cape, TODAY)] == [(offer,)]
    offer = services.retire_offer(offer=offer, **BY)
    assert selectors.catalogue(la_cape, TODAY) == []
    offer = services.restore_offer(offer=offer, **BY, **DAY)
    assert (offer.state, offer.version) == (OfferState.PUBLISHED, 5)
    offer = services.unpublish_offer(offer=offer, **BY)
    assert offer.state == OfferState.PROPOSED
    trace = ["written", "proposed", "published", "retired", "restored", "unpublished"]
    assert actions(offer) == trace


MOVES = {
    "propose": (lambda offer: services.propose_offer(offer=offer, **BY), {OfferState.DRAFT}),
    "publish": (lambda offer: services.publish_offer(offer=offer, **BY, **DAY), {OfferState.PROPOSED}),
    "unpublish": (lambda offer: services.unpublish_offer(offer=offer, **BY), {OfferState.PUBLISHED}),
    "retire": (
        lambda offer: services.retire_offer(offer=offer, **BY),
        {OfferState.DRAFT, OfferState.PROPOSED, OfferState.PUBLISHED},
    ),
    "restore": (lambda offer: services.restore_offer(offer=offer, **BY, **DAY), {OfferState.RETIRED}),
}


@pytest.mark.parametrize("state", OfferState)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_from_another_state_is_refused_and_changes_nothing(cuisine, move, state):
    act, allowed = MOVES[move]
    offer = make_offer(cuisine, state=state)
    if state in allowed:
        assert act(offer).version == 2
        return
    with pytest.raises(services.CannotMoveThere):
        act(offer)
    offer.refresh_from_db()
    assert (offer.state, offer.version) == (state, 1)


def test_a_regulated_offer_waits_for_the_note_of_the_coordination(cuisine, chloe):
    offer = write(cuisine, "Déménagements", needs_check=True, propose=True)
    with pytest.raises(services.CheckAwaited):
        services.publish_offer(offer=offer, **BY, **DAY)
    with pytest.raises(Refused, match="vérifié"):
        services.check_offer(offer=offer, note=" ", **BY)
    services.check_offer(offer=offer, note="Assurance reçue", actor=chloe, now=NOW)
    assert services.publish_offer(offer=offer, **BY, **DAY).state == OfferState.PUBLISHED
    checked = audit.for_target(offer).get(action="activities.offer.checked")
    assert (checked.actor, checked.reason) == (chloe, "Assurance reçue")
    with pytest.raises(services.NothingToCheck):
        services.check_offer(offer=offer, note="encore", **BY)


def test_a_checked_text_that_changes_leaves_the_catalogue_until_the_next_check(cuisine):
    checked = {"needs_check": True, "checked_at": NOW, "check_note": "Assurance reçue"}
    offer = make_offer(cuisine, state=OfferState.PUBLISHED, **checked)
    offer = services.edit_offer(offer=offer, version=1, price_cents=1500, **BY)
    assert offer.state == OfferState.PUBLISHED
    offer = services.edit_offer(offer=offer, version=2, name="Déménagement à l’étranger", **BY)
    assert (offer.state, offer.waits_for_check) == (OfferState.PROPOSED, True)


def test_a_flag_set_on_an_online_offer_takes_it_offline_and_no_edit_takes_the_flag_off(cuisine):
    offer = make_offer(cuisine, state=OfferState.PUBLISHED)
    offer = services.edit_offer(offer=offer, version=1, needs_check=True, **BY)
    assert offer.state == OfferState.PROPOSED
    with pytest.raises(services.CheckStays):
        services.edit_offer(offer=offer, version=2, needs_check=False, **BY)


def test_an_edit_keeps_the_words_before_and_after(cuisine):
    offer = make_offer(cuisine, "Buffet", price_cents=1200)
    services.edit_offer(offer=offer, version=1, name="Buffet froid", price_cents=None, season="", **BY)
    data = audit.for_target(offer).get(action="activities.offer.edited").data
    assert data["changes"] == {"name": ["Buffet", "Buffet froid"], "price_cents": [1200, None]}
    assert data["version"] == 2


def test_an_edit_that_changes_nothing_leaves_no_trace(cuisine):
    offer = make_offer(cuisine, "Buffet")
    make_option(offer, "Boissons", 150)
    same = services.edit_offer(offer=offer, version=1, name="Buffet", options=[Option("Boissons", 150)], **BY)
    assert (same.version, actions(offer)) == (1, [])


def test_two_people_who_edit_at_once_do_not_overwrite_each_other(cuisine):
    offer = make_offer(cuisine, "Buffet")
    services.edit_offer(offer=offer, version=1, season="été", **BY)
    with pytest.raises(services.OfferChangedMeanwhile):
        services.edit_offer(offer=offer, version=1, season="hiver", **BY)


def test_options_are_withdrawn_never_deleted(cuisine):
    offer = write(cuisine, options=[Option("Boissons", 150), Option("Service")])
    services.edit_offer(offer=offer, version=1, options=[Option("Service"), Option("Boissons", 200)], **BY)
    current = {(row.name, row.extra_cents) for row in selectors.options_of(offer)}
    assert current == {("Service", None), ("Boissons", 200)}
    assert offer.options.count() == 3


def test_the_same_name_twice_in_an_activity_is_refused_with_a_sentence(cuisine, la_cape):
    write(cuisine)
    with pytest.raises(Refused, match="déjà une offre avec ce nom"):
        write(cuisine)
    write(make_activity(la_cape, "Jardin"))


def test_an_offer_whose_name_was_taken_meanwhile_cannot_come_back(cuisine):
    old = make_offer(cuisine, "Buffet", OfferState.RETIRED)
    make_offer(cuisine, "Buffet")
    with pytest.raises(Refused, match="déjà une offre avec ce nom"):
        services.restore_offer(offer=old, **BY, **DAY)


def test_a_closed_activity_publishes_nothing_and_leaves_the_catalogue(cuisine, la_cape):
    offer = make_offer(cuisine, state=OfferState.PROPOSED)
    make_offer(cuisine, state=OfferState.PUBLISHED)
    assert selectors.has_catalogue(la_cape, TODAY)
    services.close_activity(activity=cuisine, closed_on=TODAY, **BY)
    assert not selectors.has_catalogue(la_cape, TODAY)
    with pytest.raises(services.ActivityClosed):
        services.publish_offer(offer=offer, **BY, **DAY)
    with pytest.raises(Refused, match="fermer avant"):
        services.close_activity(activity=cuisine, closed_on=date(2020, 1, 1), **BY)
    assert actions(cuisine) == ["closed"]


def test_an_activity_is_opened_once_under_its_code(la_cape):
    row = services.open_activity(kpa=la_cape.kpa, name="Jardin", code="jardin", opened_on=TODAY, **BY)
    assert (row.code, actions(row)) == ("JARDIN", ["opened"])
    with pytest.raises(Refused, match="ce code"):
        services.open_activity(kpa=la_cape.kpa, name="Autre", code="JARDIN", opened_on=TODAY, **BY)


def test_a_group_takes_in_those_who_belong_to_the_kpa_once(cuisine, amina, fanny):
    place = services.join_group(activity=cuisine, person=amina.person, start=TODAY, is_referent=True, **BY)
    assert selectors.groups_of(amina.person, TODAY).referent_of == {cuisine.pk}
    with pytest.raises(services.AlreadyInGroup):
        services.join_group(activity=cuisine, person=amina.person, start=TODAY, **BY)
    with pytest.raises(services.NotOfThisKpa):
        services.join_group(activity=cuisine, person=fanny.person, start=TODAY, **BY)
    services.leave_group(membership=place, end=TODAY, **BY)
    assert selectors.groups_of(amina.person, TODAY).member_of == frozenset()
    with pytest.raises(services.GroupLeft):
        services.leave_group(membership=place, end=TODAY, **BY)
    assert amina.person.first_name not in str(audit.for_target(place).values_list("target_repr", "data"))
    assert actions(place) == ["joined", "left"]


def test_nobody_leaves_a_group_before_having_joined(cuisine):
    with pytest.raises(Refused, match="avant d’y être"):
        services.leave_group(membership=join(cuisine), end=LONG_AGO - timedelta(days=1), **BY)


def test_a_new_rate_ends_the_one_before_and_never_rewrites_it(cuisine):
    offer = make_offer(cuisine)
    old = make_rate(offer, 1000)
    new = {"offer": offer, "mode": SupplyMode.ON_THE_SPOT, "vat_bp": 2000, "valid_from": TODAY}
    services.note_rate(**new, source="comptabilité", **BY)
    old.refresh_from_db()
    assert (old.vat_bp, old.valid_to) == (1000, TODAY)
    with pytest.raises(services.RateAlreadyChanges):
        services.note_rate(**new, source="comptabilité", **BY)
    with pytest.raises(Refused):
        services.note_rate(**(new | {"mode": SupplyMode.TO_KEEP}), source=" ", **BY)
    assert actions(offer) == ["rate_noted"]


def test_words_are_found_without_accents_in_the_offer_or_its_activity(cuisine, la_cape):
    offer = make_offer(cuisine, "Pâtisseries orientales")
    make_offer(make_activity(la_cape, "Jardin"), "Tonte")
    assert selectors.offers_of(la_cape, words="patisseries cuisine") == [offer]
    assert selectors.offers_of(la_cape, words="patisseries jardin") == []


def test_nobody_is_in_no_group(cuisine):
    join(cuisine, referent=True)
    assert selectors.groups_of(None, TODAY) == selectors.Groups()
    assert selectors.groups_of(make_person("Sami"), TODAY).referent_of == frozenset()
