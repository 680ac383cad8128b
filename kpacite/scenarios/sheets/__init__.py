"""Two sheets of statistics, marked « exemple »: one of La Cape, shared with all, and one of the network."""

from collections.abc import Iterator
from datetime import date

from kpacite.domain.indicators import services
from kpacite.domain.indicators.enums import Counted, SheetShare
from kpacite.domain.indicators.models import Sheet
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.sheets.conditions import EVERYTHING, Comparison, Group, Join
from kpacite.domain.indicators.rules.sheets.vocabulary import Operator
from kpacite.domain.organisations.models import Kpa
from kpacite.scenarios.seeding import Seeding

YOUNG = Comparison("age", Operator.AT_MOST, (), 25)
IN_QPV = Comparison("qpv", Operator.YES)
SCHOOL = Comparison("education", Operator.ONE_OF, ("below", "vocational"))
LINES = (
    ("Toutes les personnes", Counted.PERSONS, EVERYTHING),
    ("25 ans et moins", Counted.PERSONS, Group(Join.ALL, (YOUNG,))),
    (
        "25 ans et moins, en quartier prioritaire ou sans bac",
        Counted.PERSONS,
        Group(Join.ALL, (YOUNG, Group(Join.ANY, (IN_QPV, SCHOOL)))),
    ),
    (
        "Parcours commencés dans la période",
        Counted.PATHS,
        Group(Join.ALL, (Comparison("start", Operator.IN_PERIOD),)),
    ),
    (
        "Heures de travail des six derniers mois",
        Counted.HOURS,
        Group(
            Join.ALL,
            (
                Comparison("kind", Operator.ONE_OF, ("work",)),
                Comparison("day", Operator.MONTHS_BEFORE_END, (), 6),
            ),
        ),
    ),
    (
        "Facturé à des associations",
        Counted.AMOUNTS,
        Group(Join.ALL, (Comparison("client_kind", Operator.ONE_OF, ("association",)),)),
    ),
)


def load(seeding: Seeding) -> Iterator[float]:
    year = seeding.today.year - 1
    frame = Frame(date(year, 1, 1), date(year, 12, 31))
    la_cape = Kpa.objects.get(organisation__slug="la-cape")
    _sheet(seeding, "Les jeunes de La Cape, l’an dernier", frame, la_cape, SheetShare.NETWORK)
    yield 0.5
    past = Frame(date(2022, 3, 1), date(2023, 12, 31))
    _sheet(seeding, "Le réseau de mars 2022 à décembre 2023", past, None, SheetShare.TEAM)
    yield 1.0


def _sheet(seeding: Seeding, title: str, frame: Frame, kpa: Kpa | None, share: SheetShare) -> None:
    if Sheet.objects.filter(title=title, is_example=True).exists():
        return
    sheet = services.create_sheet(
        kpa=kpa, owner=None, is_example=True, title=title, frame=frame, part=None, share=share, **seeding.by
    )
    for version, (label, counted, condition) in enumerate(LINES, start=1):
        services.add_line(
            sheet=sheet, version=version, label=label, counted=counted, condition=condition, **seeding.by
        )
