"""A portfolio: what a person can do, who sees it, and her badges; on screen, on paper, for machines."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from kpacite.domain.paths import selectors
from kpacite.domain.paths.enums import Level, Voice
from kpacite.domain.paths.models import BadgeAward, SkillView
from kpacite.domain.paths.selectors import SkillRow
from kpacite.domain.people.models import Person
from kpacite.interfaces.www.paths.curve import Curve, curve_of
from kpacite.kernel import french
from kpacite.platform.templatetags.kpacite import jour

OPEN_BADGES = "https://w3id.org/openbadges/v2"
WHOLE = 100


@dataclass(frozen=True, slots=True)
class SkillWords:
    """A skill ready to draw: one bar for each voice, then its views, the oldest first."""

    name: str
    bars: list[dict[str, Any]]
    views: tuple[SkillView, ...]
    curve: Curve
    key: int


def portfolio_of(person: Person) -> list[tuple[str, list[SkillWords]]]:
    families = selectors.skills_of(person)
    return [(str(family.label), [_words(row) for row in rows]) for family, rows in families]


def _words(row: SkillRow) -> SkillWords:
    bars = [
        {
            "label": str(voice.label),
            "text": str(Level(view.level).label),
            "share": view.level * WHOLE // max(Level.values),
            "tint": "canard",
        }
        for voice in Voice
        if (view := row.latest(voice))
    ]
    return SkillWords(row.skill.name, bars, row.views, curve_of(row), row.skill.pk)


def printed(person: Person, today: date) -> dict[str, Any]:
    """What the document says, in words."""
    families = [
        {
            "title": title,
            "skills": [
                {
                    "name": skill.name,
                    "levels": [f"{bar['label']} : {bar['text']}" for bar in skill.bars],
                    "proofs": [view.evidence for view in skill.views if view.evidence],
                }
                for skill in rows
            ],
        }
        for title, rows in portfolio_of(person)
    ]
    badges = [_badge_words(award) for award in selectors.badges_of(person)]
    return {
        "title": f"Portfolio {french.de(str(person))}",
        "day": f"Fait le {jour(today)}",
        "families": families,
        "badges": badges,
    }


def _badge_words(award: BadgeAward) -> dict[str, str]:
    return {
        "name": award.badge.name,
        "criteria": award.badge.criteria,
        "given": f"{award.badge.kpa.organisation.name}, le {jour(award.awarded_on)}",
        "evidence": award.evidence,
    }


def assertions_of(person: Person, *, site: str) -> list[dict[str, Any]]:
    return [_assertion(award, person, site.rstrip("/")) for award in selectors.badges_of(person)]


def _assertion(award: BadgeAward, person: Person, site: str) -> dict[str, Any]:
    kpa = award.badge.kpa.organisation
    page = site + reverse("kpa_page", kwargs={"slug": kpa.slug})
    issuer = {
        "@context": OPEN_BADGES,
        "type": "Issuer",
        "id": page,
        "name": kpa.name,
        "url": page,
        "email": kpa.contact_email,
    }
    badge = {
        "@context": OPEN_BADGES,
        "type": "BadgeClass",
        "id": f"{page}#badge-{award.badge_id}",
        "name": award.badge.name,
        "description": award.badge.criteria,
        "image": f"{site}/static/marque.svg",
        "criteria": {"narrative": award.badge.criteria},
        "issuer": {name: value for name, value in issuer.items() if value},
    }
    return {
        "@context": OPEN_BADGES,
        "type": "Assertion",
        "id": f"urn:kpacite:badge:{award.pk}",
        "recipient": _recipient(person),
        "badge": badge,
        "issuedOn": f"{award.awarded_on.isoformat()}T00:00:00+00:00",
        "verification": {"type": "hosted"},
        "evidence": [{"narrative": award.evidence}] if award.evidence else [],
    }


def _recipient(person: Person) -> dict[str, Any]:
    """Nobody reads the address in the file; whoever knows it can check it."""
    salt = person.public_id
    digest = hashlib.sha256(f"{person.email or person.public_id}{salt}".encode()).hexdigest()
    kind = "email" if person.email else "id"
    return {"type": kind, "hashed": True, "salt": salt, "identity": f"sha256${digest}"}
