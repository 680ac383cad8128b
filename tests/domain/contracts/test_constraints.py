"""What can never be false, attacked behind the back of the services, on both databases."""

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.contracts import rules, services
from kpacite.domain.contracts.enums import ContractState
from kpacite.domain.contracts.models import ContractPeriod, InsuranceCheck, SupportContract
from kpacite.platform import audit, verification
from kpacite.platform.private_files import PrivateFile
from tests.factories import contracts as make

pytestmark = pytest.mark.django_db


def attack(row, **columns):
    changes = ", ".join(f'"{name}" = %s' for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET {changes} WHERE id = %s", [*columns.values(), row.pk]
        )


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"type": "handshake"}, "contract_type_known"),
        ({"ceiling_cents": -1}, "contract_ceiling_positive"),
        ({"fee_bp": 10_001}, "contract_fee_in_bounds"),
        ({"stopped_on": "2026-05-01"}, "contract_stop_dated"),
    ],
)
def test_raw_sql_cannot_write_a_contract_that_can_never_be(draft, columns, name):
    with pytest.raises(IntegrityError, match=name):
        attack(draft, **columns)


@pytest.mark.parametrize("target", ContractState)
@pytest.mark.parametrize("state", [ContractState.DRAFT, ContractState.TO_SIGN, ContractState.ACTIVE])
def test_raw_sql_moves_a_contract_only_along_the_table(draft, state, target):
    reach = {
        ContractState.DRAFT: lambda row: row,
        ContractState.TO_SIGN: make.to_sign,
        ContractState.ACTIVE: lambda row: make.signed(make.to_sign(row)),
    }
    reach[state](draft)
    stopped = target in {ContractState.ENDED, ContractState.TERMINATED, ContractState.CONVERTED}
    columns = {"state": target.value} | ({"stopped_on": "2026-05-01"} if stopped else {})
    if target == state or target in rules.TRANSITIONS[state]:
        attack(draft, **columns)
        return
    with pytest.raises(IntegrityError, match="state"):
        attack(draft, **columns)


def test_a_contract_is_born_as_a_draft(draft):
    copy = SupportContract.objects.get(pk=draft.pk)
    copy.pk, copy.state, copy.type = None, "active", "cesa"
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


@pytest.mark.parametrize(
    "columns",
    [
        {"end": "2030-01-01"},
        {"start": "2026-01-01"},
        {"content_hash": "0" * 64},
        {"blocks": '[{"heading": "x"}]'},
        {"signed_at": None},
        {"rank": 2},
    ],
)
def test_a_signed_period_is_frozen(draft, columns):
    make.signed(make.to_sign(draft))
    period = ContractPeriod.objects.get(contract=draft)
    with pytest.raises(IntegrityError, match="frozen"):
        attack(period, **columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContractPeriod.objects.filter(pk=period.pk)._raw_delete("default")


def test_a_signature_is_kept_and_bound_to_its_text(draft):
    make.signed(make.to_sign(draft))
    signature = ContractPeriod.objects.get(contract=draft).signatures.order_by("pk")[0]
    with pytest.raises(IntegrityError):
        attack(signature, typed_name="Autre")
    signature.pk, signature.party = None, "guardian"
    with pytest.raises(IntegrityError), transaction.atomic():
        signature.save()


def test_an_answer_of_the_insurer_has_its_dates(draft):
    check = InsuranceCheck.objects.get(contract=draft)
    with pytest.raises(IntegrityError, match="insurance_answer_dated"):
        attack(check, answer="accepted")


def test_the_promises_about_contracts_hold_and_can_fail(draft):
    make.signed(make.to_sign(draft))
    broken = [result.name for result in verification.run() if result.problems]
    assert not [name for name in broken if name.startswith("contracts")]


def test_a_document_is_kept_byte_for_byte_and_a_changed_one_is_found(draft):
    make.to_sign(draft)
    period = ContractPeriod.objects.get(contract=draft)
    keep = {"content": b"%PDF-1.7 le contrat", "now": make.NOW}
    with pytest.raises(services.CannotMoveThere):
        services.keep_document(period=period, **keep)
    make.signed(draft)
    issued = services.keep_document(period=period, **keep)
    assert services.keep_document(period=period, content=b"%PDF-1.7 un autre", now=make.NOW) == issued
    assert [event.action for event in audit.for_target(issued)] == ["contracts.document.issued"]
    with pytest.raises(IntegrityError):
        attack(issued, sha256="0" * 64)
    attack(issued.file, content=PrivateFile._meta.get_field("content").get_prep_value(b"%PDF-1.7 faux"))
    broken = [result.name for result in verification.run() if result.problems]
    assert "contracts.issued" in broken


def test_a_version_of_the_words_never_changes_and_has_a_number_of_its_own(carrier, la_cape):
    words = {"carrier": carrier, "type_": "cape", "actor": None, "now": make.NOW}
    for kpa in (None, la_cape.kpa):
        row = services.write_template(blocks=make.BLOCKS, kpa=kpa, **words)
        with pytest.raises(IntegrityError):
            attack(row, number=7)
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
