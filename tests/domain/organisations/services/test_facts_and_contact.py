from datetime import date, time

import pytest
from django.core import mail

from kpacite.domain.organisations import selectors, services
from kpacite.domain.organisations.enums import (
    CashBasis,
    ChecklistUse,
    ContactPurpose,
    Indicator,
    Recurrence,
    TaxBasis,
    Unit,
    Weekday,
)
from kpacite.domain.organisations.models import ContactMessage, DatedFact
from kpacite.platform import audit
from tests.factories.organisations import make_kpa, make_source
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}


def actions(target) -> list[str]:
    return [event.action for event in audit.for_target(target)]


def test_a_fact_keeps_the_words_of_its_document():
    kpa = make_kpa().organisation
    source = services.add_source(key="000", title="Présentation", date_words="2019", **BY)
    fact = services.record_fact(
        organisation=kpa,
        indicator=Indicator.TURNOVER,
        unit=Unit.EURO_CENTS,
        value=388608,
        source=source,
        words=("depuis l’été 2018", "3886,08 € HT"),
        period_start=date(2018, 6, 21),
        tax_basis=TaxBasis.NET,
        cash_basis=CashBasis.UNKNOWN,
        **BY,
    )
    assert str(fact.number) == "3886.08"
    assert (fact.quote, str(fact.source)) == ("3886,08 € HT", "Présentation (2019)")
    assert actions(fact) == ["organisations.fact.recorded"]
    assert actions(source) == ["organisations.source.added"]


def test_money_without_its_bases_is_refused_in_french():
    with pytest.raises(services.Refused, match="hors taxes"):
        services.record_fact(
            organisation=make_kpa().organisation,
            indicator=Indicator.TURNOVER,
            unit=Unit.EURO_CENTS,
            value=1,
            as_of=TODAY,
            source=make_source(),
            words=("2019", "1 €"),
            **BY,
        )
    assert not DatedFact.objects.exists()


def set_value(organisation, value, start=TODAY, code="min_age", **details):
    return services.set_parameter(
        organisation=organisation,
        code=code,
        value=value,
        unit=Unit.YEARS,
        valid_from=start,
        **({"reason": "essai"} | details),
        **BY,
    )


def test_a_new_value_ends_the_one_before():
    first = set_value(None, 16, date(2024, 1, 1))
    second = set_value(None, 17)
    first.refresh_from_db()
    assert (first.valid_to, second.valid_to) == (TODAY, None)
    (event,) = audit.for_target(second)
    assert event.data == {"from": 16, "to": 17, "valid_from": "2026-03-12"}
    with pytest.raises(services.ParameterBeforeThePresentOne):
        set_value(None, 18, date(2025, 1, 1))


def test_a_kpa_may_ask_for_more_years_than_the_network_never_for_fewer():
    kpa = make_kpa().organisation
    assert set_value(kpa, 18).value == 18
    with pytest.raises(services.ParameterOnlyRises):
        set_value(make_kpa().organisation, 15)


def test_a_kpa_may_shorten_the_path_never_lengthen_it():
    kpa = make_kpa().organisation
    assert set_value(kpa, 12, code="path_max_months").value == 12
    with pytest.raises(services.ParameterOnlyFalls):
        set_value(make_kpa().organisation, 37, code="path_max_months")


def test_a_free_code_has_no_limit_but_an_explanation():
    kpa = make_kpa().organisation
    assert set_value(kpa, 8, code="common_hours").value == 8
    with pytest.raises(services.Refused, match="Dites d’où vient"):
        set_value(kpa, 9, date(2027, 1, 1), code="common_hours", reason="")


def test_a_checklist_is_published_in_order():
    source = make_source()
    for position, code in ((2, "old"), (1, "new")):
        services.publish_checklist(
            code=code,
            words=("Se lancer", "2019"),
            use=ChecklistUse.ADVICE,
            position=position,
            source=source,
            items=[
                {"code": "b", "title": "Un lieu", "detail": ""},
                {"code": "a", "title": "Un groupe", "detail": ""},
            ],
            **BY,
        )
    first, _second = selectors.checklists()
    assert first.code == "new"
    assert [item.title for item in first.items.all()] == ["Un lieu", "Un groupe"]
    assert actions(first) == ["organisations.checklist.published"]


def test_the_checklists_cost_two_queries(django_assert_num_queries):
    test_a_checklist_is_published_in_order()
    with django_assert_num_queries(2):
        assert [str(item) for row in selectors.checklists() for item in row.items.all()]


def slot(kpa, **details):
    usual = {"recurrence": Recurrence.WEEKLY, "weekday": Weekday.FRIDAY}
    return services.add_welcome_slot(
        kpa=kpa, start_time=time(17, 30), end_time=time(18), **(usual | details), **BY
    )


