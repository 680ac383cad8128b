from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from kpacite.domain.organisations.enums import KpaStatus, PartnerStage, TagKind
from kpacite.domain.organisations.models import (
    Cohort,
    DatedFact,
    Kpa,
    KpaAlias,
    KpaLink,
    KpaStatusPeriod,
    KpaTag,
    PartnerRelation,
    WebLink,
    WelcomeSlot,
)
from kpacite.domain.organisations.selectors.facts import facts_of
from kpacite.domain.organisations.selectors.welcome import SESSIONS_SHOWN, WelcomeSession, next_sessions_of


@dataclass(frozen=True, slots=True)
class KpaPage:
    """All that the public page of a KPA shows; every row is loaded, templates cost no query.

    `slots_to_confirm`: slots read in a document that nobody has confirmed, never shown as coming sessions.
    """

    kpa: Kpa
    status: KpaStatusPeriod | None
    history: tuple[KpaStatusPeriod, ...]
    aliases: tuple[str, ...]
    tags: tuple[KpaTag, ...]
    links: tuple[KpaLink, ...]
    partners: tuple[PartnerRelation, ...]
    web_links: tuple[WebLink, ...]
    facts: tuple[DatedFact, ...]
    sessions: tuple[WelcomeSession, ...]
    slots_to_confirm: tuple[WelcomeSlot, ...]

    @property
    def name(self) -> str:
        return self.kpa.organisation.name

    @property
    def slug(self) -> str:
        return self.kpa.organisation.slug

    def tags_of(self, kind: TagKind, *, planned: bool = False) -> tuple[KpaTag, ...]:
        return tuple(row for row in self.tags if row.tag.kind == kind and row.is_planned == planned)

    @property
    def activities(self) -> tuple[KpaTag, ...]:
        return self.tags_of(TagKind.ACTIVITY)

    @property
    def planned_activities(self) -> tuple[KpaTag, ...]:
        return self.tags_of(TagKind.ACTIVITY, planned=True)

    @property
    def territories(self) -> tuple[KpaTag, ...]:
        return self.tags_of(TagKind.TERRITORY)

    @property
    def fields(self) -> tuple[KpaTag, ...]:
        return self.tags_of(TagKind.FIELD)

    @property
    def is_running(self) -> bool:
        return self.status is not None and self.status.status == KpaStatus.ACTIVE


def kpa_page(slug: str, *, today: date) -> KpaPage | None:
    """The public page of a KPA, in a number of queries that does not depend on how much it holds."""
    kpa = _loaded().filter(organisation__slug=slug).first()
    if kpa is None:
        return None
    history = tuple(kpa.status_periods.all())
    slots = list(kpa.welcome_slots.all())
    return KpaPage(
        kpa=kpa,
        status=next((row for row in history if row.start <= today and not _over(row.end, today)), None),
        history=history,
        aliases=tuple(alias.name for alias in kpa.aliases.all()),
        tags=tuple(kpa.kpa_tags.all()),
        links=tuple(row for row in kpa.links.all() if not _over(row.end, today)),
        partners=tuple(kpa.partner_relations.all()),
        web_links=tuple(kpa.organisation.web_links.all()),
        facts=tuple(facts_of(kpa.organisation)),
        sessions=tuple(next_sessions_of(slots, today=today, count=SESSIONS_SHOWN)),
        slots_to_confirm=tuple(
            slot
            for slot in slots
            if not slot.confirmed_on and not slot.is_example and not _over(slot.valid_to, today)
        ),
    )


def _over(end: date | None, today: date) -> bool:
    return end is not None and end <= today


def _loaded() -> QuerySet[Kpa]:
    history = KpaStatusPeriod.objects.select_related("source").order_by("start")
    tags = KpaTag.objects.select_related("tag", "source").order_by("tag__name")
    links = KpaLink.objects.select_related("organisation", "source").order_by("role", "organisation__name")
    # Who a KPA has merely in sight is its own business; the public page names its partners.
    partners = PartnerRelation.objects.filter(stage=PartnerStage.PARTNER)
    checked = WebLink.objects.filter(~Q(checked_on=None)).order_by("kind", "label")
    slots = WelcomeSlot.objects.select_related("place", "source", "kpa__organisation", "kpa__place")
    return Kpa.objects.select_related(
        "organisation", "place__host", "place__source", "neighbourhood"
    ).prefetch_related(
        Prefetch("status_periods", history),
        Prefetch("aliases", KpaAlias.objects.order_by("name")),
        Prefetch("cohorts", Cohort.objects.order_by("name")),
        Prefetch("kpa_tags", tags),
        Prefetch("links", links),
        Prefetch("partner_relations", partners.select_related("partner", "source").order_by("partner__name")),
        Prefetch("organisation__web_links", checked),
        Prefetch("welcome_slots", slots.order_by("start_time")),
    )
