from kpacite.domain.people.models import Account, Consent, LoginCard, Person


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
    return Account.objects.active().with_person().filter(**{field: key}).first()


def login_names_like(root: str) -> set[str]:
    """Login names that are taken around this one."""
    return set(Account.objects.filter(login_name__startswith=root).values_list("login_name", flat=True))
