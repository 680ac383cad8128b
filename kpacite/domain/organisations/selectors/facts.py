from datetime import date

from django.db.models import F, IntegerField, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from kpacite.domain.organisations import rules
from kpacite.domain.organisations.enums import Indicator, ParameterCode
from kpacite.domain.organisations.models import Checklist, ChecklistItem, DatedFact, Organisation, Parameter


def network() -> Organisation:
    """The network itself. Raises `Organisation.DoesNotExist` on an empty database."""
    return Organisation.objects.network()


def facts_of(organisation: Organisation, *indicators: Indicator) -> QuerySet[DatedFact]:
    """The dated facts of an organisation with their source, the most recent first."""
    facts = DatedFact.objects.filter(organisation=organisation).select_related("source")
    if indicators:
        facts = facts.filter(indicator__in=indicators)
    return facts.order_by(F("as_of").desc(nulls_last=True), F("period_start").desc(nulls_last=True), "pk")


def parameter(*, code: str, organisation: Organisation | None, on: date) -> int:
    """The value in force on a day: the organisation's, else the network's, else the platform's default.

    Raises KeyError for a code that nobody has ever set and that has no default.
    """
    rows = Parameter.objects.on(on).filter(code=code)
    values: dict[int | None, int] = dict(rows.values_list("organisation_id", "value"))
    here = organisation.pk if organisation is not None else None
    if here in values:
        return values[here]
    return values[None] if None in values else rules.DEFAULTS[ParameterCode(code)]


def parameter_asked(*, code: ParameterCode, organisation: Organisation, on: date) -> Coalesce:
    """The same value, as a question inside another query."""
    rows = Parameter.objects.on(on).filter(code=code).order_by("pk").values("value")
    return Coalesce(
        Subquery(rows.filter(organisation=organisation)[:1]),
        Subquery(rows.filter(organisation=None)[:1]),
        Value(rules.DEFAULTS[code]),
        output_field=IntegerField(),
    )


def checklists() -> QuerySet[Checklist]:
    """Every version of the published lists with their items, the one to follow first."""
    items = Prefetch("items", ChecklistItem.objects.order_by("position"))
    return Checklist.objects.select_related("source").prefetch_related(items).order_by("position")
