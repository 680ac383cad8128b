"""A sharing starts from what a client paid: each payment once, in the order in which they come."""

from datetime import datetime, time, timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.sales import services as sales
from kpacite.domain.sales.enums import QuoteState
from kpacite.domain.sales.models import Invoice, OrderJob
from kpacite.domain.sales.models.payments import EncashedTax
from kpacite.domain.sales.services import invoices, payments
from kpacite.domain.sharing.models import CashPart, Sharing
from kpacite.domain.sharing.rules import Status
from kpacite.domain.sharing.rules.recipe import Job
from kpacite.domain.sharing.selectors import gathering, received
from kpacite.kernel.money import Euro
from tests.factories.activities import confirm, join, make_activity, make_hours, make_job
from tests.factories.invoices import BY, make_buyer, make_issued, ready_to_invoice
from tests.factories.payments import LATER, money, pay
from tests.factories.people import NOW
from tests.factories.sales import make_quote
from tests.factories.sharing import adopt, agreed, make_draft, make_pot, validated
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


@pytest.fixture
def order(la_cape, carrier, job):
    """Done, invoiced; nobody has paid yet."""
    ready_to_invoice(carrier)
    quote = make_quote(
        make_buyer(la_cape), QuoteState.ACCEPTED, activity=job.activity, title="Buffet du 6 mars"
    )
    order = sales.finish_order(order=quote.order, actor=None, now=NOW)
    OrderJob.objects.create(order=order, job=job)
    draft = invoices.write_invoice_of_order(order=order, **BY)
    invoices.issue_invoice(invoice=draft, **BY)
    return order


def test_what_is_paid_and_worked_is_put_before_who_answers_for_it(
    as_, amina, bilal, chloe, job, order, rule
) -> None:
    join(job.activity, bilal, referent=True)
    join(job.activity, amina)
    wish = "Partager l’argent reçu"
    assert wish not in text_of(as_(bilal).get("/la-cape/"))
    invoice = Invoice.objects.get()
    pay((invoice, invoice.gross_cents))
    assert wish in text_of(as_(bilal).get("/la-cape/"))
    assert wish not in text_of(as_(amina).get("/la-cape/"))
    assert "commande payée à partager" in text_of(as_(chloe).get("/la-cape/"))
    cash = gathering.cash_to_share(job.activity.kpa)[0]
    as_(bilal).post(START, {"title": "Buffet", "cash": [cash.source], "jobs": [job.pk]})
    assert wish not in text_of(as_(bilal).get("/la-cape/"))


def test_what_goes_with_the_order_is_ticked_and_nothing_else(as_, bilal, la_cape, job, order, rule) -> None:
    for invoice in (Invoice.objects.get(), make_issued(la_cape)):
        pay((invoice, invoice.gross_cents))
    other = make_job(job.activity, "Ménage", starts_at=_yesterday())
    confirm(make_hours(la_cape, bilal, 60, job=other))
    form = as_(bilal).get(START, {"commande": order.pk}).context["form"]
    theirs = [one.source for one in gathering.cash_to_share(la_cape) if one.order == order.number]
    assert len(theirs) == 1
    assert (form["title"].value(), form["cash"].value(), form["jobs"].value()) == (
        "Buffet du 6 mars",
        theirs,
        [str(job.pk)],
    )


def test_an_order_that_is_not_there_ticks_nothing(as_, bilal, la_cape, order) -> None:
    assert as_(bilal).get(START, {"commande": "C-0"}).context["form"].initial == {}


def test_what_is_not_ticked_is_said_beside_its_list(as_, amina, la_cape, invoice, rule, job) -> None:
    pay((invoice, invoice.gross_cents))
    page = text_of(as_(amina).post(START, {"title": "Buffet"}), 422)
    assert "Cochez l’argent à partager." in page
    assert "Cochez au moins un travail." in page
    assert 'value="Buffet"' in page


