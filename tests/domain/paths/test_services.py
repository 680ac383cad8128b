"""Paths opened, planned and closed; companions chosen; answers given."""

from datetime import date

import pytest

from kpacite.domain.contracts import services as contract_services
from kpacite.domain.contracts.enums import ContractState
from kpacite.domain.organisations.models import Organisation, Parameter
from kpacite.domain.paths import selectors, services
from kpacite.domain.paths.enums import Answer, SensitiveQuestion, Situation
from kpacite.domain.paths.models import Path, PathCompanion, PersonFacts, SensitiveFacts
from kpacite.domain.people.enums import Shown
from kpacite.domain.people.models import AccessRecord
from kpacite.domain.people.selectors import accesses_to
from kpacite.domain.people.services import erase_old_accesses, note_access
from kpacite.platform.asking import ask
from kpacite.platform.audit.models import AuditEvent
from tests.factories import contracts
from tests.factories.paths import make_exit, make_path
from tests.factories.people import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}
DATED = {"today": TODAY, **BY}
START = date(2025, 9, 1)


def test_a_path_opens_with_what_was_true_that_day(la_cape, amina):
    path = services.open_path(
        person=amina.person, kpa=la_cape.kpa, start=START, planned_end=date(2027, 9, 1),
        postcode="59100", qpv="oui", referral="ML", **BY,
    )  # fmt: skip
    assert (path.department, path.qpv_generation, path.qpv_method) == ("59", 2024, "declared")
    assert path.referral_kind == "mission_locale"
    assert AuditEvent.objects.get(action="paths.path.opened").target_id == str(path.pk)


def test_a_planned_end_stays_under_the_network_and_the_kpa(la_cape, amina):
    ask = {"person": amina.person, "kpa": la_cape.kpa, "start": START, **BY}
    with pytest.raises(services.TooLong, match="01/09/2028"):
        services.open_path(planned_end=date(2028, 9, 2), **ask)
    Parameter.objects.create(
        organisation=la_cape, code="path_max_months", value=12, unit="months", valid_from=date(2020, 1, 1),
        reason="local",
    )  # fmt: skip
    with pytest.raises(services.TooLong, match="01/09/2026"):
        services.open_path(planned_end=date(2026, 9, 2), **ask)
    assert services.open_path(planned_end=date(2026, 9, 1), **ask).pk


def test_a_planned_end_stays_within_what_the_contract_can_reach(la_cape, amina, carrier):
    path = make_path(la_cape, amina, start=START)
    services.plan_end(path=path, planned_end=date(2028, 9, 1), **BY)
    contract = contracts.active(amina.person, la_cape.kpa, carrier, start=TODAY, end=date(2026, 4, 12))
    limit = selectors.latest_end(amina.person, la_cape.kpa, START, TODAY)
    assert (limit.day, limit.by_contract) == (date(2028, 4, 12), True)
    with pytest.raises(services.TooLong, match="Le contrat ne va pas plus loin que le 12/04/2028"):
        services.plan_end(path=path, planned_end=date(2028, 4, 13), **BY)
    services.plan_end(path=path, planned_end=date(2028, 4, 12), **BY)
    stop = {"stopped_on": date(2026, 3, 20), "reason": "exemple", "state": ContractState.TERMINATED}
    contract_services.stop(contract=contract, **stop, **BY)
    services.plan_end(path=path, planned_end=date(2028, 9, 1), **BY)


def test_the_first_planned_end_is_kept_when_it_moves(la_cape, amina):
    path = make_path(la_cape, amina, start=START)
    services.plan_end(path=path, planned_end=date(2026, 6, 1), **BY)
    services.plan_end(path=path, planned_end=date(2026, 9, 1), **BY)
    path.refresh_from_db()
    assert (path.initial_planned_end, path.planned_end) == (date(2026, 6, 1), date(2026, 9, 1))


def test_days_already_taken_are_told_in_words(la_cape, amina):
    make_path(la_cape, amina)
    with pytest.raises(services.DaysTaken):
        services.open_path(person=amina.person, kpa=la_cape.kpa, start=START, **BY)


def test_a_path_ends_with_a_situation_or_without_knowing(la_cape, amina, gaelle):
    path = make_path(la_cape, amina)
    services.choose_companion(path=path, person=gaelle.person, **DATED)
    services.close_path(path=path, day=TODAY, situation=Situation.UNKNOWN, contract="CDI", **DATED)
    row = selectors.latest_exit(path)
    assert (row.situation, row.contract) == ("", "")
    assert not selectors.is_companion(gaelle.person, path, TODAY)
    with pytest.raises(services.AlreadyEnded):
        services.close_path(path=path, day=TODAY, situation=Situation.UNKNOWN, **DATED)


