from datetime import date

from django.db.models import OuterRef, Q, QuerySet

from kpacite.domain.funding.models import Grant, GrantKpa
from kpacite.domain.organisations.enums import OrganisationKind
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.platform.asking import Question, how_many, rows_of

RECEIVES = (OrganisationKind.ASSOCIATION, OrganisationKind.CARRIER, OrganisationKind.NETWORK)


def grants(words: str = "") -> QuerySet[Grant]:
    """The agreements, the latest first; `words`: in the title, the funder, the association or a KPA."""
    rows = Grant.objects.select_related("funder", "carrier").prefetch_related("kpas__organisation")
    if words:
        named = Q(title__icontains=words) | Q(funder__name__icontains=words)
        placed = Q(carrier__name__icontains=words) | Q(territory__icontains=words)
        in_kpas = Q(pk__in=Grant.objects.filter(kpas__organisation__name__icontains=words).values("pk"))
        rows = rows.filter(named | placed | in_kpas)
    return rows.order_by("-last", "-first", "pk")


def grant_of(slug: str) -> Grant | None:
    """One agreement with its funder and its KPAs."""
    return grants().filter(slug=slug).first()


def running_asked(kpa: Kpa, today: date, *, most: int) -> Question:
    """The agreements in force for a KPA, as a question: `title`, `cents`, `last`, for how many `kpas`."""
    rows = Grant.objects.filter(kpas=kpa, first__lte=today, last__gte=today).order_by("last", "pk")
    shared = how_many(GrantKpa.objects.filter(grant=OuterRef("pk")))
    return rows_of(rows, most=most, title="title", cents="amount_cents", last="last", kpas=shared)


def kpas_of_grant(slug: str) -> QuerySet[Kpa]:
    """The KPAs that an agreement is for."""
    return Kpa.objects.filter(grant_kpas__grant__slug=slug)


def receivers() -> QuerySet[Organisation]:
    """Who may receive a grant: associations, carriers and the network."""
    return Organisation.objects.filter(kind__in=RECEIVES).order_by("name")
