"""Someone knocked and did not come back: a notice, a delay, then a welcome without a name."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.members import rules, selectors, services
from kpacite.domain.members.enums import WelcomeState
from kpacite.domain.members.models import WelcomeAnswer, WelcomeFile
from kpacite.domain.members.services.errors import CannotMoveThere
from kpacite.domain.organisations.models import Parameter
from kpacite.kernel.period import add_months
from kpacite.platform.audit.models import AuditEvent
from tests.factories.members import BY, make_file, make_questions, make_steps
from tests.factories.people import NOW, TODAY

LAST_SEEN = date(2024, 3, 1)
DUE = add_months(TODAY, rules.NOTICE_MONTHS)
days = st.dates(date(2020, 1, 1), date(2027, 1, 1))


def schedule(day: date) -> tuple[int, int]:
    """What one day of `kpacite schedule` does: emptied, announced."""
    dated = {"today": day, "now": NOW + (day - TODAY)}
    return services.empty_those_due(**dated), services.announce_emptying(**dated)


@pytest.fixture
def quiet(la_cape):
    make_steps(la_cape.kpa)
    make_questions(la_cape.kpa)
    file = make_file(la_cape.kpa, email="sami@demo.kpacite.example", words="Je cherche un atelier.")
    question = la_cape.kpa.welcome_questions.order_by("pk")[0]
    services.answer(file=file, question=question, words="Coudre", **BY)
    WelcomeFile.objects.filter(pk=file.pk).update(last_contact_on=LAST_SEEN)
    return WelcomeFile.objects.get(pk=file.pk)


@given(days, days, st.integers(0, 36))
def test_the_day_announced_is_never_nearer_than_the_notice_nor_before_what_is_kept(contact, today, months):
    day = rules.emptied_on(contact, months, today)
    assert day >= add_months(today, rules.NOTICE_MONTHS) > today
    assert day >= add_months(contact, months)
    if contact <= rules.quiet_since(months, today):
        assert add_months(contact, max(months - rules.NOTICE_MONTHS, 0)) <= today


@pytest.mark.django_db
def test_a_notice_comes_first_then_the_day_then_only_the_number_is_left(quiet, la_cape):
    assert schedule(TODAY) == (0, 1)
    assert schedule(TODAY) == (0, 0)
    quiet.refresh_from_db()
    assert quiet.will_be_emptied_on == DUE
    assert schedule(DUE - timedelta(days=1)) == (0, 0)
    assert schedule(DUE) == (1, 0)
    quiet.refresh_from_db()
    assert (quiet.state, quiet.emptied_on, quiet.closed_on) == (WelcomeState.WITHDRAWN, DUE, DUE)
    assert quiet.received_at == NOW
    kept = [quiet.first_name, quiet.last_name, quiet.email, quiet.other_contact, quiet.words]
    assert kept == ["Personne oubliée", "", "", "", ""]
    assert (quiet.birth_date, WelcomeAnswer.objects.exists()) == (None, False)
    assert selectors.files_of(la_cape.kpa) == []
    assert selectors.file_loaded(quiet.pk, la_cape) is None
    assert not AuditEvent.objects.filter(data__icontains="Sami").exists()
    assert schedule(DUE) == (0, 0)


@pytest.mark.django_db
def test_news_since_the_notice_keep_it(quiet):
    schedule(TODAY)
    services.have_news(file=quiet, actor=None, now=NOW)
    assert schedule(DUE) == (0, 0)
    quiet.refresh_from_db()
    assert (quiet.first_name, quiet.will_be_emptied_on) == ("Sami", None)


@pytest.mark.django_db
def test_a_step_done_since_the_notice_keeps_it_too(quiet, la_cape):
    schedule(TODAY)
    services.complete(file=quiet, last_name="Exemple-Long", **BY)
    assert schedule(DUE) == (0, 0)
    quiet.refresh_from_db()
    assert (quiet.first_name, quiet.notice_on) == ("Sami", None)


@pytest.mark.django_db
def test_a_kpa_keeps_less_than_the_network(quiet, la_cape):
    WelcomeFile.objects.filter(pk=quiet.pk).update(last_contact_on=date(2025, 11, 12))
    assert schedule(TODAY) == (0, 0)
    Parameter.objects.create(
        organisation=la_cape, code="welcome_kept_months", value=6, unit="months",
        valid_from=date(2019, 1, 1), reason="essai",
    )  # fmt: skip
    assert schedule(TODAY) == (0, 1)


@pytest.mark.django_db
def test_a_member_is_not_a_request_without_follow_up(quiet, amina):
    WelcomeFile.objects.filter(pk=quiet.pk).update(state="member", person=amina.person, closed_on=TODAY)
    assert schedule(TODAY) == (0, 0)
    with pytest.raises(CannotMoveThere):
        services.have_news(file=quiet, actor=None, now=NOW)


@pytest.mark.django_db
def test_who_is_forgotten_leaves_no_name_in_her_welcome(quiet, amina):
    WelcomeFile.objects.filter(pk=quiet.pk).update(state="member", person=amina.person, closed_on=TODAY)
    services.forget_words(person=amina.person)
    quiet.refresh_from_db()
    assert (quiet.first_name, quiet.email, quiet.words) == ("Personne oubliée", "", "")
    assert (quiet.state, WelcomeAnswer.objects.exists()) == (WelcomeState.MEMBER, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"emptied_on": DUE}, "welcome_file_emptied_on_its_day"),
        ({"notice_on": TODAY, "empty_on": TODAY}, "welcome_file_emptied_after_notice"),
        ({"notice_on": TODAY, "empty_on": DUE, "emptied_on": TODAY}, "welcome_file_emptied_on_its_day"),
        ({"notice_on": TODAY, "empty_on": DUE, "emptied_on": DUE}, "welcome_file_emptied_on_its_day"),
    ],
)
def test_the_database_empties_nothing_early_nor_by_halves(quiet, columns, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        WelcomeFile.objects.filter(pk=quiet.pk).update(**columns)
