from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.enums import SupplyMode
from kpacite.domain.activities.models import Offer, OfferRate
from kpacite.domain.activities.services.locking import locked
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class RateAlreadyChanges(DomainError):
    code = "activities.rate_already_changes"
    sentence = _("Un taux commence déjà ce jour-là ou après. Choisissez une date plus tard.")
    field = "valid_from"


@transaction.atomic
def note_rate(
    *,
    offer: Offer,
    mode: SupplyMode,
    vat_bp: int,
    valid_from: date,
    source: str,
    actor: Actor | None,
    now: datetime,
) -> OfferRate:
    """Note the VAT of an offer in a mode, in basis points, from a day on; it ends the one before.

    Raises `RateAlreadyChanges`, or `Refused` without a source.
    """
    offer = locked(offer)
    rows = OfferRate.objects.select_for_update(of=("self",)).filter(offer=offer, mode=mode)
    if rows.filter(valid_from__gte=valid_from).exists():
        raise RateAlreadyChanges
    if before := rows.filter(valid_to=None).first():
        before.valid_to = valid_from
        before.save(update_fields=["valid_to"])
    rate = OfferRate(offer=offer, mode=mode, vat_bp=vat_bp, valid_from=valid_from, source=source.strip())
    save_checked(rate)
    data = {"mode": mode, "vat_bp": vat_bp, "valid_from": valid_from, "source": rate.source}
    audit.record(actor=actor, action="activities.offer.rate_noted", target=offer, at=now, data=data)
    return rate
