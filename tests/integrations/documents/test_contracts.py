"""A contract on paper: valid, complete, the same twice, and kept when everyone has signed."""

import io
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest

from kpacite.domain.contracts import services
from kpacite.domain.contracts.enums import BlockCode, ContractType
from kpacite.domain.contracts.models import ContractPeriod, IssuedContract
from kpacite.domain.contracts.rules import Block
from kpacite.integrations.documents import contracts as documents
from tests.factories import contracts as make
from tests.factories.contracts import BY
from tests.integrations.documents.verapdf import broken_clauses

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(amina, la_cape, carrier):
    return make.draft(amina.person, la_cape.kpa, carrier, number="EX-7")


def period_of(contract):
    return ContractPeriod.objects.get(contract=contract)


def test_the_document_is_valid_before_and_after_the_signatures(draft, tmp_path: Path):
    make.to_sign(draft)
    (tmp_path / "draft.pdf").write_bytes(documents.contract_pdf(period_of(draft)))
    make.signed(draft)
    (tmp_path / "signed.pdf").write_bytes(documents.contract_pdf(period_of(draft)))
    found = broken_clauses(sorted(tmp_path.glob("*.pdf")))
    assert found == {(name, profile): "" for name in ("draft.pdf", "signed.pdf") for profile in ("3a", "ua1")}


def test_it_says_the_simple_words_the_eight_contents_the_annexes_and_each_proof(draft):
    make.to_sign(draft)
    words = documents.words_of(period_of(draft))
    assert words["warning"] == documents.UNSIGNED
    assert words["proof"] == []
    make.signed(draft)
    words = documents.words_of(period_of(draft))
    assert words["warning"] == ""
    assert words["summary"][2] == documents.NOT_A_JOB
    assert "Vous pouvez engager 1 000,00 € au plus." in [plain(line) for line in words["summary"]]
    assert [row["heading"] for row in words["blocks"]] == [str(code.label) for code in BlockCode]
    assert (words["activities"], words["papers"][0]) == (["Cuisine"], "Justificatif d’adresse")
    assert {row["party"] for row in words["proof"]} == {"La personne", "Le KPA", "La CAE"}
    assert {row["hash"] for row in words["proof"]} == {words["hash"]}
    assert [
        plain(value) for label, value in words["facts"] if label in {"Dernier jour", "Numéro à la CAE"}
    ] == [
        "EX-7",
        "31 mars 2027",
    ]


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def test_what_nobody_gave_is_shown_as_to_complete(amina, la_cape, carrier):
    contract = make.draft(
        amina.person, la_cape.kpa, carrier, type_=ContractType.VOLUNTEERING, activities={}, end=None
    )
    services.submit(contract=make.with_papers(contract), **BY)
    services.accept(contract=contract, **BY)
    services.prepare(
        contract=contract,
        start=make.START,
        end=None,
        blocks=[Block("", "Le matériel", "  ")],
        ceiling_cents=None,
        fee_bp=None,
        **BY,
    )
    words = documents.words_of(period_of(contract))
    assert words["blocks"] == [{"heading": "Le matériel", "paragraphs": ["À compléter."]}]
    assert words["activities"] == ["À compléter."]
    assert ["Plafond des engagements", "À compléter."] in words["facts"]
    assert ["Dernier jour", "sans date de fin"] in words["facts"]


def test_a_signed_document_is_drawn_once_and_stays_whatever_happens_to_the_drawing(draft, monkeypatch):
    make.signed(make.to_sign(draft))
    period = period_of(draft)
    drawn = documents.contract_pdf(period)
    assert drawn == documents.contract_pdf(period), "the same period gives the same bytes"
    documents.issue_contract.enqueue(period=period.pk)
    issued = IssuedContract.objects.get()
    assert issued.sha256 == sha256(drawn).hexdigest()
    monkeypatch.setattr(documents, "_drawn", lambda _period: b"%PDF-1.7 another drawing")
    assert documents.contract_pdf(period) == drawn
    documents.issue_contract.enqueue(period=period.pk)
    assert IssuedContract.objects.get() == issued


def test_only_the_last_signature_has_the_document_drawn(draft, django_capture_on_commit_callbacks):
    make.to_sign(draft)
    with django_capture_on_commit_callbacks(execute=True):
        documents.issue_soon(period_of(draft))
    assert not IssuedContract.objects.exists()
    make.signed(draft)
    with django_capture_on_commit_callbacks(execute=True):
        documents.issue_soon(period_of(draft))
    assert IssuedContract.objects.exists()


def test_a_drawing_that_fails_leaves_the_signature_and_is_tried_again_at_the_next_reading(draft, monkeypatch):
    make.signed(make.to_sign(draft))

    def fails(_period):
        raise documents.DocumentNotDrawn

    with monkeypatch.context() as broken:
        broken.setattr(documents, "_drawn", fails)
        documents.issue_contract.enqueue(period=period_of(draft).pk)
    assert not IssuedContract.objects.exists()
    assert documents.contract_pdf(period_of(draft)).startswith(b"%PDF")


def test_the_text_can_be_read_in_the_file(draft):
    make.signed(make.to_sign(draft))
    with pikepdf.open(io.BytesIO(documents.contract_pdf(period_of(draft)))) as document:
        assert str(document.docinfo["/Title"]) == "CAPE d’Amina Exemple"
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "fr-FR"
