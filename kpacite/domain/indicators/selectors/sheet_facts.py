"""What the lines of a sheet count, from the paths, the hours ledger and the issued invoices."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from django.db.models import Exists, OuterRef

from kpacite.domain.activities.models import Activity, WorkConfirmation, WorkEntry
from kpacite.domain.indicators.enums import Counted
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.person import describe
from kpacite.domain.indicators.rules.scope import Scope
from kpacite.domain.indicators.rules.sheets.facts import AmountFact, Fact, HoursFact, PathFact
from kpacite.domain.indicators.selectors.published import kpas_of
from kpacite.domain.indicators.selectors.rows import CHUNK, in_scope, path_rows
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.paths.enums import MoveState
from kpacite.domain.paths.models import Path, StageMove
from kpacite.domain.sales.enums import InvoiceKind
from kpacite.domain.sales.models import Invoice
from kpacite.kernel.period import DAY

NO_ACTIVITY = ""


def facts_of_line(counted: Counted, frame: Frame, scope: Scope) -> Iterator[Fact]:
    """The facts of a period and a part of the network, one by one."""
    match counted:
        case Counted.HOURS:
            return _hours(frame, scope)
        case Counted.AMOUNTS:
            return _amounts(frame, scope)
    return _paths(frame, scope, one_each=counted is Counted.PERSONS)


def _paths(frame: Frame, scope: Scope, *, one_each: bool) -> Iterator[Fact]:
    """`one_each`: a person once, by her last path; else each path alone."""
    kpas = dict(Kpa.objects.order_by("pk").values_list("pk", "organisation__slug"))
    stages = _stages(frame, scope)
    for _person, rows in groupby(path_rows(frame, scope), key=attrgetter("person")):
        for paths in [list(rows)] if one_each else ([row] for row in rows):
            known = describe(paths, frame)
            if known is not None:
                yield PathFact(known, kpas[known.path.kpa], stages.get(known.path.path))


def _stages(frame: Frame, scope: Scope) -> Mapping[int, int]:
    """The rank of the stage last entered, for each path that has one on the last day."""
    paths = in_scope(Path.objects.touching(frame.first, frame.last), scope)
    moves = StageMove.objects.filter(
        path__in=paths.values("pk"), state=MoveState.ENTERED, entered_on__lte=frame.last
    )
    return dict(moves.order_by("entered_on", "pk").values_list("path_id", "stage__rank"))


def _hours(frame: Frame, scope: Scope) -> Iterator[Fact]:
    confirmed = Exists(WorkConfirmation.objects.filter(entry=OuterRef("pk")))
    entries = WorkEntry.objects.standing().filter(kpa__in=kpas_of(scope))
    rows = entries.between(frame.first, frame.last + DAY).annotate(is_confirmed=confirmed)
    columns = ("pk", "person_id", "kpa__organisation__slug", "activity__code", "kind", "day", "minutes")
    ordered = rows.order_by("pk").values_list(*columns, "is_confirmed")
    for pk, person, kpa, code, kind, day, minutes, is_confirmed in ordered.iterator(chunk_size=CHUNK):
        yield HoursFact(pk, person, kpa, _activity(kpa, code), kind, day, minutes, is_confirmed)


def _amounts(frame: Frame, scope: Scope) -> Iterator[Fact]:
    issued = Invoice.objects.ours().filter(
        kpa__in=kpas_of(scope), issued_on__gte=frame.first, issued_on__lte=frame.last
    )
    columns = ("pk", "client_id", "kpa__organisation__slug", "activity__code", "kind", "client__kind")
    ordered = issued.order_by("pk").values_list(*columns, "issued_on", "net_cents")
    for pk, client, kpa, code, kind, client_kind, day, cents in ordered.iterator(chunk_size=CHUNK):
        signed = -cents if kind == InvoiceKind.CREDIT else cents
        yield AmountFact(pk, client, kpa, _activity(kpa, code), kind, client_kind, day, signed)


def _activity(kpa: str, code: str | None) -> str:
    return f"{kpa}/{code}" if code else NO_ACTIVITY


def sheet_names(scope: Scope) -> dict[str, dict[str, str]]:
    """The answers of the database, by field: what they are called on screen."""
    kpas = kpas_of(scope)
    rows = Kpa.objects.filter(pk__in=kpas).order_by("organisation__name")
    trades = Activity.objects.filter(kpa__in=kpas).select_related("kpa__organisation")
    alone = len(kpas) == 1
    return {
        "kpa": dict(rows.values_list("organisation__slug", "organisation__name")),
        "activity": {
            _activity(each.kpa.organisation.slug, each.code): str(each)
            if alone
            else f"{each.kpa.organisation.name} : {each}"
            for each in trades.order_by("kpa__organisation__name", "name")
        },
    }