def test_a_slot_is_announced_once_confirmed_until_it_ends():
    kpa = make_kpa()
    row = slot(kpa)
    assert selectors.next_welcome_sessions(today=TODAY, kpa=kpa) == []
    services.confirm_welcome_slot(slot=row, today=TODAY, **BY)
    assert len(selectors.next_welcome_sessions(today=TODAY, kpa=kpa)) == 3
    row = services.end_welcome_slot(slot=row, valid_to=date(2026, 3, 14), **BY)
    assert len(selectors.next_welcome_sessions(today=TODAY, kpa=kpa)) == 1
    assert actions(row) == [f"organisations.welcome_slot.{what}" for what in ("ended", "confirmed", "added")]
    with pytest.raises(services.SlotAlreadyEnded):
        services.end_welcome_slot(slot=row, valid_to=date(2026, 3, 14), **BY)


def test_a_slot_without_its_day_is_refused():
    with pytest.raises(services.Refused, match="jour de la semaine"):
        slot(make_kpa(), weekday=None)


def receive(organisation, **details):
    usual = {"purpose": ContactPurpose.LAUNCH, "name": " Sami ", "message": "Nous voulons lancer un KPA."}
    return services.receive_contact_message(organisation=organisation, now=NOW, **(usual | details))


def test_a_message_lands_in_the_inbox_and_is_confirmed_by_mail(network, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        row = receive(
            network, email="sami@demo.kpacite.example", self_check={"group": "yes", "place": "soon"}
        )
    assert list(selectors.inbox(network)) == [row]
    assert (row.name, row.self_check) == ("Sami", {"group": "yes", "place": "soon"})
    (message,) = mail.outbox
    assert message.to == ["sami@demo.kpacite.example"]
    assert "Lancer un KPA" in message.body
    (event,) = audit.for_target(row)
    assert (event.action, event.actor) == ("organisations.message.received", None)
    assert "Sami" not in f"{event.target_repr} {event.data}"


def test_the_confirmation_repeats_nothing_that_was_typed(network, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        receive(network, name="Gagnez vite", message="Cliquez ici", email="tiers@demo.kpacite.example")
    (message,) = mail.outbox
    said = f"{message.subject} {message.body} {message.alternatives}"
    assert "Gagnez" not in said
    assert "Cliquez" not in said


def test_a_phone_is_enough_and_sends_no_mail(network, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        receive(network, phone="+33639980001")
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({}, "adresse e-mail ou un téléphone"),
        ({"phone": "+33639980001", "name": "  "}, "obligatoire|vide|Écrivez"),
        ({"phone": "+33639980001", "message": " "}, "obligatoire|vide|Écrivez"),
    ],
)
def test_a_message_without_a_name_words_or_a_way_to_answer_is_refused(network, details, words):
    with pytest.raises(services.Refused, match=words):
        receive(network, **details)
    assert not ContactMessage.objects.exists()


def test_a_self_check_answers_yes_soon_or_no(network):
    with pytest.raises(services.SelfCheckUnreadable):
        receive(network, phone="+33639980001", self_check={"group": "peut-être"})


def test_a_handled_message_goes_down_the_inbox_and_is_handled_once(network, esther):
    first, second = receive(network, phone="+33639980001"), receive(network, phone="+33639980002")
    assert selectors.waiting_count(network) == 2
    services.handle_message(message=second, actor=esther, now=NOW)
    assert list(selectors.inbox(network)) == [first, second]
    assert selectors.waiting_count(network) == 1
    assert ContactMessage.objects.received_since(NOW).count() == 2
    assert actions(second)[0] == "organisations.message.handled"
    with pytest.raises(services.MessageAlreadyHandled):
        services.handle_message(message=second, actor=esther, now=NOW)


def test_a_message_opened_again_keeps_its_note_and_says_who_did(network, esther, chloe):
    message = receive(network, phone="+33639980001")
    services.handle_message(message=message, actor=esther, now=NOW, note="  Rappelée jeudi ")
    row = services.reopen_message(message=message, actor=chloe, now=NOW)
    assert (row.handled_at, row.handled_by, row.note) == (None, None, "Rappelée jeudi")
    assert selectors.waiting_count(network) == 1
    event = audit.for_target(message)[0]
    assert (event.action, event.actor) == ("organisations.message.reopened", chloe)
    with pytest.raises(services.MessageNotHandled):
        services.reopen_message(message=message, actor=chloe, now=NOW)
    services.handle_message(message=message, actor=esther, now=NOW, note="Venue")
    message.refresh_from_db()
    assert (message.note, message.handled_by) == ("Venue", esther)


def test_a_note_too_long_is_refused_and_the_message_waits(network, esther):
    message = receive(network, phone="+33639980001")
    with pytest.raises(services.Refused) as refusal:
        services.handle_message(message=message, actor=esther, now=NOW, note="x" * 301)
    assert refusal.value.field == "note"
    message.refresh_from_db()
    assert message.handled_at is None
