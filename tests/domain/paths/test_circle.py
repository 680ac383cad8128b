"""The group around a person, orientations to services, prescribers: the rules and the database."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.paths import rules, selectors, services
from kpacite.domain.paths.enums import (
    NoteTheme,
    OrientationState,
    SupportQuality,
    SupportState,
)
from kpacite.domain.paths.models import Orientation, Path, ReferralSource, SupportMember
from kpacite.kernel.nir import NationalNumberFound
from kpacite.platform.audit import AuditEvent
from tests.factories.paths import make_path
from tests.factories.people import NOW, TODAY

NIR = "2 99 05 59 350 123"
REASON = "Pour préparer la suite."
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1))


@given(asked=days, today=days, wait=st.integers(min_value=0, max_value=400))
def test_an_answer_is_late_from_the_day_when_all_its_days_have_passed(asked, today, wait):
    late = rules.answer_is_late(OrientationState.AWAITED, asked, today, wait)
    assert late == ((today - asked).days >= wait)
    for state in set(OrientationState) - {OrientationState.AWAITED}:
        assert not rules.answer_is_late(state, asked, today, wait)


@given(steps=st.lists(st.sampled_from(list(OrientationState)), max_size=8))
def test_no_way_leads_to_an_answer_without_the_yes_of_the_person(steps):
    here, said_yes = OrientationState.ASKED, False
    for new in steps:
        if rules.orientation_may_become(here, new):
            here = new
            said_yes = said_yes or new == OrientationState.AWAITED
    assert said_yes == (here.value not in rules.WITHOUT_YES)


@pytest.fixture
def path(la_cape, amina):
    return make_path(la_cape, amina)


@pytest.fixture
def mission(la_cape):
    card = {"about": "", "contact": "", "phone": "", "email": ""}
    return services.add_partner_service(kpa=la_cape.kpa, name="Mission locale", **card, actor=None, now=NOW)


@pytest.fixture
def elsewhere(coop_manau):
    card = {"about": "", "contact": "", "phone": "", "email": ""}
    return services.add_partner_service(kpa=coop_manau.kpa, name="Ailleurs", **card, actor=None, now=NOW)


def propose(path, actor, supporter=None, service=None, **changed):
    quality = SupportQuality.PARTNER if service else SupportQuality.SUPPORTER
    who = services.Who(
        quality=changed.pop("quality", quality), supporter=supporter and supporter.person, service=service
    )
    asked = {"reason": REASON, "start": TODAY, "end": None} | changed
    return services.propose_support(path=path, who=who, actor=actor, today=TODAY, now=NOW, **asked)


def orient(path, service, actor, reason="Aide pour un dossier"):
    return services.orient(
        path=path, service=service, theme=NoteTheme.RIGHTS, reason=reason, actor=actor, today=TODAY, now=NOW
    )


def answer(row, state, actor, day=TODAY, words=""):
    return services.answer_orientation(
        orientation=row, state=state, day=day, words=words, actor=actor, now=NOW
    )


@pytest.mark.django_db
def test_whom_the_person_adds_is_in_and_whom_another_proposes_waits(path, amina, bilal, gaelle, chloe):
    assert propose(path, amina, bilal).state == SupportState.AGREED
    waiting = propose(path, chloe, gaelle)
    assert (waiting.state, waiting.answered_on) == (SupportState.PROPOSED, None)
    assert selectors.is_around(bilal.person, path, TODAY)
    assert not selectors.is_around(gaelle.person, path, TODAY)
    by = {"actor": amina, "today": TODAY, "now": NOW}
    services.answer_support(member=waiting, agrees=True, **by)
    services.answer_support(member=waiting, agrees=True, **by)
    assert selectors.is_around(gaelle.person, path, TODAY)
    with pytest.raises(services.AlreadyAnswered):
        services.answer_support(member=waiting, agrees=False, **by)
    assert AuditEvent.objects.filter(action="paths.support.agreed").count() == 1


@pytest.mark.django_db
def test_being_in_the_group_does_not_open_the_path(path, amina, bilal):
    propose(path, amina, bilal)
    assert not selectors.is_companion(bilal.person, path, TODAY)


@pytest.mark.django_db
def test_it_ends_on_its_day_or_when_someone_says_so(path, amina, bilal):
    row = propose(path, amina, bilal, end=TODAY + timedelta(days=10))
    assert not selectors.is_around(bilal.person, path, TODAY + timedelta(days=10))
    services.end_support(member=row, actor=bilal, today=TODAY, now=NOW)
    services.end_support(member=row, actor=bilal, today=TODAY + timedelta(days=3), now=NOW)
    assert SupportMember.objects.get().end == TODAY
    assert propose(path, amina, bilal).pk != row.pk


@pytest.mark.django_db
def test_nobody_from_elsewhere_and_nobody_twice(path, amina, bilal, gaelle, fanny, mission, elsewhere):
    propose(path, amina, bilal)
    propose(path, amina, service=mission)
    refused = [
        (services.AlreadyAround, {"supporter": bilal}),
        (services.AlreadyAround, {"service": mission}),
        (services.NotHere, {"supporter": fanny}),
        (services.NotHere, {"supporter": amina}),
        (services.ServiceGone, {"service": elsewhere}),
        (services.WhoMissing, {}),
        (services.WhoMissing, {"supporter": bilal, "quality": SupportQuality.PARTNER}),
        (services.WhoMissing, {"supporter": bilal, "service": mission}),
    ]
    for error, who in refused:
        with pytest.raises(error):
            propose(path, amina, **who)
    with pytest.raises(NationalNumberFound):
        propose(path, amina, gaelle, reason=NIR)
    Path.objects.filter(pk=path.pk).update(end=TODAY)
    with pytest.raises(services.PathEnded):
        propose(path, amina, bilal)


@pytest.mark.django_db
def test_a_service_learns_nothing_before_the_yes(path, amina, gaelle, mission):
    row = orient(path, mission, gaelle)
    with pytest.raises(services.NotThatAnswer):
        answer(row, OrientationState.ACCEPTED, gaelle)
    by = {"actor": amina, "today": TODAY, "now": NOW}
    services.consent_to_orientation(orientation=row, agrees=True, **by)
    services.consent_to_orientation(orientation=row, agrees=True, **by)
    done = answer(row, OrientationState.UNANSWERED, gaelle, TODAY + timedelta(days=20))
    assert done.answered_on == TODAY + timedelta(days=20)
    late = answer(row, OrientationState.ACCEPTED, gaelle, TODAY + timedelta(days=30), "Premier rendez-vous")
    assert late.answer == "Premier rendez-vous"
    assert AuditEvent.objects.filter(action="paths.orientation.awaited").count() == 1
    with pytest.raises(services.NotThatAnswer):
        answer(row, OrientationState.REFUSED, gaelle)


@pytest.mark.django_db
def test_her_no_is_kept_and_nothing_more_can_be_asked(path, amina, gaelle, mission):
    row = orient(path, mission, gaelle)
    by = {"actor": amina, "today": TODAY, "now": NOW}
    assert services.consent_to_orientation(orientation=row, agrees=False, **by).state == "declined"
    with pytest.raises(services.NotThatAnswer):
        services.consent_to_orientation(orientation=row, agrees=True, **by)


@pytest.mark.django_db
def test_an_orientation_has_words_a_service_from_here_and_dates_in_order(path, amina, mission, elsewhere):
    with pytest.raises(services.WordsMissing):
        orient(path, mission, amina, "  ")
    with pytest.raises(services.ServiceGone):
        orient(path, elsewhere, amina)
    with pytest.raises(NationalNumberFound):
        orient(path, mission, amina, NIR)
    row = orient(path, mission, amina)
    assert (row.state, row.consented_on) == (OrientationState.AWAITED, TODAY)
    with pytest.raises(Refused):
        answer(row, OrientationState.ACCEPTED, amina, TODAY - timedelta(days=1))
    services.withdraw_partner_service(service=mission, actor=None, today=TODAY, now=NOW)
    with pytest.raises(services.ServiceGone):
        orient(path, mission, amina)


@pytest.mark.django_db
def test_the_words_are_ciphertext(path, amina, bilal, mission):
    propose(path, amina, bilal)
    orient(path, mission, amina)
    with connection.cursor() as cursor:
        for table in ("paths_supportmember", "paths_orientation"):
            cursor.execute(f"SELECT reason FROM {table}")
            assert "suite" not in (stored := cursor.fetchone()[0])
            assert "dossier" not in stored


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("paths_supportmember", "state = 'declined'"),
        ("paths_supportmember", "start = '2020-01-01'"),
        ("paths_supportmember", "contact = 'quelqu’un d’autre'"),
        ("paths_orientation", "state = 'asked', consented_on = NULL"),
        ("paths_orientation", "consented_on = NULL"),
        ("paths_orientation", "theme = 'health'"),
        ("paths_orientation", "state = 'accepted'"),
    ],
)
def test_the_database_refuses_what_no_service_does(path, amina, bilal, mission, table, change):
    propose(path, amina, bilal)
    orient(path, mission, amina)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")


@pytest.mark.django_db
def test_words_written_by_hand_lead_to_a_service_once(la_cape, coop_manau, amina, bilal, fanny, mission):
    for who in (amina, bilal):
        make_path(la_cape, who, referral="Mission locale")
    make_path(coop_manau, fanny, referral="Mission locale")
    assert selectors.loose_referrals(la_cape) == [("Mission locale", 2)]
    asked = {"kpa": la_cape.kpa, "words": "Mission locale", "service": mission, "actor": None, "now": NOW}
    assert (services.gather_referrals(**asked), services.gather_referrals(**asked)) == (2, 0)
    assert selectors.loose_referrals(la_cape) == []
    assert [(row.people, row.running) for row in selectors.prescribers(la_cape, TODAY)] == [(2, 2)]
    assert selectors.prescribers(coop_manau, TODAY) == []


@pytest.mark.django_db
def test_a_prescriber_is_changed_and_taken_back(path, mission, elsewhere):
    tell = {"path": path, "actor": None, "now": NOW}
    services.name_referral_source(service=mission, contact="Mme Exemple", **tell)
    services.name_referral_source(service=mission, contact="", **tell)
    assert ReferralSource.objects.get().contact == ""
    with pytest.raises(services.ServiceGone):
        services.name_referral_source(service=elsewhere, contact="", **tell)
    assert services.name_referral_source(service=None, contact="", **tell) is None
    assert not ReferralSource.objects.exists()


@pytest.mark.django_db
def test_the_home_asks_for_late_answers_of_ones_own_people_only(la_cape, path, gaelle, mission, amina):
    orient(path, mission, amina)
    asked = selectors.support_asked(gaelle.person, la_cape.kpa, TODAY)
    assert set(asked) == {"support_proposed", "support_to_consent", "support_awaited", "support_days"}
    assert Orientation.objects.filter(follower=gaelle.person).count() == 0
