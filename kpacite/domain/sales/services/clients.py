from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.models import Client, ClientContact
from kpacite.domain.sales.rules.clients import search_text
from kpacite.domain.sales.services.errors import ChangedMeanwhile
from kpacite.kernel.errors import DomainError
from kpacite.kernel.ids import parse_siren, parse_siret, parse_vat_key, siren_of
from kpacite.kernel.text import fold
from kpacite.platform import audit
from kpacite.platform.audit import Actor

LONGEST_FOLDED = 160


class NotTheSameBook(DomainError):
    code = "sales.clients_of_two_books"
    sentence = _("Ces deux clients ne sont pas dans le carnet du même KPA.")


class AlreadyMerged(DomainError):
    code = "sales.client_already_merged"
    sentence = _("Ce client est déjà réuni avec un autre.")


class WrongVatNumber(DomainError):
    code = "sales.vat_number_invalid"
    sentence = _("Ce numéro de TVA ne semble pas juste. Écrivez les 2 lettres du pays, puis le numéro.")
    field = "vat_number"


class ClientDetails(TypedDict, total=False):
    """Identifiers may be written with spaces; they are stored bare."""

    siren: str
    siret: str
    vat_number: str
    vat_liable: bool
    email: str
    phone: str
    address_line_1: str
    address_line_2: str
    postal_code: str
    city: str
    country: str
    service_code: str
    engagement_number: str
    service_required: bool
    engagement_required: bool
    beneficiary_name: str
    notes: str
    external_ref: str
    is_example: bool


class ClientChanges(ClientDetails, total=False):
    kind: ClientKind
    name: str


@transaction.atomic
def create_client(
    *,
    kpa: Kpa,
    kind: ClientKind,
    name: str,
    actor: Actor | None,
    now: datetime,
    may_contact: bool = False,
    **details: Unpack[ClientDetails],
) -> Client:
    """Add a client to the book of a KPA. `may_contact`: they agreed to be written to.

    Raises `InvalidSiren`, `InvalidSiret`, `WrongVatNumber`, or `Refused` for what the columns refuse.
    """
    client = Client(kpa=kpa, kind=kind, name=name.strip(), created_at=now)
    client.vat_liable = details.get("vat_liable", kind == ClientKind.COMPANY)
    client.consent_at = now if may_contact else None
    _write(client, details)
    audit.record(actor=actor, action="sales.client.added", target=client, at=now)
    return client


def _write(client: Client, changes: ClientDetails | ClientChanges) -> None:
    for name, value in changes.items():
        setattr(client, name, value.strip() if isinstance(value, str) else value)
    _clean_identifiers(client)
    client.folded_name = fold(client.name)[:LONGEST_FOLDED]
    client.search_text = _search_text(client)
    save_checked(client)


def _search_text(client: Client) -> str:
    words = [client.name, client.city, client.postal_code, client.siret, client.siren, client.email]
    words += [client.phone, client.beneficiary_name]
    if client.pk:
        words += client.contacts.filter(archived_at=None).order_by("pk").values_list("name", flat=True)
    return search_text(*words)


def _clean_identifiers(client: Client) -> None:
    """Bare numbers with a right key; a SIRET gives its SIREN."""
    client.siret = _parsed(parse_siret, client.siret, "siret")
    client.siren = siren_of(client.siret) if client.siret else _parsed(parse_siren, client.siren, "siren")
    client.vat_number = _vat_number(client.vat_number)


def _parsed(parse: Callable[[str], str], text: str, field: str) -> str:
    try:
        return parse(text) if text else ""
    except DomainError as error:
        error.field = field
        raise


def _vat_number(text: str) -> str:
    """A French one is checked by its key; one of another country by its shape only."""
    bare = "".join(text.split()).upper()
    if not bare or bare.startswith("FR"):
        return _parsed(parse_vat_key, bare, "vat_number")
    if not (bare[:2].isalpha() and bare.isalnum() and bare.isascii()):
        raise WrongVatNumber
    return bare


def locked_client(client: Client) -> Client:
    """The client as it is now, kept for this transaction."""
    return Client.objects.select_for_update(of=("self",)).get(pk=client.pk)


