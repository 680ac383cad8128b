from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import rules
from kpacite.domain.activities.enums import OfferState, OfferUnit
from kpacite.domain.activities.models import Activity, Offer, OfferOption
from kpacite.domain.activities.services.locking import locked
from kpacite.domain.activities.services.publication import propose_offer
from kpacite.domain.organisations.models import SourceDocument
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.organisations.services.versions import save_version
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class OfferChangedMeanwhile(DomainError):
    code = "activities.offer_changed_meanwhile"
    sentence = _(
        "Une autre personne a changé cette offre en même temps. Rechargez la page pour voir ses mots."
    )


class CheckStays(DomainError):
    code = "activities.check_stays"
    sentence = _("Seule la coordination peut dire que cette offre est vérifiée.")
    field = "needs_check"


class NothingToCheck(DomainError):
    code = "activities.nothing_to_check"
    sentence = _("Cette offre n’attend pas de vérification.")


@dataclass(frozen=True, slots=True)
class Option:
    """What may be added to an offer. `extra_cents`: without tax; None is « sur devis »."""

    name: str
    extra_cents: int | None = None


class OfferDetails(TypedDict, total=False):
    description: str
    price_cents: int | None
    min_quantity: int | None
    max_quantity: int | None
    season: str
    attributes: str
    is_example: bool
    needs_check: bool
    check_reason: str
    source: SourceDocument | None
    quote: str


@transaction.atomic
def write_offer(
    *,
    activity: Activity,
    name: str,
    unit: OfferUnit,
    author: Person | None,
    actor: Actor | None,
    now: datetime,
    options: Iterable[Option] = (),
    propose: bool = False,
    **details: Unpack[OfferDetails],
) -> Offer:
    """Write a draft; `propose` shows it at once to whoever answers for the activity.

    Raises `Refused` for a name that the activity already offers, or a wrong quantity.
    """
    offer = Offer(
        activity=activity,
        name=name.strip(),
        unit=unit,
        author=author,
        created_at=now,
        **details,
    )
    save_checked(offer)
    _set_options(offer, options, now)
    audit.record(actor=actor, action="activities.offer.written", target=offer, at=now)
    return propose_offer(offer=offer, actor=actor, now=now) if propose else offer


class OfferChanges(OfferDetails, total=False):
    activity: Activity
    name: str
    unit: OfferUnit


@transaction.atomic
def edit_offer(
    *,
    offer: Offer,
    version: int,
    actor: Actor | None,
    now: datetime,
    options: Iterable[Option] | None = None,
    **changes: Unpack[OfferChanges],
) -> Offer:
    """Change what differs; the register keeps the words before and after.

    `version`: the one that the person has read. A check made by the coordination falls when the text that it
    read changes: the offer then leaves the catalogue and waits. Raises `OfferChangedMeanwhile`, `CheckStays`,
    `Refused`.
    """
    offer = locked(offer)
    if offer.version != version:
        raise OfferChangedMeanwhile
    if offer.needs_check and changes.get("needs_check") is False:
        raise CheckStays
    before = {name: getattr(offer, name) for name in changes}
    changed = {name for name, value in changes.items() if before[name] != value}
    moved = options is not None and _set_options(offer, options, now)
    if not changed and not moved:
        return offer
    for name, value in changes.items():
        setattr(offer, name, value)
    _drop_check(offer, changed)
    words = {name: [_plain(before[name]), _plain(getattr(offer, name))] for name in sorted(changed)}
    return save_version(
        offer,
        "activities.offer.edited",
        actor=actor,
        now=now,
        data={"changes": words, "options_changed": moved},
    )


def _plain(value: object) -> Any:
    return str(value) if isinstance(value, Activity) else value


def _drop_check(offer: Offer, changed: set[str]) -> None:
    if rules.check_falls(is_checked=offer.checked_at is not None, changed=changed):
        offer.checked_at, offer.check_note = None, ""
    if offer.waits_for_check and offer.state == OfferState.PUBLISHED:
        offer.state, offer.published_at = OfferState.PROPOSED, None


def _set_options(offer: Offer, options: Iterable[Option], now: datetime) -> bool:
    """Keep the same ones, withdraw the others, add the new ones; True when something changed."""
    wanted = dict.fromkeys((option.name.strip(), option.extra_cents) for option in options)
    current = {(row.name, row.extra_cents): row for row in offer.options.filter(withdrawn_at=None)}
    for key in current.keys() - wanted.keys():
        row = current[key]
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
    for name, extra_cents in wanted:
        if (name, extra_cents) not in current:
            save_checked(OfferOption(offer=offer, name=name, extra_cents=extra_cents))
    return current.keys() != wanted.keys()


@transaction.atomic
def check_offer(*, offer: Offer, note: str, actor: Actor | None, now: datetime) -> Offer:
    """The coordination says what it checked: insurance, right to practise… Raises `NothingToCheck`,
    or `Refused` without a note.
    """
    offer = locked(offer)
    if not offer.waits_for_check:
        raise NothingToCheck
    offer.checked_at, offer.check_note = now, note.strip()
    return save_version(offer, "activities.offer.checked", actor=actor, now=now, reason=offer.check_note)
