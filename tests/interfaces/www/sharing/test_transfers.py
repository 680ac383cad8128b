"""From the net that pay calculated to the bank: her account is hers, the file pays each net once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from lxml import etree

from kpacite.domain.people.models import AccessRecord, OwnBankAccount
from kpacite.domain.sales.models import BankAccount
from kpacite.domain.sharing.models import PayBatch, PayRequest, TransferFile
from kpacite.platform.audit.models import AuditEvent
from tests.factories.sharing import adopt, make_draft, make_pot, start, validated
from tests.interfaces.www.sharing.test_rules import text_of

pytestmark = pytest.mark.django_db
MINE = "/la-cape/mon-argent/"
DESK = "/cae/opteos/paie/"
IBAN = "FR76 3000 6000 0112 3456 7890 189"
SPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


@pytest.fixture
def batch(as_, la_cape, carrier, amina, bilal, driss):
    """Amina and Bilal asked; the batch is made."""
    people = (amina.person, bilal.person)
    make_pot(la_cape)
    adopt(make_draft(la_cape, people[0]), *people)
    validated(start(la_cape, *people), *people)
    for account, amount in ((amina, "100"), (bilal, "50")):
        as_(account).post(f"{MINE}demander/", {"amount": amount})
    as_(driss).post(f"{DESK}kpa/la-cape/")
    return PayBatch.objects.get()


def paid(as_, driss, batch, *nets: tuple[object, str]) -> None:
    """What pay answers for these people."""
    rows = [f"V-{PayRequest.objects.get(person=account.person).pk};25/03/2026;{net}" for account, net in nets]
    text = "\n".join(["reference;paye_le;net", *rows])
    file = SimpleUploadedFile("retour.csv", text.encode(), "text/csv")
    assert as_(driss).post(f"{DESK}envois/{batch.pk}/", {"file": file}).status_code == 303


def at(batch, rest: str = "") -> str:
    return f"{DESK}envois/{batch.pk}/virements/{rest}"


def made(as_, driss, batch, carrier):
    account, _new = BankAccount.objects.get_or_create(carrier=carrier, name="Banque", defaults={"iban": IBAN})
    return as_(driss).post(at(batch), {"account": account.pk, "on": "27/03/2026"})


def test_she_writes_her_account_and_only_its_end_is_shown(as_, amina) -> None:
    browser = as_(amina)
    page = f"{MINE}compte/"
    assert "Pas de compte en banque" in text_of(browser.get(page))
    wrong = text_of(browser.post(page, {"holder": "Amina", "iban": "FR76 1234"}), 422)
    assert "Recopiez-le depuis votre RIB" in wrong
    assert 'value="FR76 1234"' in wrong
    browser.post(page, {"holder": "Amina Exemple", "iban": IBAN})
    shown = text_of(browser.get(page))
    assert "FR76\u00a0…\u00a00189" in shown
    assert "3000" not in shown
    with connection.cursor() as cursor:
        cursor.execute("SELECT iban, holder FROM people_ownbankaccount")
        assert not any("3000" in sealed or "Amina" in sealed for sealed in cursor.fetchone())
    assert "3000600001" not in str(list(AuditEvent.objects.values_list("data", "target_repr", "reason")))
    browser.post(f"{page}effacer/")
    assert not OwnBankAccount.objects.exists()
    assert AuditEvent.objects.filter(action="people.bank_account.erased").count() == 1


def test_the_file_pays_each_net_once_to_those_who_have_an_account(
    as_, amina, bilal, driss, carrier, batch
) -> None:
    as_(amina).post(f"{MINE}compte/", {"holder": "Amina Exemple", "iban": IBAN})
    assert "Rien à virer" in text_of(as_(driss).get(at(batch)))
    paid(as_, driss, batch, (amina, "64,10"), (bilal, "32,05"))

    page = text_of(as_(driss).get(at(batch)))
    assert "FR76\u00a0…\u00a00189" in page
    assert "À payer autrement" in page
    assert "n’a pas encore de compte avec un IBAN" in page
    assert made(as_, driss, batch, carrier).status_code == 303

    file = TransferFile.objects.get()
    answer = as_(driss).get(at(batch, "1.xml"))
    root = etree.fromstring(answer.content)
    assert [node.text for node in root.iterfind(".//p:InstdAmt", SPACE)] == ["64.10"]
    assert [node.text for node in root.iterfind(".//p:MsgId", SPACE)] == [file.message_id]
    assert (file.cents, file.requests.get().person) == (64_10, amina.person)
    again = made(as_, driss, batch, carrier)
    assert "Aucun net à virer" in text_of(again, 422)

    as_(bilal).post(f"{MINE}compte/", {"holder": "Bilal Exemple", "iban": IBAN})
    made(as_, driss, batch, carrier)
    assert [one.cents for one in TransferFile.objects.order_by("number")] == [64_10, 32_05]
    assert len({one.message_id for one in TransferFile.objects.all()}) == 2


def test_who_looked_at_the_end_of_her_number_is_told_to_her_once(as_, amina, driss, carrier, batch) -> None:
    as_(amina).post(f"{MINE}compte/", {"holder": "Amina", "iban": IBAN})
    paid(as_, driss, batch, (amina, "64,10"))
    for _twice in range(2):
        as_(driss).get(at(batch))
    record = AccessRecord.objects.get(shown="bank")
    assert (record.person, record.reader) == (amina.person, driss)


def test_once_the_bank_has_it_the_file_holds_no_number(as_, amina, driss, carrier, batch) -> None:
    as_(amina).post(f"{MINE}compte/", {"holder": "Amina", "iban": IBAN})
    paid(as_, driss, batch, (amina, "64,10"))
    made(as_, driss, batch, carrier)
    as_(driss).post(at(batch, "1/recu/"))
    file = TransferFile.objects.get()
    assert (file.content, file.cents) == (b"", 64_10)
    assert as_(driss).get(at(batch, "1.xml")).status_code == 404
    assert "Donné à la banque" in text_of(as_(driss).get(at(batch)))


def test_nobody_else_comes_near(as_, request, amina, driss, carrier, batch) -> None:
    as_(amina).post(f"{MINE}compte/", {"holder": "Amina", "iban": IBAN})
    paid(as_, driss, batch, (amina, "64,10"))
    made(as_, driss, batch, carrier)
    for name in ("amina", "bilal", "chloe", "fanny"):
        browser = as_(request.getfixturevalue(name))
        for page in (at(batch), at(batch, "1.xml")):
            assert browser.get(page).status_code == 404
    assert "0189" not in text_of(as_(request.getfixturevalue("chloe")).get(f"{MINE}compte/"))


def test_an_account_changed_since_the_last_transfer_is_marked(as_, amina, driss, carrier, batch) -> None:
    as_(amina).post(f"{MINE}compte/", {"holder": "Amina", "iban": IBAN})
    paid(as_, driss, batch, (amina, "64,10"))
    assert "changé le" not in text_of(as_(driss).get(at(batch)))
    made(as_, driss, batch, carrier)
    as_(amina).post(f"{MINE}demander/", {"amount": "20"})
    as_(driss).post(f"{DESK}kpa/la-cape/")
    later = PayBatch.objects.order_by("-pk")[0]
    request = PayRequest.objects.get(batch=later)
    PayRequest.objects.filter(pk=request.pk).update(state="paid", net_cents=12_00, settled_on="2026-03-28")
    assert "changé le" not in text_of(as_(driss).get(at(later)))
    as_(amina).post(f"{MINE}compte/", {"holder": "Amina", "iban": "FR1420041010050500013M02606"})
    assert "changé le" in text_of(as_(driss).get(at(later)))
