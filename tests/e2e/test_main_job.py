"""The whole of the main job, as people live it: from a client's request to money on four accounts, and pay.

Taps are counted from the home of each person where the design brief (§ 3.1) promises a number; typing is not.
"""

import csv
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import mail
from django.db.models import Sum
from django.utils import timezone
from playwright.sync_api import expect

from kpacite.domain.ledger.models import Line
from kpacite.domain.sharing.enums import BalanceKind, PayState
from kpacite.domain.sharing.models import BalanceMove, PayRequest, Sharing, SharingPerson
from kpacite.integrations.facturx.reader import attached_xml, read_invoice
from kpacite.integrations.facturx.schema import check_schema
from tests.e2e.browser import DESKTOP
from tests.e2e.site import Site
from tests.e2e.walking import Open, Screen

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
HOURS = {"Amina": "3 h", "Bilal": "4 h", "Gaëlle": "2 h", "Malik": "3 h"}
BUFFET = "Buffet des Voisins"
CLIENT = "Association Les Voisins"
HALF = "380,60"
GROSS_CENTS, HALF_NET_CENTS = 76_120, 34_600


def accountant(screen: Open) -> Screen:
    return screen("Driss", "/cae/opteos/", DESKTOP)


def client_asks(screen: Open) -> None:
    rose = screen(home="/kpa/la-cape/")
    rose.tap("link", "Commander")
    page = rose.page
    page.get_by_label("Dans le catalogue").select_option(label="Cuisine : Traiteur")
    rose.fill(what="Un buffet salé pour notre fête", how_many="40 personnes", name="Rose")
    rose.fill(wanted_on=f"{timezone.localdate():%d/%m/%Y}", organisation=CLIENT, email="rose@voisins.example")
    rose.choose("Une association")
    rose.tap("button", "Envoyer ma demande")
    rose.reads("Merci, votre demande est arrivée")


def group_quotes(screen: Open) -> None:
    bilal = screen("Bilal")
    bilal.tap("link", "Demandes nouvelles")
    bilal.tap("link", re.compile(CLIENT))
    bilal.tap("link", "Faire un devis")
    bilal.fill(title=BUFFET, place="Salle des Voisins, Roubaix")
    bilal.fill(**{"l1-label": "Buffet salé", "l1-quantity": "40", "l1-price": "14", "l1-rate": "10"})
    bilal.page.get_by_role("button", name="Ajouter une ligne").click()
    bilal.page.locator("[name=l2-label]").wait_for()
    bilal.fill(**{"l2-label": "Service sur place", "l2-quantity": "6", "l2-price": "22", "l2-rate": "10"})
    bilal.tap("button", "Enregistrer le brouillon")
    bilal.tap("link", "Il est prêt")
    bilal.tap("button", "Dire que c’est prêt")
    bilal.tap("link", "Envoyer le devis")
    bilal.tap("button", "Envoyer le devis")


def client_accepts(screen: Open) -> None:
    """By the link of the mail, in two taps once the quote is read."""
    message = mail.outbox[-1]
    assert message.to == ["rose@voisins.example"]
    assert f"vous envoie un devis\u00a0: {BUFFET}." in message.body
    link = re.search(r"http\S+/d/\S+", message.body)
    assert link
    rose = screen()
    rose.page.goto(link[0])
    rose.tap("link", re.compile("^D-"))
    rose.taps = 0
    rose.fill(name="Rose Exemple")
    rose.choose("J’ai lu le devis et je l’accepte")
    rose.tap("button", "Accepter le devis")
    rose.reads("Merci ! Le devis est accepté.")
    assert rose.taps == 2
    assert re.search(r"http\S+/la-cape/commandes/\d+/", mail.outbox[-1].body)


def group_plans(screen: Open) -> None:
    """The whole of today: it has begun, and it is not over, at whatever hour this runs."""
    bilal = screen("Bilal")
    bilal.tap("link", "Commandes à planifier")
    bilal.tap("link", BUFFET)
    bilal.tap("link", "Mettre dans l’agenda")
    bilal.fill(start="0:00", end="23:59", wanted="4")
    bilal.tap("button", "Mettre dans l’agenda")
    bilal.tap("link", BUFFET)
    bilal.tap("button", "J’y vais")
    for who in ("Gaëlle", "Malik", "Chloé"):
        bilal.tap("link", "Proposer à quelqu’un")
        choice = bilal.page.locator("[name=person] option").filter(has_text=who)
        bilal.page.get_by_label("La personne").select_option(value=choice.get_attribute("value"))
        bilal.tap("button", "Proposer ce travail")
    bilal.reads("Cette personne ne peut pas être payée pour ce travail. Il n’y a pas de contrat en cours")


