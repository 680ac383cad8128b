"""The paper of the publisher: filled with what is known, signed by nobody yet, certified by nobody."""

import pytest

from kpacite.interfaces.www.payments.attestation import TO_FILL, attestation_page
from tests.interfaces.www.payments.test_screens import text_of

pytestmark = pytest.mark.django_db
PAGE = "/cae/opteos/recus/attestation.pdf"


def test_it_names_the_software_and_the_carrier_and_leaves_who_signs_to_fill_in(carrier):
    page = attestation_page(carrier, None)
    text = " ".join(row for _title, rows in page.parts for row in rows)
    assert "286, I, 3° bis" in text
    assert carrier.name in text
    assert text.count(TO_FILL) == 5
    assert page.author == TO_FILL


def test_it_never_claims_a_certificate(carrier):
    page = attestation_page(carrier, None)
    assert any("n’est pas un certificat" in note for note in page.notes)
    assert "certifié" not in " ".join(row for _title, rows in page.parts for row in rows)


def test_the_accountant_opens_it_from_the_receipts_and_nobody_else(as_, driss, amina, book):
    assert PAGE in text_of(as_(driss).get("/cae/opteos/recus/"))
    assert as_(driss).get(PAGE).content.startswith(b"%PDF")
    assert as_(amina).get(PAGE).status_code == 404
