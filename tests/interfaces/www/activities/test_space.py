"""The space of a KPA: reading, proposing, publishing, taking back, exporting."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import OfferState
from kpacite.domain.activities.models import Offer
from kpacite.platform import audit
from tests.factories.activities import make_activity, make_offer, make_option
from tests.factories.people import NOW
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
LIST = "/la-cape/activites/"
NEW = "/la-cape/activites/proposer/"


def at(offer, page=""):
    return f"{LIST}offres/{offer.pk}/{page}"


def words(cuisine, **changes):
    return {
        "activity": str(cuisine.pk),
        "name": "Plateaux réunion",
        "description": "Un plateau par personne.",
        "unit": "person",
        "price": "12,00",
        "min_quantity": "4",
        "max_quantity": "30",
        "option_1": "Boissons",
        "extra_1": "1,50",
    } | changes


def test_a_member_proposes_and_the_referent_publishes(as_, amina, bilal, cuisine):
    response = as_(amina).post(NEW, words(cuisine))
    offer = Offer.objects.get()
    assert (response.status_code, response.url) == (303, at(offer))
    assert (offer.state, offer.author, offer.price_cents) == (OfferState.PROPOSED, amina.person, 1200)
    page = text_of(as_(amina).get(at(offer)))
    assert "Merci ! Votre offre est proposée." in page
    assert at(offer, "publier/") not in page
    assert as_(amina).post(at(offer, "publier/")).status_code == 403

    assert at(offer, "publier/") in text_of(as_(bilal).get(at(offer)))
    assert "Mettre « Plateaux réunion » en ligne ?" in text_of(as_(bilal).get(at(offer, "publier/")))
    response = as_(bilal).post(at(offer, "publier/"))
    assert response.status_code == 303
    page = text_of(as_(bilal).get(response.url))
    assert "C’est fait. L’offre est en ligne." in page
    assert f'action="{at(offer, "depublier/")}"' in page
    as_(bilal).post(at(offer, "depublier/"))
    offer.refresh_from_db()
    assert offer.state == OfferState.PROPOSED
    assert audit.for_target(offer).first().actor == bilal


def test_a_stranger_gets_a_404_and_nobody_is_asked_to_sign_in(as_, client, fanny, proposed):
    pages = [LIST, NEW, LIST + "cuisine/", LIST + "offres.csv", at(proposed), at(proposed, "modifier/")]
    assert {client.get(page).status_code for page in pages} == {302}
    assert {as_(fanny).get(page).status_code for page in pages} == {404}


def test_a_draft_is_kept_then_proposed(as_, amina, cuisine):
    as_(amina).post(NEW, words(cuisine, draft="1"))
    offer = Offer.objects.get()
    assert offer.state == OfferState.DRAFT
    as_(amina).post(at(offer, "proposer/"))
    offer.refresh_from_db()
    assert offer.state == OfferState.PROPOSED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Écrivez le nom de l’offre."),
        ({"activity": "999"}, "Choisissez une réponse de la liste."),
        ({"price": "douze"}, "Écrivez un nombre, par exemple 14,50."),
        ({"price": "0"}, "Écrivez un prix plus grand que zéro"),
        ({"max_quantity": "2"}, "Le maximum est plus grand que le minimum"),
        ({"option_1": ""}, "Écrivez le nom de cette option."),
        ({"option_2": "Boissons"}, "Cette option est déjà là."),
        ({"extra_1": "-2"}, "Un supplément est de zéro euro au moins."),
    ],
)
def test_an_error_says_what_to_do_and_nothing_typed_is_lost(as_, amina, cuisine, changes, sentence):
    response = as_(amina).post(NEW, words(cuisine, **changes))
    page = text_of(response, 422)
    assert sentence in page
    assert "Un plateau par personne." in page
    assert not Offer.objects.exists()


def test_the_same_form_sent_twice_makes_one_offer(as_, amina, cuisine):
    as_(amina).post(NEW, words(cuisine))
    page = text_of(as_(amina).post(NEW, words(cuisine)), 422)
    assert "Cette activité a déjà une offre avec ce nom." in page
    assert Offer.objects.count() == 1


def test_an_author_edits_before_publication_and_every_option_comes_back(as_, amina, proposed):
    for rank in range(5):
        make_option(proposed, f"Option {rank}")
    form = as_(amina).get(at(proposed, "modifier/")).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    as_(amina).post(at(proposed, "modifier/"), typed | {"price": "13,50"})
    proposed.refresh_from_db()
    assert (proposed.price_cents, proposed.version) == (1350, 2)
    assert proposed.options.filter(withdrawn_at=None).count() == 5


def test_who_edits_too_late_is_told_and_keeps_her_words(as_, bilal, proposed):
    form = as_(bilal).get(at(proposed, "modifier/")).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    services.edit_offer(offer=proposed, version=1, season="été", actor=None, now=NOW)
    page = text_of(as_(bilal).post(at(proposed, "modifier/"), typed | {"season": "hiver doux"}), 422)
    assert "Une autre personne a changé cette offre" in page
    assert "hiver doux" in page


def test_only_the_coordination_clears_a_regulated_offer(as_, bilal, chloe, cuisine):
    offer = make_offer(cuisine, "Déménagements", OfferState.PROPOSED, needs_check=True)
    assert "La coordination vérifie avant la mise en ligne." in text_of(as_(bilal).get(at(offer)))
    assert "La coordination doit d’abord vérifier" in text_of(as_(bilal).post(at(offer, "publier/")), 422)
    assert as_(bilal).get(at(offer, "verifier/")).status_code == 403
    assert "Écrivez ce que vous avez vérifié." in text_of(
        as_(chloe).post(at(offer, "verifier/"), {"note": ""}), 422
    )
    as_(chloe).post(at(offer, "verifier/"), {"note": "Assurance reçue"})
    assert as_(bilal).post(at(offer, "publier/")).status_code == 303
    assert "Assurance reçue" in text_of(as_(bilal).get(at(offer)))


def test_an_author_withdraws_her_offer_and_takes_it_back(as_, amina, proposed):
    response = as_(amina).post(at(proposed, "retirer/"))
    assert f'action="{at(proposed, "remettre/")}"' in text_of(as_(amina).get(response.url))
    as_(amina).post(at(proposed, "remettre/"))
    proposed.refresh_from_db()
    assert proposed.state == OfferState.PROPOSED


def test_publishing_twice_ends_in_a_sentence(as_, bilal, proposed):
    as_(bilal).post(at(proposed, "publier/"))
    assert "a déjà changé d’état" in text_of(as_(bilal).post(at(proposed, "publier/")), 422)


def test_looking_at_a_confirmation_changes_nothing(as_, bilal, proposed):
    for page in ("publier/", "retirer/", "modifier/", "tva/"):
        assert as_(bilal).get(at(proposed, page)).status_code == 200
    proposed.refresh_from_db()
    assert (proposed.state, proposed.version) == (OfferState.PROPOSED, 1)


@pytest.mark.parametrize(("typed", "points"), [("5,5", 550), ("20 %", 2000), ("0", 0), ("100", 10_000)])
def test_a_rate_is_noted_with_its_source(as_, bilal, online, typed, points):
    data = {"mode": "delivered", "rate": typed, "valid_from": "1/3/2026", "source": "comptabilité"}
    assert as_(bilal).post(at(online, "tva/"), data).status_code == 303
    assert online.rates.get().vat_bp == points


@pytest.mark.parametrize("typed", ["", "cent", "101", "-1", "5,555", "٥", "1.2.3", ".", "²"])
def test_an_impossible_rate_is_refused(as_, bilal, online, typed):
    data = {"mode": "delivered", "rate": typed, "valid_from": "1/3/2026", "source": "comptabilité"}
    assert as_(bilal).post(at(online, "tva/"), data).status_code == 422
    assert not online.rates.exists()


def test_the_list_is_searched_and_filtered(as_, amina, proposed, online):
    def names(**asked):
        return [row.offer.name for row in as_(amina).get(LIST, asked).context["rows"]]

    assert names() == ["Buffet froid", "Plateaux réunion"]
    assert names(q="reunion") == ["Plateaux réunion"]
    assert names(etat="published") == ["Buffet froid"]
    assert names(etat="nimporte") == ["Buffet froid", "Plateaux réunion"]
    assert "Aucune offre ne correspond" in text_of(as_(amina).get(LIST, {"q": "violon"}))


def test_the_part_and_the_page_agree(as_, amina, proposed):
    part = text_of(as_(amina).get(LIST, {"q": "plateaux"}, headers={"HX-Request": "true"}))
    assert part.startswith('<div class="pile" id="offres">')
    assert part in text_of(as_(amina).get(LIST, {"q": "plateaux"}))


@pytest.mark.usefixtures("la_cape")
def test_without_any_activity_the_page_says_who_opens_them(as_, amina):
    assert "La coordination ouvre les activités du KPA." in text_of(as_(amina).get(LIST))


def test_an_activity_shows_its_group_and_offers_and_a_retired_one_stays_away(as_, amina, proposed):
    make_offer(proposed.activity, "Vieux buffet", OfferState.RETIRED)
    page = text_of(as_(amina).get(LIST + "cuisine/"))
    assert "Bilal Exemple" in page
    assert "Plateaux réunion" in page
    assert "Vieux buffet" not in page


def test_a_group_without_referent_says_who_reads_the_offers(as_, amina, la_cape):
    make_activity(la_cape, "Mobilier", code="MOBILIER")
    assert "la coordination relit les offres" in text_of(as_(amina).get(LIST + "mobilier/"))


def test_the_carrier_reads_the_catalogue_and_proposes_nothing(as_, driss, online):
    page = text_of(as_(driss).get(LIST))
    assert "Buffet froid" in page
    assert NEW not in page
    assert as_(driss).get(NEW).status_code == 404


def test_the_export_says_what_the_list_says_and_disarms_formulas(as_, amina, cuisine):
    make_offer(cuisine, "=2+3", OfferState.PUBLISHED, price_cents=1205)
    make_offer(cuisine, "Sur devis", OfferState.DRAFT, price_cents=None)
    lines = b"".join(as_(amina).get(LIST + "offres.csv", {"etat": "published"})).decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith('K-PA Traiteur,CUISINE,\'=2+3,En ligne,personne,"12,05"')


def test_the_menu_leads_to_the_activities(as_, amina, cuisine):
    assert f'href="{LIST}"' in text_of(as_(amina).get(NEW))


@pytest.mark.parametrize("page", [LIST, LIST + "cuisine/"])
def test_a_page_costs_the_same_at_three_and_at_thirty_offers(as_, amina, cuisine, page):
    browser, counts = as_(amina), []
    browser.get(page)
    for number in (3, 27):
        for _rank in range(number):
            make_offer(cuisine, state=OfferState.PUBLISHED)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
