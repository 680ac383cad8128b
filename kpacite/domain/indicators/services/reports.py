"""Prepare a bilan, freeze its figures, open them to an audience. The only things that this app writes."""

from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kpacite.domain.funding.models import Grant
from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.enums import Outside, ReportScope
from kpacite.domain.indicators.models import Report, ReportFreeze, ReportPublication
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.catalogue import DEFINITIONS
from kpacite.domain.indicators.rules.content import COUNTED, from_values, hash_of, to_content, to_values
from kpacite.domain.indicators.rules.disclosure import Release, TooClose, clashes
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.measures import MEASURE_BY_CODE, Measure
from kpacite.domain.organisations.models import Kpa, Tag
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor

OUTSIDE = (Audience.FUNDER, Audience.PUBLIC)


class ReportAlreadyThere(DomainError):
    """Two bilans would have the same address."""

    code = "bilan.already_there"
    sentence = _("Un bilan porte déjà cette adresse. Choisissez-en une autre.")
    field = "slug"


class NewVersionUnexplained(DomainError):
    """A frozen bilan is never replaced in silence."""

    code = "bilan.unexplained"
    sentence = _("Dites pourquoi il faut une nouvelle version.")
    field = "reason"


class NothingChanged(DomainError):
    """The figures are still those of the last version."""

    code = "bilan.unchanged"
    sentence = _("Les chiffres n’ont pas changé depuis la dernière version.")


class PeriodStillRunning(DomainError):
    """A bilan is frozen when its last day is over."""

    code = "bilan.running"
    sentence = _("Attendez la fin de la période pour figer ce bilan.")


class NotForThisAudience(DomainError):
    """The figures were too close to those of an earlier bilan."""

    code = "bilan.withheld"
    sentence = TooClose.sentence


class AlreadyPublished(DomainError):
    """This version is open to this audience."""

    code = "bilan.published"
    sentence = _("Ce bilan est déjà publié.")


@transaction.atomic
def prepare_report(
    *,
    title: str,
    frame: Frame,
    part: Kpa | Tag | Grant | None = None,
    slug: str = "",
    is_example: bool = False,
    actor: Actor | None,
    now: datetime,
) -> Report:
    """Note a period and a part of the network; no part: all of it. Raises `ReportAlreadyThere`."""
    slug = slug or slugify(title)
    if Report.objects.filter(slug=slug).exists():
        raise ReportAlreadyThere
    kpa = part if isinstance(part, Kpa) else None
    tag = part if isinstance(part, Tag) else None
    grant = part if isinstance(part, Grant) else None
    report = Report.objects.create(
        slug=slug,
        title=title,
        scope_kind=_kind_of(part),
        kpa=kpa,
        tag=tag,
        grant=grant,
        first=frame.first,
        last=frame.last,
        age_on=frame.age_on,
        is_example=is_example,
    )
    audit.record(actor=actor, action="indicators.report.prepared", target=report, at=now)
    return report


def _kind_of(part: Kpa | Tag | Grant | None) -> ReportScope:
    kinds = {Kpa: ReportScope.KPA, Tag: ReportScope.TAG, Grant: ReportScope.GRANT}
    return ReportScope.NETWORK if part is None else kinds[type(part)]


@transaction.atomic
def freeze_report(
    *,
    report: Report,
    reason: str = "",
    author: Person | None,
    actor: Actor | None,
    now: datetime,
    today: date,
) -> ReportFreeze:
    """Count, and keep for ever what each audience reads.

    Raises `PeriodStillRunning`, `NewVersionUnexplained`, `NothingChanged`.
    """
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.last >= today:
        raise PeriodStillRunning
    last = report.freezes.order_by("-number").first()
    if last is not None and not reason.strip():
        raise NewVersionUnexplained
    content, releases = _figures(report)
    found = hash_of(content, releases)
    if last is not None and last.content["internal"] == content["internal"] and not _must_hide_more(last):
        raise NothingChanged
    freeze = ReportFreeze.objects.create(
        report=report,
        number=last.number + 1 if last else 1,
        content=content,
        releases=releases,
        content_hash=found,
        reason=reason.strip(),
        frozen_at=now,
        author=author,
    )
    audit.record(actor=actor, action="indicators.report.frozen", target=freeze, at=now, data={"hash": found})
    return freeze


def _figures(report: Report) -> tuple[dict[str, object], dict[str, object]]:
    """What each audience reads; an audience that an earlier bilan forbids has no entry."""
    counts = selectors.counts_of(report.frame, report.scope)
    told: dict[Audience, Release] = {
        Audience.INTERNAL: selectors.release_for(counts, report.scope, Audience.INTERNAL)
    }
    for audience in OUTSIDE:
        try:
            told[audience] = selectors.release_for(counts, report.scope, audience)
        except TooClose:
            continue
    content: dict[str, object] = {
        audience.value: to_content(selectors.bilan_of(counts, release, report.scope, audience))
        for audience, release in told.items()
    }
    releases: dict[str, object] = {
        audience.value: to_values(told[audience]) for audience in OUTSIDE if audience in told
    }
    if report.scope.may_change:
        releases[COUNTED] = sorted(selectors.kpas_of(report.scope))
    return content, releases


@transaction.atomic
def publish_freeze(
    *, freeze: ReportFreeze, audience: Outside, actor: Actor | None, now: datetime
) -> ReportPublication:
    """Open a frozen bilan. Raises `AlreadyPublished`, `NotForThisAudience`.

    Another bilan may have been published since this one was frozen: its figures are compared again, and kept
    only when nothing more would have to be hidden.
    """
    ReportFreeze.objects.select_for_update(of=("self",)).get(pk=freeze.pk)
    if freeze.publications.filter(audience=audience).exists():
        raise AlreadyPublished
    refuse_if_too_close(freeze, audience)
    publication = ReportPublication.objects.create(freeze=freeze, audience=audience, published_at=now)
    audit.record(
        actor=actor,
        action="indicators.report.published",
        target=freeze,
        at=now,
        data={"audience": audience.value},
    )
    return publication


def refuse_if_too_close(freeze: ReportFreeze, audience: Outside) -> None:
    """Raises `NotForThisAudience` when what this audience reads already would tell a few people beside it."""
    if audience.value not in freeze.content or _clashes(freeze, Audience(audience.value)):
        raise NotForThisAudience


def _clashes(freeze: ReportFreeze, audience: Audience) -> bool:
    frame = freeze.report.frame
    known = selectors.known_to(audience, frame, freeze.report.scope)
    told = from_values(freeze.releases[audience.value])
    return clashes(told, DEFINITIONS, audience, known.counterparts) or any(
        selectors.too_close(_sums_told(freeze, audience), frame)
    )


def _must_hide_more(freeze: ReportFreeze) -> bool:
    """It waits to be published, and can no longer be: a new version with the same figures will tell less."""
    opened = set(freeze.publications.values_list("audience", flat=True).order_by("pk"))
    waiting = [one for one in OUTSIDE if one.value in freeze.content and one.value not in opened]
    return any(_clashes(freeze, audience) for audience in waiting)


def _sums_told(freeze: ReportFreeze, audience: Audience) -> list[tuple[int, Measure]]:
    kpas = dict(Kpa.objects.values_list("organisation__slug", "pk").order_by("pk"))
    rows = selectors.read(freeze, audience).measures
    told = [
        (kpas[row.slug], MEASURE_BY_CODE[row.code]) for row in rows if not row.hidden and row.slug in kpas
    ]
    return [(kpa, measure) for kpa, measure in told if measure.few]
