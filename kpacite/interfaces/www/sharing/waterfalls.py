"""A sharing as it is drawn: from the money received, step by step, to the part of each person."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kpacite.domain.sharing.models import Sharing, SharingPerson
from kpacite.domain.sharing.rules import OF_A_PERSON, Kind
from kpacite.domain.sharing.rules.recipe import Job
from kpacite.kernel.money import Euro

WIDTH = 1000
TINTS = {
    "purchases": "brique",
    "carrier": "canard",
    "pot": "prune",
    "role": "soleil",
    "cost": "canard",
    "earlier_work": "brique",
}
NAMES_PEOPLE = frozenset({"purchases", "earlier_work", "solidarity"})
"""Sentences of a rule whose lines say to whom; the sentence of the whole step says it of nobody."""
ENTERED_TINT, SHARED_TINT = "vert", "soleil"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of `<c-waterfall>`."""

    label: str
    amount: Euro
    why: str
    start: int
    width: int
    kind: str
    tint: str


def bars_of(sharing: Sharing, *, names_people: bool) -> list[Bar]:
    """What came in, what each sentence of the rule took, what is left to share between people.

    `names_people`: for those who may read the sum of each person. The others read totals, and no name.
    """
    base = max(abs(sharing.base_cents), 1)
    bars = [
        _bar(
            _("L’argent reçu"),
            sharing.base_cents,
            0,
            base,
            _("Prix sans la TVA. La TVA va à l’État."),
            "",
            ENTERED_TINT,
        )
    ]
    before = sharing.base_cents
    for step in sharing.result.get("steps", []):
        kind = step["id"].partition("-")[2]
        why = _why(sharing, step["id"], names_people=names_people)
        if kind == "split":
            bars.append(_bar(_("À partager entre nous"), before, 0, base, why, "reste", SHARED_TINT))
        elif step["taken_cents"]:
            start, label = step["remaining_cents"], _label(sharing, kind, step["id"])
            tint = TINTS.get(kind, ENTERED_TINT)
            bars.append(_bar(label, -step["taken_cents"], start, base, why, "moins", tint))
        before = step["remaining_cents"]
    return bars


def _bar(label: str, cents: int, start: int, base: int, why: str, kind: str, tint: str) -> Bar:
    return Bar(label, Euro(cents), why, start * WIDTH // base, abs(cents) * WIDTH // base, kind, tint)


def _label(sharing: Sharing, kind: str, step_id: str) -> str:
    words = {
        "purchases": _("Les achats remboursés"),
        "carrier": _("La part de la CAE"),
        "role": _("Pour un rôle"),
        "cost": _("Un coût fixe"),
        "earlier_work": _("Du travail d’avant"),
        "solidarity": _("Mis en commun"),
    }
    if kind == "pot":
        codes = [line["account"] for line in _lines(sharing, step_id) if line["account"]]
        return _("Le pot commun") if not codes else _pot_label(sharing, codes[0])
    return words.get(kind, kind)


def _pot_label(sharing: Sharing, account: str) -> str:
    called: str = sharing.order.get("labels", {}).get(account, "")
    return called[:1].upper() + called[1:] if called else _("Le pot commun")


def _lines(sharing: Sharing, step_id: str) -> list[dict[str, Any]]:
    told = sharing.result.get("explanation", [])
    return [
        line
        for line in told
        if line.get("step") == step_id and line["kind"] == Kind.SHARE.value and line["private_to"] is None
    ]


def _why(sharing: Sharing, step_id: str, *, names_people: bool) -> str:
    """What the step says of itself, or its lines: the rate and what it applies to."""
    kind = step_id.partition("-")[2]
    if not names_people and kind == "role":
        return _("Le nom se lit entre les personnes du partage.")
    if kind == "split" or (kind in NAMES_PEOPLE and not names_people):
        return _step_sentence(sharing, step_id)
    lines = _lines(sharing, step_id)
    return lines[0]["sentence"] if len(lines) == 1 else " ".join(line["sentence"] for line in lines[:3])


def _step_sentence(sharing: Sharing, step_id: str) -> str:
    told = sharing.result.get("explanation", [])
    said = (line for line in told if line.get("step") == step_id and line["kind"] == Kind.STEP.value)
    return next((line["sentence"] for line in said), "")


def my_sentences(sharing: Sharing, seat: SharingPerson) -> list[str]:
    """Every sentence about her part, in order: what she gets and why, where the last cent went."""
    own = seat.person.public_id
    return [
        line["sentence"]
        for line in sharing.result.get("explanation", [])
        if _is_about(line, own) and line["private_to"] in (None, own)
    ]


@dataclass(frozen=True, slots=True)
class Product:
    """A part by the time spent: `shared` × `minutes` out of `total`, to the nearest cents."""

    shared: Euro
    minutes: int
    total: int


def product_of(sharing: Sharing, seat: SharingPerson) -> Product | None:
    """Her part as a product, when it is nothing else: the sentences tell the other ones."""
    steps = [step["id"] for step in sharing.result.get("steps", []) if step["id"].endswith("-split")]
    if len(steps) != 1:
        return None
    shares = [
        (line["account"].partition(":")[2], line["amount_cents"])
        for line in _lines(sharing, steps[0])
        if (line["account"] or "").partition(":")[0] in OF_A_PERSON
    ]
    spent = hours_of(sharing)
    minutes = {who: spent.get(who) or 0 for who, _cents in shares}
    shared, total, own = sum(cents for _who, cents in shares), sum(minutes.values()), seat.person.public_id
    mine = minutes.get(own, 0)
    is_told = mine and len(minutes) == len(shares) and dict(shares)[own] == seat.cents
    if not is_told or abs(shared * mine - seat.cents * total) >= total:
        return None
    return Product(Euro(shared), mine, total)


def _is_about(line: dict[str, Any], own: str) -> bool:
    return (
        bool(line["account"]) and line["account"].partition(":")[2] == own and line["kind"] != Kind.STEP.value
    )


def hours_of(sharing: Sharing) -> dict[str, int | None]:
    """Minutes counted for each person, by the id of the facts."""
    return {worker.id: worker.time for worker in Job.read(sharing.facts).people}
