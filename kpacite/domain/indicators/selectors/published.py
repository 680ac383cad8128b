"""What an audience can read already, and what it could compute by setting a new bilan beside it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from operator import itemgetter

from kpacite.domain.funding.selectors import kpas_of_grant
from kpacite.domain.indicators.enums import Outside
from kpacite.domain.indicators.models import ReportLink, ReportPublication
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.content import COUNTED, from_values, measures_in
from kpacite.domain.indicators.rules.disclosure import Release, combined
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.measures import FEW, MeasureRow
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind
from kpacite.domain.indicators.rules.spans import Span
from kpacite.domain.organisations.models import Kpa

DAY = timedelta(days=1)
READS = {
    Audience.PUBLIC: (Outside.PUBLIC,),
    # A funder reads what everybody reads too.
    Audience.FUNDER: (Outside.FUNDER, Outside.PUBLIC),
}


@dataclass(frozen=True, slots=True)
class Published:
    """One release, and the KPAs whose people it counts. `measures`: None when it tells none of any KPA."""

    frame: Frame
    kpas: frozenset[int]
    told: Release
    measures: Sequence[MeasureRow] | None

    def is_before(self, other: "Published") -> bool:
        return self.frame.last + DAY == other.frame.first


@dataclass(frozen=True, slots=True)
class Known:
    """`others`: releases of the same part whose days lie within this one, or around. See `rules.release`."""

    others: Sequence[Release]
    counterparts: Sequence[Release]


def kpas_of(scope: Scope) -> frozenset[int]:
    kpas = Kpa.objects.all()
    if scope.kind is ScopeKind.KPA:
        kpas = kpas.filter(organisation__slug=scope.slug)
    elif scope.kind is ScopeKind.TAG:
        kpas = kpas.filter(kpa_tags__tag__slug=scope.slug)
    elif scope.kind is ScopeKind.GRANT:
        kpas = kpas_of_grant(scope.slug)
    return frozenset(kpas.values_list("pk", flat=True))


def known_to(audience: Audience, frame: Frame, scope: Scope) -> Known:
    """What can be set against a bilan of this frame and scope."""
    seen = list(_published(audience))
    here = kpas_of(scope)
    nested = [each for each in seen if _nested(each.frame, frame)]
    same = [each.told for each in nested if each.kpas == here]
    around = [each.told for each in nested if each.kpas < here or here < each.kpas]
    computed = [*_rest_of_the_network(nested, frame, here), *_years_together(seen, frame, here)]
    return Known(others=same, counterparts=[*same, *around, *computed])


def spans_told() -> dict[tuple[int, str], set[Span]]:
    """The periods over which readers outside know each sum of hours or people, by KPA and code.

    Funders read all that is published. No row says that nobody did anything: that is known too.
    """
    slugs = dict(Kpa.objects.values_list("pk", "organisation__slug").order_by("pk"))
    found: dict[tuple[int, str], set[Span]] = defaultdict(set)
    for each in _published(Audience.FUNDER):
        if each.measures is None:
            continue
        hidden = {(row.slug, row.code) for row in each.measures if row.hidden}
        for kpa, measure in product(each.kpas & slugs.keys(), FEW):
            if (slugs[kpa], measure.code) not in hidden:
                found[kpa, measure.code].add((each.frame.first, each.frame.last + DAY))
    return found


def _published(audience: Audience) -> Iterator[Published]:
    """What was opened or sent by a link, in the order in which it could be read. A closed link was read."""
    asked = {"audience__in": READS[audience]}
    whole = ("freeze__report__kpa__organisation", "freeze__report__tag", "freeze__report__grant")
    opened = ReportPublication.objects.filter(**asked).select_related(*whole).order_by("pk")
    sent = ReportLink.objects.filter(**asked).select_related(*whole).order_by("pk")
    moments = [(row.published_at, row) for row in opened] + [(row.created_at, row) for row in sent]
    seen = set()
    for _at, row in sorted(moments, key=itemgetter(0)):
        if (row.freeze_id, row.audience) in seen:
            continue
        seen.add((row.freeze_id, row.audience))
        report = row.freeze.report
        told = from_values(row.freeze.releases[row.audience])
        counted = row.freeze.releases.get(COUNTED)
        kpas = kpas_of(report.scope) if counted is None else frozenset(counted)
        yield Published(report.frame, kpas, told, measures_in(row.freeze.content[row.audience]))


def _nested(one: Frame, other: Frame) -> bool:
    return _holds(one, other) or _holds(other, one)


def _holds(one: Frame, other: Frame) -> bool:
    return one.first <= other.first and other.last <= one.last


def _rest_of_the_network(seen: Sequence[Published], frame: Frame, here: frozenset[int]) -> Iterator[Release]:
    """Over the same days: the parts of this part together; or a larger part less the others within it."""
    now = [each for each in seen if (each.frame.first, each.frame.last) == (frame.first, frame.last)]
    parts = _apart([each for each in now if each.kpas < here])
    if len(parts) > 1:
        yield combined(*((1, each.told) for each in parts))
    for large in now:
        if here < large.kpas:
            beside = _apart([each for each in now if each.kpas < large.kpas and not each.kpas & here])
            if beside:
                yield combined((1, large.told), *((-1, each.told) for each in beside))


def _apart(seen: Sequence[Published]) -> list[Published]:
    """The latest release of each part, as long as no KPA is counted twice."""
    kept: list[Published] = []
    latest_first = list(seen)[::-1]
    for each in sorted(latest_first, key=lambda each: len(each.kpas)):
        if not any(each.kpas & other.kpas for other in kept):
            kept.append(each)
    return kept


def _years_together(seen: Sequence[Published], frame: Frame, here: frozenset[int]) -> Iterator[Release]:
    """Two periods that follow each other, against the one that covers both."""
    same = [each for each in seen if each.kpas == here]
    for one in same:
        for other in same:
            if one.is_before(other) and (one.frame.first, other.frame.last) == (frame.first, frame.last):
                yield combined((1, one.told), (1, other.told))
            yield from _the_other_half(one, other, frame)


def _the_other_half(whole: Published, half: Published, frame: Frame) -> Iterator[Release]:
    """`frame` and `half` make `whole`."""
    ours = (frame.first, frame.last + DAY)
    theirs = (half.frame.first, half.frame.last + DAY)
    together = (whole.frame.first, whole.frame.last + DAY)
    if (ours[1] == theirs[0] and together == (ours[0], theirs[1])) or (
        theirs[1] == ours[0] and together == (theirs[0], ours[1])
    ):
        yield combined((1, whole.told), (-1, half.told))
