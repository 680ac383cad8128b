"""The editor of a quote, its steps on screen, what the client does behind the link, and the order."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpacite.domain.sales import services
from kpacite.domain.sales.enums import AutonomyKind, LeadState, OrderState, QuoteState
from kpacite.domain.sales.models import Client, DealLink, Invoice, Order, Quote, SalesAutonomy
from kpacite.interfaces.www.sales.forms.base import new_submission
from tests.factories.activities import make_offer, make_rate
from tests.factories.people import NOW, TODAY
from tests.factories.sales import make_client, make_lead, make_quote
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
NEW = "/la-cape/devis/nouveau/"
SALES = "/la-cape/ventes/"


@pytest.fixture
def tilleuls(la_cape):
    return make_client(la_cape, "Les Tilleuls", email="tilleuls@client.example")


def at(quote, page=""):
    return f"/la-cape/devis/{quote.pk}/{page}"


def typed(who, cuisine, **changes):
    row = {"label": "Buffet", "quantity": "30", "price": "14,00", "rate": "10", "unit": "person"}
    return {
        "client": who.pk,
        "activity": cuisine.pk,
        "title": "Buffet de quartier",
        "valid_until": "31/12/2030",
        "channel": "distance",
        "payment_days": "30",
        "rows": "1",
        "submission": new_submission(),
        "do": "garder",
        **{f"l1-{name}": value for name, value in row.items()},
    } | changes


def test_a_member_writes_a_quote_from_the_three_blocks(as_, amina, tilleuls, cuisine):
    response = as_(amina).post(NEW, typed(tilleuls, cuisine, deposit_kind="deposit", deposit="30 %"))
    quote = Quote.objects.get()
    assert (response.status_code, response.url) == (303, at(quote))
    assert (quote.author, quote.gross_cents, quote.deposit_cents) == (amina.person, 46200, 13860)
    page = text_of(as_(amina).get(at(quote)))
    assert "462,00 €" in page
    assert "Acompte à la commande" in page
    assert at(quote, "relire/") in page
    assert at(quote, "pret/") not in page


def test_the_same_form_sent_twice_is_one_quote(as_, amina, tilleuls, cuisine):
    form = typed(tilleuls, cuisine)
    as_(amina).post(NEW, form)
    as_(amina).post(NEW, form)
    assert Quote.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"client": ""}, "Choisissez le client."),
        ({"l1-price": "douze"}, "Écrivez un nombre, par exemple 14,50."),
        ({"l1-quantity": "0"}, "Écrivez un nombre, par exemple 30 ou 2,5."),
        ({"l1-rate": ""}, "Écrivez le taux de TVA."),
        ({"rows": "0"}, "Écrivez au moins une ligne"),
        ({"deposit": "30 %"}, "Choisissez : un acompte ou des arrhes"),
        ({"deposit_kind": "earnest", "deposit": "9000 €"}, "plus grande que le total"),
        ({"discount": "500 €"}, "La remise est plus grande que le total."),
        ({"discount": "beaucoup"}, "Écrivez par exemple 30 % ou 150 €."),
    ],
)
def test_an_error_says_what_to_do_and_nothing_typed_is_lost(as_, amina, tilleuls, cuisine, changes, sentence):
    page = text_of(as_(amina).post(NEW, typed(tilleuls, cuisine, words="Merci !", **changes)), 422)
    assert sentence in page
    assert "Merci !" in page
    assert not Quote.objects.exists()


def test_rows_come_and_go_without_script_and_the_preview_follows(as_, amina, tilleuls, cuisine):
    offer = make_offer(cuisine, "Buffet froid", "published", price_cents=1400, min_quantity=10)
    make_rate(offer, 1000)
    browser = as_(amina)

    def press(**changes):
        return browser.post(NEW, typed(tilleuls, cuisine, **changes))

    assert len(press(do="ligne").context["lines"]) == 2
    assert press(do="trajet").context["lines"][1]["unit"].value() == "km"
    picked = press(do="catalogue", pick=f"{offer.pk}-on_the_spot").context["lines"][1]
    assert (picked["label"].value(), picked["rate"].value(), picked["quantity"].value()) == (
        "Buffet froid",
        "10",
        "10",
    )
    assert press(do="catalogue", pick="nimporte").status_code == 200
    gone = press(do="enlever-1")
    assert gone.context["lines"][0]["label"].value() in ("", None)
    assert gone.status_code == 200
    page = text_of(press(do="voir", **{"l1-quantity": "2"}))
    assert "30,80 €" in page
    assert not Quote.objects.exists()


def test_the_preview_comes_alone_for_htmx_and_is_in_the_page(as_, amina, tilleuls, cuisine):
    form = typed(tilleuls, cuisine, do="voir")
    part = text_of(as_(amina).post(NEW, form, headers={"HX-Request": "true"}))
    assert part.startswith('<div class="pile" id="apercu"')
    assert part in text_of(as_(amina).post(NEW, form))
    half = typed(tilleuls, cuisine, do="voir", discount="abc", deposit="x", **{"l1-price": ""})
    assert as_(amina).post(NEW, half, headers={"HX-Request": "true"}).status_code == 200


def test_who_edits_too_late_is_told_and_keeps_her_words(as_, amina, tilleuls, cuisine):
    as_(amina).post(NEW, typed(tilleuls, cuisine))
    quote = Quote.objects.get()
    words = typed(tilleuls, cuisine, revision="1", title="Autre objet")
    assert as_(amina).post(at(quote, "modifier/"), words).status_code == 303
    page = text_of(as_(amina).post(at(quote, "modifier/"), words | {"title": "Trop tard"}), 422)
    assert "Une autre personne a changé cette fiche" in page
    assert "Trop tard" in page
    quote.refresh_from_db()
    assert quote.title == "Autre objet"


def test_a_quote_from_a_request_finds_or_adds_its_client_in_one_step(as_, amina, la_cape, cuisine):
    lead = make_lead(la_cape, activity=cuisine)
    form = typed(lead, cuisine, client="new")
    assert as_(amina).post(f"{NEW}?demande={lead.pk}", form).status_code == 303
    quote = Quote.objects.get()
    lead.refresh_from_db()
    assert (quote.client.name, quote.deal, lead.state) == ("Sami Exemple", lead.deal, LeadState.QUOTED)
    assert Client.objects.count() == 1


def test_the_referent_reviews_what_another_wrote_and_not_her_own(as_, amina, bilal, tilleuls, cuisine):
    quote = make_quote(tilleuls, author=amina.person, activity=cuisine)
    assert as_(amina).post(at(quote, "pret/")).status_code == 403
    as_(amina).post(at(quote, "relire/"))
    assert as_(bilal).post(at(quote, "renvoyer/"), {"reason": "Le prix"}).status_code == 303
    assert "Le prix" in text_of(as_(amina).get(at(quote)))
    as_(amina).post(at(quote, "relire/"))
    assert as_(bilal).post(at(quote, "pret/")).status_code == 303
    quote.refresh_from_db()
    assert (quote.state, quote.number[:2]) == (QuoteState.READY, "D-")
    own = make_quote(tilleuls, author=bilal.person, activity=cuisine)
    assert as_(bilal).post(at(own, "pret/")).status_code == 403


def test_the_carrier_trusts_a_person_who_then_needs_no_review(as_, driss, amina, tilleuls, cuisine):
    page = SALES + "autonomie/"
    own = make_quote(tilleuls, author=amina.person, activity=cuisine)
    form = {"person": amina.person.pk, "kind": AutonomyKind.QUOTES}
    assert as_(amina).post(page, form).status_code == 422
    assert as_(driss).post(page, form).status_code == 303
    assert "déjà cette autonomie" in text_of(as_(driss).post(page, form), 422)
    assert "Amina Exemple" in text_of(as_(amina).get(page))
    assert as_(amina).post(at(own, "pret/")).status_code == 303
    grant = SalesAutonomy.objects.get()
    end = f"{page}{grant.pk}/finir/"
    assert as_(amina).post(end).status_code == 403
    assert as_(driss).post(end).status_code == 303
    assert "déjà finie" in text_of(as_(driss).post(end, follow=True))
    assert as_(driss).post(f"{page}999/finir/").status_code == 404
    other = make_quote(tilleuls, author=amina.person, activity=cuisine)
    assert as_(amina).post(at(other, "pret/")).status_code == 403


def ready(tilleuls, cuisine, amina, **fields):
    late = {"valid_until": TODAY.replace(year=2050)} | fields
    return make_quote(tilleuls, QuoteState.READY, author=amina.person, activity=cuisine, **late)


def link_in(message):
    return message.body.partition("http://testserver")[2].split()[0]


def test_the_client_reads_accepts_and_follows_without_an_account(
    as_, client, amina, tilleuls, cuisine, django_capture_on_commit_callbacks
):
    quote = ready(tilleuls, cuisine, amina)
    with django_capture_on_commit_callbacks(execute=True):
        assert as_(amina).post(at(quote, "envoyer/")).status_code == 303
    client.logout()
    assert f"vous envoie un devis\u00a0: {quote.title}." in mail.outbox[0].body
    link = link_in(mail.outbox[0])
    response = client.get(link)
    page = text_of(response)
    assert "À vous de répondre" in page
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    address = f"{link}devis/{quote.pk}/"
    form = client.get(address).context["form"]
    words = {"text": form.initial["text"], "name": "Samira", "agreed": "on"}
    assert "Cochez la case pour accepter." in text_of(client.post(address, words | {"agreed": ""}), 422)
    assert "Ce devis a changé" in text_of(client.post(address, words | {"text": "autre"}), 422)
    assert client.post(address, words).url == link
    assert client.post(address, words).url == link
    order, quote = Order.objects.get(), Quote.objects.get()
    assert (quote.accepted_name, quote.accepted_text) == ("Samira", form.initial["text"])
    assert len(quote.accepted_ip_hash) == 64
    assert order.number in text_of(client.get(link))
    assert "Devis accepté." in text_of(client.get(address))


def test_the_client_refuses_or_asks_a_question(as_, client, amina, tilleuls, cuisine):
    quote = make_quote(tilleuls, QuoteState.SENT, activity=cuisine)
    token = services.give_link(deal=quote.deal, actor=None, now=NOW.replace(year=2050))
    link = f"/d/{token}/"
    question = {"text": "Peut-on ajouter des boissons ?", "submission": new_submission()}
    assert client.post(link, question).url == link
    client.post(link, question)
    assert quote.deal.messages.count() == 1
    assert "Écrivez votre message." in text_of(client.post(link, {"text": ""}), 422)
    refuse = f"{link}devis/{quote.pk}/refuser/"
    assert "Ne pas prendre ce devis" in text_of(client.get(refuse))
    assert client.post(refuse, {"reason": "Trop cher"}).url == link
    assert "déjà changé d’état" in text_of(client.post(refuse, {"reason": ""}), 422)
    assert "Trop cher" in text_of(as_(amina).get(at(quote)))


def test_a_dead_link_says_what_to_do_and_another_file_stays_closed(client, tilleuls, cuisine):
    assert "Ce lien ne marche plus" in text_of(client.get("/d/devine/"), 404)
    mine, other = make_quote(tilleuls, QuoteState.SENT), make_quote(tilleuls, QuoteState.SENT)
    draft = make_quote(tilleuls)
    token = services.give_link(deal=mine.deal, actor=None, now=NOW.replace(year=2050))
    for hidden in (other, draft):
        assert client.get(f"/d/{token}/devis/{hidden.pk}/").status_code == 404


def test_an_old_version_leads_to_the_new_one(client, tilleuls, amina, cuisine):
    quote = make_quote(tilleuls, QuoteState.SENT, activity=cuisine)
    token = services.give_link(deal=quote.deal, actor=None, now=NOW.replace(year=2050))
    by = {"actor": None, "now": NOW}
    new = services.revise_quote(
        quote=quote, submission="v2", author=None, valid_until=quote.valid_until, **by
    )
    services.make_ready(quote=new, today=TODAY, **by)
    services.send_quote(quote=new, address=None, today=TODAY, **by)
    assert client.get(f"/d/{token}/devis/{quote.pk}/").url == f"/d/{token}/devis/{new.pk}/"


def test_a_link_is_given_once_and_closed(as_, amina, tilleuls, cuisine):
    quote = make_quote(tilleuls, QuoteState.SENT, activity=cuisine)
    before = DealLink.objects.count()
    assert "/d/" in text_of(as_(amina).post(at(quote, "lien/"), {"open": "1"}))
    assert DealLink.objects.count() == before + 1
    as_(amina).post(at(quote, "lien/"), {"close": "1"})
    assert not DealLink.objects.living(timezone.now()).exists()


def test_a_yes_on_paper_makes_the_order_which_is_planned_and_done(as_, amina, tilleuls, cuisine):
    quote = ready(tilleuls, cuisine, amina)
    assert "Gardez une preuve" in text_of(as_(amina).post(at(quote, "accepte/"), {"name": "S"}), 422)
    response = as_(amina).post(at(quote, "accepte/"), {"name": "Samira", "signed": "on"})
    order = Order.objects.get()
    page = f"/la-cape/commandes/{order.pk}/"
    assert response.url == page
    assert "Rien n’est prévu" in text_of(as_(amina).get(page))
    plan = {"title": "Cuire", "day": "6/3/2026", "start": "9h30", "end": "12:00", "wanted": "2"}
    assert "après l’heure de début" in text_of(
        as_(amina).post(page + "planifier/", plan | {"end": "8h"}), 422
    )
    assert as_(amina).post(page + "planifier/", plan).status_code == 303
    assert "vendredi 6 mars 2026" in text_of(as_(amina).get(page))
    assert as_(amina).post(page + "fait/").status_code == 303
    order.refresh_from_db()
    assert order.state == OrderState.DONE
    assert as_(amina).post(page + "terminer/").status_code == 303
    assert "déjà changé d’état" in text_of(as_(amina).post(page + "annuler/", {"reason": "x"}), 422)


def test_an_order_without_a_quote_is_noted(as_, amina, tilleuls, cuisine):
    form = {
        "client": tilleuls.pk,
        "activity": cuisine.pk,
        "title": "Repassage",
        "submission": new_submission(),
    }
    assert as_(amina).post("/la-cape/commandes/nouvelle/", form).status_code == 303
    order = Order.objects.get()
    assert "Repassage" in text_of(as_(amina).get(f"/la-cape/commandes/{order.pk}/"))


def test_copies_and_versions_come_as_drafts(as_, amina, tilleuls, cuisine):
    quote = make_quote(tilleuls, QuoteState.SENT, activity=cuisine)
    once = {"submission": new_submission()}
    response = as_(amina).post(at(quote, "copier/"), once)
    copy = Quote.objects.exclude(pk=quote.pk).get()
    assert response.url == at(copy, "modifier/")
    assert as_(amina).post(at(quote, "copier/"), once).url == response.url
    as_(amina).post(at(quote, "reviser/"), {"submission": new_submission()})
    page = text_of(as_(amina).post(at(quote, "reviser/"), {"submission": new_submission()}, follow=True))
    assert "Une nouvelle version de ce devis est déjà en cours." in page


def test_the_list_of_sales_is_one_searched_filtered_and_exported(as_, gaelle, tilleuls, cuisine, la_cape):
    make_lead(la_cape)
    quote = make_quote(tilleuls, QuoteState.ACCEPTED, activity=cuisine)
    browser = as_(gaelle)

    def kinds(**asked):
        return sorted(row["kind"] for row in browser.get(SALES, asked).context["rows"])

    assert kinds() == ["Commande", "Demande", "Devis"]
    assert kinds(quoi="devis") == kinds(q=quote.number) == ["Devis"]
    assert kinds(q="tilleuls", quoi="commandes", etat="confirmed") == ["Commande"]
    assert kinds(quoi="commandes", etat="done") == []
    assert kinds(quoi="x", etat="y") == kinds()
    lines = b"".join(browser.get(SALES + "ventes.csv", {"quoi": "devis"})).decode().splitlines()
    assert len(lines) == 2
    assert '"462,00"' in lines[1]
    part = text_of(browser.get(SALES, {"q": "tilleuls"}, headers={"HX-Request": "true"}))
    assert part.startswith('<div class="pile" id="ventes">')


def test_pages_of_sales_follow_one_another_without_hole_or_double(as_, gaelle, tilleuls, la_cape):
    for _rank in range(30):
        make_lead(la_cape)
        make_quote(tilleuls)
    browser, seen, url = as_(gaelle), [], SALES
    while url:
        context = browser.get(url).context
        seen += [row["url"] for row in context["rows"]]
        url = context["next_url"]
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.parametrize("page", [SALES, "/la-cape/demandes/", "/la-cape/"])
def test_a_page_costs_the_same_at_three_and_at_thirty_sales(as_, amina, tilleuls, cuisine, la_cape, page):
    browser, counts = as_(amina), []
    browser.get(page)
    for number in (3, 27):
        for _rank in range(number):
            make_lead(la_cape)
            make_quote(tilleuls, QuoteState.ACCEPTED, activity=cuisine)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_home_says_what_waits(as_, amina, bilal, tilleuls, cuisine, la_cape):
    make_lead(la_cape, activity=cuisine)
    make_quote(tilleuls, QuoteState.TO_REVIEW, author=amina.person, activity=cuisine)
    page = text_of(as_(bilal).get("/la-cape/"))
    assert "Répondre à 1 nouvelle demande" in page
    assert "Relire 1 devis" in page
    assert "Relire 1 devis" not in text_of(as_(amina).get("/la-cape/"))


def test_a_stranger_finds_nothing(as_, fanny, tilleuls, cuisine):
    quote = make_quote(tilleuls, QuoteState.ACCEPTED, activity=cuisine)
    pages = [SALES, at(quote), f"/la-cape/commandes/{quote.order.pk}/", NEW, SALES + "autonomie/"]
    assert {as_(fanny).get(page).status_code for page in pages} == {404}


def test_an_invoice_is_in_the_list_of_sales_and_leads_to_its_page(as_, gaelle, tilleuls, la_cape, carrier):
    Invoice.objects.create(
        kpa=la_cape.kpa, carrier=carrier, client=tilleuls, kind="invoice", created_at=NOW, gross_cents=0
    )
    page = as_(gaelle).get(SALES, {"quoi": "factures", "etat": "draft"})
    row = page.context["rows"][0]
    assert row["kind"] == "Facture"
    assert as_(gaelle).get(row["url"]).status_code == 200