def give_back(invoice: Invoice, cents: int) -> None:
    """A credit note on what was paid, and its refund."""
    note = invoices.write_credit_note(invoice=invoice, reason="Geste", **BY)
    invoices.issue_invoice(invoice=note, **BY)
    payments.refund_credit(invoice=invoice, money=money(cents), actor=None, now=NOW, today=LATER)


def test_what_was_given_back_to_the_client_is_not_shared(la_cape, invoice) -> None:
    pay((invoice, invoice.gross_cents))
    give_back(invoice, invoice.gross_cents // 4)
    back = -EncashedTax.objects.filter(net_cents__lt=0).aggregate(cents=Sum("net_cents"))["cents"]
    (cash,) = gathering.cash_to_share(la_cape)
    assert cash.cents == invoice.net_cents - back < invoice.net_cents
    give_back_all = invoice.gross_cents - invoice.gross_cents // 4
    payments.refund_credit(invoice=invoice, money=money(give_back_all), actor=None, now=NOW, today=LATER)
    assert gathering.cash_to_share(la_cape) == []


def test_a_payment_cancelled_meanwhile_stops_the_sharing_and_says_what_to_do(
    as_, amina, bilal, la_cape, invoice, job, rule
) -> None:
    payment = pay((invoice, invoice.gross_cents))
    cash = gathering.cash_to_share(la_cape)[0]
    as_(amina).post(START, {"title": "Buffet", "cash": [cash.source], "jobs": [job.pk]})
    sharing = agreed(Sharing.objects.get(), amina.person, bilal.person)
    page = f"/la-cape/partages/{sharing.number}/"
    assert "de cet argent" not in text_of(as_(amina).get(page))
    payments.cancel_payment(payment=payment, reason="Chèque refusé", actor=None, now=NOW, today=LATER)
    assert "Abandonnez ce partage, puis recommencez-le." in text_of(as_(amina).get(page))
    told = text_of(as_(amina).post(f"{page}valider/", follow=True))
    assert "Un paiement a été rendu ou annulé depuis." in told
    assert not sharing.approvals.exists()


def test_a_refund_after_a_sharing_asks_for_a_rectification_and_gives_its_sum(
    as_, amina, bilal, la_cape, invoice, job, rule
) -> None:
    join(job.activity, bilal, referent=True)
    pay((invoice, invoice.gross_cents))
    cash = gathering.cash_to_share(la_cape)[0]
    as_(amina).post(START, {"title": "Buffet", "cash": [cash.source], "jobs": [job.pk]})
    sharing = validated(Sharing.objects.get(), amina.person, bilal.person)
    give_back(invoice, invoice.gross_cents // 2)
    page = f"/la-cape/partages/{sharing.number}/"
    assert "Il faut rectifier ce partage." in text_of(as_(bilal).get(page))
    left = received.cash_now(sharing)
    assert as_(bilal).get(f"{page}rectifier/").context["form"].initial == {"amount": Euro(left)}
    said = {"amount": Euro(left).format(), "recovery": "recover_next", "reason": "Avoir"}
    as_(bilal).post(f"{page}rectifier/", said)
    as_(amina).post(f"/la-cape/partages/{sharing.number + 1}/valider/")
    assert received.shared_now(sharing) == left
    assert "Il faut rectifier" not in text_of(as_(bilal).get(page))


def test_hours_that_were_given_are_not_paid_beside_those_of_work(la_cape, job, amina, bilal, chloe) -> None:
    """R28: a person may work and give time on the same job."""
    confirm(make_hours(la_cape, amina, 120, job=job, kind=TimeKind.VOLUNTEER))
    confirm(make_hours(la_cape, chloe, 90, job=job, kind=TimeKind.VOLUNTEER))
    workers = {one.name: one for one in gathering.gather([job], la_cape.kpa, timezone.localdate()).job.people}
    assert workers["Amina"].tasks == ((480, "1.00"),)
    assert (workers["Chloé"].tasks, workers["Chloé"].is_volunteer) == (((90, "1.00"),), True)
