"""Bilal prepares, Driss validates, the client receives: the screens of invoices."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from smtplib import SMTPException
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kpacite.domain.activities.models import Activity
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from kpacite.domain.sales.enums import ClientKind, InvoiceState, SendingChannel, SendingState
from kpacite.domain.sales.models import BillingProfile, Invoice, InvoiceSending
from kpacite.domain.sales.services import invoices as services
from kpacite.integrations.facturx import read_invoice
from tests.factories.invoices import BY, make_buyer, make_draft, make_issued

AS = Callable[[Account], Client]
AT = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)
ALL = "/la-cape/factures/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _march() -> Any:
    with time_machine.travel(AT, tick=False):
        yield


def typed(client: int, activity: int, **changes: object) -> dict[str, object]:
    return {
        "client": client,
        "activity": activity,
        "supplied_on": "06/03/2026",
        "means": "30",
        "key": "k-1",
        "l1-label": "Buffet salé",
        "l1-quantity": "30",
        "l1-unit": "person",
        "l1-price": "14,00",
        "l1-rate": "1000",
        "l1-nature": "services",
        "l2-label": "",
        **changes,
    }


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def page_of(invoice: Invoice, door: str = "") -> str:
    return f"{ALL}{invoice.number or f'brouillon-{invoice.pk}'}/{door}"


def test_bilal_writes_an_invoice_and_sends_it_to_the_accountant(
    as_: AS, bilal: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    browser, client = as_(bilal), make_buyer(la_cape)
    assert browser.get(f"{ALL}nouvelle/").status_code == 200
    response = browser.post(f"{ALL}nouvelle/", typed(client.pk, cuisine.pk))
    draft = Invoice.objects.get()
    assert (response.status_code, response["Location"]) == (303, page_of(draft))
    assert (draft.net_cents, draft.activity, draft.state) == (42_000, cuisine, InvoiceState.DRAFT)
    assert "462,00" in words(browser.get(page_of(draft)))
    # Home, open, « Vérifier et envoyer », « Envoyer »: three taps.
    response = browser.post(page_of(draft, "proposer/"))
    assert response.status_code == 303
    draft.refresh_from_db()
    assert draft.state == InvoiceState.TO_VALIDATE


def test_the_same_form_sent_twice_writes_one_draft(
    as_: AS, bilal: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    browser, client = as_(bilal), make_buyer(la_cape)
    for _ in range(2):
        assert browser.post(f"{ALL}nouvelle/", typed(client.pk, cuisine.pk)).status_code == 303
    assert Invoice.objects.count() == 1


def test_a_wrong_line_is_said_and_nothing_is_lost(
    as_: AS, bilal: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    client = make_buyer(la_cape)
    wrong = typed(client.pk, cuisine.pk, **{"l1-quantity": "beaucoup", "l2-label": "Thé", "l2-price": ""})
    response = as_(bilal).post(f"{ALL}nouvelle/", wrong)
    assert response.status_code == 422
    assert "Écrivez un nombre, par exemple 30 ou 2,5." in words(response)
    assert "Écrivez un prix, par exemple 14,50." in words(response)
    assert "Buffet salé" in response.content.decode()
    assert not Invoice.objects.exists()


def test_a_line_is_added_and_the_preview_shows_without_javascript(
    as_: AS, bilal: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    browser, client = as_(bilal), make_buyer(la_cape)
    more = browser.post(f"{ALL}nouvelle/", typed(client.pk, cuisine.pk, more="1"))
    assert more.status_code == 200
    assert "l3-label" in more.content.decode()
    seen = browser.post(f"{ALL}nouvelle/", typed(client.pk, cuisine.pk, apercu="1"))
    assert "462,00" in words(seen)
    part = browser.post(f"{ALL}apercu/", typed(client.pk, cuisine.pk), headers={"HX-Request": "true"})
    assert "Numéro donné à l’émission" in words(part)
    assert "<html" not in part.content.decode()
    assert not Invoice.objects.exists()


def test_driss_issues_and_the_mail_carries_the_document(
    as_: AS,
    driss: Account,
    la_cape: Organisation,
    django_capture_on_commit_callbacks: Any,
) -> None:
    draft = services.submit_invoice(invoice=make_draft(la_cape), **BY)
    browser = as_(driss)
    assert "1 facture attend" in words(browser.get("/cae/opteos/factures/"))
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post(page_of(draft, "emettre/"), {"email": "client@example.org"})
    assert response["Location"] == f"{ALL}F-2026-0001/"
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["client@example.org"], "Facture F-2026-0001 de La Cape")
    name, content, kind = message.attachments[0]
    assert (name, kind) == ("F-2026-0001.pdf", "application/pdf")
    assert read_invoice(content).gross_cents == 72_780
    page = browser.get(response["Location"])
    assert "Envoyée" in words(page)
    entry = Invoice.objects.get().entry
    assert f"/cae/opteos/compta/ecritures/{entry.pk}/" in page.content.decode()
    assert browser.post(page_of(draft, "emettre/"), {"email": ""}).status_code == 303
    assert Invoice.objects.issued().count() == 1


def test_a_mail_server_that_is_down_loses_nothing(
    as_: AS,
    driss: Account,
    la_cape: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def down(*_: object, **__: object) -> None:
        raise SMTPException

    invoice = make_issued(la_cape)
    with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", down)
        as_(driss).post(page_of(invoice, "envoyer/"), {"email": "client@example.org"})
    assert InvoiceSending.objects.get().state == SendingState.FAILED
    page = words(as_(driss).get(page_of(invoice)))
    assert "L’e-mail n’est pas parti." in page
    assert "Renvoyer au client" in page
    with django_capture_on_commit_callbacks(execute=True):
        as_(driss).post(page_of(invoice, "envoyer/"), {"email": "client@example.org"})
    assert len(mail.outbox) == 1


def test_an_invoice_to_the_town_hall_goes_through_chorus_pro(
    as_: AS, driss: Account, la_cape: Organisation
) -> None:
    """CPRO-01: the screen says where it goes, and remembers that it went there; twice is once."""
    invoice = make_issued(la_cape, make_buyer(la_cape, ClientKind.PUBLIC))
    browser = as_(driss)
    assert "Elle est déposée sur Chorus Pro" in words(browser.get(page_of(invoice)))
    assert "L’e-mail ne suffit pas." in words(browser.get(page_of(invoice, "envoyer/")))
    for _press in range(2):
        assert browser.post(page_of(invoice, "chorus-pro/")).status_code == 303
    assert InvoiceSending.objects.get().channel == SendingChannel.PORTAL
    page = words(browser.get(page_of(invoice)))
    assert "Elle est déposée sur Chorus Pro" not in page
    assert "Dernier envoi : Chorus Pro, le 9 mars 2026. Envoyée." in page


def test_chorus_pro_is_not_offered_to_others(as_: AS, driss: Account, la_cape: Organisation) -> None:
    invoice = make_issued(la_cape)
    browser = as_(driss)
    assert "Chorus" not in words(browser.get(page_of(invoice)))
    assert "Chorus" not in words(browser.get(page_of(invoice, "envoyer/")))
    refused = browser.post(page_of(invoice, "chorus-pro/"))
    assert refused.status_code == 422
    assert "Chorus Pro est pour les services publics." in words(refused)


def test_driss_sends_back_with_a_reason_that_bilal_reads(
    as_: AS, driss: Account, bilal: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    draft = services.submit_invoice(invoice=make_draft(la_cape, activity=cuisine), **BY)
    assert as_(driss).post(page_of(draft, "renvoyer/"), {"reason": ""}).status_code == 422
    assert as_(driss).post(page_of(draft, "renvoyer/"), {"reason": "Le prix est faux."}).status_code == 303
    assert "Le prix est faux." in words(as_(bilal).get(page_of(draft)))


def test_what_is_missing_is_said_before_the_button(as_: AS, driss: Account, la_cape: Organisation) -> None:
    draft = make_draft(la_cape, make_buyer(la_cape, city="", postal_code=""))
    page = words(as_(driss).get(page_of(draft)))
    assert "Il manque 1 chose avant l’envoi" in page
    assert "Vérifier et émettre" not in page
    assert as_(driss).post(page_of(draft, "emettre/"), {"email": ""}).status_code == 422


def test_what_the_client_s_file_lacks_is_written_there_and_leads_back(
    as_: AS, bilal: Account, driss: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    buyer = make_buyer(la_cape, city="", postal_code="")
    draft = make_draft(la_cape, buyer, activity=cuisine)
    page = as_(bilal).get(page_of(draft))
    link = f"/la-cape/clients/{buyer.pk}/modifier/?facture=brouillon-{draft.pk}"
    assert "Compléter la fiche du client" in words(page)
    assert link in page.content.decode()
    form = as_(bilal).get(link).context["form"]
    typed_again = {name: form[name].value() or "" for name in form.fields}
    saved = as_(bilal).post(link, typed_again | {"postal_code": "59100", "city": "Roubaix"})
    assert saved.url == page_of(draft)
    assert "Vérifier et envoyer" in words(as_(bilal).get(page_of(draft)))
    assert "Compléter la fiche" not in words(as_(driss).get(page_of(draft)))


def test_driss_opens_the_oldest_that_waits_from_his_home(
    as_: AS, driss: Account, la_cape: Organisation
) -> None:
    assert "à valider" not in words(as_(driss).get("/cae/opteos/"))
    first, second = make_draft(la_cape), make_draft(la_cape)
    for draft in (first, second):
        services.submit_invoice(invoice=draft, **BY)
    home = as_(driss).get("/cae/opteos/")
    assert "2 factures à valider La plus ancienne : " in words(home)
    assert page_of(first) in home.content.decode()
    assert page_of(second) not in home.content.decode()


def test_a_wrong_invoice_is_given_back_in_two_taps(as_: AS, driss: Account, la_cape: Organisation) -> None:
    invoice = make_issued(la_cape)
    browser = as_(driss)
    assert browser.get(page_of(invoice, "avoir/")).status_code == 200
    fields = {f"q{row.pk}": str(row.quantity.normalize()) for row in invoice.lines.order_by("pk")}
    fields = {name: f"{value}".replace("3E+1", "30").replace("6E+1", "60") for name, value in fields.items()}
    response = browser.post(page_of(invoice, "avoir/"), fields | {"reason": "Mauvais client", "key": "c"})
    assert response["Location"] == f"{ALL}A-2026-0001/"
    assert "Corrige la facture" in words(browser.get(response["Location"]))
    assert "A-2026-0001" in words(browser.get(page_of(invoice)))
    again = browser.post(page_of(invoice, "avoir/"), fields | {"reason": "Encore", "key": "d"})
    assert again.status_code == 422
    assert "rend plus que ce qui reste" in words(again)


def test_bilal_proposes_a_part_of_a_credit_note(
    as_: AS, bilal: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    invoice = make_issued(la_cape, activity=cuisine)
    pastry = invoice.lines.get(label__startswith="Pâtisseries")
    data = {f"q{pastry.pk}": "20", "reason": "Oubliées", "key": "c"}
    response = as_(bilal).post(page_of(invoice, "avoir/"), data)
    note = Invoice.objects.get(corrects=invoice)
    assert (response["Location"], note.state) == (page_of(note), InvoiceState.TO_VALIDATE)
    assert note.net_cents == 3_000
    too_many = as_(bilal).post(page_of(invoice, "avoir/"), data | {f"q{pastry.pk}": "61"})
    assert "C’est plus que sur la facture." in words(too_many)


def test_an_edited_draft_keeps_what_is_new_and_an_issued_one_refuses(
    as_: AS, bilal: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    draft = make_draft(la_cape, activity=cuisine)
    browser = as_(bilal)
    assert browser.get(page_of(draft, "modifier/")).status_code == 200
    data = typed(draft.client_id, cuisine.pk, version=draft.version, **{"l1-price": "15"})
    assert browser.post(page_of(draft, "modifier/"), data).status_code == 303
    draft.refresh_from_db()
    assert (draft.net_cents, draft.lines.count()) == (45_000, 1)
    assert browser.post(page_of(draft, "modifier/"), data).status_code == 422
    services.issue_invoice(invoice=draft, **BY)
    assert browser.get(page_of(draft, "modifier/")).status_code == 303


def test_a_draft_is_thrown_away_and_another_prepared(
    as_: AS, bilal: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    draft, issued = make_draft(la_cape, activity=cuisine), make_issued(la_cape, activity=cuisine)
    browser = as_(bilal)
    assert browser.post(page_of(draft, "jeter/")).status_code == 303
    assert not Invoice.objects.filter(pk=draft.pk).exists()
    for _ in range(2):
        assert browser.post(page_of(issued, "recommencer/"), {"key": "r"}).status_code == 303
    assert Invoice.objects.count() == 2


def test_an_invoice_comes_back_until_it_is_stopped(
    as_: AS, bilal: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    invoice = make_issued(la_cape, activity=cuisine)
    browser, door = as_(bilal), page_of(invoice, "revenir/")
    assert browser.post(door, {"every": "1", "first_on": ""}).status_code == 422
    assert browser.post(door, {"every": "1", "first_on": "01/04/2026"}).status_code == 303
    assert "Le prochain brouillon arrive le 1er avril 2026" in words(browser.get(door)).replace("\u00a0", " ")
    assert browser.post(door, {"stop": "1"}).status_code == 303
    assert "Faire revenir cette facture" in words(browser.get(door))


def test_the_documents_of_an_invoice_and_of_a_year(
    as_: AS, driss: Account, amina: Account, la_cape: Organisation
) -> None:
    invoice, draft = make_issued(la_cape), make_draft(la_cape)
    pdf = as_(amina).get(page_of(invoice, "facture.pdf"))
    assert pdf["Content-Type"] == "application/pdf"
    assert read_invoice(pdf.content).number == invoice.number
    assert read_invoice(as_(amina).get(page_of(invoice, "factur-x.xml")).content).number == invoice.number
    assert as_(amina).get(page_of(draft, "facture.pdf")).status_code == 404
    browser = as_(driss)
    assert "2026" in words(browser.get("/cae/opteos/factures/archive/"))
    content = b"".join(browser.get("/cae/opteos/factures/archive/2026/").streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["F-2026-0001.pdf", "registre.csv"]
        register = archive.read("registre.csv").decode("utf-8-sig").splitlines()
    assert register[0].startswith("numero;type;date;client")
    assert register[1].startswith("F-2026-0001;380;2026-03-09;")
    assert invoice.photograph_hash in register[1]
    assert browser.get("/cae/opteos/factures/archive/2019/").status_code == 404


def test_the_list_is_searched_filtered_and_exported(as_: AS, amina: Account, la_cape: Organisation) -> None:
    make_issued(la_cape, make_buyer(la_cape, name="Les Tilleuls"))
    make_draft(la_cape, make_buyer(la_cape, name="École du Parc"))
    browser = as_(amina)
    everything = words(browser.get(ALL))
    assert "F-2026-0001 · Les Tilleuls" in everything
    assert "École du Parc" in everything
    assert "École" not in words(browser.get(ALL, {"q": "tilleul"}))
    assert "École" not in words(browser.get(ALL, {"etat": "emise"}))
    assert "Aucune facture ne correspond" in words(browser.get(ALL, {"etat": "avoir"}))
    rows = b"".join(browser.get(f"{ALL}export.csv").streaming_content).decode().splitlines()
    assert len(rows) == 3
    assert rows[2].endswith('2026-03-09,2026-04-08,"727,80"')


def test_pages_follow_each_other_with_as_many_queries(as_: AS, amina: Account, la_cape: Organisation) -> None:
    client = make_buyer(la_cape)
    make_draft(la_cape, client)
    browser = as_(amina)
    browser.get(ALL)
    with CaptureQueriesContext(connection) as few:
        browser.get(ALL)
    for _ in range(55):
        make_draft(la_cape, client)
    with CaptureQueriesContext(connection) as many:
        first = browser.get(ALL)
    assert len(many) == len(few)
    following = BeautifulSoup(first.content, "html.parser").find(
        "a", string="Voir les factures plus anciennes"
    )
    assert (
        len(
            BeautifulSoup(browser.get(following["href"]).content, "html.parser").select("#factures li .ligne")
        )
        == 6
    )


def test_driss_changes_the_profile_from_a_day_on(as_: AS, driss: Account, carrier: Organisation) -> None:
    browser = as_(driss)
    page = browser.get("/cae/opteos/factures/profil/")
    form = page.context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    wrong = browser.post("/cae/opteos/factures/profil/", data | {"valid_from": "10/03/2026", "iban": "FR00"})
    assert wrong.status_code == 422
    done = browser.post(
        "/cae/opteos/factures/profil/", data | {"valid_from": "10/03/2026", "payment_days": 45}
    )
    assert done.status_code == 303
    before, after = BillingProfile.objects.filter(entity=carrier).order_by("valid_from")
    assert (before.valid_to, after.payment_days) == (after.valid_from, 45)


@pytest.mark.parametrize("door", ["emettre/", "renvoyer/"])
def test_only_the_accountant_issues(
    as_: AS, bilal: Account, cuisine: Activity, la_cape: Organisation, door: str
) -> None:
    draft = make_draft(la_cape, activity=cuisine)
    assert as_(bilal).post(page_of(draft, door), {"reason": "x"}).status_code == 403


def test_a_member_of_another_group_reads_and_does_not_write(
    as_: AS, amina: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    draft = make_draft(la_cape, activity=cuisine)
    browser = as_(amina)
    assert browser.get(page_of(draft)).status_code == 200
    for door in ("modifier/", "proposer/", "jeter/"):
        assert browser.post(page_of(draft, door)).status_code == 403


def test_a_draft_waits_on_the_home_of_who_may_finish_it(
    as_: AS, bilal: Account, amina: Account, cuisine: Activity, la_cape: Organisation
) -> None:
    draft = make_draft(la_cape, make_buyer(la_cape, name="Les Tilleuls"), activity=cuisine)
    home = as_(bilal).get("/la-cape/")
    assert "Finir la facture de Les Tilleuls" in words(home)
    assert page_of(draft) in home.content.decode()
    assert "Finir la facture" not in words(as_(amina).get("/la-cape/"))
