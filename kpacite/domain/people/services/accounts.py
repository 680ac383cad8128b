from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people import rules, selectors
from kpacite.domain.people.models import Account, Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit


class PersonHasAccount(DomainError):
    code = "person_has_account"
    sentence = _("Cette personne a déjà un compte.")


class EmailTaken(DomainError):
    code = "email_taken"
    sentence = _("Cette adresse e-mail sert déjà pour un autre compte. Écrivez une autre adresse.")
    field = "email"


class LoginNameTaken(DomainError):
    code = "login_name_taken"
    sentence = _("Ce nom de connexion est déjà pris. Choisissez un autre nom.")
    field = "login_name"


@transaction.atomic
def open_account(
    *,
    person: Person,
    email: str = "",
    login_name: str = "",
    password: str = "",
    key: str = "",
    actor: audit.Actor | None,
    now: datetime,
) -> Account:
    """Give a person the right to sign in. Without a login name, one is made from the first name.

    Without a password, only a code (by e-mail or from a card) or a passkey opens the door. One `key` opens
    one account: `selectors.account_opened_with` tells whether it did.
    Raises PersonHasAccount, EmailTaken, LoginNameTaken.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    address = rules.normalise_email(email)
    _refuse_doubles(person, address)
    account = Account(
        person=person,
        email=address or None,
        login_name=_login_name(person, login_name),
        opened_at=now,
        opening_key=key or None,
    )
    account.set_password(password or None)
    account.save()
    audit.record(actor=actor, action="people.account.opened", target=account, at=now)
    return account


@transaction.atomic
def set_active(
    *, account: Account, active: bool, reason: str = "", actor: audit.Actor | None, now: datetime
) -> Account:
    """Close or open an account again. A closed account is signed out everywhere at its next request."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if account.is_active != active:
        account.is_active = active
        account.save(update_fields=["is_active"])
        action = "people.account.reopened" if active else "people.account.closed"
        audit.record(actor=actor, action=action, target=account, reason=reason, at=now)
    return account


@transaction.atomic
def change_password(*, account: Account, password: str, actor: audit.Actor | None, now: datetime) -> Account:
    """Set a password; every other session of this account ends. The password is already validated."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    account.set_password(password)
    account.save(update_fields=["password"])
    audit.record(actor=actor, action="people.account.password_changed", target=account, at=now)
    return account


@transaction.atomic
def change_email(*, account: Account, email: str, actor: audit.Actor | None, now: datetime) -> Account:
    """Sign in with another address from now on. Who calls has made sure that mail arrives there.

    The address for news follows when it was the same. The register keeps neither. Raises EmailTaken.
    """
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    before, address = account.email, rules.normalise_email(email)
    if address == before:
        return account
    account.email = address
    try:
        with transaction.atomic():
            account.save(update_fields=["email"])
    except IntegrityError as error:
        raise EmailTaken from error
    Person.objects.filter(pk=account.person_id, email=before or "").update(email=address)
    audit.record(actor=actor, action="people.account.email_changed", target=account, at=now)
    return account


def _refuse_doubles(person: Person, email: str) -> None:
    if Account.objects.filter(person=person).exists():
        raise PersonHasAccount
    if email and Account.objects.filter(email=email).exists():
        raise EmailTaken


def _login_name(person: Person, wanted: str) -> str:
    name = rules.normalise_login_name(wanted or person.first_name)
    taken = selectors.login_names_like(name)
    if wanted and name in taken:
        raise LoginNameTaken
    return rules.login_name_for(name, taken=taken)
