from datetime import UTC, datetime

from kpacite.domain.people.models import Account, Person

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
"""The moment at which tests take place: Thursday 12 March 2026, half past ten in Paris."""

TODAY = NOW.date()


def make_person(first_name: str = "Amina", last_name: str = "Exemple", **fields: object) -> Person:
    return Person.objects.create(first_name=first_name, last_name=last_name, **({"created_at": NOW} | fields))


def make_account(first_name: str = "Amina", **fields: object) -> Account:
    """An account that signs in by its name: `amina`, `amina@demo.kpacite.example`."""
    name = first_name.lower().replace("é", "e").replace("ë", "e").replace("è", "e")
    email = f"{name}@demo.kpacite.example"
    person = make_person(first_name, email=email)
    account = Account(person=person, login_name=name, email=email, opened_at=NOW, **fields)
    account.set_unusable_password()
    account.save()
    return account