def test_the_latest_news_count_and_a_day_is_corrected_not_doubled(la_cape, amina):
    path = make_path(la_cape, amina, end=date(2025, 6, 1))
    make_exit(path, observed_on=date(2025, 6, 1), situation="SANS")
    see = {"path": path, "day": TODAY, **DATED}
    services.observe(situation=Situation.TRAINING, training="CERT", **see)
    services.observe(situation=Situation.EMPLOYED, contract="CDI", **see)
    assert selectors.latest_exit(path).contract == "CDI"
    assert path.exits.count() == 2


def test_news_come_after_an_end_and_not_from_the_future(la_cape, amina):
    path = make_path(la_cape, amina)
    news = {"path": path, "situation": Situation.UNKNOWN, **DATED}
    with pytest.raises(services.NotEnded):
        services.observe(day=TODAY, **news)
    with pytest.raises(services.NotYet):
        services.close_path(day=date(2027, 1, 1), **news)
    with pytest.raises(services.BeforeStart):
        services.close_path(day=date(2020, 1, 1), **news)


def test_one_chooses_somebody_of_ones_kpa_and_may_stop(la_cape, amina, gaelle, fanny):
    path = make_path(la_cape, amina)
    for stranger in (fanny.person, amina.person):
        with pytest.raises(services.NotHere):
            services.choose_companion(path=path, person=stranger, **DATED)
    row = services.choose_companion(path=path, person=gaelle.person, **DATED)
    with pytest.raises(services.AlreadyBeside):
        services.choose_companion(path=path, person=gaelle.person, **DATED)
    services.end_companion(companion=row, **DATED)
    services.end_companion(companion=row, **DATED)
    assert not PathCompanion.objects.on(TODAY).exists()


def test_answers_may_be_refused_and_the_register_never_holds_them(amina):
    person = amina.person
    services.answer_facts(
        person=person, birth_date=date(2001, 4, 18), birth_date_declined=False, gender="F", **DATED
    )
    services.answer_sensitive(person=person, answers={SensitiveQuestion.RSA: Answer.DECLINED}, **BY)
    assert PersonFacts.objects.get(pk=person.pk).gender == "F"
    assert SensitiveFacts.objects.get(pk=person.pk).answer(SensitiveQuestion.RSA) == Answer.DECLINED
    told = [(event.action, event.data, event.target_repr) for event in AuditEvent.objects.all()]
    assert "2001" not in str(told)
    assert "rsa" not in str(told).lower()
    with pytest.raises(services.NotBornYet):
        services.answer_facts(person=person, birth_date=TODAY, birth_date_declined=False, gender="", **DATED)


def test_the_lists_of_the_coordination_say_what_is_missing(la_cape, amina, bilal, django_assert_num_queries):
    make_path(la_cape, amina)
    ended = make_path(la_cape, bilal, end=date(2025, 8, 1))
    with django_assert_num_queries(3):
        rows = selectors.board(la_cape, TODAY)
    gaps = {gap.path.person.first_name: gap.codes for gap in selectors.gaps(la_cape, rows, TODAY)}
    assert "planned_end" in gaps["Amina"]
    assert "exit" in gaps["Bilal"]
    assert [row.path for row in selectors.to_follow_up(rows, TODAY)] == [ended]
    told = ask(Organisation.objects.filter(pk=la_cape.pk), selectors.follow_up_asked(la_cape, TODAY))
    assert selectors.count_to_follow_up(told, TODAY) == 1


def test_what_one_does_not_wish_to_say_is_not_missing(la_cape, amina):
    make_path(la_cape, amina)
    services.answer_facts(person=amina.person, birth_date=None, birth_date_declined=True, gender="-", **DATED)
    (gap,) = selectors.gaps(la_cape, selectors.board(la_cape, TODAY), TODAY)
    assert not {"birth_date", "gender"} & set(gap.codes)


def test_a_reading_is_told_once_for_the_same_look_and_kept_a_year(amina, chloe):
    look = {"person": amina.person, "shown": Shown.PATH_STATE, "now": NOW}
    assert note_access(reader=amina, **look) is None
    assert note_access(reader=chloe, **look)
    assert note_access(reader=chloe, **look) is None
    assert [row.reader for row in accesses_to(amina.person)] == [chloe]
    AccessRecord.objects.update(at=NOW.replace(year=2025, month=2))
    assert erase_old_accesses(now=NOW) == 1


def test_possible_companions_are_the_others_of_the_kpa(la_cape, amina, bilal, gaelle, fanny):
    path = make_path(la_cape, amina)
    assert {p.first_name for p in selectors.possible_companions(path, TODAY)} == {"Bilal", "Gaëlle"}
    assert make_person("Zoé") not in selectors.possible_companions(path, TODAY)
    assert Path.objects.count() == 1
