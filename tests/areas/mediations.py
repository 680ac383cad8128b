"""A mediation at La Cape: Bilal helps, Amina is one of the parties, Chloé is informed."""

from kpacite.domain.members.models import MediationCase, MediationParty
from tests.areas import HERE, everywhere, first

AMINA = {"person__first_name": "Amina"}


def _case(_name: str) -> object:
    return MediationCase.objects.get(parties__person__first_name="Amina", kpa__organisation__slug=HERE).pk


def _party(_name: str) -> object:
    return MediationParty.objects.get(**AMINA).pk


ARGUMENTS = {"case": _case, "party": _party}
VISITOR_BY_ACCESS = {
    "mediation_informed": "Chloé",
    "mediation_reader": "Amina",
    "mediation_mediator": "Bilal",
    "mediation_excludes": "Chloé",
    "mediation_hands_over": "Bilal",
}
CASE = {"kpa": HERE, "case": first(MediationParty.objects, "case", **AMINA)}
PARTY = CASE | {"party": first(MediationParty.objects, **AMINA)}
SAMPLES = {
    **everywhere("kpa", HERE, "mediations", "mediation_ask"),
    **{name: [CASE] for name in ("mediation", "mediation_print", "mediation_propose", "mediation_fail")},
    **{name: [CASE] for name in ("mediation_close", "mediation_exclusion", "mediation_hand_over")},
    **{name: [PARTY] for name in ("mediation_hear", "mediation_agree")},
}
