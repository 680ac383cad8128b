"""A request on screen: anybody asks, the group takes it, answers, says no, hands it over."""

import pytest
from django.core import mail

from kpacite.domain.sales import services
from kpacite.domain.sales.enums import LeadSource, LeadState
from kpacite.domain.sales.models import Lead
from kpacite.interfaces.www.sales.forms.base import new_submission
from tests.factories.activities import make_activity, make_offer
from tests.factories.people import NOW
from tests.factories.sales import make_client, make_lead
from tests.interfaces.www.activities.test_public import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cuisine")]
ORDER = "/kpa/la-cape/commander/"
INBOX = "/la-cape/demandes/"


def at(lead, page=""):
    return f"{INBOX}{lead.pk}/{page}"


def asked(**changes):
    return {
        "what": "Un buffet pour 40 personnes",
        "name": "Sami",
        "email": "sami@client.example",
        "kind": "person",
        "submission": new_submission(),
    } | changes


def test_anybody_asks_and_gets_a_link_to_follow(client, cuisine, django_capture_on_commit_callbacks):
    offer = make_offer(cuisine, "Buffet froid", "published")
    page = text_of(client.get(ORDER, {"offre": offer.pk}))
    assert f'<option value="{offer.pk}" selected>' in page
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(ORDER, asked(offer=offer.pk))
    assert (response.status_code, response.url) == (303, ORDER + "merci/")
    assert "Merci, votre demande est arrivée" in text_of(client.get(response.url))
    lead = Lead.objects.get()
    assert (lead.offer, lead.source, lead.deal.activity) == (offer, LeadSource.WEB, cuisine)
    link = mail.outbox[0].body.partition("http://testserver")[2].split()[0]
    assert "Un buffet pour 40 personnes" in text_of(client.get(link))


def test_the_same_form_sent_twice_is_one_request_and_a_robot_leaves_none(client):
    form = asked()
    client.post(ORDER, form)
    client.post(ORDER, form)
    assert Lead.objects.count() == 1
    assert client.post(ORDER, asked(site_web="http://pub.example")).status_code == 303
    assert Lead.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"what": ""}, "Dites ce qu’il vous faut"),
        ({"name": ""}, "Écrivez votre nom"),
        ({"email": ""}, "Donnez une adresse e-mail ou un téléphone"),
        ({"wanted_on": "1/1/2020"}, "Ce jour est passé"),
        ({"offer": "999"}, "Choisissez une réponse de la liste."),
    ],
)
def test_an_error_says_what_to_do_and_nothing_typed_is_lost(client, changes, sentence):
    page = text_of(client.post(ORDER, asked(place="Roubaix", **changes)), 422)
    assert sentence in page
    assert 'value="Roubaix"' in page
    assert not Lead.objects.exists()


def test_too_many_requests_end_in_a_sentence(client):
    for _rank in range(10):
        client.post(ORDER, asked())
    assert "trop souvent" in text_of(client.post(ORDER, asked()), 429)


def test_an_unknown_kpa_has_no_form(client):
    assert client.get("/kpa/nulle-part/commander/").status_code == 404


def test_the_group_takes_a_request_answers_and_leaves_it(as_, bilal, la_cape, cuisine):
    lead = make_lead(la_cape, activity=cuisine)
    assert at(lead) in text_of(as_(bilal).get(INBOX))
    assert as_(bilal).post(at(lead, "prendre/")).status_code == 303
    assert "Bilal Exemple s’en occupe" in text_of(as_(bilal).get(at(lead)))
    words = {"text": "Oui, avec plaisir.", "submission": new_submission()}
    assert as_(bilal).post(at(lead, "repondre/"), words).status_code == 303
    assert "Oui, avec plaisir." in text_of(as_(bilal).get(at(lead)))
    assert "déjà changé d’état" in text_of(as_(bilal).post(at(lead, "laisser/")), 422)


def test_no_is_said_with_words(as_, amina, la_cape, cuisine):
    lead = make_lead(la_cape, activity=cuisine)
    assert "Dites pourquoi" in text_of(as_(amina).post(at(lead, "refuser/"), {"reason": ""}), 422)
    as_(amina).post(at(lead, "refuser/"), {"reason": "Nous sommes complets."})
    page = text_of(as_(amina).get(at(lead)))
    assert "Nous sommes complets." in page
    assert "Reprendre la demande" in page


def test_a_request_of_another_group_is_read_not_handled_and_the_coordination_hands_it(
    as_, amina, chloe, la_cape, cuisine
):
    garden = make_activity(la_cape, "Jardin", code="JARDIN")
    lead = make_lead(la_cape, activity=garden)
    page = text_of(as_(amina).get(at(lead)))
    assert "Les membres du groupe s’en occupent." in page
    assert as_(amina).post(at(lead, "prendre/")).status_code == 403
    assert as_(chloe).post(at(lead, "confier/"), {"activity": cuisine.pk}).status_code == 303
    assert as_(amina).post(at(lead, "prendre/")).status_code == 303


def test_a_member_notes_a_request_that_came_by_phone(as_, amina):
    form = asked(source="phone", email="", phone="03 53 01 00 11")
    assert as_(amina).post(INBOX + "noter/", form).status_code == 303
    lead = Lead.objects.get()
    assert (lead.source, lead.phone) == (LeadSource.PHONE, "+33353010011")
    assert "Donnez une adresse" in text_of(
        as_(amina).post(INBOX + "noter/", asked(source="visit", email="")), 422
    )


def test_the_inbox_is_searched_filtered_and_closed_to_strangers(as_, gaelle, fanny, la_cape):
    lead = make_lead(la_cape, organisation="Café des Écluses")
    services.refuse_lead(lead=lead, reason="non", address=None, actor=None, now=NOW)
    make_lead(la_cape)

    def count(**query):
        return len(as_(gaelle).get(INBOX, query).context["rows"])

    assert (count(), count(q="ecluses"), count(etat=LeadState.REFUSED), count(etat="x")) == (2, 1, 1, 2)
    part = text_of(as_(gaelle).get(INBOX, {"q": "cafe"}, headers={"HX-Request": "true"}))
    assert part.startswith('<div class="pile" id="demandes">')
    assert "Aucune demande ne correspond" in text_of(as_(gaelle).get(INBOX, {"q": "violon"}))
    assert as_(fanny).get(at(lead)).status_code == 404


def test_a_quote_from_a_request_adds_its_client_to_the_book(as_, amina, la_cape, cuisine):
    make_client(la_cape)
    lead = make_lead(la_cape, activity=cuisine, what="Un goûter")
    page = text_of(as_(amina).get("/la-cape/devis/nouveau/", {"demande": lead.pk}))
    assert "Ajouter « Sami Exemple » au carnet" in page
    assert 'value="Un goûter"' in page
