"""Noting hours in two taps, by the page or by the queue of a phone."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import TimeKind
from kpacite.domain.activities.models import WorkEntry
from tests.factories.activities import join, make_hours, make_job, make_shift
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
MINE = "/la-cape/heures/"
NOTE = "/la-cape/heures/noter/"


def today():
    return timezone.localdate()


def words(**changes):
    return {
        "client_id": str(uuid4()),
        "what": "common",
        "duration": "120",
        "when": "aujourdhui",
        "other_duration": "",
        "other_day": "",
        "note": "",
    } | changes


def queued(browser, how="later", **changes):
    return browser.post(NOTE, words(**changes), headers={"X-Kpa-Queue": how})


def test_hours_are_noted_and_the_next_page_says_what_is_done(as_, amina):
    response = as_(amina).post(NOTE, words())
    assert (response.status_code, response.url) == (303, MINE)
    entry = WorkEntry.objects.get()
    assert (entry.person, entry.minutes, entry.day, entry.kind) == (amina.person, 120, today(), "common")
    page = text_of(as_(amina).get(MINE))
    assert "C’est enregistré. Vie commune : 2 h, aujourd’hui." in page
    assert "envoyé" in page


def test_the_usual_answers_are_already_there(as_, amina, cuisine):
    join(cuisine, amina)
    page = text_of(as_(amina).get(NOTE))
    assert re.search(rf'value="a{cuisine.pk}"[^>]*checked', page)
    assert re.search(r'value="aujourdhui"[^>]*checked', page)
    make_hours(cuisine.kpa, amina)
    assert re.search(r'value="common"[^>]*checked', text_of(as_(amina).get(NOTE)))


@pytest.mark.parametrize(
    ("changes", "kind", "minutes", "ago"),
    [
        ({"when": "hier"}, TimeKind.COMMON, 120, 1),
        ({"what": "training_given", "duration": "30"}, TimeKind.TRAINING_GIVEN, 30, 0),
        ({"duration": "autre", "other_duration": "1 h 15"}, TimeKind.COMMON, 75, 0),
    ],
)
def test_other_answers_are_understood(as_, amina, changes, kind, minutes, ago):
    as_(amina).post(NOTE, words(**changes))
    entry = WorkEntry.objects.get()
    assert (entry.kind, entry.minutes, entry.day) == (kind, minutes, today() - timedelta(days=ago))


def test_another_day_and_a_group_are_understood(as_, amina, cuisine):
    day = today() - timedelta(days=40)
    as_(amina).post(
        NOTE, words(what=f"a{cuisine.pk}", when="autre", other_day=f"{day:%d/%m/%Y}", note="Vaisselle")
    )
    entry = WorkEntry.objects.get()
    assert (entry.activity, entry.kind, entry.day, entry.note) == (cuisine, "work", day, "Vaisselle")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"what": ""}, "Choisissez ce que vous avez fait."),
        ({"duration": ""}, "Choisissez une durée."),
        ({"duration": "autre"}, "Écrivez une durée, par exemple 1 h 30."),
        ({"duration": "autre", "other_duration": "25h"}, "Une journée a 24 h au plus."),
        ({"duration": "autre", "other_duration": "0h"}, "Écrivez une durée plus grande que zéro."),
        ({"when": "autre"}, "Écrivez une date, par exemple 6 mars 2026."),
        ({"when": "autre", "other_day": "1er janvier 2099"}, "Ce jour n’est pas encore venu."),
        ({"when": "autre", "other_day": "2020-01-01"}, "vous n’aviez pas de rôle dans ce KPA"),
        ({"what": "a999"}, "Choisissez une réponse de la liste."),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_noted(as_, amina, changes, sentence):
    response = as_(amina).post(NOTE, words(**changes))
    assert response.status_code == 422
    assert sentence in text_of(response, 422)
    assert not WorkEntry.objects.exists()


def test_the_same_thing_twice_is_asked_about_then_noted(as_, amina):
    as_(amina).post(NOTE, words())
    again = words(duration="60")
    response = as_(amina).post(NOTE, again)
    assert response.status_code == 422
    assert "Vous avez déjà noté 2 h ce jour-là. Noter quand même ?" in text_of(response, 422)
    assert as_(amina).post(NOTE, again | {"anyway": "1"}).status_code == 303
    assert WorkEntry.objects.count() == 2


def test_the_back_button_doubles_nothing(as_, amina):
    sent = words()
    assert {as_(amina).post(NOTE, sent).status_code for _twice in range(2)} == {303}
    assert WorkEntry.objects.count() == 1


def test_a_job_one_was_on_is_proposed_with_its_hours(as_, amina, cuisine):
    start = timezone.now() - timedelta(days=1)
    job = make_job(cuisine, "Buffet du lycée", starts_at=start, hours=3, is_paid=False)
    make_shift(job, amina)
    address = f"{NOTE}?intervention={job.pk}"
    assert address in text_of(as_(amina).get(NOTE))
    page = text_of(as_(amina).get(address))
    assert "Buffet du lycée" in page
    assert re.search(r'value="180"[^>]*checked', page)
    as_(amina).post(NOTE, words(duration="180", when="hier", intervention=job.pk, volunteer="on"))
    entry = WorkEntry.objects.get()
    assert (entry.job, entry.activity, entry.kind) == (job, cuisine, TimeKind.VOLUNTEER)
    assert address not in text_of(as_(amina).get(NOTE))


def test_the_hours_of_a_common_action_count_for_the_charter(as_, amina, cuisine):
    job = make_job(cuisine, "Ranger la réserve", starts_at=timezone.now(), is_paid=False, is_common=True)
    make_shift(job, amina)
    page = text_of(as_(amina).get(f"{NOTE}?intervention={job.pk}"))
    assert "bénévolat" not in page
    as_(amina).post(NOTE, words(duration="180", intervention=job.pk))
    entry = WorkEntry.objects.get()
    assert (entry.job, entry.kind) == (job, TimeKind.COMMON)


def test_the_queue_of_a_phone_is_told_in_data(as_, amina):
    sent = queued(as_(amina))
    assert (sent.status_code, sent.json()["state"]) == (201, "sent")
    asked = queued(as_(amina), duration="60")
    assert (asked.status_code, asked.json()["state"]) == (422, "question")
    wrong = queued(as_(amina), duration="")
    assert wrong.json() == {"state": "refused", "words": "Choisissez une durée."}
    late = queued(as_(amina), when="autre", other_day="2099-01-01")
    assert (late.status_code, late.json()["state"]) == (409, "refused")
    now = queued(as_(amina), how="now", what="support")
    assert now.json()["next"] == MINE
    assert "C’est enregistré." in text_of(as_(amina).get(MINE))


def test_a_shared_phone_sends_nothing_in_the_name_of_another(as_, amina, bilal):
    owner = bilal.person.public_id
    assert queued(as_(amina), owner=owner).status_code == 409
    assert as_(amina).post(NOTE, words(owner=owner)).status_code == 422
    assert not WorkEntry.objects.exists()
    assert queued(as_(bilal), owner=owner).status_code == 201


def test_the_worker_answers_for_that_page_only_and_may_run(client):
    response = client.get("/heures-hors-ligne.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert "js/hours.js" in text_of(response)
    assert "worker-src 'self'" in response["Content-Security-Policy"]


def test_whoever_has_no_hat_here_notes_nothing(as_, client, hugo, fanny, driss):
    assert client.get(NOTE).status_code == 302
    assert as_(hugo).post(NOTE, words()).status_code == 403
    for stranger in (fanny, driss):
        assert as_(stranger).post(NOTE, words()).status_code == 404
    assert not WorkEntry.objects.exists()


def test_a_task_that_counts_otherwise_is_chosen_and_kept_with_the_hours(as_, amina, la_cape, cuisine):
    join(cuisine, amina)
    row = services.note_coefficient(
        activity=cuisine,
        task="Plonge",
        hundredths=150,
        valid_from=timezone.localdate(),
        reason="Plus dur",
        actor=None,
        now=timezone.now(),
    )
    browser = as_(amina)
    assert "Plonge (une heure compte 1,5)" in text_of(browser.get(NOTE))
    said = words(task=row.pk, duration="60")
    assert "d’une autre activité" in text_of(browser.post(NOTE, said), 422)
    browser.post(NOTE, said | {"what": f"a{cuisine.pk}"})
    entry = WorkEntry.objects.get()
    assert (entry.task, entry.coefficient) == ("Plonge", 150)
