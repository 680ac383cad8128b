"""A bilan for an audience, with what earlier releases already tell."""

from kpacite.domain.funding.models import Grant
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.content import Bilan
from kpacite.domain.indicators.rules.counting import Counts, count
from kpacite.domain.indicators.rules.disclosure import Release, release
from kpacite.domain.indicators.rules.figures import lines
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import Scope, ScopeKind
from kpacite.domain.indicators.selectors.measures import measures
from kpacite.domain.indicators.selectors.published import known_to
from kpacite.domain.indicators.selectors.rows import path_rows
from kpacite.domain.indicators.selectors.turnover import turnover
from kpacite.domain.organisations.models import Organisation, Tag

NETWORK_NAME = "Tout le réseau"


def counts_of(frame: Frame, scope: Scope) -> Counts:
    """Exact numbers, in one pass over the paths."""
    return count(path_rows(frame, scope), frame)


def bilan(frame: Frame, scope: Scope, audience: Audience) -> Bilan:
    """Computed now. Raises `TooClose` when a published bilan forbids to tell this one."""
    counts = counts_of(frame, scope)
    return bilan_of(counts, release_for(counts, scope, audience), scope, audience)


def bilan_of(counts: Counts, told: Release, scope: Scope, audience: Audience) -> Bilan:
    frame = counts.frame
    return Bilan(
        first=frame.first,
        last=frame.last,
        age_on=frame.age_on,
        scope=scope,
        scope_name=name_of(scope),
        audience=audience,
        lines=tuple(lines(told, frame)),
        turnover=tuple(turnover(frame, scope)),
        measures=tuple(measures(frame, scope, audience)),
    )


def name_of(scope: Scope) -> str:
    """Raises `DoesNotExist` when nothing bears that short name."""
    if scope.kind is ScopeKind.KPA:
        return Organisation.objects.get(slug=scope.slug, kpa__isnull=False).name
    if scope.kind is ScopeKind.TAG:
        return Tag.objects.filter(slug=scope.slug).order_by("pk")[0].name
    if scope.kind is ScopeKind.GRANT:
        return str(Grant.objects.select_related("funder").get(slug=scope.slug))
    return NETWORK_NAME


def release_for(counts: Counts, scope: Scope, audience: Audience) -> Release:
    """What this audience may read, after all that it reads already. The public never reads more than a
    funder: what is hidden from one is hidden from the other.
    """
    if audience.tells_all:
        return release(counts, audience)
    known = known_to(audience, counts.frame, scope)
    funder = [release_for(counts, scope, Audience.FUNDER)] if audience is Audience.PUBLIC else []
    return release(counts, audience, others=[*funder, *known.others], counterparts=known.counterparts)
