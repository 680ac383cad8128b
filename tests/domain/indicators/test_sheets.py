"""Sheets: written, changed, copied, put away; what they count, and what of it is remembered as told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.indicators import permissions, selectors, services
from kpacite.domain.indicators.enums import Counted, SheetShare
from kpacite.domain.indicators.models import Sheet, SheetLine, SheetTelling
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.scope import WHOLE_NETWORK
from kpacite.domain.indicators.rules.sheets.conditions import BadCondition, Comparison, Group, Join
from kpacite.domain.indicators.rules.sheets.results import LineResult
from kpacite.domain.indicators.rules.sheets.vocabulary import Operator
from kpacite.domain.organisations.models import Kpa, Organisation
from kpacite.domain.organisations.selectors import hats_of
from kpacite.domain.paths.enums import MoveState
from kpacite.domain.paths.models import Path, PathStage, StageMove
from kpacite.domain.people.models import Person
from kpacite.domain.sales.services import invoices
from kpacite.platform import audit
from tests.factories.activities import confirm, make_activity, make_hours
from tests.factories.invoices import BY as INVOICING
from tests.factories.invoices import make_issued, ready_to_invoice
from tests.factories.organisations import make_tag
from tests.factories.paths import make_path
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": None, "now": NOW}
TODAY = date(2026, 3, 9)
YEAR = Frame(date(2025, 1, 1), date(2025, 12, 31))


def when(field: str, operator: Operator, number: int | None = None, *values: str) -> Group:
    return Group(Join.ALL, (Comparison(field, operator, values, number),))


QPV = when("qpv", Operator.YES)


def details(**changes: Any) -> services.SheetDetails:
    said = {"title": "Les jeunes", "frame": YEAR, "part": None, "share": SheetShare.PRIVATE}
    return said | changes  # type: ignore[return-value]


def written(kpa: Organisation | None = None, **changes: Any) -> Sheet:
    owner = changes.pop("owner", None)
    return services.create_sheet(
        kpa=kpa.kpa if kpa else None, owner=owner.person if owner else None, **details(**changes), **BY
    )


def lined(sheet: Sheet, *conditions: Group, counted: Counted = Counted.PERSONS) -> list[SheetLine]:
    for rank, condition in enumerate(conditions):
        version = Sheet.objects.get(pk=sheet.pk).version
        services.add_line(
            sheet=sheet, version=version, label=f"n° {rank}", counted=counted, condition=condition, **BY
        )
    return selectors.sheet_lines(sheet)


def crowd(kpa: Organisation, many: int, **facts: Any) -> list[Path]:
    rows = [Person(first_name="Exemple", created_at=NOW) for _one in range(many)]
    persons = Person.objects.bulk_create(rows)
    facts = {"start": date(2025, 2, 1)} | facts
    return Path.objects.bulk_create([Path(person=each, kpa=kpa.kpa, **facts) for each in persons])


IN_QPV = {"qpv": "oui", "qpv_method": "declared", "qpv_generation": 2024}
NOT_IN_QPV = IN_QPV | {"qpv": "non"}


def counted(kpa: Organisation, *conditions: Group, of: Counted = Counted.PERSONS) -> list[LineResult]:
    sheet = written(kpa)
    return selectors.count_lines(lined(sheet, *conditions, counted=of), YEAR, sheet_scope(sheet))


def sheet_scope(sheet: Sheet) -> Any:
    found = selectors.sheet_by_number(sheet.pk)
    assert found is not None
    return found.scope


def told(
    kpa: Organisation, *conditions: Group, frame: Frame = YEAR, of: Counted = Counted.PERSONS
) -> list[int | None]:
    sheet = written(kpa)
    lines = lined(sheet, *conditions, counted=of)
    results = services.tell_lines(lines=lines, frame=frame, scope=sheet_scope(sheet), now=NOW, today=TODAY)
    return [result.held for result in results]


# Writing


def test_a_sheet_of_a_kpa_counts_that_kpa(la_cape, chloe, coop_manau) -> None:
    sheet = written(la_cape, owner=chloe, part=coop_manau.kpa)
    assert (sheet.part_kpa, sheet.owner, sheet.share) == (la_cape.kpa, chloe.person, SheetShare.PRIVATE)
    assert {event.action for event in audit.for_target(sheet)} == {"indicators.sheet.written"}


def test_a_sheet_of_the_network_counts_all_of_it_or_a_part(network, la_cape) -> None:
    assert sheet_scope(written()) == WHOLE_NETWORK
    assert sheet_scope(written(part=la_cape.kpa)).slug == "la-cape"
    assert sheet_scope(written(part=make_tag("Roubaix"))).slug == "roubaix"
    with pytest.raises(services.NotSharedSo):
        written(share=SheetShare.NETWORK)


def test_two_people_who_change_at_once_are_told(la_cape) -> None:
    sheet = written(la_cape)
    services.change_sheet(sheet=sheet, version=1, **details(title="Les jeunes de 2025"), **BY)
    with pytest.raises(services.SheetChangedMeanwhile):
        services.change_sheet(sheet=sheet, version=1, **details(), **BY)
    with pytest.raises(services.SheetChangedMeanwhile):
        services.add_line(sheet=sheet, version=1, label="Deux fois", counted=Counted.PERSONS, **BY)
    assert not SheetLine.objects.exists()


def test_a_line_asks_only_what_the_vocabulary_knows(la_cape) -> None:
    sheet = written(la_cape)
    with pytest.raises(BadCondition):
        services.add_line(sheet=sheet, version=1, label="Heures", counted=Counted.HOURS, condition=QPV, **BY)
    line = services.add_line(sheet=sheet, version=1, label="QPV", counted=Counted.PERSONS, **BY)
    bad = when("disabled_worker", Operator.YES)
    with pytest.raises(BadCondition):
        services.change_line(line=line, version=2, condition=bad, **BY)
    assert services.change_line(line=line, version=2, condition=QPV, **BY).tree == QPV


def test_a_sheet_holds_twenty_lines_at_most(la_cape) -> None:
    sheet = written(la_cape)
    lined(sheet, *[QPV] * 20)
    with pytest.raises(services.TooManyLines):
        lined(sheet, QPV)


def test_lines_move_and_go(la_cape) -> None:
    sheet = written(la_cape)
    first, second, third = lined(sheet, QPV, QPV, QPV)
    services.move_line(line=third, version=4, up=True, **BY)
    services.move_line(line=first, version=5, up=True, **BY)
    assert selectors.sheet_lines(sheet) == [first, third, second]
    services.move_line(line=first, version=6, up=False, **BY)
    services.remove_line(line=third, version=7, **BY)
    assert selectors.sheet_lines(sheet) == [first, second]
    last = next(event for event in audit.for_target(sheet) if event.action.endswith("line_removed"))
    assert last.data["label"] == "n° 2"


def test_a_copy_is_private_and_leaves_the_first_alone(la_cape, chloe) -> None:
    sheet = written(la_cape, share=SheetShare.NETWORK)
    lined(sheet, QPV)
    copy = services.copy_sheet(sheet=sheet, home=la_cape.kpa, owner=chloe.person, **BY)
    assert (copy.title, copy.share, copy.owner) == ("Les jeunes (copie)", SheetShare.PRIVATE, chloe.person)
    services.change_line(line=selectors.sheet_lines(copy)[0], version=1, label="Autre", **BY)
    assert selectors.sheet_lines(sheet)[0].label == "n° 0"


def test_put_away_and_taken_back_nothing_is_lost(la_cape) -> None:
    sheet = written(la_cape)
    lined(sheet, QPV)
    for _twice in range(2):
        sheet = services.archive_sheet(sheet=sheet, **BY)
    with pytest.raises(services.SheetPutAway):
        services.change_sheet(sheet=sheet, version=sheet.version, **details(), **BY)
    sheet = services.restore_sheet(sheet=sheet, **BY)
    assert sheet.archived_at is None
    assert len(selectors.sheet_lines(sheet)) == 1
    actions = [event.action for event in audit.for_target(sheet)]
    assert actions.count("indicators.sheet.archived") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"last": date(2024, 1, 1)},
        {"share": "public"},
        {"scope_kind": "network"},
        {"kpa_id": None, "share": "network"},
        {"part_kpa_id": None, "scope_kind": "network"},
    ],
)
def test_the_database_refuses_a_sheet_that_makes_no_sense(la_cape, change: dict[str, Any]) -> None:
    sheet = written(la_cape)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(**change)


# Counting


def test_persons_count_once_and_paths_each(la_cape) -> None:
    for path in crowd(la_cape, 3, end=date(2025, 3, 1)):
        make_path(la_cape, path.person, start=date(2025, 6, 1))
    everybody = Group()
    assert counted(la_cape, everybody)[0].held == 3
    assert counted(la_cape, everybody, of=Counted.PATHS)[0].held == 6
    gone = when("present", Operator.NO)
    assert counted(la_cape, gone)[0].held == 0
    assert counted(la_cape, gone, of=Counted.PATHS)[0].held == 3


def test_what_is_not_known_stays_in_the_denominator(la_cape, coop_manau) -> None:
    crowd(la_cape, 2, **IN_QPV)
    crowd(la_cape, 3, **NOT_IN_QPV)
    crowd(la_cape, 4)
    crowd(coop_manau, 5, **IN_QPV)
    (line,) = counted(la_cape, QPV)
    assert (line.held, line.unknown, line.whole, line.percent) == (2, 4, 9, 22)


def test_the_stage_is_the_one_entered_last_on_the_last_day(la_cape) -> None:
    (path, _other) = crowd(la_cape, 2)
    first, second, late = (
        PathStage.objects.create(kpa=la_cape.kpa, rank=rank, name=f"Étape {rank}") for rank in (1, 2, 3)
    )
    for stage, day in ((first, 1), (second, 60), (late, 400)):
        entered = date(2025, 2, 1) + timedelta(days=day)
        move = StageMove.objects.create(path=path, stage=stage, proposed_at=NOW)
        moves = StageMove.objects.filter(pk=move.pk)
        moves.update(state=MoveState.DISCUSSED, discussed_on=entered)
        moves.update(state=MoveState.ENTERED, entered_on=entered)
    at_two, known = when("stage", Operator.EXACTLY, 2), when("stage", Operator.UNKNOWN)
    assert [line.held for line in counted(la_cape, at_two, known)] == [1, 1]


def test_hours_are_minutes_that_still_count(la_cape) -> None:
    activity = make_activity(la_cape, "Traiteur", code="TRAITEUR")
    confirm(make_hours(la_cape, activity=activity, minutes=90, day=date(2025, 5, 2)))
    make_hours(la_cape, minutes=30, day=date(2025, 12, 31))
    make_hours(la_cape, minutes=45, day=date(2026, 1, 1))
    lines = counted(
        la_cape,
        Group(),
        when("activity", Operator.ONE_OF, None, "la-cape/TRAITEUR"),
        when("kind", Operator.ONE_OF, None, TimeKind.COMMON),
        when("confirmed", Operator.NO),
        when("day", Operator.MONTHS_BEFORE_END, 1),
        of=Counted.HOURS,
    )
    assert [line.held for line in lines] == [120, 90, 30, 30, 30]


def test_amounts_are_issued_invoices_less_credit_notes(network, la_cape, carrier) -> None:
    ready_to_invoice(carrier)
    first = make_issued(la_cape, key="a")
    make_issued(la_cape, key="b")
    credit = invoices.write_credit_note(invoice=first, reason="Annulée", key="c", **INVOICING)
    invoices.issue_invoice(invoice=credit, **INVOICING)
    sheet = written(la_cape, frame=Frame(date(2026, 1, 1), date(2026, 12, 31)))
    plain = when("kind", Operator.ONE_OF, None, "invoice")
    person = when("client_kind", Operator.ONE_OF, None, "person")
    lines = lined(sheet, Group(), plain, person, counted=Counted.AMOUNTS)
    results = selectors.count_lines(lines, sheet.frame, sheet_scope(sheet))
    assert [line.held for line in results] == [first.net_cents, 2 * first.net_cents, 0]


def test_answers_of_the_database_have_names(la_cape, coop_manau) -> None:
    make_activity(la_cape, "Traiteur", code="TRAITEUR")
    assert selectors.sheet_names(sheet_scope(written(la_cape))) == {
        "kpa": {"la-cape": "La Cape"},
        "activity": {"la-cape/TRAITEUR": "Traiteur"},
    }
    assert selectors.sheet_names(WHOLE_NETWORK)["activity"] == {"la-cape/TRAITEUR": "La Cape : Traiteur"}


# Telling


def test_few_people_are_hidden_from_who_keeps_no_file(network, la_cape) -> None:
    crowd(la_cape, 30, **NOT_IN_QPV)
    crowd(la_cape, 3, **IN_QPV)
    assert told(la_cape, QPV, when("qpv", Operator.NO), Group()) == [None, None, 33]


def test_a_second_sheet_does_not_tell_what_the_first_hid(network, la_cape) -> None:
    """The next line alone is harmless; with what was read before, it tells of three people."""
    crowd(la_cape, 20, education="BAC")
    crowd(la_cape, 3, education="BAC5")
    crowd(la_cape, 20, education="INF")
    both = when("education", Operator.ONE_OF, None, "bac", "bac_5")
    alone = when("education", Operator.ONE_OF, None, "bac")
    assert told(la_cape, both) == [23]
    assert told(la_cape, alone) == [None]
    assert told(la_cape, both) == [23]


def test_a_period_a_month_longer_does_not_tell_who_came(network, la_cape) -> None:
    crowd(la_cape, 40)
    crowd(la_cape, 2, start=date(2026, 1, 15))
    assert told(la_cape, Group()) == [40]
    assert told(la_cape, Group(), frame=Frame(date(2025, 1, 1), date(2026, 1, 31))) == [None]


def test_a_number_that_was_read_stays_until_many_people_changed(network, la_cape) -> None:
    crowd(la_cape, 40)
    assert told(la_cape, Group()) == [40]
    crowd(la_cape, 2)
    assert told(la_cape, Group()) == [40]
    crowd(la_cape, 3)
    assert told(la_cape, Group()) == [45]
    assert SheetTelling.objects.filter(number__in=(40, 45), part="held").count() == 2


def test_nothing_is_told_of_a_period_that_still_runs(network, la_cape) -> None:
    with pytest.raises(services.PeriodNotOver):
        told(la_cape, Group(), frame=Frame(date(2026, 1, 1), TODAY))


def test_hours_of_few_people_are_hidden(network, la_cape, amina) -> None:
    for _day in range(12):
        make_hours(la_cape, amina, kind=TimeKind.SUPPORT, day=date(2025, 4, 1))
    for _one in range(38):
        make_hours(la_cape, day=date(2025, 4, 1))
    support = when("kind", Operator.ONE_OF, None, TimeKind.SUPPORT)
    common = when("kind", Operator.ONE_OF, None, TimeKind.COMMON)
    assert told(la_cape, support, common, Group(), of=Counted.HOURS) == [None, None, 50 * 120]


def test_what_was_told_is_never_changed_nor_erased(network, la_cape) -> None:
    crowd(la_cape, 40)
    told(la_cape, Group())
    for order in ("UPDATE indicators_sheettelling SET number = 1", "DELETE FROM indicators_sheettelling"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(order)


def test_reading_again_writes_nothing(network, la_cape) -> None:
    crowd(la_cape, 40, **IN_QPV)
    told(la_cape, Group(), QPV)
    before = SheetTelling.objects.count()
    told(la_cape, Group(), QPV)
    assert SheetTelling.objects.count() == before


# Who


def hats(account: Any) -> Any:
    return hats_of(account.person, date(2026, 3, 9))


def reads(account: Any, sheet: Sheet) -> bool:
    return permissions.may_read_sheet(hats(account), sheet, person=account.person_id)


def test_a_private_sheet_is_read_by_its_author_alone(la_cape, chloe, bilal, esther, karim, amina) -> None:
    sheet = written(la_cape, owner=chloe)
    assert [reads(each, sheet) for each in (chloe, bilal, esther, karim, amina)] == [True, *[False] * 4]


@pytest.mark.parametrize(("share", "network_reads"), [(SheetShare.TEAM, False), (SheetShare.NETWORK, True)])
def test_a_shared_sheet_is_read_by_the_team_never_by_another_kpa(  # noqa: PLR0917
    la_cape, chloe, bilal, gaelle, hugo, esther, karim, amina, share, network_reads
) -> None:
    sheet = written(la_cape, share=share)
    assert all(reads(each, sheet) for each in (chloe, bilal, gaelle, hugo))
    assert reads(esther, sheet) is network_reads
    assert not reads(karim, sheet)
    assert not reads(amina, sheet)


def test_only_the_coordination_of_the_kpa_changes_it_and_reads_exact_numbers(
    la_cape, chloe, bilal, esther, karim
) -> None:
    sheet = written(la_cape, share=SheetShare.NETWORK)
    changes = [
        permissions.may_change_sheet(hats(each), sheet, person=each.person_id)
        for each in (chloe, bilal, esther, karim)
    ]
    exact = [permissions.reads_exactly(hats(each), sheet) for each in (chloe, bilal, esther, karim)]
    assert changes == exact == [True, False, False, False]


def test_the_network_reads_its_own_numbers_protected(network, esther, chloe) -> None:
    sheet = written(share=SheetShare.TEAM)
    assert permissions.may_change_sheet(hats(esther), sheet, person=esther.person_id)
    assert not permissions.reads_exactly(hats(esther), sheet)
    assert not reads(chloe, sheet)


def test_each_finds_her_sheets_in_the_list(network, la_cape, coop_manau, chloe, esther) -> None:
    own = written(la_cape, owner=chloe, title="À moi")
    shared = written(la_cape, share=SheetShare.NETWORK, title="À tous")
    written(la_cape, title="À une autre")
    written(coop_manau, share=SheetShare.TEAM, title="Ailleurs")
    gone = services.archive_sheet(sheet=written(la_cape, owner=chloe, title="Rangée"), **BY)
    here: Kpa = la_cape.kpa
    mine = set(selectors.sheets_of(here, person=chloe.person_id, builds=True))
    assert mine == {own, shared, gone}
    assert set(selectors.sheets_of(here, person=None, builds=False)) == {shared}
    networks = written(owner=esther, title="Du réseau")
    assert set(selectors.sheets_of(None, person=esther.person_id, builds=True)) == {networks, shared}


def test_the_network_shares_a_sheet_with_the_kpas_that_it_chooses(
    network, la_cape, coop_manau, esther, chloe, bilal, amina, karim
) -> None:
    sheet = written(owner=esther, share=SheetShare.KPAS, readers=[la_cape.kpa])
    found = selectors.sheet_by_number(sheet.pk)
    assert found is not None
    assert [reads(each, found) for each in (esther, chloe, bilal, amina, karim)] == [
        *[True] * 3,
        *[False] * 2,
    ]
    for each in (chloe, bilal):
        assert not permissions.may_change_sheet(hats(each), found, person=each.person_id)
        assert not permissions.reads_exactly(hats(each), found)
    assert set(selectors.sheets_of(la_cape.kpa, person=chloe.person_id, builds=True)) == {sheet}
    assert set(selectors.sheets_of(la_cape.kpa, person=None, builds=False)) == {sheet}
    assert not selectors.sheets_of(coop_manau.kpa, person=karim.person_id, builds=True)


def test_a_sheet_shared_with_kpas_names_them_and_may_be_taken_back(network, la_cape, chloe) -> None:
    with pytest.raises(services.NoKpaChosen):
        written(share=SheetShare.KPAS)
    with pytest.raises(services.NotSharedSo):
        written(la_cape, share=SheetShare.KPAS, readers=[la_cape.kpa])
    sheet = written(share=SheetShare.KPAS, readers=[la_cape.kpa])
    services.change_sheet(sheet=sheet, version=1, **details(share=SheetShare.TEAM), **BY)
    found = selectors.sheet_by_number(sheet.pk)
    assert found is not None
    assert not found.readers.exists()
    assert not reads(chloe, found)


def test_an_archived_sheet_leaves_the_list_of_the_kpas_that_read_it(network, la_cape, chloe) -> None:
    sheet = written(share=SheetShare.KPAS, readers=[la_cape.kpa])
    services.archive_sheet(sheet=sheet, **BY)
    assert not selectors.sheets_of(la_cape.kpa, person=chloe.person_id, builds=True)


def test_a_copy_taken_home_counts_home(network, la_cape, chloe) -> None:
    sheet = written(share=SheetShare.KPAS, readers=[la_cape.kpa], part=make_tag("Roubaix"))
    lined(sheet, QPV)
    copy = services.copy_sheet(sheet=sheet, home=la_cape.kpa, owner=chloe.person, **BY)
    assert (copy.kpa, copy.part_kpa, copy.tag, copy.share) == (
        la_cape.kpa,
        la_cape.kpa,
        None,
        SheetShare.PRIVATE,
    )
    assert [line.condition for line in selectors.sheet_lines(copy)] == [
        line.condition for line in selectors.sheet_lines(sheet)
    ]
