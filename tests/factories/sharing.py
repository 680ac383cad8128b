"""Rules and pots for tests."""

from datetime import date

from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.people.models import Person
from kpacite.domain.sharing import services
from kpacite.domain.sharing.models import CommonPot, RuleVersion
from kpacite.domain.sharing.rules.recipe import EXAMPLES, Recipe
from tests.factories.people import NOW

TODAY = date(2026, 3, 12)
BY = {"actor": None, "now": NOW}


def example(code: str) -> Recipe:
    return next(one.recipe for one in EXAMPLES if one.code == code)


def make_pot(kpa: Kpa | Organisation, code: str = "commun", **fields: str) -> CommonPot:
    words = {"name": f"Pot {code}", "purpose": "Acheter ensemble."} | fields
    return services.open_pot(kpa=_kpa(kpa), code=code, today=TODAY, **words, **BY)


def make_draft(
    kpa: Kpa | Organisation, author: Person, name: str = "Au temps passé", code: str = "hours"
) -> RuleVersion:
    return services.write_rule(kpa=_kpa(kpa), name=name, recipe=example(code), author=author, **BY)


def adopt(draft: RuleVersion, *people: Person, motive: str = "Une heure vaut une heure.") -> RuleVersion:
    return services.adopt_rule(
        version=draft, revision=draft.revision, motive=motive, agreed_by=people, today=TODAY, **BY
    )


def _kpa(kpa: Kpa | Organisation) -> Kpa:
    return kpa.kpa if isinstance(kpa, Organisation) else kpa
