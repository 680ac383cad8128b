from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.models import Activity, Offer
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.domain.sales.enums import ClientKind, LeadSource, LeadState
from kpacite.domain.sales.models import Client, Deal, DealMessage, Lead
from kpacite.domain.sales.rules.deals import lead_may_become
from kpacite.domain.sales.services.clients import add_contact, create_client
from kpacite.domain.sales.services.links import Address, write_to_client
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor

TITLE_LENGTH = 80


class LeadMoved(DomainError):
    code = "sales.lead_moved"
    sentence = _("Cette demande a déjà changé d’état. Regardez où elle en est.")


class LeadDetails(TypedDict, total=False):
    """`activity` and `is_example` are told to the file; the rest is what was asked."""

    activity: Activity | None
    is_example: bool
    offer: Offer | None
    wanted_on: date | None
    how_many: str
    place: str
    organisation: str
    kind: ClientKind
    email: str
    phone: str
    language: str


@transaction.atomic
def receive_lead(
    *,
    kpa: Kpa,
    what: str,
    name: str,
    source: LeadSource,
    submission: str,
    actor: Actor | None,
    now: datetime,
    address: Address | None = None,
    **details: Unpack[LeadDetails],
) -> Lead:
    """Keep a request in the inbox of the KPA, once for each `submission`.

    With `address`, who gave an e-mail gets a confirmation and a link to follow it. Raises `Refused`.
    """
    if known := Lead.objects.filter(submission=submission).select_related("deal").first():
        return known
    offer = details.get("offer")
    deal = Deal(
        kpa=kpa,
        activity=details.pop("activity", None) or (offer.activity if offer else None),
        title=_title(what, offer),
        is_example=details.pop("is_example", False),
        created_at=now,
    )
    save_checked(deal)
    lead = Lead(deal=deal, what=what.strip(), name=name.strip(), source=source, received_at=now, **details)
    lead.submission = submission
    save_checked(lead)
    audit.record(actor=actor, action="sales.lead.received", target=lead, at=now, data={"source": str(source)})
    if address and lead.email:
        write_to_client(
            deal=deal,
            template="sales/lead_received",
            to=lead.email,
            address=address,
            actor=actor,
            now=now,
            language=lead.language,
        )
    return lead


def _title(what: str, offer: Offer | None) -> str:
    words = offer.name if offer else " ".join(what.split())
    if len(words) <= TITLE_LENGTH:
        return words or "—"
    return words[:TITLE_LENGTH].rpartition(" ")[0] + "…"


def locked_lead(lead: Lead) -> Lead:
    """The request as it is now, with its file, kept for this transaction."""
    rows = Lead.objects.select_for_update(of=("self",)).select_related("deal__kpa__organisation")
    return rows.get(pk=lead.pk)


def _towards(lead: Lead, state: LeadState) -> Lead:
    lead = locked_lead(lead)
    if not lead_may_become(LeadState(lead.state), state):
        raise LeadMoved
    lead.state = state
    return lead


def _written(lead: Lead, verb: str, actor: Actor | None, now: datetime, reason: str = "") -> Lead:
    save_checked(lead)
    audit.record(actor=actor, action=f"sales.lead.{verb}", target=lead, at=now, reason=reason)
    return lead


@transaction.atomic
def take_lead(*, lead: Lead, person: Person, actor: Actor | None, now: datetime) -> Lead:
    """« Je m’en occupe ». Raises `LeadMoved` when somebody already does."""
    lead = _towards(lead, LeadState.TAKEN)
    lead.taken_by, lead.taken_at = person, now
    return _written(lead, "taken", actor, now)


@transaction.atomic
def leave_lead(*, lead: Lead, actor: Actor | None, now: datetime) -> Lead:
    """Leave it to the others of the group. Raises `LeadMoved`."""
    lead = _towards(lead, LeadState.NEW)
    lead.taken_by, lead.taken_at = None, None
    lead.refused_at, lead.refusal_reason = None, ""
    return _written(lead, "left", actor, now)


