"""What is agreed, planned in the agenda, done, ready to invoice; and who the carrier trusts."""

from datetime import timedelta

import pytest

from kpacite.domain.activities.enums import JobState
from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Kpa
from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import AutonomyKind, OrderState, QuoteState
from kpacite.platform import audit
from kpacite.platform.asking import ask
from tests.factories.activities import make_activity
from tests.factories.organisations import make_kpa, wear
from tests.factories.people import NOW, TODAY, make_person
from tests.factories.sales import make_client, make_lead, make_quote

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}
LATER = NOW + timedelta(days=7)


@pytest.fixture
def kpa():
    return make_kpa()


@pytest.fixture
def order(kpa):
    client = make_client(kpa)
    quote = make_quote(client, QuoteState.ACCEPTED, activity=make_activity(kpa))
    return quote.order


def plan(order, starts_at=LATER, **words):
    span = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    return services.plan_order(order=order, **span, **words, **BY)


def test_an_order_is_planned_done_and_closed(order):
    job = plan(order, title="Cuire", wanted=2)
    order.refresh_from_db()
    assert (order.state, list(selectors.jobs_of(order))) == (OrderState.PLANNED, [job])
    assert (job.title, job.wanted, job.activity) == ("Cuire", 2, order.deal.activity)
    order = services.finish_order(order=order, actor=None, now=LATER + timedelta(hours=1))
    job.refresh_from_db()
    assert (order.state, job.state) == (OrderState.DONE, JobState.DONE)
    order = services.close_order(order=order, actor=None, now=LATER + timedelta(days=1))
    assert order.state == OrderState.CLOSED
    trace = [event.action.rpartition(".")[2] for event in reversed(audit.for_target(order))]
    assert trace == ["confirmed", "planned", "finished", "closed"]


def test_an_order_is_not_done_before_its_work(order):
    plan(order)
    with pytest.raises(services.JobAhead):
        services.finish_order(order=order, **BY)


def test_a_cancelled_order_says_why_and_empties_the_agenda(order):
    job = plan(order)
    with pytest.raises(Refused, match="pourquoi"):
        services.cancel_order(order=order, reason=" ", **BY)
    services.cancel_order(order=order, reason="Le client a renoncé", **BY)
    job.refresh_from_db()
    assert (job.state, job.cancel_reason) == (JobState.CANCELLED, "Le client a renoncé")
    for act in (
        lambda: plan(order),
        lambda: services.finish_order(order=order, **BY),
        lambda: services.close_order(order=order, **BY),
    ):
        with pytest.raises(services.OrderMoved):
            act()


def test_an_order_needs_a_group_before_the_agenda(kpa):
    order = make_quote(make_client(kpa), QuoteState.ACCEPTED).order
    with pytest.raises(services.NoActivity):
        plan(order)


def test_an_order_without_a_quote_is_noted_once(kpa):
    direct = {"kpa": kpa, "client": make_client(kpa), "activity": make_activity(kpa), "title": "Repassage"}
    order = services.confirm_order(**direct, submission="x", service_on=TODAY, **BY)
    assert services.confirm_order(**direct, submission="x", **BY) == order
    assert (order.quote, order.number, selectors.order_lines(order)) == (None, "C-2026-001", [])


def test_the_lines_of_an_order_are_those_of_its_quote(order):
    assert [line.label for line in selectors.order_lines(order)] == ["Buffet"]


def test_the_carrier_trusts_a_member_for_a_time(kpa):
    person = make_person()
    with pytest.raises(services.NotAMember):
        services.grant_autonomy(kpa=kpa, person=person, kind=AutonomyKind.QUOTES, start=TODAY, **BY)
    wear(person, Role.COOPERATOR, kpa.organisation)
    granted = services.grant_autonomy(kpa=kpa, person=person, kind=AutonomyKind.QUOTES, start=TODAY, **BY)
    with pytest.raises(Refused, match="déjà cette autonomie"):
        services.grant_autonomy(kpa=kpa, person=person, kind=AutonomyKind.QUOTES, start=TODAY, **BY)

    def trusted(kind, day):
        return selectors.has_autonomy(person, kpa, kind, day)

    assert trusted(AutonomyKind.QUOTES, TODAY)
    assert not trusted(AutonomyKind.INVOICES, TODAY)
    assert not trusted(AutonomyKind.QUOTES, TODAY - timedelta(days=1))
    assert not selectors.has_autonomy(None, kpa, AutonomyKind.QUOTES, TODAY)
    services.end_autonomy(autonomy=granted, end=TODAY + timedelta(days=1), **BY)
    assert trusted(AutonomyKind.QUOTES, TODAY)
    assert not trusted(AutonomyKind.QUOTES, TODAY + timedelta(days=1))
    with pytest.raises(services.AutonomyEnded):
        services.end_autonomy(autonomy=granted, end=TODAY, **BY)


def test_what_waits_is_counted_for_ones_own_groups(kpa, order):
    make_lead(kpa)
    make_quote(make_client(kpa), QuoteState.READY, activity=make_activity(kpa))

    def counts(*groups):
        return selectors.Counts(**ask(Kpa.objects.filter(pk=kpa.pk), selectors.counts_asked(kpa, *groups)))

    everywhere = counts()
    assert (everywhere.new_leads, everywhere.to_send, everywhere.accepted) == (1, 1, 1)
    mine = counts(frozenset({order.deal.activity_id}))
    assert (mine.new_leads, mine.to_send, mine.accepted) == (1, 0, 1)
