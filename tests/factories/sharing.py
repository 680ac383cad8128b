"""Rules and pots for tests."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Person
from kpacite.domain.sharing import services
from kpacite.domain.sharing.enums import SharingState
from kpacite.domain.sharing.models import CommonPot, RuleVersion, Sharing
from kpacite.domain.sharing.rules.recipe import EXAMPLES, Job, Recipe, Worker
from kpacite.domain.sharing.services.sharings import locked, work_out_again
from tests.factories.people import NOW

TODAY = date(2026, 3, 12)
BY = {"actor": None, "now": NOW}


def example(code: str) -> Recipe:
    return next(one.recipe for one in EXAMPLES if one.code == code)


def make_pot(kpa: Kpa | Organisation, code: str = "commun", **fields: str) -> CommonPot:
    words = {"name": f"Pot {code}", "purpose": "Acheter ensemble."} | fields
    return services.open_pot(kpa=_kpa(kpa), code=code, today=TODAY, **words, **BY)


def make_draft(
    kpa: Kpa | Organisation, author: Person, name: str = "Au temps passé", code: str = "hours"
) -> RuleVersion:
    return services.write_rule(kpa=_kpa(kpa), name=name, recipe=example(code), author=author, **BY)


def adopt(draft: RuleVersion, *people: Person, motive: str = "Une heure vaut une heure.") -> RuleVersion:
    return services.adopt_rule(
        version=draft, revision=draft.revision, motive=motive, agreed_by=people, today=TODAY, **BY
    )


def make_job(*people: Person, minutes: tuple[int, ...] = (480, 240), **facts: object) -> Job:
    workers = tuple(
        Worker(id=person.public_id, name=person.first_name, minutes=spent)
        for person, spent in zip(people, minutes, strict=False)
    )
    return Job(base_cents=0, people=workers, **facts)


def start(
    kpa: Kpa | Organisation,
    *people: Person,
    cents: int = 660_00,
    source: str = "payment:1",
    title: str = "Buffet du 6 mars",
    **facts: object,
) -> Sharing:
    """A simulation on money received for a job of these people."""
    cash = services.Cash(source, "Facture F-2026-0001", cents, TODAY)
    known = {person.public_id: person for person in people}
    new = services.NewSharing(title=title, cash=[cash], job=make_job(*people, **facts), people=known)
    return services.start_sharing(kpa=_kpa(kpa), new=new, starter=people[0], **BY)


def agreed(sharing: Sharing, *people: Person) -> Sharing:
    """Proposed, and accepted by these people."""
    sharing = services.propose_sharing(sharing=sharing, today=TODAY, **BY)
    for person in people:
        services.answer_sharing(sharing=sharing, person=person, question=None, **BY)
    return sharing


def validated(sharing: Sharing, *people: Person) -> Sharing:
    """Accepted by all, and validated by the first two of these people."""
    agreed(sharing, *(seat.person for seat in sharing.people.select_related("person")))
    for person in people[:2]:
        sharing = services.validate_sharing(sharing=sharing, person=person, today=TODAY, **BY)
    return sharing


def _kpa(kpa: Kpa | Organisation) -> Kpa:
    return kpa.kpa if isinstance(kpa, Organisation) else kpa


@transaction.atomic
def with_facts(sharing: Sharing, person: Person, **facts: object) -> Sharing:
    """The same simulation, where the line of this person says something else."""
    kept = locked(sharing, SharingState.SIMULATED)
    job = Job.read(kept.facts)
    changed = (replace(one, **facts) if one.id == person.public_id else one for one in job.people)
    work_out_again(kept, replace(job, people=tuple(changed)), NOW)
    return kept