def people_come(screen: Open) -> None:
    for who in ("Gaëlle", "Malik", "Amina"):
        person = screen(who)
        person.page.goto(person.home + "agenda/")
        person.tap("link", BUFFET)
        person.tap("button", "J’y vais")
        person.reads("C’est noté : vous y allez.")


def people_note_their_hours(screen: Open) -> None:
    for who, duration in HOURS.items():
        person = screen(who)
        person.tap("link", "Noter mes heures", exact=True)
        person.tap("link", re.compile(BUFFET))
        person.choose(duration)
        person.tap("button", f"Enregistrer {duration}")
        person.reads(f"{BUFFET} : {duration}, aujourd’hui.")


def peers_confirm(screen: Open) -> None:
    for who in ("Amina", "Bilal"):
        peer = screen(who)
        peer.page.goto(peer.home + "heures/")
        peer.tap("link", re.compile("^Valider"))
        peer.tap("button", "Valider les lignes cochées")
        peer.reads("Rien à valider")


def group_bills(screen: Open) -> None:
    """The draft opens, is checked, leaves: three taps, once the client's file is whole."""
    bilal = screen("Bilal")
    bilal.page.goto(bilal.home + "agenda/")
    bilal.tap("link", BUFFET)
    bilal.tap("link", re.compile("^La commande"))
    bilal.tap("link", "C’est fait")
    bilal.tap("button", "C’est fait")
    bilal.tap("button", "Faire la facture")
    bilal.reads("Écrivez l’adresse du client.")
    bilal.tap("link", "Compléter la fiche du client")
    bilal.fill(address_line_1="3 rue de l’Exemple", postal_code="59100", city="Roubaix")
    bilal.tap("button", "Enregistrer la fiche")
    bilal.taps = 1
    bilal.tap("link", "Vérifier et envoyer")
    bilal.tap("button", "Envoyer à la comptabilité")
    assert bilal.taps == 3


def accountant_issues(screen: Open) -> None:
    """The oldest first: that of the demonstration, then ours; three taps each."""
    for client in ("Les Tilleuls", CLIENT):
        driss = accountant(screen)
        driss.tap("link", re.compile("à valider"))
        driss.reads(client)
        driss.tap("link", "Vérifier et émettre")
        driss.tap("button", "Émettre la facture")
        driss.reads("La facture est émise.")
        assert driss.taps == 3
    pdf = driss.page.request.get(driss.page.url + "facture.pdf").body()
    check_schema(attached_xml(pdf))
    read = read_invoice(pdf)
    assert (read.gross_cents, read.type_code) == (GROSS_CENTS, "380")
    assert mail.outbox[-1].to == ["rose@voisins.example"]


def client_pays_a_half(screen: Open, amount: str) -> None:
    """« Noter un paiement »: three taps. `amount`: empty for what is left."""
    driss = accountant(screen)
    driss.tap("link", re.compile("Noter un paiement"))
    driss.tap("link", re.compile(CLIENT))
    if amount:
        driss.fill(amount=amount)
    driss.tap("button", "Noter ce paiement")
    driss.reads(f"{HALF} € d’{CLIENT}")
    assert driss.taps == 3


def money_is_shared(screen: Open, title: str) -> None:
    """« Lancer un partage »: three taps, for what goes with the order is ticked already."""
    bilal = screen("Bilal")
    bilal.tap("link", re.compile(f"^Partager l’argent reçu.*{BUFFET}"))
    bilal.fill(title=title)
    for ticked in (
        rf"^Facture .*\s: {HALF_NET_CENTS // 100},00",
        f"^{BUFFET}, le {timezone.localdate():%d/%m/%Y}",
    ):
        expect(bilal.page.get_by_label(re.compile(ticked))).to_be_checked()
    bilal.tap("button", "Voir le calcul")
    bilal.reads("93,42 € = 4 h sur 12 h, appliquées aux 280,26 € à partager.")
    bilal.tap("button", "Proposer ce partage")
    assert bilal.taps == 3
    for who in HOURS:
        everyone_agrees(screen(who), title)
    for who in ("Bilal", "Malik"):
        someone_validates(screen(who), title)


