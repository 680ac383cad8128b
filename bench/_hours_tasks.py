"""What `bench.hours` measures, in a process of its own. The peer inserts the same 200 rows one by one in one
transaction: no lock, no question about who may, no register.
"""

from datetime import date, timedelta
from statistics import median
from time import perf_counter
from uuid import uuid4

from bench import _fresh

LINES, ROUNDS = 200, 7
TODAY = date(2026, 3, 12)


def _place():
    """La Cape, its coordinator and a member."""
    from django.utils import timezone  # noqa: PLC0415

    from kpacite.domain.organisations.enums import OrganisationKind, Role  # noqa: PLC0415
    from kpacite.domain.organisations.models import Kpa, Organisation, Place, RoleAssignment  # noqa: PLC0415
    from kpacite.domain.people.models import Account, Person  # noqa: PLC0415

    now = timezone.now()
    organisation = Organisation.objects.create(kind=OrganisationKind.KPA, name="La Cape", slug="la-cape")
    place = Place.objects.create(name="Labo", city="Roubaix", insee_code="59512")
    kpa = Kpa.objects.create(organisation=organisation, place=place)
    people = []
    for name, role in (("Chloé", Role.KPA_COORDINATOR), ("Amina", Role.COOPERATOR)):
        person = Person.objects.create(first_name=name, created_at=now)
        start = date(2024, 1, 1)
        RoleAssignment.objects.create(person=person, organisation=organisation, role=role, start=start)
        people.append(person)
    account = Account.objects.create(person=people[0], login_name="chloe", opened_at=now)
    return kpa, people[0], people[1], account, now


def _lines(kpa, person, now, rank):
    """200 new lines of one person: other days for each round."""
    from kpacite.domain.activities.models import WorkEntry  # noqa: PLC0415

    first = date(2010, 1, 1) + timedelta(days=LINES * rank)
    return [
        WorkEntry.objects.create(
            client_id=uuid4(),
            kpa=kpa,
            person=person,
            kind="common",
            day=first + timedelta(days=line),
            minutes=60,
            declared_at=now,
        ).pk
        for line in range(LINES)
    ]


def _bare(keys, by, now):
    from django.db import transaction  # noqa: PLC0415

    from kpacite.domain.activities.models import WorkConfirmation  # noqa: PLC0415

    with transaction.atomic():
        for key in keys:
            WorkConfirmation.objects.create(entry_id=key, confirmed_by=by, confirmed_at=now)


def _compared(ours):
    kpa, chloe, amina, account, now = _place()
    act = ours(kpa, chloe, account, now)
    mine, peers = [], []
    for rank in range(ROUNDS):
        keys = _lines(kpa, amina, now, 2 * rank)
        start = perf_counter()
        act(keys)
        mine.append(perf_counter() - start)
        keys = _lines(kpa, amina, now, 2 * rank + 1)
        start = perf_counter()
        _bare(keys, chloe, now)
        peers.append(perf_counter() - start)
    return {"ours": median(mine[1:]), "peer": median(peers[1:])}


def confirming() -> dict[str, float]:
    from kpacite.domain.activities import services  # noqa: PLC0415

    def ready(kpa, by, _account, now):
        return lambda keys: services.confirm_hours(
            kpa=kpa, entries=keys, by=by, actor=None, now=now, today=TODAY
        )

    return _compared(ready)


def screen() -> dict[str, float]:
    """As the browser sends it, through every middleware, to the redirection."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("createcachetable")

    def ready(_kpa, _by, account, _now):
        Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
        client = Client()
        client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])

        def send(keys):
            response = client.post("/la-cape/heures/a-valider/", {"hours": keys})
            if response.status_code != 303:
                raise RuntimeError(response.status_code)

        return send

    return _compared(ready)


if __name__ == "__main__":
    _fresh.child({"confirming": confirming, "screen": screen})