@transaction.atomic
def hand_lead(*, lead: Lead, activity: Activity, actor: Actor | None, now: datetime) -> Lead:
    """Give the request to the group of an activity of the same KPA. Raises `LeadMoved` once it is closed."""
    lead = locked_lead(lead)
    if lead.state in (LeadState.QUOTED, LeadState.REFUSED) or activity.kpa_id != lead.deal.kpa_id:
        raise LeadMoved
    deal = Deal.objects.select_for_update(of=("self",)).get(pk=lead.deal_id)
    deal.activity = activity
    deal.save(update_fields=["activity"])
    data = {"activity": activity.code}
    audit.record(actor=actor, action="sales.lead.handed", target=lead, at=now, data=data)
    return lead


@transaction.atomic
def answer_lead(
    *,
    lead: Lead,
    text: str,
    person: Person | None,
    submission: str,
    address: Address | None,
    actor: Actor | None,
    now: datetime,
) -> DealMessage:
    """Write to who asks: kept with the file, and sent by mail when they gave an address.

    The same `submission` twice is one message. Raises `LeadMoved`, or `Refused` without words.
    """
    if known := DealMessage.objects.filter(submission=submission).first():
        return known
    lead = locked_lead(lead)
    if lead.state in (LeadState.NEW, LeadState.TAKEN):
        lead.state = LeadState.ANSWERED
        lead.taken_by = lead.taken_by or person
        lead.taken_at = lead.taken_at or (now if person else None)
    elif lead.state == LeadState.REFUSED:
        raise LeadMoved
    message = DealMessage(
        deal=lead.deal, author=person, text=text.strip(), sent_at=now, submission=submission
    )
    save_checked(message)
    _written(lead, "answered", actor, now)
    if lead.email and address:
        _mail(lead, "sales/lead_answered", address, actor, now, text=message.text)
    return message


@transaction.atomic
def refuse_lead(
    *, lead: Lead, reason: str, address: Address | None, actor: Actor | None, now: datetime
) -> Lead:
    """Say no, kindly: the reason is sent to who asks. Raises `LeadMoved`, `Refused` without a reason."""
    lead = _towards(lead, LeadState.REFUSED)
    lead.refused_at, lead.refusal_reason = now, reason.strip()
    _written(lead, "refused", actor, now)
    if lead.email and address:
        _mail(lead, "sales/lead_refused", address, actor, now, text=lead.refusal_reason)
    return lead


def _mail(
    lead: Lead, template: str, address: Address, actor: Actor | None, now: datetime, *, text: str
) -> None:
    write_to_client(
        deal=lead.deal,
        template=template,
        to=lead.email,
        address=address,
        actor=actor,
        now=now,
        context={"text": text},
        language=lead.language,
    )


@transaction.atomic
def client_writes(*, deal: Deal, text: str, submission: str, now: datetime) -> DealMessage:
    """What the client writes from their link, once for each `submission`. Raises `Refused` without words."""
    if known := DealMessage.objects.filter(submission=submission).first():
        return known
    message = DealMessage(deal=deal, from_client=True, text=text.strip(), sent_at=now, submission=submission)
    save_checked(message)
    audit.record(actor=None, action="sales.deal.client_wrote", target=deal, at=now)
    return message


@transaction.atomic
def match_client(*, lead: Lead, client: Client | None, actor: Actor | None, now: datetime) -> Client:
    """Say which client of the book asks; None adds them to the book with the words of the request."""
    lead = locked_lead(lead)
    found = client or _client_of(lead, actor, now)
    if found.kpa_id != lead.deal.kpa_id:
        raise LeadMoved
    deal = Deal.objects.select_for_update(of=("self",)).get(pk=lead.deal_id)
    deal.client = found
    deal.save(update_fields=["client"])
    audit.record(actor=actor, action="sales.lead.matched", target=lead, at=now, data={"client": found.pk})
    return found


def _client_of(lead: Lead, actor: Actor | None, now: datetime) -> Client:
    client = create_client(
        kpa=lead.deal.kpa,
        kind=ClientKind(lead.kind),
        name=lead.organisation or lead.name,
        email=lead.email,
        phone=lead.phone,
        is_example=lead.deal.is_example,
        actor=actor,
        now=now,
    )
    if lead.organisation and lead.name != lead.organisation:
        add_contact(client=client, name=lead.name, actor=actor, now=now)
    return client
