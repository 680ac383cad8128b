"""What time alone does: contracts that end, texts that nobody signed in time, reminders."""

from datetime import date, datetime

from django.db import transaction

from kpacite.domain.contracts import rules, selectors
from kpacite.domain.contracts.enums import ContractState, ContractType
from kpacite.domain.contracts.models import (
    AssociateReminder,
    ContractPeriod,
    ContractReminder,
    SupportContract,
)
from kpacite.domain.contracts.services.circuit import expire
from kpacite.domain.contracts.services.signing import end_at_term
from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.platform import mail


def end_what_is_over(*, today: date, now: datetime) -> int:
    """Close what reached its term and what was not signed in time; how many contracts changed."""
    late = ContractPeriod.objects.to_sign().filter(contract__state=ContractState.TO_SIGN, start__lt=today)
    unsigned = list(SupportContract.objects.filter(periods__in=late).order_by("pk"))
    for contract in unsigned:
        expire(contract=contract, today=today, actor=None, now=now)
    over = [row for row in _active() if (end := selectors.signed_until(row)) and end <= today]
    for contract in over:
        end_at_term(contract=contract, today=today, actor=None, now=now)
    return len(over) + len(unsigned)


@transaction.atomic
def remind_of_ends(*, today: date, now: datetime) -> int:
    """Write at 90, 60 and 30 days, once each, to the person and to the coordination; how many reminders.

    Nothing is sent once the next period is signed: then the end is further away.
    """
    sent = 0
    for contract in _active():
        rows = [row for row in contract.periods.all() if row.signed_at is not None and row.end is not None]
        if not rows:
            continue
        period = max(rows, key=lambda row: row.start)
        done = [reminder.days for reminder in period.reminders.all()]
        days = period.end and rules.reminder_due(period.end, today, done)
        if days:
            save_checked(ContractReminder(period=period, days=days, sent_at=now))
            last_day = rules.last_day(period.period)
            _write("contracts/term_reminder", contract, today, type=contract.short_type, last_day=last_day)
            sent += 1
    return sent


@transaction.atomic
def remind_of_association(*, today: date, now: datetime) -> int:
    """Write 12, 6 and 3 months before a CESA asks to be an associate (CESA-02), once each; how many."""
    sent = 0
    for contract in _active():
        deadline = selectors.associate_by(contract) if contract.type == ContractType.CESA else None
        done = [reminder.months for reminder in contract.associate_reminders.all()]
        months = deadline and rules.associate_reminder_due(deadline, today, done)
        if months:
            save_checked(AssociateReminder(contract=contract, months=months, sent_at=now))
            carrier = contract.carrier.name
            _write("contracts/associate_reminder", contract, today, carrier=carrier, day=deadline)
            sent += 1
    return sent


def _active() -> list[SupportContract]:
    rows = SupportContract.objects.filter(state=ContractState.ACTIVE)
    rows = rows.select_related("person", "kpa__organisation", "carrier")
    return list(rows.prefetch_related("periods__reminders", "associate_reminders").order_by("pk"))


def _write(template: str, contract: SupportContract, today: date, **words: object) -> None:
    """To her and to the coordination."""
    kpa = contract.kpa.organisation
    people = {contract.person, *organisations.administrators(kpa, today)}
    for person in sorted(people, key=lambda person: person.pk):
        if person.email:
            mail.send(
                template=template,
                to=[person.email],
                context={
                    "kpa": kpa.name,
                    "is_hers": person == contract.person,
                    "first_name": contract.person.first_name,
                    **words,
                },
                language=person.language,
            )
