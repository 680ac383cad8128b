"""The figures of each KPA that do not sort people, one by one."""

from datetime import date, timedelta

import pytest

from kpacite.domain.activities.enums import SeatState, TimeKind
from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.rules.audience import Audience
from kpacite.domain.indicators.rules.content import from_content, to_content
from kpacite.domain.indicators.rules.frame import Frame
from kpacite.domain.indicators.rules.measures import FTE, HOURS, Found, full_time, told, without_tax
from kpacite.domain.indicators.rules.scope import WHOLE_NETWORK, Scope, ScopeKind
from kpacite.domain.organisations.enums import ParameterCode, Unit
from kpacite.domain.organisations.services import set_parameter
from kpacite.domain.paths.models import PersonFacts
from kpacite.domain.sales.services import payments
from tests.factories.activities import make_hours, make_seat, make_training
from tests.factories.invoices import make_issued, ready_to_invoice
from tests.factories.organisations import make_kpa
from tests.factories.paths import make_path
from tests.factories.payments import pay
from tests.factories.people import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db
YEAR = Frame(date(2026, 1, 1), date(2026, 12, 31))
BEFORE = Frame(date(2019, 1, 1), date(2019, 12, 31))
CAPE = Scope(ScopeKind.KPA, "la-cape")


def elsewhere() -> Scope:
    return Scope(ScopeKind.KPA, make_kpa("Ailleurs").organisation.slug)


def told_to(
    audience: Audience = Audience.INTERNAL, *, frame: Frame = YEAR, scope: Scope = WHOLE_NETWORK
) -> dict[tuple[str, str], int | None]:
    rows = selectors.bilan(frame, scope, audience).measures
    return {(row.code, row.slug): row.value for row in rows}


def test_nothing_noted_is_absent_never_zero(network, la_cape) -> None:
    assert told_to() == {}


def test_what_was_cashed_is_net_of_tax_and_less_what_was_cancelled(network, la_cape, carrier) -> None:
    ready_to_invoice(carrier)
    invoice = make_issued(la_cape)
    half = invoice.gross_cents // 2
    payment = pay((invoice, half))
    expected = without_tax([(half, invoice.net_cents, invoice.gross_cents)])
    assert told_to()["K01", "la-cape"] == expected
    assert ("K01", "la-cape") not in told_to(frame=BEFORE)
    assert told_to(scope=elsewhere()) == {}
    payments.cancel_payment(payment=payment, reason="Erreur", actor=None, now=NOW, today=TODAY)
    assert ("K01", "la-cape") not in told_to()


def test_turnover_since_the_start_adds_the_years(network, la_cape, carrier) -> None:
    ready_to_invoice(carrier)
    invoice = make_issued(la_cape)
    later = Frame(date(2027, 1, 1), date(2027, 12, 31))
    assert told_to(frame=later)["K02", "la-cape"] == invoice.net_cents
    assert told_to(frame=BEFORE) == {}


def test_hours_are_told_by_kind_and_in_full_time(network, la_cape, amina, bilal) -> None:
    make_hours(la_cape, amina, 120)
    make_hours(la_cape, bilal, 90, kind=TimeKind.SUPPORT)
    make_hours(la_cape, bilal, 600, kind=TimeKind.VOLUNTEER)
    make_hours(la_cape, bilal, 60, day=date(2025, 12, 31))
    found = told_to()
    codes = {"K03b": 120, "K03e": 90, "K03f": 600, "K04": full_time(210, YEAR, 1607)}
    assert {code: found[code, "la-cape"] for code in codes} == codes
    assert ("K03a", "la-cape") not in found
    assert told_to(scope=elsewhere()) == {}


def test_corrected_hours_do_not_count(network, la_cape, amina) -> None:
    entry = make_hours(la_cape, amina, 120)
    make_hours(la_cape, amina, -120, compensates=entry)
    assert told_to() == {}


