"""Answers that nobody has written yet, person by person, and how many people wait for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kpacite.domain.contracts.enums import ContractState
from kpacite.domain.contracts.models import SupportContract
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.paths import rules
from kpacite.domain.paths.models import Exit, Path, PersonFacts
from kpacite.domain.paths.selectors.paths import BoardRow
from kpacite.platform.asking import Question, how_many


@dataclass(frozen=True, slots=True)
class Gap:
    """Facts of one path that are missing. `contract`: the file that was begun and waits to be sent."""

    path: Path
    codes: tuple[str, ...]
    contract: int | None = None


def gaps(kpa: Kpa | Organisation, rows: Iterable[BoardRow], today: date) -> list[Gap]:
    """What is missing, person by person; two queries whatever their number."""
    rows = list(rows)
    facts = PersonFacts.objects.in_bulk([row.path.person_id for row in rows])
    begun = dict(_begun(kpa).values_list("person_id", "pk").order_by("-pk"))
    found = [_gap(row, facts.get(row.path.person_id), begun, today) for row in rows]
    return [gap for gap in found if gap.codes]


def _begun(kpa: Kpa | Organisation) -> QuerySet[SupportContract]:
    return SupportContract.objects.filter(kpa=kpa.pk, state=ContractState.DRAFT)


def _gap(row: BoardRow, facts: PersonFacts | None, begun: dict[int, int], today: date) -> Gap:
    path = row.path
    left = path.end is not None and path.end <= today
    contract = None if left else begun.get(path.person_id)
    known = rules.Known(
        birth_date=facts is not None and (facts.birth_date is not None or facts.birth_date_declined),
        gender=facts is not None and bool(facts.gender),
        postcode=bool(path.department),
        qpv=bool(path.qpv),
        education=bool(path.education),
        planned_end=path.planned_end is not None,
        exit=row.exit is not None,
        left=left,
        file_waits=contract is not None,
    )
    return Gap(path, rules.missing(known), contract)


def gaps_asked(kpa: Kpa | Organisation, today: date) -> dict[str, Question]:
    """How many paths are in the list, of how many: `gaps` without its rows, for the home."""
    paths = Path.objects.filter(kpa=kpa.pk)
    left = Q(end__isnull=False, end__lte=today)
    unsaid = Q(person__facts=None) | Q(person__facts__gender="")
    unsaid |= Q(person__facts__birth_date=None, person__facts__birth_date_declined=False)
    unsaid |= Q(department="") | Q(qpv="") | Q(education="")
    begun = Exists(_begun(kpa).filter(person=OuterRef("person")))
    still_here = ~left & (Q(planned_end=None) | begun)
    gone = left & ~Exists(Exit.objects.filter(path=OuterRef("pk")))
    return {
        "path_gaps": how_many(paths.filter(unsaid | still_here | gone)),
        "path_all": how_many(paths),
    }
