from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations import rules, selectors
from kpacite.domain.organisations.enums import (
    CashBasis,
    ChecklistUse,
    Indicator,
    ParameterCode,
    Precision,
    TaxBasis,
    Unit,
)
from kpacite.domain.organisations.models import (
    Checklist,
    ChecklistItem,
    DatedFact,
    Organisation,
    Parameter,
    SourceDocument,
)
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.kernel.errors import DomainError
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class ParameterOnlyRises(DomainError):
    code = "organisations.parameter_only_rises"
    sentence = _("Un KPA peut seulement demander plus que le réseau, pas moins.")
    field = "value"


class ParameterOnlyFalls(DomainError):
    code = "organisations.parameter_only_falls"
    sentence = _("Un KPA peut seulement rester en dessous de la limite du réseau.")
    field = "value"


class ParameterBeforeThePresentOne(DomainError):
    code = "organisations.parameter_before_the_present_one"
    sentence = _("Le nouveau réglage commence après celui qui est en cours.")
    field = "valid_from"


class SourceDetails(TypedDict, total=False):
    date_words: str
    dated_on: date | None
    about: str


class FactDetails(TypedDict, total=False):
    value: int | None
    text: str
    as_of: date | None
    period_start: date | None
    period_end: date | None
    precision: Precision
    tax_basis: TaxBasis
    cash_basis: CashBasis


class ParameterDetails(TypedDict, total=False):
    reason: str
    source: SourceDocument | None


class Ingredient(TypedDict):
    code: str
    title: str
    detail: str


@transaction.atomic
def add_source(
    *, key: str, title: str, actor: Actor | None, now: datetime, **details: Unpack[SourceDetails]
) -> SourceDocument:
    source = save_checked(SourceDocument(key=key, title=title, **details))
    audit.record(actor=actor, action="organisations.source.added", target=source, at=now)
    return source


@transaction.atomic
def record_fact(
    *,
    organisation: Organisation,
    indicator: Indicator,
    unit: Unit,
    source: SourceDocument,
    words: tuple[str, str],
    actor: Actor | None,
    now: datetime,
    **details: Unpack[FactDetails],
) -> DatedFact:
    """Note a figure or statement of a document. `words`: the document's own, (for its date, quoted).

    Money needs its two bases, even when they are unknown. Raises `Refused`.
    """
    date_words, quote = words
    fact = DatedFact(
        organisation=organisation,
        indicator=indicator,
        unit=unit,
        source=source,
        date_words=date_words,
        quote=quote,
        **details,
    )
    save_checked(fact)
    audit.record(actor=actor, action="organisations.fact.recorded", target=fact, at=now)
    return fact


@transaction.atomic
def set_parameter(
    *,
    organisation: Organisation | None,
    code: str,
    value: int,
    unit: Unit,
    valid_from: date,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[ParameterDetails],
) -> Parameter:
    """Set a dated value; the one in force until then ends that day. No organisation: for the whole network.

    Raises `ParameterOnlyRises` or `ParameterOnlyFalls` when a KPA leaves the network's limit,
    `ParameterBeforeThePresentOne`, or `Refused` without a source or a reason.
    """
    _check_local_limit(organisation, code, value, valid_from)
    rows = Parameter.objects.select_for_update(of=("self",))
    current = rows.filter(organisation=organisation, code=code, valid_to=None).first()
    if current is not None:
        if valid_from <= current.valid_from:
            raise ParameterBeforeThePresentOne
        current.valid_to = valid_from
        save_checked(current)
    parameter = Parameter(
        organisation=organisation, code=code, value=value, unit=unit, valid_from=valid_from, **details
    )
    save_checked(parameter)
    audit.record(
        actor=actor,
        action="organisations.parameter.set",
        target=parameter,
        at=now,
        data={"from": current.value if current else None, "to": value, "valid_from": valid_from},
    )
    return parameter


def _check_local_limit(organisation: Organisation | None, code: str, value: int, on: date) -> None:
    if organisation is None or code not in rules.LOCAL_LIMITS:
        return
    shared = selectors.parameter(code=code, organisation=None, on=on)
    limit = rules.LOCAL_LIMITS[ParameterCode(code)]
    if limit == rules.Limit.ONLY_RISES and value < shared:
        raise ParameterOnlyRises
    if limit == rules.Limit.ONLY_FALLS and value > shared:
        raise ParameterOnlyFalls


@transaction.atomic
def publish_checklist(
    *,
    code: str,
    words: tuple[str, str],
    use: ChecklistUse,
    position: int,
    source: SourceDocument,
    items: Sequence[Ingredient],
    actor: Actor | None,
    now: datetime,
) -> Checklist:
    """Publish one version of a list. `words`: (title, date as written)."""
    title, date_words = words
    checklist = save_checked(
        Checklist(code=code, title=title, date_words=date_words, use=use, position=position, source=source)
    )
    for rank, item in enumerate(items, start=1):
        save_checked(ChecklistItem(checklist=checklist, position=rank, **item))
    audit.record(actor=actor, action="organisations.checklist.published", target=checklist, at=now)
    return checklist