def everyone_agrees(person: Screen, title: str) -> None:
    """Her part and why, then « Je suis d’accord »: two taps from home."""
    person.tap("link", re.compile(title))
    person.reads("Ma part")
    person.reads("appliquées aux 280,26 € à partager.")
    person.tap("button", "Je suis d’accord")
    person.reads("Votre accord est noté.")
    assert person.taps == 2


def someone_validates(person: Screen, title: str) -> None:
    person.page.goto(person.home + "partages/")
    person.tap("link", re.compile(title))
    person.tap("link", "Valider ce partage")
    person.tap("button", "Oui, je valide")
    person.reads("Votre validation est notée.")


def someone_asks_for_her_pay(screen: Open) -> None:
    gaelle = screen("Gaëlle")
    gaelle.tap("link", "Voir d’où il vient")
    gaelle.reads("93,42 €")
    gaelle.tap("link", "Demander un versement")
    gaelle.tap("button", "Demander ce versement")
    gaelle.reads("Vous avez demandé 93,42 €")


def pay_comes_back(screen: Open) -> None:
    driss = accountant(screen)
    driss.tap("link", re.compile("1 versement demandé"))
    driss.tap("button", re.compile("^Préparer l’envoi"))
    file = driss.page.request.get(driss.page.url + "fichier/").text()
    driss.tap("button", "L’envoi est parti")
    answer = {"name": "retour.csv", "mimeType": "text/csv", "buffer": filled_in(file)}
    driss.page.get_by_label("Le fichier rempli par la paie").set_input_files(answer)  # type: ignore[arg-type]
    driss.tap("button", "Lire ce fichier")
    driss.reads("1 réponse notée.")
    driss.reads("Payé")
    gaelle = screen("Gaëlle")
    gaelle.tap("link", "Voir d’où il vient")
    gaelle.reads("Déjà versé : 93,42 €")


def filled_in(file: str) -> bytes:
    """What the pay software gives back: the same rows, with the day, the gross and the net."""
    rows = list(csv.DictReader(io.StringIO(file.removeprefix("\ufeff"))))
    rows[0] |= {"paye_le": f"{timezone.localdate():%d/%m/%Y}", "brut": "93,42", "net": "72,86"}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def assert_money_is_where_it_must_be(titles: list[str], before: dict[str, int]) -> None:
    done = Sharing.objects.filter(title__in=titles)
    assert sorted(done.values_list("base_cents", flat=True)) == [HALF_NET_CENTS, HALF_NET_CENTS]
    shares = by_person(BalanceMove.objects.filter(sharing__in=done, kind=BalanceKind.SHARE))
    assert shares == {"Amina": 14_013, "Bilal": 18_684, "Gaëlle": 9_342, "Malik": 14_013}
    assert shares == by_person(SharingPerson.objects.filter(sharing__in=done))
    gained = {who: cents - before[who] for who, cents in balances().items()}
    assert gained == shares | {"Gaëlle": 0}
    paid = PayRequest.objects.get(person__first_name="Gaëlle")
    assert (paid.state, paid.cents, paid.net_cents) == (PayState.PAID, 9_342, 7_286)
    sums = Line.objects.aggregate(debit=Sum("debit_cents"), credit=Sum("credit_cents"))
    assert sums["debit"] == sums["credit"]


def balances() -> dict[str, int]:
    found = by_person(
        BalanceMove.objects.filter(person__first_name__in=HOURS, kpa__organisation__slug="la-cape")
    )
    return dict.fromkeys(HOURS, 0) | found


def by_person(rows: object) -> dict[str, int]:
    found = rows.values_list("person__first_name").annotate(Sum("cents"))  # type: ignore[attr-defined]
    return dict(found.order_by("person__first_name"))


def assert_verified(site: Site) -> None:
    """`kpacite verify`, as whoever runs the platform types it."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{site.database}"}
    command = [sys.executable, "-m", "kpacite", "verify"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_whole_job_from_the_request_to_the_pay(screen: Open, fresh_site: Site) -> None:
    before = balances()
    client_asks(screen)
    group_quotes(screen)
    client_accepts(screen)
    group_plans(screen)
    people_come(screen)
    people_note_their_hours(screen)
    peers_confirm(screen)
    group_bills(screen)
    accountant_issues(screen)
    titles = [f"{BUFFET}, premier virement", f"{BUFFET}, deuxième virement"]
    for title, amount in zip(titles, (HALF, ""), strict=True):
        client_pays_a_half(screen, amount)
        money_is_shared(screen, title)
    someone_asks_for_her_pay(screen)
    pay_comes_back(screen)

    assert_money_is_where_it_must_be(titles, before)
    assert_verified(fresh_site)
