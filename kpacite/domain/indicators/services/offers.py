"""The KPAs add to the story of a bilan: the network asks them, they offer words and photos, it answers."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.enums import Section, Standing, TextKind
from kpacite.domain.indicators.models import Report, ReportPhoto, ReportText
from kpacite.domain.indicators.services.photos import NoReasonGiven, NotOffered, PhotoDetails, add_photo
from kpacite.domain.indicators.services.texts import TextChangedMeanwhile
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.people.models import Person
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor
from kpacite.platform.uploads import CleanPicture

MOST_OFFERS = 6


class NotAsked(DomainError):
    """The network does not ask, or no longer, or not this KPA."""

    code = "bilan.not_asked"
    sentence = _("Le réseau ne demande plus de propositions pour ce bilan.")


class AskedInThePast(DomainError):
    """Nobody could answer."""

    code = "bilan.asked_in_the_past"
    sentence = _("Choisissez un jour à venir.")
    field = "until"


class TooManyOffers(DomainError):
    """The story has room for every KPA."""

    code = "bilan.too_many_offers"
    sentence = _("Six propositions attendent déjà une réponse. Retirez-en une, ou attendez.")


class OfferDetails(TypedDict):
    """What is offered: words of the KPA, or a text, and where it would stand."""

    section: Section
    kind: TextKind
    body: str


@transaction.atomic
def ask_kpas(
    *, report: Report, until: date | None, today: date, actor: Actor | None, now: datetime
) -> Report:
    """Open the story to its KPAs up to a day, included; None: ask no longer. Raises AskedInThePast."""
    if until is not None and until < today:
        raise AskedInThePast
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.asks_until = until
    report.save(update_fields=["asks_until"])
    audit.record(actor=actor, action="indicators.report.asked_kpas", target=report, at=now)
    return report


@transaction.atomic
def offer_text(
    *,
    report: Report,
    kpa: Kpa,
    author: Person,
    today: date,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[OfferDetails],
) -> ReportText:
    """Words that wait for the network's answer. Raises NotAsked, TooManyOffers."""
    _refuse_unless_asked(report, kpa, today)
    text = ReportText.objects.create(
        report=report,
        kpa=kpa,
        author=author,
        standing=Standing.OFFERED,
        offered_at=now,
        written_at=now,
        **details,
    )
    audit.record(actor=actor, action="indicators.text.offered", target=text, at=now)
    return text


@transaction.atomic
def offer_photo(
    *,
    report: Report,
    kpa: Kpa,
    picture: CleanPicture,
    agreed: bool,
    author: Person,
    today: date,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[PhotoDetails],
) -> ReportPhoto:
    """A photo that waits for the network's answer. Raises as `add_photo`, and NotAsked, TooManyOffers."""
    _refuse_unless_asked(report, kpa, today)
    return add_photo(
        report=report, kpa=kpa, picture=picture, agreed=agreed, author=author, actor=actor, now=now, **details
    )


@transaction.atomic
def change_offer(
    *,
    text: ReportText,
    version: int,
    today: date,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[OfferDetails],
) -> ReportText:
    """Mend words that are not in the story; declined ones are offered again.

    Raises NotOffered, TextChangedMeanwhile, NotAsked.
    """
    text = _locked(text, version)
    if text.standing == Standing.KEPT or text.kpa is None:
        raise NotOffered
    _refuse_unless_asked(text.report, text.kpa, today, more=0)
    for name, value in details.items():
        setattr(text, name, value)
    text.standing, text.answer, text.offered_at = Standing.OFFERED, "", now
    return _kept(text, "indicators.text.offered_again", actor, now)


@transaction.atomic
def keep_text(*, text: ReportText, version: int, actor: Actor | None, now: datetime) -> ReportText:
    """Take the words that were read into the story. Raises NotOffered, TextChangedMeanwhile."""
    text = _locked(text, version)
    if text.standing != Standing.OFFERED:
        raise NotOffered
    text.standing = Standing.KEPT
    return _kept(text, "indicators.text.kept", actor, now)


@transaction.atomic
def decline_text(
    *, text: ReportText, version: int, answer: str, actor: Actor | None, now: datetime
) -> ReportText:
    """Say why they are not kept. Raises NoReasonGiven, NotOffered, TextChangedMeanwhile."""
    if not answer.strip():
        raise NoReasonGiven
    text = _locked(text, version)
    if text.standing != Standing.OFFERED:
        raise NotOffered
    text.standing, text.answer = Standing.DECLINED, answer.strip()
    return _kept(text, "indicators.text.declined", actor, now)


def _refuse_unless_asked(report: Report, kpa: Kpa, today: date, *, more: int = 1) -> None:
    """The row of the bilan is locked: two offers at once are counted one after the other."""
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if not selectors.reports_asking(kpa, today).filter(pk=report.pk).exists():
        raise NotAsked
    found = selectors.offers_from(kpa, [report])[report.pk]
    offers: list[ReportText | ReportPhoto] = [*found.texts, *found.photos]
    waiting = [each for each in offers if each.standing == Standing.OFFERED]
    if more and len(waiting) >= MOST_OFFERS:
        raise TooManyOffers


def _locked(text: ReportText, version: int) -> ReportText:
    rows = ReportText.objects.select_for_update(of=("self",)).select_related("report", "kpa")
    found = rows.filter(pk=text.pk).first()
    if found is None:
        raise NotOffered
    if found.version != version:
        raise TextChangedMeanwhile
    return found


def _kept(text: ReportText, action: str, actor: Actor | None, now: datetime) -> ReportText:
    text.version, text.written_at = text.version + 1, now
    text.save()
    audit.record(actor=actor, action=action, target=text, at=now)
    return text
