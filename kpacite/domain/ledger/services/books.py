from datetime import datetime

from django.db import transaction

from kpacite.domain.ledger import rules
from kpacite.domain.ledger.chart import proposed_chart
from kpacite.domain.ledger.enums import AccountKind, AccountRole, JournalKind
from kpacite.domain.ledger.models import Account, AccountMapping, AuxAccount, Book, Journal
from kpacite.domain.ledger.services.errors import BookAlreadyOpen, EntityKeepsNoBook, UnknownAccount
from kpacite.domain.organisations.enums import OrganisationKind
from kpacite.domain.organisations.models import Organisation
from kpacite.kernel.ids import parse_siren
from kpacite.platform import audit
from kpacite.platform.audit import Actor

KEEPERS = frozenset({OrganisationKind.CARRIER, OrganisationKind.ASSOCIATION, OrganisationKind.NETWORK})
JOURNAL_CODES = {
    JournalKind.SALES: "VE",
    JournalKind.PURCHASES: "AC",
    JournalKind.BANK: "BQ",
    JournalKind.CASH: "CA",
    JournalKind.PAYROLL: "PA",
    JournalKind.MISC: "OD",
    JournalKind.OPENING: "AN",
}


@transaction.atomic
def open_book(*, entity: Organisation, actor: Actor | None, now: datetime, siren: str = "") -> Book:
    """Open the accounts of a legal entity, with the proposed chart and one journal of each kind.

    `siren`: the entity's own unless given. Raises EntityKeepsNoBook, BookAlreadyOpen, InvalidSiren.
    """
    entity = Organisation.objects.select_for_update(of=("self",)).get(pk=entity.pk)
    if entity.kind not in KEEPERS:
        raise EntityKeepsNoBook
    if Book.objects.filter(entity=entity).exists():
        raise BookAlreadyOpen
    number = siren or entity.siren
    book = Book.objects.create(entity=entity, siren=parse_siren(number) if number else "", opened_at=now)
    Journal.objects.bulk_create(
        Journal(book=book, kind=kind, code=code, label=str(kind.label))
        for kind, code in JOURNAL_CODES.items()
    )
    _take_proposed_chart(book)
    audit.record(actor=actor, action="ledger.book.opened", target=book, at=now)
    return book


def _take_proposed_chart(book: Book) -> None:
    chart = list(proposed_chart())
    Account.objects.bulk_create(
        Account(
            book=book,
            number=line.number,
            label=line.label,
            kind=line.kind,
            is_lettrable=line.is_lettrable,
        )
        for line in chart
    )
    keys = dict(Account.objects.filter(book=book).values_list("number", "pk"))
    AccountMapping.objects.bulk_create(
        AccountMapping(book=book, role=role, detail=detail, account_id=keys[line.number])
        for line in chart
        for role, detail in line.roles
    )


@transaction.atomic
def add_account(
    *, book: Book, number: str, label: str, kind: AccountKind, actor: Actor | None, now: datetime
) -> Account:
    """Add an account to the chart. Raises ValidationError for a number that is taken or malformed."""
    account = Account(book=book, number=number, label=rules.one_line(label), kind=kind)
    account.full_clean()
    account.save()
    audit.record(actor=actor, action="ledger.account.added", target=account, at=now)
    return account


@transaction.atomic
def map_role(
    *,
    book: Book,
    role: AccountRole,
    account: Account,
    actor: Actor | None,
    now: datetime,
    detail: str = "",
) -> AccountMapping:
    """From now on, this account plays this role (for this `detail`, when given). Raises UnknownAccount."""
    if account.book_id != book.pk or account.closed_on is not None:
        raise UnknownAccount
    mapping, _created = AccountMapping.objects.update_or_create(
        book=book, role=role, detail=detail, defaults={"account": account}
    )
    audit.record(
        actor=actor,
        action="ledger.role.mapped",
        target=account,
        at=now,
        data={"role": role, "detail": detail},
    )
    return mapping


@transaction.atomic
def ensure_aux(*, book: Book, number: str, label: str) -> AuxAccount:
    """The auxiliary account of this number, opened if need be, under its present label."""
    aux, _created = AuxAccount.objects.update_or_create(
        book=book, number=number, defaults={"label": rules.one_line(label)}
    )
    return aux
