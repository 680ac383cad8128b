"""Common pots: what is in them, and why."""

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from kpacite.domain.organisations.models import Kpa
from kpacite.domain.sharing.enums import PotProposalState, RuleState, SharingState
from kpacite.domain.sharing.models import CommonPot, PotMove, PotProposal, RuleVersion, Sharing
from kpacite.domain.sharing.rules.recipe import Pot
from kpacite.kernel.text import fold
from kpacite.kernel.typography import NO_BREAK
from kpacite.platform.asking import Question, sum_of

UNDER_WAY = (SharingState.SIMULATED, SharingState.PROPOSED)


def balance_of(pot: CommonPot) -> int:
    """Cents in the pot now."""
    return pot.moves.aggregate(cents=Coalesce(Sum("cents"), 0))["cents"]  # type: ignore[no-any-return]


def pot_cents_asked(kpa: Kpa) -> Question:
    """Cents in all the open pots of a KPA, as a question."""
    return sum_of(PotMove.objects.filter(pot__kpa=kpa, pot__closed_on=None), "cents")


def pots_of(kpa: Kpa) -> QuerySet[CommonPot]:
    """Open pots with `balance_cents`, by name."""
    return (
        CommonPot.objects.filter(kpa=kpa, closed_on=None)
        .annotate(balance_cents=Coalesce(Sum("moves__cents"), 0))
        .order_by("name", "pk")
    )


def pot_names(kpa: Kpa) -> dict[str, str]:
    """How rules call the pots of a KPA: `{"commun": "le pot commun"}`."""
    rows = CommonPot.objects.filter(kpa=kpa).values_list("code", "name").order_by("pk")
    return {code: _said(name) for code, name in rows}


def _said(name: str) -> str:
    """« le pot commun » when the name begins so; otherwise quoted after « le pot », whatever its gender."""
    if fold(name).split()[:1] == ["pot"]:
        return f"le {name[:1].lower()}{name[1:]}"
    return f"le pot «{NO_BREAK}{name}{NO_BREAK}»"


def pots_for_rules(kpa: Kpa) -> dict[str, Pot]:
    """The pots of a KPA as a rule sees them today: one that owes is empty."""
    names = pot_names(kpa)
    return {pot.code: Pot(names[pot.code], max(pot.balance_cents, 0)) for pot in pots_of(kpa)}  # type: ignore[attr-defined]


def closed_pots(kpa: Kpa) -> QuerySet[CommonPot]:
    """Those that take no money any more, the latest closed first."""
    return CommonPot.objects.filter(kpa=kpa, closed_on__isnull=False).order_by("-closed_on", "pk")


def is_filled(pot: CommonPot) -> bool:
    """Whether a rule in force, or the rule of a sharing under way, puts money in this pot."""
    under_way = Sharing.objects.filter(kpa=pot.kpa_id, state__in=UNDER_WAY).values("rule")
    in_force = Q(rule__kpa=pot.kpa_id, state=RuleState.ADOPTED) | Q(pk__in=under_way)
    return any(pot.code in version.read.pots for version in RuleVersion.objects.filter(in_force))


def moves_of(pot: CommonPot) -> QuerySet[PotMove]:
    """The latest first."""
    return pot.moves.order_by("-day", "-pk")


def answered_proposals(pot: CommonPot) -> QuerySet[PotProposal]:
    """What was proposed for this pot and answered, the latest first."""
    rows = pot.proposals.exclude(state=PotProposalState.PROPOSED).select_related("person", "decided_by")
    return rows.order_by("-decided_at", "-pk")


def waiting_proposals(kpa: Kpa) -> QuerySet[PotProposal]:
    return (
        PotProposal.objects.filter(pot__kpa=kpa, state=PotProposalState.PROPOSED)
        .select_related("pot", "person")
        .order_by("proposed_at", "pk")
    )
