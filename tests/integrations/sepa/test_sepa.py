from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kpacite.integrations.sepa import (
    Address,
    Debtor,
    DuplicateTransfer,
    InvalidTransfer,
    NoTransfer,
    Transfer,
    transfer_file,
)
from kpacite.kernel.ids import InvalidIban
from kpacite.kernel.money import Euro

IBAN = "FR76 3000 6000 0112 3456 7890 189"
CAE = Debtor(name="CAE d’exemple & Cie", iban=IBAN)
AMINA = Transfer(name="Amina", iban=IBAN, amount=Euro(1_234), reference="KPA-1", label="Frais de mars")
SPACE = {"p": "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}


def made(*transfers: Transfer, message_id: str = "LOT-2026-03") -> etree._Element:
    return etree.fromstring(
        transfer_file(
            message_id=message_id,
            debtor=CAE,
            transfers=transfers,
            on=date(2026, 3, 31),
            created_at=datetime(2026, 3, 30, 9, 0, tzinfo=UTC),
        )
    )


def texts(root: etree._Element, name: str) -> list[str]:
    return [node.text for node in root.iterfind(f".//p:{name}", SPACE)]


def test_two_people_are_paid_in_one_file_whose_totals_agree():
    root = made(AMINA, replace(AMINA, name="Zoé Ñandú", amount=Euro(5), reference="KPA-2"))
    assert texts(root, "MsgId") == ["LOT-2026-03"]
    assert texts(root, "EndToEndId") == ["KPA-1", "KPA-2"]
    assert texts(root, "InstdAmt") == ["12.34", "0.05"]
    assert texts(root, "CtrlSum") == ["12.39", "12.39"]
    assert texts(root, "NbOfTxs") == ["2", "2"]
    assert texts(root, "CreDtTm") == ["2026-03-30T09:00:00"]


def test_names_keep_to_the_letters_that_every_bank_accepts():
    assert texts(made(replace(AMINA, name="Zoé <Ñandú>")), "Nm") == ["CAE d'exemple Cie"] * 2 + ["Zoe Nandu"]


def test_an_address_is_structured_or_absent():
    assert not texts(made(AMINA), "PstlAdr")
    root = made(replace(AMINA, address=Address(town="Lille", postcode="59000", street="Rue d’exemple")))
    assert texts(root, "TwnNm") == ["Lille"]
    assert texts(root, "Ctry") == ["FR"]
    assert not texts(root, "AdrLine")


def test_a_town_is_asked_for():
    with pytest.raises(InvalidTransfer, match="ville"):
        made(replace(AMINA, address=Address(town="")))


def test_nobody_is_paid_twice_under_one_reference():
    with pytest.raises(DuplicateTransfer):
        made(AMINA, replace(AMINA, name="Bilal"))


def test_a_wrong_iban_names_the_person():
    with pytest.raises(InvalidIban, match="Amina"):
        made(replace(AMINA, iban="FR7630006000011234567890188"))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(AMINA, amount=Euro(0)),
        replace(AMINA, amount=Euro(-1)),
        replace(AMINA, name=" "),
        replace(AMINA, reference="avec espace"),
        replace(AMINA, reference="x" * 36),
    ],
)
def test_an_incomplete_transfer_is_refused(wrong: Transfer):
    with pytest.raises(InvalidTransfer):
        made(wrong)


def test_an_empty_batch_makes_no_file():
    with pytest.raises(NoTransfer):
        made()


@given(name=st.text(max_size=90), label=st.text(max_size=200), cents=st.integers(1, 10**9))
def test_whatever_the_words_the_file_fits_the_standard_or_is_refused(name: str, label: str, cents: int):
    try:
        root = made(replace(AMINA, name=name, label=label, amount=Euro(cents)))
    except InvalidTransfer:
        return
    assert texts(root, "InstdAmt") == [f"{cents // 100}.{cents % 100:02d}"]
