"""The file of people and paths: whole or nothing, and never a double."""

from datetime import date

import pytest

from kpacite.domain.organisations.models import KpaAlias
from kpacite.domain.paths import services
from kpacite.domain.paths.enums import Answer, SensitiveQuestion
from kpacite.domain.paths.models import Exit, Path, PersonFacts, PersonReference, SensitiveFacts
from kpacite.domain.paths.selectors import all_sensitive_answers
from kpacite.domain.people.models import Person
from kpacite.platform.audit.models import AuditEvent
from tests.factories.organisations import make_source
from tests.factories.paths import make_path
from tests.factories.people import NOW

pytestmark = pytest.mark.django_db

LINE = {
    "person_ref": "P1",
    "first_name": "Zoé",
    "last_name": "Exemple",
    "birth_date": "2001-05-06",
    "gender": "F",
    "postcode": "59100",
    "qpv": "oui",
    "single_parent": "oui",
    "disabled_worker": "non",
    "education": "BAC",
    "referral": "Mission locale",
    "kpa": "la-cape",
    "path_start": "2023-05-02",
    "planned_end": "2024-05-02",
    "path_end": "2024-02-01",
    "exit_situation": "EMPLOI",
    "exit_contract": "CDI",
}


@pytest.fixture
def bring(network, la_cape, coop_manau):
    def bring(*lines, **options):
        rows = list(enumerate(lines, start=2))
        counts, _file = services.import_people(
            rows=rows, actor=None, now=NOW, **({"source": network} | options)
        )
        return counts

    return bring


def refused(bring, *lines, **options):
    with pytest.raises(services.PeopleFileRefused) as refusal:
        bring(*lines, **options)
    return [(problem.line, problem.column, problem.code) for problem in refusal.value.problems]


def test_a_line_becomes_a_person_her_facts_her_path_and_her_exit(bring):
    counts = bring(LINE)
    assert (counts.people_new, counts.paths_new, counts.exits_new) == (1, 1, 1)
    path = Path.objects.get()
    assert (str(path.person), path.kpa.organisation.slug) == ("Zoé Exemple", "la-cape")
    assert (path.start, path.end) == (date(2023, 5, 2), date(2024, 2, 1))
    assert path.planned_end == path.initial_planned_end == date(2024, 5, 2)
    assert (path.department, path.qpv, path.qpv_generation) == ("59", "oui", 2015)
    assert path.referral_kind == "mission_locale"
    facts = PersonFacts.objects.get()
    assert (facts.birth_date, facts.gender) == (date(2001, 5, 6), "F")
    sensitive = SensitiveFacts.objects.get()
    assert sensitive.answer(SensitiveQuestion.SINGLE_PARENT) == Answer.YES
    assert sensitive.answer(SensitiveQuestion.INTERNATIONAL_PROTECTION) == Answer.UNKNOWN
    assert list(all_sensitive_answers()) == [(path.person_id, "o?n?")]
    left = Exit.objects.get()
    assert (left.situation, left.contract, left.observed_on) == ("EMPLOI", "CDI", date(2024, 2, 1))


def test_the_same_file_twice_changes_nothing(bring):
    bring(LINE)
    counts = bring(LINE)
    assert counts.people_new == counts.people_changed == counts.paths_new == counts.paths_changed == 0
    assert [model.objects.count() for model in (Path, Exit, PersonFacts, SensitiveFacts)] == [1, 1, 1, 1]


def test_a_later_file_fills_and_corrects_but_empties_nothing(bring):
    bring(LINE | {"path_end": "", "exit_situation": "", "exit_contract": "", "gender": ""})
    counts = bring({**LINE, "planned_end": "2025-05-02", "education": "", "gender": "F"})
    assert (counts.people_changed, counts.paths_changed, counts.exits_new) == (1, 1, 1)
    path = Path.objects.get()
    assert (path.initial_planned_end, path.planned_end) == (date(2024, 5, 2), date(2025, 5, 2))
    assert (path.education, path.end) == ("BAC", date(2024, 2, 1))


