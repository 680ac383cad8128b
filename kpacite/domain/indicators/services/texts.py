"""The story around the figures, by several hands. Texts may be mended; figures may not."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators.enums import Section, TextKind
from kpacite.domain.indicators.models import Report, ReportText
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class QuoteWithoutKpa(DomainError):
    """Words that somebody said come from a KPA."""

    code = "bilan.quote_without_kpa"
    sentence = _("Dites de quel KPA vient cette parole.")
    field = "kpa"


class TextChangedMeanwhile(DomainError):
    """Someone else has written since this text was read."""

    code = "bilan.text_changed"
    sentence = _("Quelqu’un a changé ce texte entre-temps. Relisez-le, puis recommencez.")


class TextDetails(TypedDict):
    """What is written, where, and whose words they are."""

    section: Section
    kind: TextKind
    body: str
    kpa: Kpa | None


@transaction.atomic
def write_text(
    *,
    report: Report,
    author: Person | None,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[TextDetails],
) -> ReportText:
    """Add a piece of the story. Raises `QuoteWithoutKpa`."""
    _check(details)
    text = ReportText.objects.create(report=report, author=author, written_at=now, **details)
    audit.record(actor=actor, action="indicators.text.written", target=text, at=now)
    return text


@transaction.atomic
def change_text(
    *, text: ReportText, version: int, actor: Actor | None, now: datetime, **details: Unpack[TextDetails]
) -> ReportText:
    """Mend it. Raises `QuoteWithoutKpa`, `TextChangedMeanwhile`."""
    _check(details)
    text = ReportText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    if text.version != version:
        raise TextChangedMeanwhile
    for name, value in details.items():
        setattr(text, name, value)
    text.written_at, text.version = now, text.version + 1
    text.save()
    audit.record(actor=actor, action="indicators.text.changed", target=text, at=now)
    return text


@transaction.atomic
def remove_text(*, text: ReportText, actor: Actor | None, now: datetime) -> None:
    """Take it away; the register keeps that it was there."""
    audit.record(actor=actor, action="indicators.text.removed", target=text, at=now)
    text.delete()


def _check(details: TextDetails) -> None:
    if details["kind"] == TextKind.QUOTE and details["kpa"] is None:
        raise QuoteWithoutKpa
