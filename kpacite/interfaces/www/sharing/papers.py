"""Her part of a sharing and why, on one page: in French, as every paper of the platform."""

from collections.abc import Sequence

from kpacite.domain.sharing.models import Sharing, SharingPerson
from kpacite.integrations.documents.invoices import long_day
from kpacite.integrations.documents.pages import Page
from kpacite.interfaces.www.sharing.waterfalls import Bar, hours_of, my_sentences
from kpacite.kernel.hours import format_minutes
from kpacite.kernel.money import Euro

BEFORE = "avant cotisations"
WHAT_IT_IS = (
    "Une partie de cette somme paie la retraite et la santé. La CAE fait le calcul sur votre fiche de paie.",
    "Ce papier explique un partage. Ce n’est pas un bulletin de paie.",
)


def my_page(sharing: Sharing, seat: SharingPerson, bars: Sequence[Bar]) -> Page:
    """From the money received to her part, line by line, with the sentences that the screen shows."""
    part = Euro(seat.cents).format()
    return Page(
        title=f"Ma part : {sharing.title}",
        author=sharing.kpa.organisation.name,
        who=[str(seat.person), sharing.kpa.organisation.name],
        facts=_facts(sharing, seat, part),
        parts=[("Pourquoi cette somme ?", [" ".join(my_sentences(sharing, seat)), *_reason(sharing)])],
        columns=["Ce qui entre et ce qui sort", "Somme"],
        rows=[(f"{bar.label}. {bar.why}" if bar.why else bar.label, bar.amount.format()) for bar in bars],
        total=f"Ma part : {part}, {BEFORE}",
        notes=WHAT_IT_IS,
        footer=f"Partage n° {sharing.number}, {sharing.kpa.organisation.name}",
    )


def _facts(sharing: Sharing, seat: SharingPerson, part: str) -> list[tuple[str, str]]:
    minutes = hours_of(sharing).get(seat.person.public_id)
    facts = [("Ma part", f"{part}, {BEFORE}")]
    if minutes is not None:
        facts.append(("Mes heures", format_minutes(minutes)))
    facts.append(("La règle", f"{sharing.rule.rule.name}, version {sharing.rule.number}"))
    if sharing.rule.adopted_on:
        facts.append(("Règle adoptée le", long_day(sharing.rule.adopted_on)))
    facts.append(("Où en est ce partage", sharing.get_state_display()))
    return facts


def _reason(sharing: Sharing) -> list[str]:
    return [f"Ce partage en rectifie un autre : {sharing.reason}"] if sharing.corrects_id else []
