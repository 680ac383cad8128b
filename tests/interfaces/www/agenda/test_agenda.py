"""Planning, asking, answering, calendars."""

from datetime import timedelta

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpacite.domain.activities import selectors, services
from kpacite.domain.activities.enums import JobState, ShiftState
from kpacite.domain.activities.models import CalendarFeed, Job, JobShift
from tests.factories.activities import join, make_activity, make_job, make_shift
from tests.factories.contracts import cover
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
AGENDA = "/la-cape/agenda/"
NEW = "/la-cape/agenda/prevoir/"
LINKS = "/la-cape/agenda/liens/"


@pytest.fixture
def job(cuisine):
    return make_job(cuisine, "Buffet du lycée", starts_at=timezone.now() + timedelta(days=2), wanted=2)


def at(job, page=""):
    return f"{AGENDA}{job.pk}/{page}"


def words(cuisine, **changes):
    return {
        "activity": str(cuisine.pk),
        "title": "Goûter",
        "day": f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}",
        "start": "14 h",
        "end": "17h30",
        "place": "École",
        "wanted": "3",
        "is_paid": "on",
    } | changes


def test_a_group_plans_a_job_and_everyone_reads_it(as_, amina, gaelle, cuisine):
    join(cuisine, amina)
    response = as_(amina).post(NEW, words(cuisine))
    job = Job.objects.get()
    assert (response.status_code, response.url) == (303, at(job))
    start, end = timezone.localtime(job.starts_at), timezone.localtime(job.ends_at)
    assert (start.hour, end.hour, end.minute) == (14, 17, 30)
    page = text_of(as_(gaelle).get(AGENDA))
    assert "Goûter" in page
    assert "0 sur 3" in page
    assert at(job, "modifier/") not in text_of(as_(gaelle).get(at(job)))


def test_who_is_in_no_group_is_told_so(as_, gaelle, cuisine):
    assert "Vous n’êtes dans aucun groupe" in text_of(as_(gaelle).get(NEW))
    assert as_(gaelle).post(NEW, words(cuisine)).status_code == 422
    assert not Job.objects.exists()


def test_a_common_action_is_not_paid_and_says_that_it_counts(as_, bilal, gaelle, cuisine):
    page = text_of(as_(bilal).post(NEW, words(cuisine, is_common="on")), 422)
    assert "Une action commune n’est pas payée." in page
    as_(bilal).post(NEW, words(cuisine, is_common="on", is_paid=""))
    job = Job.objects.get()
    assert (job.is_common, job.is_paid) == (True, False)
    assert "ses heures comptent pour la charte" in text_of(as_(gaelle).get(at(job)))


def test_a_job_after_midnight_ends_the_next_day(as_, bilal, cuisine):
    as_(bilal).post(NEW, words(cuisine, start="20:00", end="1 h"))
    job = Job.objects.get()
    assert job.ends_at - job.starts_at == timedelta(hours=5)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Remplissez « Ce qu’il y a à faire »."),
        ({"start": "25 h"}, "Écrivez une heure, par exemple 9 h 30."),
        ({"start": "14 h", "end": "14h"}, "L’heure de fin vient après l’heure de début."),
        ({"day": "bientôt"}, "Écrivez une date"),
        ({"wanted": "0"}, "Écrivez un nombre de 1 au moins."),
    ],
)
def test_a_wrong_plan_is_told(as_, bilal, cuisine, changes, sentence):
    response = as_(bilal).post(NEW, words(cuisine, **changes))
    assert sentence in text_of(response, 422)
    assert not Job.objects.exists()


def test_a_change_of_words_and_hours_is_one_change(as_, bilal, amina, cuisine, job):
    shift = make_shift(job, amina)
    sent = words(cuisine, title="Buffet", version="1")
    assert as_(bilal).post(at(job, "modifier/"), sent).status_code == 303
    job.refresh_from_db()
    shift.refresh_from_db()
    assert (job.title, shift.state) == ("Buffet", ShiftState.PROPOSED)
    late = as_(bilal).post(at(job, "modifier/"), sent | {"title": "Autre"})
    assert "Une autre personne a changé" in text_of(late, 422)


