"""Books opened before an account existed get it, once, and keep what their accountant chose."""

from importlib import import_module

import pytest
from django.apps import apps

from kpacite.domain.ledger.enums import AccountKind, AccountRole
from kpacite.domain.ledger.models import Account, AccountMapping, Book
from kpacite.domain.ledger.services import add_account, map_role
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
complete = import_module("kpacite.domain.ledger.migrations.0005_missing_accounts").complete
ROLES = (AccountRole.OPENING_BALANCE, AccountRole.LATE_INDEMNITY)


def numbers(book: Book) -> list[str]:
    return [AccountMapping.objects.get(book=book, role=role).account.number for role in ROLES]


def test_an_old_book_gets_its_missing_accounts_once(book: Book):
    AccountMapping.objects.filter(book=book, role__in=ROLES).delete()
    Account.objects.filter(book=book, number="890000").delete()
    complete(apps, None)
    complete(apps, None)
    assert numbers(book) == ["890000", "758000"]
    assert Account.objects.filter(book=book, number="890000").count() == 1


def test_what_the_accountant_chose_stays(book: Book):
    other = add_account(
        book=book, number="758900", label="Pénalités reçues", kind=AccountKind.INCOME, actor=None, now=NOW
    )
    map_role(book=book, role=AccountRole.LATE_INDEMNITY, account=other, actor=None, now=NOW)
    complete(apps, None)
    assert numbers(book) == ["890000", "758900"]
