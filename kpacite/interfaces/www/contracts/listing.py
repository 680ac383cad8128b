"""Lists of contracts: a state, some words, and the same rows as a table to download."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpacite.domain.contracts import rules, selectors
from kpacite.domain.contracts.enums import ContractState, InsuranceAnswer
from kpacite.interfaces.www.contracts.showing import Row
from kpacite.kernel.text import fold
from kpacite.platform.http import with_query

STATE = ContractState
LONGEST = 80
ALL = "tous"


@dataclass(frozen=True, slots=True)
class Group:
    """One filter, or one section of a list. `tint`: the colour of its card."""

    label: Any
    keeps: Callable[[Row], bool]
    tint: str = "plat"


def _in(*states: ContractState) -> Callable[[Row], bool]:
    return lambda row: row.contract.state in states


def _prepares(row: Row) -> bool:
    return row.contract.state in rules.BEFORE_SIGNATURE


CARRIER: Mapping[str, Group] = {
    "a-traiter": Group(
        gettext_lazy("À traiter"),
        _in(STATE.SUBMITTED, STATE.ACCEPTED, STATE.INSURED, STATE.EXPIRED_UNSIGNED),
    ),
    "a-signer": Group(gettext_lazy("À signer"), _in(STATE.TO_SIGN)),
    "en-cours": Group(gettext_lazy("En cours"), _in(STATE.ACTIVE)),
    "a-preparer": Group(gettext_lazy("À préparer par le KPA"), _in(STATE.DRAFT)),
    ALL: Group(gettext_lazy("Tous"), lambda _row: True),
}
KPA: Mapping[str, Group] = {
    ALL: Group(gettext_lazy("Tous"), lambda _row: True),
    "incomplets": Group(
        gettext_lazy("Dossiers incomplets"), lambda row: _prepares(row) and bool(row.missing), "d-heures"
    ),
    "complets": Group(
        gettext_lazy("Dossiers complets"), lambda row: _prepares(row) and not row.missing, "d-parcours"
    ),
    "en-cours": Group(gettext_lazy("En cours"), _in(STATE.ACTIVE), "d-argent"),
    "finis": Group(gettext_lazy("Finis"), lambda row: row.contract.state not in rules.OPEN_STATES),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: a group, and words of a name, a KPA or a number."""

    groups: Mapping[str, Group]
    key: str
    words: str

    def found(self, rows: Iterable[Row]) -> list[Row]:
        keeps = self.groups[self.key].keeps
        return [row for row in rows if keeps(row) and _matches(row, self.words)]

    def sections(self, rows: Iterable[Row]) -> list[dict[str, Any]]:
        """The rows found, group by group; empty groups are left out."""
        found = self.found(rows)
        groups = [(key, group) for key, group in self.groups.items() if key != ALL]
        sections = [
            {"key": key, "group": group, "rows": [row for row in found if group.keeps(row)]}
            for key, group in groups
        ]
        return [section for section in sections if section["rows"]]

    def chips(self, here: str) -> list[dict[str, Any]]:
        return [
            {
                "label": group.label,
                "url": with_query(here, etat=key, q=self.words),
                "current": key == self.key,
            }
            for key, group in self.groups.items()
        ]


def asked(request: HttpRequest, groups: Mapping[str, Group], default: str) -> Asked:
    key = request.GET.get("etat", default)
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    return Asked(groups, key if key in groups else default, words)


def _matches(row: Row, words: str) -> bool:
    text = fold(f"{row.contract.person} {row.contract.kpa} {row.contract.number}")
    return all(word in text for word in fold(words).split())


def header() -> list[str]:
    return [
        _("Prénom"),
        _("Nom"),
        _("KPA"),
        _("CAE"),
        _("Type"),
        _("Numéro"),
        _("État"),
        _("Premier jour"),
        _("Dernier jour"),
        _("Il manque"),
        _("Assureur : sans réponse"),
        _("Déclarations à faire"),
    ]


def cells(rows: Sequence[Row]) -> Iterable[list[object]]:
    """No paper, no date of birth: what the list shows, no more."""
    return (_cells(row) for row in rows)


def _cells(row: Row) -> list[object]:
    contract = row.contract
    period = selectors.present_period(contract)
    last = rules.last_day(period.period) if period else None
    waiting = [
        check.activity_name
        for check in contract.insurance_checks.all()
        if check.answer == InsuranceAnswer.WAITING
    ]
    return [
        contract.person.first_name,
        contract.person.last_name,
        str(contract.kpa),
        str(contract.carrier),
        contract.short_type,
        contract.number,
        contract.get_state_display(),
        period.start.isoformat() if period else "",
        last.isoformat() if last else "",
        ", ".join(row.missing),
        ", ".join(waiting),
        row.to_declare,
    ]