def test_someone_is_asked_answers_and_leaves(as_, bilal, amina, job):
    cover(amina, job.activity)
    response = as_(bilal).post(at(job, "demander/"), {"person": amina.person.public_id})
    assert response.status_code == 303
    home = text_of(as_(amina).get("/la-cape/"))
    assert "Dire si je viens : Buffet du lycée" in home
    assert "à répondre" in text_of(as_(amina).get(AGENDA))
    as_(amina).post(at(job, "j-y-vais/"))
    assert JobShift.objects.get().state == ShiftState.ACCEPTED
    page = text_of(as_(amina).get(at(job)))
    assert "C’est noté : vous y allez." in page
    assert "Je ne peux pas" in page
    as_(amina).post(at(job, "je-ne-peux-pas/"))
    assert JobShift.objects.get().state == ShiftState.DECLINED


def test_being_busy_is_asked_about(as_, amina, cuisine, job):
    cover(amina, job.activity)
    join(cuisine, amina)
    make_shift(make_job(cuisine, "Goûter", starts_at=job.starts_at), amina)
    response = as_(amina).post(at(job, "j-y-vais/"))
    assert "Y aller quand même ?" in text_of(response, 422)
    assert as_(amina).post(at(job, "j-y-vais/"), {"anyway": "1"}).status_code == 303
    other = make_job(cuisine, "Service", starts_at=job.starts_at)
    asked = {"person": amina.person.public_id}
    as_chloe = as_(amina)
    assert "La prévoir quand même ?" in text_of(as_chloe.post(at(other, "demander/"), asked), 422)
    assert as_chloe.post(at(other, "demander/"), asked | {"anyway": "1"}).status_code == 303


def test_who_may_not_be_paid_is_marked_and_refused_with_the_reason(as_, chloe, amina, gaelle, job):
    cover(amina, job.activity)
    page = text_of(as_(chloe).get(at(job, "demander/")))
    assert "Pas de paie possible ce jour-là" in page
    assert "pas de contrat en cours" in page
    asked = {"person": gaelle.person.public_id}
    refused = as_(chloe).post(at(job, "demander/"), asked)
    assert "ne peut pas être payée pour ce travail. Il n’y a pas de contrat" in text_of(refused, 422)
    assert refused.context["form"]["person"].value() == gaelle.person.public_id
    own = text_of(as_(chloe).get(at(job)))
    assert "Vous ne pouvez pas encore être payé·e pour ce travail." in own
    assert "J’y vais" not in own
    assert "pas de contrat" in text_of(as_(chloe).post(at(job, "j-y-vais/")), 422)
    assert not JobShift.objects.exists()


def test_the_group_does_not_read_what_someone_s_contract_lacks(as_, amina, gaelle, job):
    join(job.activity, amina)
    make_shift(job, gaelle)
    page = text_of(as_(amina).get(at(job, "demander/")))
    assert "Pas de paie possible ce jour-là" in page
    assert "contrat en cours" not in page
    job.shifts.all().update(state=ShiftState.DECLINED)
    asked = as_(amina).post(at(job, "demander/"), {"person": gaelle.person.public_id})
    assert "ne peut pas être payée pour ce travail." in text_of(asked, 422)
    assert "contrat en cours" not in text_of(asked, 422)


def test_a_shift_without_pay_that_day_is_marked_for_those_who_plan(as_, bilal, amina, gaelle, job):
    cover(bilal, job.activity)
    make_shift(job, amina)
    assert "pas de paie ce jour-là" in text_of(as_(bilal).get(at(job)))
    assert "pas de paie ce jour-là" not in text_of(as_(gaelle).get(at(job)))
    cover(amina, job.activity)
    assert "pas de paie ce jour-là" not in text_of(as_(bilal).get(at(job)))


def test_a_job_does_not_become_paid_over_someone_s_head(as_, bilal, amina, cuisine, job):
    Job.objects.filter(pk=job.pk).update(is_paid=False)
    make_shift(job, amina)
    page = text_of(as_(bilal).post(at(job, "modifier/"), words(cuisine, version="1")), 422)
    assert "ne peuvent pas être payées pour ce travail : Amina." in page