def test_a_full_time_follows_the_dated_setting(network, la_cape, amina) -> None:
    make_hours(la_cape, amina, 600)
    for day, hours in ((date(2026, 1, 1), 10), (date(2027, 1, 1), 20)):
        set_parameter(
            organisation=None, code=ParameterCode.FTE_HOURS, value=hours, unit=Unit.HOURS, valid_from=day,
            source=None, reason="Essai", actor=None, now=NOW,
        )  # fmt: skip
    assert told_to()["K04", "la-cape"] == 100


def test_half_a_year_asks_half_the_hours_of_a_full_time() -> None:
    half = Frame(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=72))
    assert full_time(60, Frame(date(2026, 1, 1), date(2026, 12, 31)), 10) == 10
    assert full_time(60, half, 10) == 50


def test_trainings_count_sessions_and_each_member_once(network, la_cape, amina, bilal) -> None:
    for hours in (2, 30):
        training = make_training(la_cape, starts_at=NOW - timedelta(hours=hours))
        make_seat(training, amina, was_there=True, noted_at=NOW)
        make_seat(training, was_there=True, noted_at=NOW)
        make_seat(training, bilal, was_there=False, noted_at=NOW)
    make_seat(make_training(la_cape), bilal, SeatState.WAITING)
    found = told_to()
    assert [found[code, "la-cape"] for code in ("K05a", "K05b", "K05c")] == [2, 1, 2]
    assert told_to(frame=BEFORE) == {}


def test_members_and_ages_are_those_of_the_last_day(network, la_cape) -> None:
    for birth, end in ((date(1990, 12, 31), None), (date(2001, 1, 1), None), (date(1950, 1, 1), YEAR.last)):
        person = make_person()
        PersonFacts.objects.create(person=person, birth_date=birth)
        make_path(la_cape, person, end=end)
    make_path(la_cape, make_person())
    found = told_to(scope=CAPE)
    assert [found[code, "la-cape"] for code in ("K06", "K06a", "K06b")] == [3, 25, 36]


def test_members_whose_births_are_unknown_have_no_age(network, la_cape) -> None:
    make_path(la_cape, make_person())
    assert told_to() == {("K06", "la-cape"): 1}


@pytest.mark.parametrize("audience", [Audience.FUNDER, Audience.PUBLIC])
def test_the_hours_of_a_few_are_hidden_outside_and_so_is_their_sum(audience: Audience) -> None:
    rows = told(
        [
            Found(measure=HOURS["work"], slug="a", name="A", value=900, people=5),
            Found(measure=HOURS["support"], slug="a", name="A", value=90, people=4),
            Found(measure=FTE, slug="a", name="A", value=3, people=6),
            Found(measure=FTE, slug="b", name="B", value=7, people=5),
        ],
        audience,
    )
    assert [(row.slug, row.code, row.value, row.hidden) for row in rows] == [
        ("a", "K03a", 900, False),
        ("a", "K03e", None, True),
        ("a", "K04", None, True),
        ("b", "K04", 7, False),
    ]


def test_members_and_ages_stay_with_the_coordination(network, la_cape) -> None:
    for _ in range(12):
        person = make_person()
        PersonFacts.objects.create(person=person, birth_date=date(1990, 1, 1))
        make_path(la_cape, person)
    for audience in (Audience.FUNDER, Audience.PUBLIC):
        assert set(told_to(audience).values()) == {None}


def test_they_are_frozen_with_the_bilan_and_read_again_as_they_were(network, la_cape, amina) -> None:
    frame = Frame(date(2026, 1, 1), TODAY)
    make_hours(la_cape, amina, 120)
    report = services.prepare_report(title="Essai", frame=frame, actor=None, now=NOW)
    freeze = services.freeze_report(
        report=report, author=None, actor=None, now=NOW, today=TODAY + timedelta(days=1)
    )
    make_hours(la_cape, amina, 60)
    rows = selectors.read(freeze, Audience.INTERNAL).measures
    assert {row.code: row.value for row in rows}["K03b"] == 120
    assert {row.value for row in selectors.read(freeze, Audience.PUBLIC).measures} == {None}


def test_a_bilan_frozen_before_these_figures_is_still_read(network, la_cape) -> None:
    content = to_content(selectors.bilan(YEAR, WHOLE_NETWORK, Audience.INTERNAL))
    del content["measures"]
    assert from_content(content).measures == ()
