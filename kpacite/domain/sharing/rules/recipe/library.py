"""Rules to start from. All are examples: no document describes a KPA's rule, each group writes its own."""

from dataclasses import dataclass
from fractions import Fraction

from kpacite.domain.sharing.rules.parse_steps import Excess
from kpacite.domain.sharing.rules.steps.levy import Basis

from .clauses import CarrierFee, Clause, PotLevy, Purchases, RoleBonus, Solidarity, Split, SplitKey
from .job import Job, Purchase, Worker
from .written import Recipe

COMMON_POT = "commun"
TENTH = Fraction(1, 10)
BEFORE_SHARING: tuple[Clause, ...] = (
    Purchases(),
    CarrierFee(Basis.MARGIN, TENTH),
    PotLevy(COMMON_POT, Basis.REMAINING, TENTH),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A rule of the library, and when a group would want it."""

    code: str
    name: str
    when: str
    recipe: Recipe


def _shared(*keys: SplitKey, fallback_to: str | None = COMMON_POT, rest_to: str | None = None) -> Split:
    return Split(keys=keys, fallback_to=fallback_to, rest_to=rest_to)


EXAMPLES = (
    Example(
        "hours",
        "Au temps passé",
        "Chaque heure vaut pareil pour tout le monde.",
        Recipe((*BEFORE_SHARING, _shared(SplitKey("minutes")))),
    ),
    Example(
        "equal",
        "À parts égales",
        "On a fait le travail ensemble, personne ne compte.",
        Recipe((*BEFORE_SHARING, _shared(SplitKey("equal")))),
    ),
    Example(
        "presence_and_hours",
        "Un peu pour être là, le reste au temps passé",
        "Venir compte, et travailler plus longtemps compte aussi.",
        Recipe(
            (*BEFORE_SHARING, _shared(SplitKey("equal", Fraction(30)), SplitKey("minutes", Fraction(70))))
        ),
    ),
    Example(
        "tasks",
        "Selon les tâches",
        "Certaines tâches sont plus dures, le groupe leur a donné un coefficient.",
        Recipe((*BEFORE_SHARING, _shared(SplitKey("points")))),
    ),
    Example(
        "referent",
        "Temps et rôle",
        "La personne qui a suivi la commande reçoit une somme en plus.",
        Recipe((*BEFORE_SHARING, RoleBonus("referent", 20_00), _shared(SplitKey("minutes")))),
    ),
    Example(
        "requests",
        "Chacun dit ce qui lui semble juste",
        "On se fait confiance, et on en parle quand le total dépasse.",
        Recipe(
            (
                *BEFORE_SHARING,
                Split(keys=(SplitKey("declared"),), on_excess=Excess.DISCUSS, rest_to=COMMON_POT),
            )
        ),
    ),
    Example(
        "tokens",
        "Des jetons donnés aux autres",
        "Chaque personne dit qui a beaucoup aidé.",
        Recipe((*BEFORE_SHARING, _shared(SplitKey("give")))),
    ),
    Example(
        "solidarity",
        "Au temps passé, avec solidarité",
        "Une partie de chaque part est partagée à parts égales.",
        Recipe((*BEFORE_SHARING, _shared(SplitKey("minutes")), Solidarity(TENTH))),
    ),
)

EXAMPLE_JOBS = (
    (
        "Un buffet de 850 € (exemple)",
        Job(
            base_cents=850_00,
            people=(
                Worker(
                    id="a", name="Personne A", tasks=((480, "1"),), percent="40", gives={"b": "60", "c": "40"}
                ),
                Worker(id="b", name="Personne B", tasks=((360, "1.5"),), percent="30", gives={"a": "100"}),
                Worker(
                    id="c", name="Personne C", tasks=((135, "1"),), percent="30", gives={"a": "50", "b": "50"}
                ),
            ),
            purchases=(Purchase("a", "Personne A", 163_47),),
            holders={"referent": "b", "finder": "c"},
        ),
    ),
)
"""For a group that has not shared yet: somebody to try a rule on, invented."""
