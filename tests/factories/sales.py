from datetime import timedelta
from decimal import Decimal
from itertools import count

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.sales import services
from kpacite.domain.sales.enums import ClientKind, LeadSource, QuoteState, SalesChannel
from kpacite.domain.sales.models import Client, Lead, Quote
from kpacite.domain.sales.services import LineInput, QuoteWords
from tests.factories.people import NOW, TODAY

_ranks = count(1)
SIRET = "73282932000074"
OTHER_SIRET = "44306184100047"


def make_client(
    kpa: Kpa | Organisation, name: str = "", kind: ClientKind = ClientKind.ASSOCIATION, **details: object
) -> Client:
    """A client in the book of this KPA, through the service; two of them never look alike by chance."""
    book = kpa.kpa if isinstance(kpa, Organisation) else kpa
    name = name or f"Client exemple{next(_ranks)}"
    return services.create_client(kpa=book, kind=kind, name=name, actor=None, now=NOW, **details)


def line_input(label: str = "Buffet", **fields: object) -> LineInput:
    """30 × 14,00 € at 10 %, unless told otherwise."""
    details = {"quantity": Decimal(30), "unit": "person", "unit_price_cents": 1400, "vat_bp": 1000}
    return LineInput(label=label, **(details | fields))


def quote_words(client: Client, **fields: object) -> QuoteWords:
    details = {
        "title": "Buffet de quartier",
        "lines": [line_input()],
        "channel": SalesChannel.DISTANCE,
        "valid_until": TODAY + timedelta(days=30),
    }
    return QuoteWords(client=client, **(details | fields))


def make_quote(client: Client, state: QuoteState = QuoteState.DRAFT, **fields: object) -> Quote:
    """A quote brought to this state by the services; `author`, `deal` and the words may be given."""
    about = {name: fields.pop(name) for name in ("author", "deal") if name in fields}
    by = {"actor": None, "now": NOW}
    quote = services.write_quote(
        kpa=client.kpa,
        words=quote_words(client, **fields),
        submission=f"devis{next(_ranks)}",
        **({"author": None} | about),
        **by,
    )
    if state == QuoteState.TO_REVIEW:
        return services.ask_review(quote=quote, **by)
    if state == QuoteState.DISCARDED:
        return services.discard_quote(quote=quote, **by)
    if state != QuoteState.DRAFT:
        quote = services.make_ready(quote=quote, today=TODAY, **by)
    if state not in (QuoteState.DRAFT, QuoteState.READY):
        quote = services.send_quote(quote=quote, address=address, today=TODAY, **by)
    if state == QuoteState.ACCEPTED:
        services.note_acceptance(quote=quote, name="Client Exemple", **by)
    if state == QuoteState.REFUSED:
        services.refuse_quote(quote=quote, reason="Trop cher", **by)
    quote.refresh_from_db()
    return quote


def address(token: str) -> str:
    return f"https://exemple.test/d/{token}/"


def make_lead(kpa: Kpa | Organisation, **fields: object) -> Lead:
    """A request from the site, by somebody with an e-mail."""
    details = {
        "what": "Un buffet pour 40 personnes",
        "name": "Sami Exemple",
        "email": "sami@client.example",
        "source": LeadSource.WEB,
        "submission": f"demande{next(_ranks)}",
    }
    book = kpa.kpa if isinstance(kpa, Organisation) else kpa
    return services.receive_lead(kpa=book, actor=None, now=NOW, **(details | fields))
