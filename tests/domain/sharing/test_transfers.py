"""A net is transferred once; a file that a bank has holds no account number any more."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.people.models import OwnBankAccount
from kpacite.domain.people.services import (
    HolderMissing,
    WrongIban,
    forget_identity,
    write_bank_account,
)
from kpacite.domain.sales.models import BankAccount
from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import BalanceKind, PayState
from kpacite.domain.sharing.models import BalanceMove, PayRequest, TransferFile
from kpacite.domain.sharing.services import Settlement, errors
from kpacite.kernel.money import Euro
from kpacite.platform.audit.models import AuditEvent
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}
IBAN = "FR7630006000011234567890189"
ON = date(2026, 3, 27)


@pytest.fixture
def debtor(carrier):
    return BankAccount.objects.create(carrier=carrier, name="Banque", iban=IBAN)


@pytest.fixture
def batch(la_cape, carrier, amina):
    """Amina asked for 100 €, which the batch holds."""
    BalanceMove.objects.create(
        kpa=la_cape.kpa,
        person=amina.person,
        kind=BalanceKind.SHARE,
        cents=100_00,
        day=TODAY,
        sentence="Un partage",
        key="share:1",
        recorded_at=NOW,
    )
    services.ask_for_pay(kpa=la_cape.kpa, person=amina.person, amount=Euro(100_00), today=TODAY, **BY)
    return services.make_batch(kpa=la_cape.kpa, carrier=carrier, today=TODAY, **BY)


def settle(net: int | None = 64_10, **facts: object) -> None:
    said = Settlement(request=PayRequest.objects.get(), paid_on=TODAY, net_cents=net, **facts)
    services.settle_requests(settlements=[said], today=TODAY, **BY)


def write(_message_id: str, _account: object, orders, _on: object, _now: object) -> bytes:
    return ";".join(f"{one.iban} {one.cents} {one.reference}" for one in orders).encode()


def make(batch, debtor) -> TransferFile:
    return services.make_transfer_file(batch=batch, account=debtor, on=ON, write=write, **BY)


def test_the_net_goes_to_her_account_under_our_reference(batch, debtor, amina) -> None:
    write_bank_account(person=amina.person, holder="Amina", iban=IBAN, **BY)
    settle()
    file = make(batch, debtor)
    request = PayRequest.objects.get()
    assert file.content.decode() == f"{IBAN} 6410 V-{request.pk}"
    assert (file.cents, file.message_id, request.transfer) == (64_10, f"{batch.reference}-1", file)
    data = AuditEvent.objects.get(action="sharing.transfers.made").data
    assert data["transfers"] == 1
    assert IBAN not in str(data)
    with pytest.raises(errors.NothingToTransfer):
        make(batch, debtor)


def test_without_net_or_without_account_nothing_is_transferred(batch, debtor, amina) -> None:
    write_bank_account(person=amina.person, holder="Amina", iban=IBAN, **BY)
    with pytest.raises(errors.NothingToTransfer):
        make(batch, debtor)
    settle(net=None)
    with pytest.raises(errors.NothingToTransfer):
        make(batch, debtor)


def test_another_carriers_account_never_pays(batch, debtor, amina, la_cape) -> None:
    for account in (
        BankAccount.objects.create(carrier=debtor.carrier, name="Sans IBAN"),
        BankAccount.objects.create(carrier=la_cape, name="Ailleurs", iban=IBAN),
    ):
        with pytest.raises(errors.NoDebtorAccount):
            make(batch, account)


def test_a_file_left_full_is_emptied_after_a_month(batch, debtor, amina) -> None:
    write_bank_account(person=amina.person, holder="Amina", iban=IBAN, **BY)
    settle()
    file = make(batch, debtor)
    assert services.empty_old_transfer_files(now=NOW + timedelta(days=30)) == 0
    assert services.empty_old_transfer_files(now=NOW + timedelta(days=31)) == 1
    file.refresh_from_db()
    assert file.content == b""
    with pytest.raises(errors.StepNotOpen):
        services.empty_transfer_file(file=file, **BY)


def test_an_account_is_checked_named_and_forgotten_with_her(amina) -> None:
    for words, error in (
        ({"iban": "FR7630006000011234567890188"}, WrongIban),
        ({"holder": " "}, HolderMissing),
    ):
        with pytest.raises(error):
            write_bank_account(person=amina.person, **({"holder": "Amina", "iban": IBAN} | words), **BY)
    write_bank_account(person=amina.person, holder="Amina", iban=" fr76 3000 6000 0112 3456 7890 189", **BY)
    assert OwnBankAccount.objects.get().iban == IBAN
    forget_identity(person=amina.person, **BY)
    assert not OwnBankAccount.objects.exists()


def test_the_database_transfers_only_what_is_paid(batch, debtor, amina) -> None:
    write_bank_account(person=amina.person, holder="Amina", iban=IBAN, **BY)
    settle()
    make(batch, debtor)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE sharing_payrequest SET state = %s", [PayState.SENT])


OTHER_IBAN = "FR1420041010050500013M02606"


def test_another_account_is_told_to_her_and_marked_for_who_pays(
    batch, debtor, amina, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write_bank_account(person=amina.person, holder="Amina", iban=IBAN, **BY)
        write_bank_account(person=amina.person, holder="Amina A.", iban=IBAN, **BY)
    assert mailoutbox == []
    with django_capture_on_commit_callbacks(execute=True):
        write_bank_account(person=amina.person, holder="Amina", iban=OTHER_IBAN, **BY)
    (told,) = mailoutbox
    assert OTHER_IBAN not in told.body
    assert "2606" in told.body
    assert told.to == [amina.person.email]
