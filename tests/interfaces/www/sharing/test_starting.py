"""A sharing starts from what a client paid: each payment once, in the order in which they come."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from kpacite.domain.sharing.models import CashPart, Sharing
from kpacite.domain.sharing.rules import Status
from kpacite.domain.sharing.rules.recipe import Job
from kpacite.domain.sharing.selectors import gathering
from tests.factories.activities import confirm, join, make_activity, make_hours, make_job
from tests.factories.invoices import make_issued, ready_to_invoice
from tests.factories.payments import pay
from tests.factories.sharing import adopt, make_draft, make_pot
from tests.interfaces.www.sharing.test_rules import text_of

pytestmark = pytest.mark.django_db
START = "/la-cape/partages/nouveau/"


@pytest.fixture
def invoice(la_cape, carrier):
    ready_to_invoice(carrier)
    return make_issued(la_cape)


@pytest.fixture
def job(la_cape, amina, bilal):
    job = make_job(make_activity(la_cape, "Cuisine"), starts_at=_yesterday())
    for account, minutes in ((amina, 480), (bilal, 240)):
        confirm(make_hours(la_cape, account, minutes, job=job))
    return job


def _yesterday() -> datetime:
    return timezone.now() - timedelta(days=1)


@pytest.fixture
def rule(la_cape, amina, bilal):
    make_pot(la_cape)
    return adopt(make_draft(la_cape, amina.person), amina.person, bilal.person)


def test_without_money_hours_or_rule_the_page_says_what_is_missing(as_, amina, la_cape) -> None:
    page = text_of(as_(amina).get(START))
    assert "Pas encore de règle" in page
    assert "ce qu’un client a payé" in page
    assert "heures validées" in page


def test_a_job_is_dated_by_the_day_people_lived(as_, amina, la_cape, invoice, rule) -> None:
    pay((invoice, invoice.gross_cents))
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    job = make_job(make_activity(la_cape, "Cuisine"), "Veillée", starts_at=midnight)
    confirm(make_hours(la_cape, amina, 60, job=job))
    assert f"Veillée, le {timezone.localdate():%d/%m/%Y}" in text_of(as_(amina).get(START))


def test_two_transfers_are_two_sharings_and_make_the_net_of_the_invoice(
    as_, amina, la_cape, invoice, job, rule
) -> None:
    browser = as_(amina)
    half = invoice.gross_cents // 2
    for rank, cents in enumerate((half, invoice.gross_cents - half), start=1):
        pay((invoice, cents))
        cash = gathering.cash_to_share(la_cape)
        assert len(cash) == 1
        said = {"title": f"Buffet, partie {rank}", "cash": [cash[0].source], "jobs": [job.pk]}
        sent = browser.post(START, said)
        assert sent["Location"] == f"/la-cape/partages/{rank}/"
        twice = browser.post(START, said)
        assert twice.status_code == 422
    assert sum(part.cents for part in CashPart.objects.all()) == invoice.net_cents


def test_hours_contracts_and_who_answers_come_from_their_own_records(la_cape, job, amina, bilal) -> None:
    join(job.activity, bilal, referent=True)
    gathered = gathering.gather([job], la_cape.kpa, timezone.localdate())
    worker = next(one for one in gathered.job.people if one.id == amina.person.public_id)
    assert worker.tasks == ((480, "1.00"),)
    assert worker.status is Status.NO_CONTRACT
    assert gathered.job.holders == {"referent": bilal.person.public_id}
    assert sorted(len(entries) for entries in gathered.job.hours.values()) == [2]


def test_facts_are_kept_as_they_were(as_, amina, la_cape, invoice, job, rule) -> None:
    pay((invoice, invoice.gross_cents))
    cash = gathering.cash_to_share(la_cape)[0]
    as_(amina).post(START, {"title": "Buffet", "cash": [cash.source], "jobs": [job.pk]})
    sharing = Sharing.objects.get()
    assert sharing.base_cents == invoice.net_cents
    assert Job.read(sharing.facts).json() == sharing.facts
