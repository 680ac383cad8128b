"""The small directory of services near a KPA, and which of them sent someone."""

from datetime import date, datetime

from django.db import transaction

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.paths.models import PartnerService, Path, ReferralSource
from kpacite.domain.paths.services.locking import locked
from kpacite.domain.paths.services.orientations import ServiceGone
from kpacite.domain.people.models import Account
from kpacite.platform import audit
from kpacite.platform.audit import Actor


@transaction.atomic
def add_partner_service(
    *,
    kpa: Kpa,
    name: str,
    about: str,
    contact: str,
    phone: str,
    email: str,
    actor: Actor | None,
    now: datetime,
) -> PartnerService:
    """Raises `Refused` for a name that is already there."""
    row = PartnerService(
        kpa=kpa, name=name.strip(), about=about.strip(), contact=contact.strip(), phone=phone, email=email
    )
    save_checked(row)
    audit.record(actor=actor, action="paths.partner_service.added", target=row, at=now)
    return row


@transaction.atomic
def change_partner_service(
    *,
    service: PartnerService,
    name: str,
    about: str,
    contact: str,
    phone: str,
    email: str,
    actor: Actor | None,
    now: datetime,
) -> PartnerService:
    """Raises `Refused`."""
    row = _locked(service)
    row.name, row.about, row.contact = name.strip(), about.strip(), contact.strip()
    row.phone, row.email = phone, email
    save_checked(row)
    audit.record(actor=actor, action="paths.partner_service.changed", target=row, at=now)
    return row


@transaction.atomic
def withdraw_partner_service(
    *, service: PartnerService, actor: Actor | None, today: date, now: datetime
) -> PartnerService:
    """Nobody is sent there any more; what was asked stays. Twice changes nothing."""
    row = _locked(service)
    if row.withdrawn_on is None:
        row.withdrawn_on = today
        row.save(update_fields=["withdrawn_on"])
        audit.record(actor=actor, action="paths.partner_service.withdrawn", target=row, at=now)
    return row


def _locked(service: PartnerService) -> PartnerService:
    return PartnerService.objects.select_for_update(of=("self",)).get(pk=service.pk)


@transaction.atomic
def name_referral_source(
    *, path: Path, service: PartnerService | None, contact: str, actor: Account | None, now: datetime
) -> ReferralSource | None:
    """Say which service sent this person; none: nobody knows any more. Raises `ServiceGone`."""
    path = locked(path)
    if service is None:
        ReferralSource.objects.filter(path=path).delete()
        audit.record(actor=actor, action="paths.referral.untied", target=path, at=now)
        return None
    if service.kpa_id != path.kpa_id:
        raise ServiceGone
    row = ReferralSource.objects.filter(path=path).first() or ReferralSource(path=path)
    row.service, row.contact = service, contact.strip()
    save_checked(row)
    audit.record(actor=actor, action="paths.referral.tied", target=row, at=now)
    return row


@transaction.atomic
def gather_referrals(
    *, kpa: Kpa, words: str, service: PartnerService, actor: Account | None, now: datetime
) -> int:
    """Every path of the KPA with these words, and no service yet, was sent by this one. How many.

    Raises `ServiceGone`.
    """
    if service.kpa_id != kpa.pk:
        raise ServiceGone
    rows = Path.objects.filter(kpa=kpa, referral=words, referral_source=None).exclude(referral="")
    paths = list(rows.order_by("pk"))
    for path in paths:
        name_referral_source(path=path, service=service, contact="", actor=actor, now=now)
    return len(paths)