@pytest.mark.parametrize("page", ["", "demander/"])
def test_a_job_asks_as_many_questions_for_three_people_as_for_thirty(as_, chloe, job, page):
    counts = []
    for more in (3, 27):
        for _count in range(more):
            make_shift(job) if not page else join(job.activity)
        client = as_(chloe)
        client.get(at(job, page))
        with CaptureQueriesContext(connection) as asked:
            client.get(at(job, page))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_job_is_cancelled_with_a_reason_or_done(as_, bilal, cuisine, job):
    assert as_(bilal).post(at(job, "annuler/"), {"reason": ""}).status_code == 422
    assert as_(bilal).post(at(job, "annuler/"), {"reason": "Pluie"}).status_code == 303
    assert "Annulée : Pluie" in text_of(as_(bilal).get(at(job)))
    assert as_(bilal).post(at(job, "fait/")).status_code == 422
    past = make_job(cuisine, "Hier", starts_at=timezone.now() - timedelta(days=1))
    assert as_(bilal).post(at(past, "fait/")).status_code == 303
    past.refresh_from_db()
    assert past.state == JobState.DONE


def test_what_is_not_her_group_is_refused_and_another_kpa_not_found(as_, gaelle, fanny, coop_manau, job):
    for page in ("modifier/", "annuler/", "fait/", "demander/", "j-y-vais/"):
        assert as_(gaelle).post(at(job, page)).status_code == 403
        assert as_(fanny).post(at(job, page)).status_code == 404
    elsewhere = make_job(make_activity(coop_manau))
    assert as_(gaelle).get(at(elsewhere)).status_code == 404


def test_the_agenda_is_filtered_by_group_and_by_weeks(as_, bilal, la_cape, cuisine, job):
    make_job(make_activity(la_cape, "Jardin", code="JARDIN"), "Haie", starts_at=job.starts_at)
    assert "Haie" not in text_of(as_(bilal).get(f"{AGENDA}?groupe=CUISINE"))
    later = timezone.localdate() + timedelta(weeks=6)
    assert "Rien de prévu" in text_of(as_(bilal).get(f"{AGENDA}?depuis={later:%Y-%m-%d}"))
    assert "Haie" in text_of(as_(bilal).get(f"{AGENDA}?depuis=demain&groupe=INCONNU"))


def events(response):
    assert response.status_code == 200
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def address(page):
    return page.split('value="http://testserver', 1)[1].split('"', 1)[0]


def test_my_calendar_reads_my_shifts_and_stops_when_i_want(as_, client, amina, bilal, cuisine, job):
    make_shift(job, amina, ShiftState.PROPOSED)
    make_shift(job, bilal)
    make_job(cuisine, "Sans moi", starts_at=job.starts_at)
    as_(amina).post(LINKS, {"whose": "mine"})
    link = address(text_of(as_(amina).get(LINKS)))
    client.logout()
    [event] = events(client.get(link))
    assert (str(event["summary"]), str(event["status"])) == ("Buffet du lycée", "TENTATIVE")
    assert CalendarFeed.objects.get().token not in CalendarFeed.objects.values_list("token_hash", flat=True)
    as_(amina).post(LINKS, {"whose": "mine"})
    assert client.get(link).status_code == 404
    new = address(text_of(as_(amina).get(LINKS)))
    as_(amina).post(LINKS, {"whose": "mine", "stop": "1"})
    assert client.get(new).status_code == 404


def test_the_calendar_of_the_kpa_names_nobody_and_ends_with_the_hat(as_, client, amina, bilal, cuisine, job):
    make_shift(job, bilal)
    services.cancel_job(job=make_job(cuisine, "Annulé"), reason="Pluie", actor=None, now=timezone.now())
    as_(amina).post(LINKS, {"whose": "kpa"})
    link = address(text_of(as_(amina).get(LINKS)))
    client.logout()
    text = client.get(link).content.decode()
    assert "Buffet du lycée" in text
    assert bilal.person.first_name not in text
    assert "Pluie" not in text
    amina.person.hats.update(end=timezone.localdate())
    assert client.get(link).status_code == 404


def test_a_guessed_link_opens_nothing(client):
    assert client.get("/agenda/guessed.ics").status_code == 404
    assert selectors.feed_by_token("guessed", timezone.localdate()) is None
