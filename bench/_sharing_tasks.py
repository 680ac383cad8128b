"""What `bench.sharing` measures on a database, in a process of its own.

Ours: the money of a job is started, proposed, then validated by two people, once the days to answer are over.
The peer inserts the same rows one by one in one transaction, as they ended: nothing calculated, no lock, no
question about who may, no register.
"""

from datetime import date, timedelta
from statistics import median
from time import perf_counter

from bench import _fresh

PEOPLE, ROUNDS = 50, 7
TODAY = date(2026, 3, 12)


def _place():
    """La Cape, fifty people, a common pot, an adopted rule."""
    from django.utils import timezone  # noqa: PLC0415

    from kpacite.domain.organisations.enums import OrganisationKind  # noqa: PLC0415
    from kpacite.domain.organisations.models import Kpa, Organisation, Place  # noqa: PLC0415
    from kpacite.domain.people.models import Person  # noqa: PLC0415
    from kpacite.domain.sharing import services  # noqa: PLC0415
    from kpacite.domain.sharing.rules.recipe import EXAMPLES  # noqa: PLC0415

    now = timezone.now()
    by = {"actor": None, "now": now}
    organisation = Organisation.objects.create(kind=OrganisationKind.KPA, name="La Cape", slug="la-cape")
    place = Place.objects.create(name="Labo", city="Roubaix", insee_code="59512")
    kpa = Kpa.objects.create(organisation=organisation, place=place)
    people = [Person.objects.create(first_name=f"P{rank}", created_at=now) for rank in range(PEOPLE)]
    services.open_pot(kpa=kpa, code="commun", name="Pot", purpose="Ensemble", today=TODAY, **by)
    recipe = next(one.recipe for one in EXAMPLES if one.code == "presence_and_hours")
    draft = services.write_rule(kpa=kpa, name="Règle", recipe=recipe, author=people[0], **by)
    services.adopt_rule(
        version=draft, revision=draft.revision, motive="Essai", agreed_by=people[:2], today=TODAY, **by
    )
    return kpa, people, by


def _share(kpa, people, by, rank):
    """From the money received to the balances."""
    from kpacite.domain.sharing import services  # noqa: PLC0415
    from kpacite.domain.sharing.rules.recipe import Job, Worker  # noqa: PLC0415

    workers = tuple(
        Worker(id=one.public_id, name=one.first_name, minutes=60 + 7 * place)
        for place, one in enumerate(people)
    )
    new = services.NewSharing(
        title=f"Travail {rank}",
        cash=[services.Cash(f"bench:{rank}", "Facture", 12_345_67, TODAY)],
        job=Job(base_cents=0, people=workers),
        people={one.public_id: one for one in people},
    )
    sharing = services.start_sharing(kpa=kpa, new=new, starter=people[0], **by)
    services.propose_sharing(sharing=sharing, today=TODAY, **by)
    late = TODAY + timedelta(days=365)
    for person in people[:2]:
        sharing = services.validate_sharing(sharing=sharing, person=person, today=late, **by)
    return sharing


def _bare(done, rank):
    """The same rows, one by one."""
    from django.db import transaction  # noqa: PLC0415

    from kpacite.domain.sharing.models import PotMove, Sharing  # noqa: PLC0415

    children = [
        (row, {"source": f"bare:{rank}"} if name == "cash" else {})
        for name in ("cash", "people", "validations", "lines")
        for row in getattr(done, name).order_by("pk")
    ]
    children += [(row, {"key": f"bare:{rank}:{row.key}"}) for row in done.balance_moves.order_by("pk")]
    moves = PotMove.objects.filter(key__startswith=f"sharing:{done.pk}:").order_by("pk")
    pots = [(row, {"key": f"bare:{rank}:{row.key}"}) for row in moves]
    ended = {"state": done.state, "validated_at": done.validated_at, "content_hash": done.content_hash}
    copy = Sharing.objects.get(pk=done.pk)

    def insert():
        with transaction.atomic():
            copy.pk, copy.number, copy.state = None, 1_000_000 + rank, "simulated"
            copy.validated_at, copy.content_hash = None, ""
            copy.save(force_insert=True)
            for row, changed in (*children, *pots):
                row.pk = None
                for name, value in changed.items():
                    setattr(row, name, value)
                if hasattr(row, "sharing_id"):
                    row.sharing = copy
                row.save(force_insert=True)
            Sharing.objects.filter(pk=copy.pk).update(**ended)

    return insert


def whole_life() -> dict[str, float]:
    kpa, people, by = _place()
    mine, peers = [], []
    for rank in range(ROUNDS):
        start = perf_counter()
        done = _share(kpa, people, by, rank)
        mine.append(perf_counter() - start)
        insert = _bare(done, rank)
        start = perf_counter()
        insert()
        peers.append(perf_counter() - start)
    return {"ours": median(mine[1:]), "peer": median(peers[1:])}


if __name__ == "__main__":
    _fresh.child({"whole_life": whole_life})