@transaction.atomic
def edit_client(
    *,
    client: Client,
    version: int,
    actor: Actor | None,
    now: datetime,
    may_contact: bool | None = None,
    **changes: Unpack[ClientChanges],
) -> Client:
    """Change what differs; the register keeps which fields. `version`: the one that the person has read.

    Raises `ChangedMeanwhile`, and what `create_client` raises.
    """
    client = locked_client(client)
    if client.version != version:
        raise ChangedMeanwhile
    before = _state(client)
    if may_contact is not None and may_contact != (client.consent_at is not None):
        client.consent_at = now if may_contact else None
    _write(client, changes)
    changed = sorted(name for name, value in _state(client).items() if before[name] != value)
    if not changed:
        return client
    client.version += 1
    client.save(update_fields=["version"])
    # Names of the fields, not their words: the register outlives what a client may ask us to forget.
    audit.record(actor=actor, action="sales.client.edited", target=client, at=now, data={"changed": changed})
    return client


def _state(client: Client) -> dict[str, Any]:
    names = (*ClientChanges.__annotations__, "consent_at")
    return {name: getattr(client, name) for name in names}


@transaction.atomic
def add_contact(
    *,
    client: Client,
    name: str,
    actor: Actor | None,
    now: datetime,
    role: str = "",
    email: str = "",
    phone: str = "",
) -> ClientContact:
    """Note somebody to write to or call there. Raises `Refused` for a name already noted."""
    client = locked_client(client)
    contact = ClientContact(
        client=client, name=name.strip(), role=role.strip(), email=email.strip(), phone=phone.strip()
    )
    save_checked(contact)
    _refresh_search(client)
    audit.record(
        actor=actor, action="sales.client.contact_added", target=client, at=now, data={"contact": contact.pk}
    )
    return contact


@transaction.atomic
def archive_contact(*, contact: ClientContact, actor: Actor | None, now: datetime) -> ClientContact:
    """Take somebody off the list of who to contact; twice changes nothing."""
    contact = (
        ClientContact.objects.select_for_update(of=("self",)).select_related("client").get(pk=contact.pk)
    )
    if contact.archived_at is None:
        contact.archived_at = now
        contact.save(update_fields=["archived_at"])
        _refresh_search(contact.client)
        data = {"contact": contact.pk}
        audit.record(
            actor=actor, action="sales.client.contact_archived", target=contact.client, at=now, data=data
        )
    return contact


def _refresh_search(client: Client) -> None:
    client.search_text = _search_text(client)
    client.save(update_fields=["search_text"])


@transaction.atomic
def merge_clients(
    *, duplicate: Client, kept: Client, actor: Actor | None, now: datetime, reason: str = ""
) -> Client:
    """Make two sheets one: the duplicate points to the one that is kept, whose empty fields take its words.

    Nothing moves: a quote keeps the client that it named, and the one that is kept shows what both hold.

    Raises `NotTheSameBook`, `AlreadyMerged`, or `Refused` for a client merged with itself.
    """
    pair = Client.objects.select_for_update(of=("self",)).filter(pk__in={duplicate.pk, kept.pk})
    rows = {row.pk: row for row in pair.order_by("pk")}
    duplicate, kept = rows[duplicate.pk], rows[kept.pk]
    if duplicate.kpa_id != kept.kpa_id:
        raise NotTheSameBook
    if duplicate.merged_into_id is not None or kept.merged_into_id is not None:
        raise AlreadyMerged
    duplicate.merged_into, duplicate.merged_at = kept, now
    save_checked(duplicate)
    Client.objects.filter(merged_into=duplicate).update(merged_into=kept)
    _take_missing(kept, duplicate)
    data = {"duplicate": duplicate.pk}
    audit.record(actor=actor, action="sales.client.merged", target=kept, at=now, reason=reason, data=data)
    return kept


TAKEN = ("email", "phone", "beneficiary_name", "notes")
ADDRESS = ("address_line_1", "address_line_2", "postal_code", "city")
PUBLIC_ONLY = ("service_code", "engagement_number")


def _take_missing(kept: Client, duplicate: Client) -> None:
    names = list(TAKEN)
    if not any(getattr(kept, name) for name in ADDRESS):
        names += ADDRESS
    if kept.kind == duplicate.kind:
        names += ["vat_number", *PUBLIC_ONLY]
        if not kept.siren:
            names += ["siren", "siret"]
    for name in names:
        setattr(kept, name, getattr(kept, name) or getattr(duplicate, name))
    kept.consent_at = kept.consent_at or duplicate.consent_at
    kept.version += 1
    _write(kept, {})
