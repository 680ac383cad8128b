"""Clients, requests, quotes and orders."""

from kpacite.domain.sales.models import Client, ClientContact, Lead, Order, Quote
from tests.areas import HERE, NOBODYS, everywhere, first

TILLEULS = "Association Les Tilleuls (exemple)"
TO_REVIEW, DRAFT = "Petit déjeuner d’équipe", "Goûter du mercredi"
SENT, PLANNED = "Buffet de l’assemblée générale", "Repas partagé avec les locataires"
SNACK = "Un goûter pour 12 enfants"


def _tilleuls(_name: str = "") -> object:
    return Client.objects.get(kpa__organisation__slug=HERE, name=TILLEULS).pk


def _quote(name: str) -> object:
    """Written by Amina, to be reviewed; a sent one for its paper."""
    return Quote.objects.get(title=SENT if name == "quote_pdf" else TO_REVIEW).pk


ARGUMENTS = {
    "client": _tilleuls,
    "other": lambda _name: Client.objects.get(kpa__organisation__slug=HERE, name="Mairie exemple").pk,
    "contact": lambda _name: ClientContact.objects.get(client=_tilleuls()).pk,
    # Answered by Bilal, in the group of the kitchen.
    "lead": lambda _name: Lead.objects.get(what__startswith=SNACK).pk,
    "quote": _quote,
    "order": lambda _name: Order.objects.get(title=PLANNED).pk,
    "autonomy": lambda _name: NOBODYS,
}
VISITOR_BY_ACCESS: dict[str, str | None] = {
    "client_reader": "Amina",
    "clients_writer": "Amina",
    "client_writer": "Amina",
    "seller": "Amina",
    "lead_reader": "Amina",
    "lead_writer": "Bilal",
    "lead_hander": "Chloé",
    "quote_reader": "Amina",
    "quote_writer": "Amina",
    "quote_reviewer": "Bilal",
    "order_reader": "Amina",
    "order_writer": "Bilal",
}
VISITORS: dict[str, list[str | None]] = {"autonomies": ["Amina", "Driss"], "sales": ["Amina", "Driss"]}
CLIENT = {"kpa": HERE, "client": first(Client.objects, name=TILLEULS)}
LEAD = {"kpa": HERE, "lead": first(Lead.objects, what__startswith=SNACK)}
QUOTE = {"kpa": HERE, "quote": first(Quote.objects, title=TO_REVIEW)}
MY_DRAFT = {"kpa": HERE, "quote": first(Quote.objects, title=DRAFT)}
SENT_QUOTE = {"kpa": HERE, "quote": first(Quote.objects, title=SENT)}
ORDER = {"kpa": HERE, "order": first(Order.objects, title=PLANNED)}
SAMPLES = {
    "kpa_order": [{"slug": HERE}],
    "kpa_order_thanks": [{"slug": HERE}],
    **everywhere(
        "kpa", HERE, "sales", "autonomies", "clients", "client_new", "client_duplicates", "client_import"
    ),
    **everywhere("kpa", HERE, "leads", "lead_note", "quote_new", "order_new"),
    **{name: [CLIENT] for name in ("client", "client_edit", "client_contact")},
    "client_contact_away": [CLIENT | {"contact": first(ClientContact.objects, client__name=TILLEULS)}],
    "client_merge": [CLIENT | {"other": first(Client.objects, name="Les Tilleuls")}],
    **{f"lead{page}": [LEAD] for page in ("", "_take", "_leave", "_answer", "_refuse", "_hand")},
    "quote": [SENT_QUOTE],
    "quote_edit": [MY_DRAFT],
    **{f"quote_{page}": [QUOTE] for page in ("review", "send_back", "ready", "discard")},
    **{f"quote_{page}": [SENT_QUOTE] for page in ("send", "accepted", "refused")},
    **{f"order{page}": [ORDER] for page in ("", "_plan", "_finish", "_close", "_cancel")},
}
NOT_PAGES = {
    "clients_csv": "a file",
    "sales_csv": "a file",
    "client_link": "needs a living link",
    "client_quote": "needs a living link",
    "client_quote_refuse": "needs a living link",
    "client_quote_pdf": "needs a living link",
    "quote_pdf": "a file",
    "quote_duplicate": "sends, shows nothing",
    "quote_revise": "sends, shows nothing",
    "quote_link": "sends, shows a link once",
    "order_invoice": "sends, shows nothing",
    "order_deposit": "sends, shows nothing",
    "autonomy_end": "sends, shows nothing",
}
