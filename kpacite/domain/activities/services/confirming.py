from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities import rules, selectors
from kpacite.domain.activities.enums import HoursUse
from kpacite.domain.activities.models import Activity, HoursClosing, WorkClaim, WorkConfirmation, WorkEntry
from kpacite.domain.activities.services.hours import lock_books
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.kernel.period import add_months
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class NotAPeer(DomainError):
    code = "activities.not_a_peer"
    sentence = _("On ne valide pas ses propres heures, ni celles d’un groupe où l’on n’est pas.")


class MonthAlreadyClosed(DomainError):
    code = "activities.month_already_closed"
    sentence = _("Ce mois est déjà fermé.")


class MonthOpen(DomainError):
    code = "activities.month_open"
    sentence = _("Ce mois est déjà ouvert.")


class HoursTakenBack(DomainError):
    code = "activities.hours_taken_back"
    sentence = _("Des heures ont été corrigées depuis ce calcul. Abandonnez-le, puis recommencez-le.")


class HoursPaidOtherwise(DomainError):
    code = "activities.hours_paid_otherwise"
    sentence = _("Ces heures sont déjà payées autrement. Une heure a une seule casquette.")


@transaction.atomic
def confirm_hours(
    *, kpa: Kpa, entries: Iterable[int], by: Person, actor: Actor | None, now: datetime, today: date
) -> int:
    """A peer says that these hours were done; returns how many were waiting.

    Those confirmed or taken back meanwhile are passed over: pressing twice changes nothing. Raises `NotAPeer`
    when one of the others is not hers to confirm; none is then confirmed.
    """
    asked = set(entries)
    rows = WorkEntry.objects.waiting().filter(kpa=kpa, pk__in=asked)
    waiting = set(rows.select_for_update(of=("self",)).values_list("pk", flat=True).order_by("pk"))
    allowed = set(selectors.confirmable(by, kpa, today).filter(pk__in=waiting).values_list("pk", flat=True))
    known = WorkEntry.objects.filter(kpa=kpa, pk__in=asked).count()
    if allowed != waiting or known != len(asked):
        raise NotAPeer
    if not waiting:
        return 0
    WorkConfirmation.objects.bulk_create(
        WorkConfirmation(entry_id=key, confirmed_by=by, confirmed_at=now) for key in sorted(waiting)
    )
    audit.record(
        actor=actor,
        action="activities.hours.confirmed",
        target=kpa.organisation,
        at=now,
        data={"by": by.public_id, "entries": sorted(waiting)},
    )
    return len(waiting)


@transaction.atomic
def close_month(
    *, kpa: Kpa, activity: Activity | None, month: date, reason: str, actor: Actor | None, now: datetime
) -> HoursClosing:
    """Once its hours are shared, a month takes no more; `month` is any of its days.

    Raises `MonthAlreadyClosed`, or `Refused` without a reason.
    """
    lock_books(kpa, activity)
    period = rules.month_of(month)
    rows = HoursClosing.objects.filter(kpa=kpa, activity=activity, start=period.start, reopened_at=None)
    if rows.exists():
        raise MonthAlreadyClosed
    closing = HoursClosing(
        kpa=kpa,
        activity=activity,
        start=period.start,
        end=add_months(period.start, 1),
        reason=reason.strip(),
        closed_at=now,
    )
    save_checked(closing)
    _record_closing(closing, "closed", actor, now, closing.reason)
    return closing


@transaction.atomic
def reopen_month(*, closing: HoursClosing, reason: str, actor: Actor | None, now: datetime) -> HoursClosing:
    """Open a month again, in order to repair. Raises `MonthOpen`, or `Refused` without a reason."""
    lock_books(closing.kpa, closing.activity)
    closing = HoursClosing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
    if closing.reopened_at is not None:
        raise MonthOpen
    closing.reopened_at, closing.reopen_reason = now, reason.strip()
    save_checked(closing)
    _record_closing(closing, "reopened", actor, now, closing.reopen_reason)
    return closing


def _record_closing(
    closing: HoursClosing, verb: str, actor: Actor | None, now: datetime, reason: str
) -> None:
    activity = closing.activity.code if closing.activity else None
    data = {"month": str(closing), "activity": activity}
    audit.record(
        actor=actor,
        action=f"activities.closing.{verb}",
        target=closing,
        at=now,
        reason=reason,
        data=data,
    )


@transaction.atomic
def claim_hours(
    *, entries: Iterable[int], use: HoursUse, source: str, actor: Actor | None, now: datetime
) -> int:
    """Say what pays these hours; the same use and source again changes nothing. Returns how many are new.

    Raises `HoursPaidOtherwise` when one of them is paid by something else (R24), `HoursTakenBack` when one
    was corrected since: none is then claimed.
    """
    asked = sorted(set(entries))
    rows = WorkEntry.objects.select_for_update(of=("self",)).filter(pk__in=asked).order_by("pk")
    found = list(rows.values_list("pk", flat=True))
    known = dict(
        WorkClaim.objects.filter(entry__in=found).values_list("entry_id", "source").order_by("entry_id")
    )
    elsewhere = WorkClaim.objects.filter(entry__in=found).exclude(use=use, source=source)
    if found != asked or elsewhere.exists():
        raise HoursPaidOtherwise
    if WorkEntry.objects.filter(compensates__in=found).exists():
        raise HoursTakenBack
    new = [key for key in found if key not in known]
    WorkClaim.objects.bulk_create(
        WorkClaim(entry_id=key, use=use, source=source, claimed_at=now) for key in new
    )
    if new:
        data = {"use": use, "source": source, "entries": new}
        audit.record(actor=actor, action="activities.hours.claimed", target=None, at=now, data=data)
    return len(new)
