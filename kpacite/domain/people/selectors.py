from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from kpacite.domain.people import rules
from kpacite.domain.people.models import AccessRecord, Account, Consent, LoginCard, Person


def running_consents(person: Person) -> set[str]:
    """The purposes that this person allows today."""
    return set(Consent.objects.running().filter(person=person).values_list("purpose", flat=True))


def running_card(account: Account) -> LoginCard | None:
    """The card that still opens this account."""
    return LoginCard.objects.running().filter(account=account).first()


def account_named(name: str) -> Account | None:
    """The open account behind a login name or an e-mail address, as people type it."""
    key = name.strip().lower()
    field = "email" if "@" in key else "login_name"
    return Account.objects.active().filter(**{field: key}).first()


def card_holders(persons: Iterable[int]) -> set[int]:
    """Of these persons, who signs in with a card: she has one, or no address to sign in with."""
    accounts = Account.objects.active().filter(person__in=list(persons))
    by_card = accounts.filter(Q(email__isnull=True) | Q(cards__in=LoginCard.objects.running()))
    return set(by_card.values_list("person_id", flat=True))


def is_email_taken(email: str) -> bool:
    """Whether somebody signs in with this address, even if that account is closed."""
    return Account.objects.filter(email=rules.normalise_email(email)).exists()


def account_opened_with(key: str) -> Account | None:
    """The account that this form opened already, if it was sent before."""
    return Account.objects.filter(opening_key=key).first() if key else None


def login_names_like(root: str) -> set[str]:
    """Login names that are taken around this one."""
    return set(Account.objects.filter(login_name__startswith=root).values_list("login_name", flat=True))


def accesses_to(person: Person) -> QuerySet[AccessRecord]:
    """Who looked at what of this person, the latest first."""
    rows = AccessRecord.objects.filter(person=person).select_related("reader__person")
    return rows.order_by("-at", "-pk")


def files_of(person: Person | int) -> QuerySet[Any, Any]:
    """The keys of her file and of those made one with it: `person__in=files_of(person)`.

    Rows that can never change (hours, validated sharings, signatures) still name the file that they were
    written under; whatever adds up or shows a person asks with this.
    """
    key = person.pk if isinstance(person, Person) else person
    return Person.objects.filter(Q(pk=key) | Q(merged_into=key)).values("pk").order_by()


def whose(field: str = "person") -> Coalesce:
    """The key of the file that counts for a row: `annotate(whose=whose())`, to add up by person."""
    return Coalesce(F(f"{field}__merged_into"), F(field))
