"""The coordination gives its KPA a colour; its next papers have it, those already made do not change."""

import pytest
from allauth.mfa.models import Authenticator
from pypdf import PdfReader

from kpacite.domain.organisations import services
from kpacite.domain.sales import selectors
from kpacite.domain.sales.enums import QuoteState
from kpacite.integrations.documents import invoice_pdf, pdf_of_quote, quote_sheet, sheet_of
from kpacite.kernel.colour import TooPale
from kpacite.platform import audit
from tests.factories.invoices import make_buyer, make_issued, ready_to_invoice
from tests.factories.people import NOW
from tests.factories.sales import make_quote
from tests.integrations.documents.verapdf import broken_clauses

pytestmark = pytest.mark.django_db
PAGE = "/la-cape/reglages/couleur/"
PLUM = "#6A2B5D"


@pytest.fixture
def coordination(client, chloe):
    """Chloé, with the second proof that her hat asks."""
    Authenticator.objects.create(user=chloe, type=Authenticator.Type.TOTP, data={})
    client.force_login(chloe)
    return client


def set_colour(kpa, colour):
    return services.set_kpa_colour(kpa=kpa.kpa, colour=colour, actor=None, now=NOW)


def text_of(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def test_the_coordination_chooses_and_goes_back_to_that_of_the_network(coordination, la_cape):
    assert 'value="#0B5A63"' in text_of(coordination.get(PAGE))
    assert PAGE in text_of(coordination.get("/la-cape/reglages/"))
    assert coordination.post(PAGE, {"colour": PLUM.lower()}).url == PAGE
    assert PLUM in text_of(coordination.get(PAGE))
    la_cape.kpa.refresh_from_db()
    assert la_cape.kpa.colour == PLUM
    assert audit.for_target(la_cape.kpa)[0].data == {"colour": PLUM}
    coordination.post(PAGE, {"colour": PLUM})
    assert audit.for_target(la_cape.kpa).filter(action="organisations.kpa.colour_set").count() == 1
    coordination.post(PAGE, {"colour": ""})
    la_cape.kpa.refresh_from_db()
    assert la_cape.kpa.colour == ""


def test_a_colour_too_pale_is_refused_with_a_darker_one_to_take(coordination, la_cape):
    page = text_of(coordination.post(PAGE, {"colour": "#F7C548"}), 422)
    assert "Cette couleur est trop pâle" in page
    assert 'value="#F7C548"' in page
    with pytest.raises(TooPale) as refused:
        set_colour(la_cape, "#F7C548")
    assert f'name="colour" value="{refused.value.nearest}"' in page
    assert coordination.post(PAGE, {"colour": str(refused.value.nearest)}).url == PAGE


@pytest.mark.parametrize("typed", ["bleu", "#12", '"><script>'])
def test_what_is_no_colour_says_how_to_write_one(coordination, la_cape, typed):
    page = text_of(coordination.post(PAGE, {"colour": typed}), 422)
    assert "par exemple #0B5A63" in page
    assert "<script>" not in page.replace("<script src", "").replace("<script defer", "")
    la_cape.kpa.refresh_from_db()
    assert la_cape.kpa.colour == ""


def test_only_the_coordination_of_this_kpa_chooses(client, amina, fanny, karim, la_cape):
    for someone, status in ((amina, 403), (fanny, 404), (karim, 404)):
        client.force_login(someone)
        assert client.post(PAGE, {"colour": PLUM}).status_code == status
    la_cape.kpa.refresh_from_db()
    assert la_cape.kpa.colour == ""


def test_papers_already_made_keep_their_colour_and_the_next_ones_change(la_cape, carrier, tmp_path):
    ready_to_invoice(carrier)
    invoice, quote = make_issued(la_cape), make_quote(make_buyer(la_cape), QuoteState.READY)
    before = invoice_pdf(invoice.photo, issued_at=invoice.issued_at), pdf_of_quote(quote)
    set_colour(la_cape, PLUM)
    for row in (invoice, quote):
        row.refresh_from_db()
    assert (invoice_pdf(invoice.photo, issued_at=invoice.issued_at), pdf_of_quote(quote)) == before
    la_cape.kpa.refresh_from_db()
    later, proposed = make_issued(la_cape), make_quote(make_buyer(la_cape), QuoteState.READY)
    for sheet in (sheet_of(later.photo), quote_sheet(selectors.quote_photo(proposed))):
        assert sheet.as_data()["accent"] == PLUM
    (tmp_path / "invoice.pdf").write_bytes(invoice_pdf(later.photo, issued_at=later.issued_at))
    (tmp_path / "quote.pdf").write_bytes(pdf_of_quote(proposed))
    files = sorted(tmp_path.glob("*.pdf"))
    assert not any(broken_clauses(files).values())
    assert all(len(PdfReader(path).pages) == 1 for path in files)
