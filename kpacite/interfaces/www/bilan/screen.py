"""What the pages of a bilan share."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpacite.domain.indicators import selectors
from kpacite.domain.indicators.enums import Outside, Section
from kpacite.domain.indicators.models import Report, ReportFreeze, ReportPhoto, ReportText
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.organisations import selectors as organisations
from kpacite.domain.organisations.selectors import KpaCard
from kpacite.interfaces.www.bilan.pictures import Address
from kpacite.interfaces.www.bilan.showing import shown
from kpacite.interfaces.www.public.maps import map_of_france
from kpacite.platform.http import paginate
from kpacite.platform.templatetags.kpacite import jour

SHORT_HASH = 12
OTHERS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A bilan in a list."""

    title: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A text or a photo of the story; `url`: the picture."""

    text: ReportText | None = None
    photo: ReportPhoto | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


def published_page(request: HttpRequest, url_name: str, audience: Outside) -> dict[str, Any]:
    """One page of the bilans that this audience reads: `page` for the pager, `rows` to print."""
    page = paginate(request, selectors.published_reports(audience))
    days = selectors.frozen_days([report.latest for report in page])
    return {"page": page, "rows": [_row(report, days[report.latest], url_name) for report in page]}


def _row(report: Report, frozen_at: datetime, url_name: str) -> ReportRow:
    words = {"first": jour(report.first), "last": jour(report.last), "day": jour(frozen_at)}
    return ReportRow(
        title=report.title,
        detail=_("Du %(first)s au %(last)s. Figé le %(day)s.") % words,
        url=reverse(url_name, kwargs={"report": report.slug}),
    )


def latest_others(report: str, url_name: str, audience: Outside) -> list[Link]:
    """A few bilans to go on reading, without the one of this page."""
    others = selectors.published_reports(audience).exclude(slug=report)[:OTHERS_SHOWN]
    return [Link(each.title, reverse(url_name, kwargs={"report": each.slug})) for each in others]


def page_of(freeze: ReportFreeze, audience: Audience, *, today: date, image: Address) -> dict[str, Any]:
    """The figures of a frozen bilan with its story and the map of the network, for a page."""
    cards = [card for card in organisations.kpa_directory(today=today).cards if card.city]
    read = selectors.read(freeze, audience)
    named = {row.slug for row in read.turnover}
    return {
        "freeze": freeze,
        "shown": shown(read),
        "map": map_of_france(cards),
        "kpas": [_link(card) for card in cards if card.slug in named],
        "story": story_of(freeze.report, image),
        "source": source_of(freeze),
    }


def _link(card: KpaCard) -> Link:
    return Link(f"{card.name}, {card.city}", reverse("kpa_page", kwargs={"slug": card.slug}))


def story_of(report: Report, image: Address) -> dict[str, list[Piece]]:
    """The texts, then the photos, by place; a place without any has an empty list."""
    places: dict[str, list[Piece]] = {section.value: [] for section in Section}
    for text in selectors.texts_of(report):
        places[text.section].append(Piece(text=text))
    for photo in selectors.photos_of(report):
        places[photo.section].append(Piece(photo=photo, url=image(photo)))
    return places


def source_of(freeze: ReportFreeze) -> str:
    """Who froze it, when, and the first signs of its hash."""
    words = {
        "number": freeze.number,
        "day": jour(freeze.frozen_at),
        "author": freeze.author.first_name if freeze.author else _("la plateforme"),
        "hash": freeze.content_hash[:SHORT_HASH],
    }
    return _("Version %(number)d, figée le %(day)s par %(author)s. Empreinte : %(hash)s…") % words
