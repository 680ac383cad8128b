"""Which scenarios there are. To add one: a folder with its data and its loader, and one line in SCENARIOS."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kpacite.scenarios import activities, charters, demo, ledger, network, paths, sales, sharing
from kpacite.scenarios.bilan import load as load_bilan
from kpacite.scenarios.billing import load as load_billing
from kpacite.scenarios.contracts import load as load_contracts
from kpacite.scenarios.counter import load as load_counter
from kpacite.scenarios.expenses import load as load_expenses
from kpacite.scenarios.funding import load as load_funding
from kpacite.scenarios.hours import load as load_hours
from kpacite.scenarios.members import load as load_members
from kpacite.scenarios.payments import load as load_payments
from kpacite.scenarios.purchases import load as load_purchases
from kpacite.scenarios.recit import load as load_recit
from kpacite.scenarios.seeding import Seeding
from kpacite.scenarios.sheets import load as load_sheets
from kpacite.scenarios.trainings import load as load_trainings

Loader = Callable[[Seeding], Iterator[float]]
"""Writes its rows and says from time to time which part of them is there, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`needs`: names of the scenarios it builds on. `in_demo`: `kpacite demo` loads it."""

    name: str
    description: str
    loader: Loader
    needs: tuple[str, ...] = ()
    in_demo: bool = False


SCENARIOS = (
    Scenario("network", "The KPAs and organisations that the documents name", network.load, in_demo=True),
    Scenario("hours", "Two months of hours, and the jobs around today", load_hours, ("sales",), in_demo=True),
    Scenario(
        "bilan-2023",
        "267 invented people whose bilan prints the published figures of 2022–2023, frozen and published",
        load_bilan,
        needs=("network",),
        in_demo=True,
    ),
    Scenario(
        "demo",
        "Invented people for every role in La Cape and Moulins Coop, messages, welcome slots",
        demo.load,
        needs=("network",),
        in_demo=True,
    ),
    Scenario(
        "funding",
        "An invented agreement with a funder",
        load_funding,
        needs=("network",),
        in_demo=True,
    ),
    Scenario(
        "recit",
        "A drawn photo in the story of the bilan, and a link that was given",
        load_recit,
        needs=("demo", "bilan-2023"),
        in_demo=True,
    ),
    Scenario(
        "ledger", "A book with a handful of example entries", ledger.load, needs=("demo",), in_demo=True
    ),
    Scenario(
        "expenses",
        "Invented notes of expenses of La Cape, one in each state",
        load_expenses,
        needs=("sales", "ledger"),
        in_demo=True,
    ),
    Scenario(
        "payments",
        "How the invented invoices were paid, or not, and a statement of the bank",
        load_payments,
        needs=("billing", "purchases"),
        in_demo=True,
    ),
    Scenario(
        "purchases",
        "Invented invoices of suppliers, one in each state, one read from its XML",
        load_purchases,
        needs=("sales", "ledger"),
        in_demo=True,
    ),
    Scenario(
        "counter",
        "One invented market day of the kitchen of La Cape",
        load_counter,
        needs=("payments",),
        in_demo=True,
    ),
    Scenario(
        "charters",
        "The charters of document 000, and an example of a new version that members sign",
        charters.load,
        needs=("demo",),
        in_demo=True,
    ),
    Scenario(
        "members",
        "Entry conditions of La Cape and Moulins Coop, newcomers at every step, members",
        load_members,
        needs=("charters",),
        in_demo=True,
    ),
    Scenario(
        "activities", "What La Cape and Moulins Coop sell", activities.load, needs=("demo",), in_demo=True
    ),
    Scenario(
        "contracts",
        "Contracts of La Cape at every step, and of those who work at Moulins Coop",
        load_contracts,
        needs=("members", "activities"),
        in_demo=True,
    ),
    Scenario(
        "sales",
        "Clients, requests, quotes and orders of La Cape and Moulins Coop",
        sales.load,
        needs=("contracts",),
        in_demo=True,
    ),
    Scenario(
        "sharing",
        "Examples of sharing rules and common pots",
        sharing.load,
        needs=("activities",),
        in_demo=True,
    ),
    Scenario(
        "paths",
        "Invented people at every stage of a path, and exits",
        paths.load,
        needs=("demo",),
        in_demo=True,
    ),
    Scenario(
        "trainings",
        "Trainings and workshops of La Cape, past and to come, one full",
        load_trainings,
        needs=("hours", "members"),
        in_demo=True,
    ),
    Scenario(
        "billing",
        "A year of invoices of La Cape and Moulins Coop",
        load_billing,
        needs=("sales", "ledger"),
        in_demo=True,
    ),
    Scenario(
        "sheets",
        "Two examples of statistics that a coordination composed",
        load_sheets,
        needs=("demo",),
        in_demo=True,
    ),
)


class UnknownScenario(LookupError):
    """No scenario has this name."""


def available() -> tuple[Scenario, ...]:
    return SCENARIOS


def load(
    names: Iterable[str], *, now: datetime, progress: Callable[[float], object] | None = None
) -> list[str]:
    """Load these scenarios, each after those it builds on; return their names in that order.

    `progress` gets the part done, from 0 to 1. A scenario is loaded whole or not at all.
    """
    scenarios = _in_order(names)
    for rank, scenario in enumerate(scenarios):
        with transaction.atomic():
            for part in scenario.loader(Seeding(now)):
                if progress:
                    progress((rank + part) / len(scenarios))
    if progress:
        progress(1.0)
    return [scenario.name for scenario in scenarios]


def _in_order(names: Iterable[str]) -> list[Scenario]:
    by_name = {scenario.name: scenario for scenario in SCENARIOS}
    ordered: dict[str, Scenario] = {}

    def take(name: str) -> None:
        if name not in by_name:
            raise UnknownScenario(name)
        for need in by_name[name].needs:
            take(need)
        ordered.setdefault(name, by_name[name])

    for name in names:
        take(name)
    return list(ordered.values())