def test_what_a_person_does_not_wish_to_say_stays_unsaid(bring):
    bring(LINE)
    SensitiveFacts.objects.update(answers="xx??")
    PersonFacts.objects.update(birth_date=None, birth_date_declined=True, gender="-")
    bring(LINE)
    facts = PersonFacts.objects.get()
    assert (facts.birth_date, facts.gender) == (None, "-")
    assert SensitiveFacts.objects.get().answers == "xxn?"


def test_one_person_may_have_paths_in_two_kpas_and_come_back(bring):
    back = {name: LINE[name] for name in ("person_ref", "first_name", "kpa")} | {"path_start": "2024-06-01"}
    elsewhere = {**back, "kpa": "Coop’Manau"}
    counts = bring(LINE, back, elsewhere)
    assert (counts.people, counts.people_new, counts.paths_new) == (1, 1, 3)


def test_a_kpa_goes_by_its_address_its_name_or_another_name(bring, la_cape):
    KpaAlias.objects.create(kpa=la_cape.kpa, name="La Grande Cape", source=make_source())
    for rank, name in enumerate(["la-cape", "LA CAPE", "la grande cape"]):
        bring(LINE | {"person_ref": f"P{rank}", "kpa": name})
    assert Path.objects.filter(kpa=la_cape.pk).count() == 3


def test_one_wrong_line_and_nothing_is_written(bring):
    assert refused(bring, LINE, LINE | {"person_ref": "P2", "kpa": "Nulle part"}) == [
        (3, "kpa", "unknown_kpa")
    ]
    assert not Person.objects.exists()
    assert not AuditEvent.objects.filter(action="paths.people.imported").exists()


def test_days_already_taken_are_refused(bring):
    bring(LINE)
    assert refused(bring, LINE | {"path_start": "2024-01-15"}) == [(2, "path_start", "overlap_known")]


def test_the_file_of_a_kpa_speaks_of_that_kpa_only(bring, la_cape):
    options = {"source": la_cape, "only_kpa": la_cape}
    assert refused(bring, LINE | {"kpa": "coop-manau"}, **options) == [(2, "kpa", "other_kpa")]
    bring(LINE | {"kpa": ""}, **options)
    assert Path.objects.get().kpa_id == la_cape.pk


def test_two_sources_may_use_the_same_reference_for_two_people(bring, la_cape):
    bring(LINE)
    bring(LINE, source=la_cape, only_kpa=la_cape)
    assert PersonReference.objects.count() == Person.objects.count() == 2


def test_a_trial_writes_nothing_and_counts_the_same(bring):
    assert bring(LINE, dry_run=True) == bring(LINE)
    assert Person.objects.count() == 1


def test_a_file_without_names_is_read_too(bring):
    bring(LINE | {"first_name": "", "last_name": ""})
    assert str(Person.objects.get()) == "P1"


def test_a_planned_end_above_the_limit_is_remarked_not_refused(network, la_cape):
    rows = [(2, LINE | {"planned_end": "2026-05-03"})]
    _counts, found = services.import_people(rows=rows, source=network, actor=None, now=NOW)
    assert [problem.code for problem in found.warnings] == ["too_many_days"]


def test_the_register_keeps_counts_and_no_name(bring, network):
    bring(LINE)
    event = AuditEvent.objects.get(action="paths.people.imported")
    assert event.target_id == str(network.pk)
    assert event.data["people_new"] == 1
    assert "Zoé" not in str(event.data)


def test_a_large_file_takes_as_many_queries_as_a_small_one(
    network, la_cape, coop_manau, django_assert_max_num_queries
):
    make_path(la_cape)
    rows = [(n, LINE | {"person_ref": f"P{n}"}) for n in range(2, 402)]
    with django_assert_max_num_queries(45):
        services.import_people(rows=rows, source=network, actor=None, now=NOW)


def test_every_problem_has_its_sentence():
    for code in services.people_file.SENTENCES:
        problem = services.people_file.Problem(2, "kpa", code, other_line=3)
        assert "%" not in services.sentence_of(problem)
