"""A quote from its draft to the order: each step, each refusal, what the client agreed to."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import DepositKind, LeadState, OrderState, QuoteState, SalesChannel
from kpacite.domain.sales.models import Order, Quote
from kpacite.domain.sales.rules import lines as line_rules
from kpacite.domain.sales.rules.deals import QUOTES, ReviewFacts, may_make_ready
from kpacite.platform import audit
from tests.factories.activities import make_activity, make_offer
from tests.factories.organisations import make_kpa
from tests.factories.people import NOW, TODAY, make_person
from tests.factories.sales import address, line_input, make_client, make_lead, make_quote, quote_words

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}


@pytest.fixture
def client():
    return make_client(make_kpa("La Cape"), "Les Tilleuls", email="tilleuls@client.example")


def actions(target):
    return [event.action.rpartition(".")[2] for event in reversed(audit.for_target(target))]


def write(client, submission="un", **words):
    return services.write_quote(
        kpa=client.kpa, words=quote_words(client, **words), submission=submission, author=None, **BY
    )


def accept(quote, **fields):
    details = {"name": "Samira Exemple", "text": services.acceptance_text(quote), "ip_hash": "h"} | fields
    return services.accept_quote(quote=quote, **({"today": TODAY, "now": NOW} | details))


def test_from_the_draft_to_the_order_with_a_trace_at_each_step(client, django_capture_on_commit_callbacks):
    quote = write(client)
    assert (quote.state, quote.number, quote.gross_cents) == (QuoteState.DRAFT, "", 46200)
    quote = services.ask_review(quote=quote, **BY)
    quote = services.make_ready(quote=quote, today=TODAY, **BY)
    assert (quote.number, quote.issued_on) == ("D-2026-001", TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        quote = services.send_quote(quote=quote, address=address, today=TODAY, **BY)
    assert mail.outbox[0].to == ["tilleuls@client.example"]
    assert "D-2026-001" in mail.outbox[0].subject
    order = accept(quote)
    quote.refresh_from_db()
    assert (quote.state, quote.accepted_name, quote.accepted_ip_hash) == (
        QuoteState.ACCEPTED,
        "Samira Exemple",
        "h",
    )
    assert "462,00" in quote.accepted_text
    assert (order.state, order.number, order.gross_cents) == (OrderState.CONFIRMED, "C-2026-001", 46200)
    assert actions(quote) == ["written", "review_asked", "made_ready", "sent", "accepted"]


def test_numbers_follow_each_other_in_each_kpa_and_start_again_each_year(client):
    first, second = make_quote(client, QuoteState.READY), make_quote(client, QuoteState.READY)
    other = make_quote(make_client(make_kpa()), QuoteState.READY)
    assert [first.number, second.number, other.number] == ["D-2026-001", "D-2026-002", "D-2026-001"]
    next_year = services.make_ready(
        quote=make_quote(client), today=TODAY.replace(year=2027), actor=None, now=NOW
    )
    assert next_year.number == "D-2027-001"


MOVES = {
    "ask_review": (lambda quote: services.ask_review(quote=quote, **BY), QuoteState.TO_REVIEW),
    "send_back": (lambda quote: services.send_back(quote=quote, reason="Prix", **BY), QuoteState.DRAFT),
    "make_ready": (lambda quote: services.make_ready(quote=quote, today=TODAY, **BY), QuoteState.READY),
    "send": (
        lambda quote: services.send_quote(quote=quote, address=address, today=TODAY, **BY),
        QuoteState.SENT,
    ),
    "refuse": (lambda quote: services.refuse_quote(quote=quote, reason="Non", **BY), QuoteState.REFUSED),
    "discard": (lambda quote: services.discard_quote(quote=quote, **BY), QuoteState.DISCARDED),
}
REACHED = [state for state in QuoteState if state not in (QuoteState.EXPIRED, QuoteState.REPLACED)]


@pytest.mark.parametrize("state", REACHED)
@pytest.mark.parametrize("move", MOVES)
def test_a_move_follows_the_table_or_is_refused_and_changes_nothing(client, move, state):
    act, target = MOVES[move]
    quote = make_quote(client, state)
    if target in QUOTES[state]:
        assert act(quote).state == target
        return
    with pytest.raises(services.QuoteMoved):
        act(quote)
    quote.refresh_from_db()
    assert quote.state == state


def test_the_same_form_sent_twice_is_one_quote(client):
    assert write(client) == write(client)
    assert Quote.objects.count() == 1


def test_a_quote_sells_something_of_its_own_kpa(client):
    with pytest.raises(services.NothingSold):
        write(client, lines=[])
    elsewhere = make_offer(make_activity(make_kpa()))
    with pytest.raises(services.LineOfElsewhere):
        write(client, lines=[line_input(offer=elsewhere.pk)])
    with pytest.raises(services.LineOfElsewhere):
        write(client, lines=[line_input(activity=elsewhere.activity_id)])


def test_a_deposit_is_told_as_one_thing_and_stays_within_the_total(client):
    quote = write(client, deposit_kind=DepositKind.DEPOSIT, deposit_bp=3000)
    assert quote.deposit_cents == 13860
    earnest = write(client, "deux", deposit_kind=DepositKind.EARNEST, deposit_sum=5000)
    assert earnest.deposit_cents == 5000
    assert "arrhes de 50,00" in services.acceptance_text(earnest)
    for wrong in ({"deposit_bp": 3000}, {"deposit_kind": DepositKind.DEPOSIT}):
        with pytest.raises(services.DepositUntold):
            write(client, "trois", **wrong)
    with pytest.raises(line_rules.DepositTooLarge):
        write(client, "quatre", deposit_kind=DepositKind.DEPOSIT, deposit_sum=46201)


def test_two_people_who_edit_at_once_do_not_overwrite_each_other(client):
    quote = write(client)
    words = quote_words(client, lines=[line_input(unit_price_cents=1500)], discount_bp=1000)
    quote = services.edit_quote(quote=quote, revision=1, words=words, **BY)
    assert (quote.gross_cents, quote.revision, quote.lines.count()) == (44550, 2, 1)
    with pytest.raises(services.ChangedMeanwhile):
        services.edit_quote(quote=quote, revision=1, words=words, **BY)
    services.ask_review(quote=quote, **BY)
    with pytest.raises(services.QuoteNotDraft):
        services.edit_quote(quote=quote, revision=2, words=words, **BY)


def test_a_quote_made_from_a_request_marks_it(client):
    lead = make_lead(client.kpa)
    quote = make_quote(client, deal=lead.deal)
    lead.refresh_from_db()
    assert (lead.state, quote.deal, lead.deal.client) == (LeadState.QUOTED, lead.deal, client)


def test_accepting_twice_makes_one_order(client):
    quote = make_quote(client, QuoteState.SENT)
    assert accept(quote) == accept(quote) == services.note_acceptance(quote=quote, name="Autre", **BY)
    assert Order.objects.count() == 1


def test_one_accepts_the_words_that_one_has_read_with_a_name_in_time(client):
    quote = make_quote(client, QuoteState.SENT)
    with pytest.raises(services.QuoteReplaced):
        accept(quote, text="autre chose")
    with pytest.raises(services.NameNeeded):
        accept(quote, name=" ")
    with pytest.raises(services.QuoteExpired):
        accept(quote, today=TODAY + timedelta(days=31))
    assert not Order.objects.exists()
    with pytest.raises(services.QuoteMoved):
        accept(make_quote(client, QuoteState.REFUSED))


def test_what_the_law_says_to_a_consumer_depends_on_where_the_sale_is_made(client):
    texts = {
        channel: services.acceptance_text(make_quote(client, channel=channel)) for channel in SalesChannel
    }
    assert "14 jours" not in texts[SalesChannel.ON_SITE]
    assert "14 jours" in texts[SalesChannel.DISTANCE]
    assert "7 jours" in texts[SalesChannel.OFF_PREMISES]


def test_an_acceptance_on_paper_is_noted_by_a_member_even_before_the_mail(client):
    quote = make_quote(client, QuoteState.READY)
    order = services.note_acceptance(quote=quote, name="Samira", **BY)
    quote.refresh_from_db()
    assert (quote.accepted_on_paper, order.quote) == (True, quote)


def test_the_author_learns_of_the_yes(client, django_capture_on_commit_callbacks):
    author = make_person("Amina", email="amina@kpa.example")
    quote = make_quote(client, QuoteState.SENT, author=author)
    with django_capture_on_commit_callbacks(execute=True):
        accept(quote)
    assert mail.outbox[-1].to == ["amina@kpa.example"]


def test_a_revision_keeps_the_number_and_replaces_when_it_is_sent(client):
    quote = make_quote(client, QuoteState.SENT)
    later = {"author": None, "valid_until": TODAY + timedelta(days=60)}
    new = services.revise_quote(quote=quote, submission="v2", **later, **BY)
    assert services.revise_quote(quote=quote, submission="v2", **later, **BY) == new
    assert (new.state, new.number, new.version, str(new)) == (
        QuoteState.DRAFT,
        quote.number,
        2,
        f"{quote.number}-v2",
    )
    with pytest.raises(services.RevisionOpen):
        services.revise_quote(quote=quote, submission="v2bis", **later, **BY)
    assert selectors.client_view(quote.deal).quotes == [quote]
    new = services.make_ready(quote=new, today=TODAY, **BY)
    assert new.number == quote.number
    new = services.send_quote(quote=new, address=address, today=TODAY, **BY)
    quote.refresh_from_db()
    assert quote.state == QuoteState.REPLACED
    assert selectors.client_view(quote.deal).quotes == [new]
    with pytest.raises(services.QuoteReplaced):
        accept(quote)


def test_a_version_cannot_overtake_an_acceptance(client):
    quote = make_quote(client, QuoteState.SENT)
    new = services.revise_quote(
        quote=quote, submission="v2", author=None, valid_until=quote.valid_until, **BY
    )
    services.make_ready(quote=new, today=TODAY, **BY)
    accept(quote)
    with pytest.raises(services.AlreadyAccepted):
        services.send_quote(quote=new, address=address, today=TODAY, **BY)


def test_a_copy_is_a_new_draft_in_a_file_of_its_own(client):
    quote = make_quote(client, QuoteState.REFUSED, service_on=TODAY)
    copy = services.duplicate_quote(
        quote=quote, submission="copie", author=None, valid_until=quote.valid_until, **BY
    )
    assert copy.deal != quote.deal
    assert (copy.state, copy.number, copy.service_on, copy.gross_cents) == (
        QuoteState.DRAFT,
        "",
        None,
        quote.gross_cents,
    )
    assert services.inputs_of(copy) == services.inputs_of(quote)


def test_quotes_expire_the_day_after_their_last(client):
    quote = make_quote(client, QuoteState.SENT, valid_until=TODAY)
    assert services.expire_quotes(NOW) == 0
    assert services.expire_quotes(NOW + timedelta(days=1)) == 1
    assert services.expire_quotes(NOW + timedelta(days=1)) == 0
    quote.refresh_from_db()
    assert quote.state == QuoteState.EXPIRED
    late = make_quote(client, QuoteState.READY, valid_until=TODAY)
    with pytest.raises(services.QuoteExpired):
        services.send_quote(quote=late, address=address, today=TODAY + timedelta(days=1), **BY)


@pytest.mark.parametrize(
    ("author", "autonomous", "reviewer", "may"),
    [
        (True, False, True, False),
        (True, True, False, True),
        (False, False, True, True),
        (False, False, False, False),
        (False, True, False, True),
    ],
)
def test_nobody_reviews_her_own_quote_without_the_carriers_trust(author, autonomous, reviewer, may):
    facts = ReviewFacts(is_author=author, is_autonomous=autonomous, may_review=reviewer)
    assert may_make_ready(facts) is may


ATTACKS = [
    ({"title": ""}, "quote_titled"),
    ({"state": "ready"}, "quote_numbered_when_ready"),
    ({"channel": "moon"}, "quote_channel_known"),
    ({"deposit_cents": 100}, "quote_deposit_told"),
    ({"deposit_kind": "deposit", "deposit_cents": 10**9}, "quote_deposit_within_total"),
    ({"discount_bp": 10_001}, "quote_discount_in_bounds"),
    ({"gross_cents": 1}, "quote_sums_agree"),
    (
        {"state": "accepted", "number": "D", "issued_on": "2026-01-01"},
        "quote_accepted_by_someone",
    ),
    ({"state": "refused", "number": "D", "issued_on": "2026-01-01"}, "quote_refused_dated"),
]


@pytest.mark.parametrize(("columns", "constraint"), ATTACKS)
def test_raw_sql_cannot_write_what_can_never_be(client, columns, constraint):
    quote = make_quote(client)
    changes = ", ".join(f'"{name}" = %s' for name in columns)
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE sales_quote SET {changes} WHERE id = %s", [*columns.values(), quote.pk])
