"""A request from the inbox to the answer, and the link by which its client follows it."""

from datetime import timedelta

import pytest
from django.core import mail

from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import ClientKind, LeadSource, LeadState
from kpacite.domain.sales.models import Deal, DealLink, Lead
from kpacite.domain.sales.rules.deals import LEADS, LINK_DAYS
from kpacite.platform import audit
from tests.factories.activities import make_activity, make_offer
from tests.factories.organisations import make_kpa
from tests.factories.people import NOW, make_person
from tests.factories.sales import address, make_client, make_lead

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}


@pytest.fixture
def kpa():
    return make_kpa("La Cape")


def actions(target):
    return [event.action.rpartition(".")[2] for event in reversed(audit.for_target(target))]


def answer(lead, text="Oui, avec plaisir.", submission="reponse", **fields):
    details = {"person": None, "address": address} | fields
    return services.answer_lead(lead=lead, text=text, submission=submission, **details, **BY)


def test_a_request_arrives_once_and_its_author_gets_a_link(kpa, django_capture_on_commit_callbacks):
    offer = make_offer(make_activity(kpa), "Buffet froid")
    with django_capture_on_commit_callbacks(execute=True):
        lead = make_lead(kpa, offer=offer, address=address, submission="un")
        again = make_lead(kpa, offer=offer, address=address, submission="un")
    assert (again, lead.state, Lead.objects.count()) == (lead, LeadState.NEW, 1)
    assert (lead.deal.title, lead.deal.activity) == ("Buffet froid", offer.activity)
    assert actions(lead) == ["received"]
    assert [message.to for message in mail.outbox] == [["sami@client.example"]]
    token = mail.outbox[0].body.partition("/d/")[2].partition("/")[0]
    assert selectors.deal_behind(token, NOW) == lead.deal


def test_a_long_request_gives_a_short_title(kpa):
    lead = make_lead(kpa, what="Un très grand buffet " * 20)
    assert lead.deal.title.endswith("…")
    assert len(lead.deal.title) <= 81


@pytest.mark.parametrize("changes", [{"email": ""}, {"what": " "}, {"name": ""}, {"email": "pas bon"}])
def test_a_request_that_nobody_could_answer_is_refused_and_leaves_nothing(kpa, changes):
    with pytest.raises(Refused):
        make_lead(kpa, **changes)
    assert not Deal.objects.exists()


MOVES = {
    "take": (lambda lead: services.take_lead(lead=lead, person=make_person(), **BY), LeadState.TAKEN),
    "leave": (lambda lead: services.leave_lead(lead=lead, **BY), LeadState.NEW),
    "refuse": (
        lambda lead: services.refuse_lead(lead=lead, reason="Complets", address=address, **BY),
        LeadState.REFUSED,
    ),
}


def in_state(kpa, state):
    lead = make_lead(kpa)
    if state == LeadState.TAKEN:
        services.take_lead(lead=lead, person=make_person(), **BY)
    if state == LeadState.ANSWERED:
        answer(lead)
    if state == LeadState.REFUSED:
        services.refuse_lead(lead=lead, reason="Complets", address=address, **BY)
    if state == LeadState.QUOTED:
        Lead.objects.filter(pk=lead.pk).update(state=state)
    return lead


@pytest.mark.parametrize("state", LeadState)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_follows_the_table_or_is_refused(kpa, move, state):
    act, target = MOVES[move]
    lead = in_state(kpa, state)
    if target in LEADS[state]:
        assert act(lead).state == target
        return
    with pytest.raises(services.LeadMoved):
        act(lead)
    lead.refresh_from_db()
    assert lead.state == state


def test_an_answer_is_kept_and_mailed_once_with_a_new_link(kpa, django_capture_on_commit_callbacks):
    lead, person = make_lead(kpa), make_person("Bilal")
    with django_capture_on_commit_callbacks(execute=True):
        message = answer(lead, person=person)
        assert answer(lead, person=person) == message
    lead.refresh_from_db()
    assert (lead.state, lead.taken_by) == (LeadState.ANSWERED, person)
    assert len(mail.outbox) == 1
    assert "Oui, avec plaisir." in mail.outbox[0].body
    with pytest.raises(Refused):
        answer(lead, text=" ", submission="vide")
    with pytest.raises(services.LeadMoved):
        answer(in_state(kpa, LeadState.REFUSED), submission="autre")


def test_a_refusal_says_why_kindly_and_can_be_taken_back(kpa, django_capture_on_commit_callbacks):
    lead = make_lead(kpa)
    with pytest.raises(Refused, match="pourquoi"):
        services.refuse_lead(lead=lead, reason=" ", address=address, **BY)
    with django_capture_on_commit_callbacks(execute=True):
        services.refuse_lead(lead=lead, reason="Nous sommes complets.", address=address, **BY)
    assert "Nous sommes complets." in mail.outbox[0].body
    lead = services.leave_lead(lead=lead, **BY)
    assert (lead.state, lead.refusal_reason) == (LeadState.NEW, "")


def test_a_request_is_handed_to_a_group_of_the_same_kpa(kpa):
    lead, kitchen = make_lead(kpa), make_activity(kpa)
    services.hand_lead(lead=lead, activity=kitchen, **BY)
    lead.deal.refresh_from_db()
    assert lead.deal.activity == kitchen
    with pytest.raises(services.LeadMoved):
        services.hand_lead(lead=lead, activity=make_activity(make_kpa()), **BY)


def test_who_asks_joins_the_book_or_is_found_there(kpa):
    lead = make_lead(kpa, organisation="Asso exemple", kind=ClientKind.ASSOCIATION)
    client = services.match_client(lead=lead, client=None, **BY)
    assert (client.name, client.email) == ("Asso exemple", "sami@client.example")
    assert [contact.name for contact in client.contacts.all()] == ["Sami Exemple"]
    known = make_client(kpa)
    assert services.match_client(lead=lead, client=known, **BY) == known
    lead.deal.refresh_from_db()
    assert lead.deal.client == known
    with pytest.raises(services.LeadMoved):
        services.match_client(lead=lead, client=make_client(make_kpa()), **BY)


def test_a_link_opens_one_file_until_it_is_closed_or_too_old(kpa):
    lead = make_lead(kpa)
    token = services.give_link(deal=lead.deal, **BY)
    assert DealLink.objects.get().token_hash != token
    assert selectors.deal_behind(token, NOW) == lead.deal
    assert selectors.deal_behind(token + "x", NOW) is None
    assert selectors.deal_behind(token, NOW + timedelta(days=LINK_DAYS)) is None
    assert services.close_links(deal=lead.deal, **BY) == 1
    assert services.close_links(deal=lead.deal, **BY) == 0
    assert selectors.deal_behind(token, NOW) is None


def test_what_the_client_writes_is_kept_once(kpa):
    deal = make_lead(kpa).deal
    first = services.client_writes(deal=deal, text="Plutôt 50.", submission="x", now=NOW)
    assert services.client_writes(deal=deal, text="Plutôt 50.", submission="x", now=NOW) == first
    assert [message.text for message in selectors.client_view(deal).messages] == ["Plutôt 50."]
    with pytest.raises(Refused):
        services.client_writes(deal=deal, text="", submission="y", now=NOW)


def test_a_request_of_another_kpa_is_not_found(kpa):
    lead = make_lead(kpa, source=LeadSource.PHONE)
    assert selectors.lead_of(kpa, lead.pk) == lead
    assert selectors.lead_of(make_kpa(), lead.pk) is None
