"""A path on the screens: who reads what, and that it is told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kpacite.domain.paths import selectors
from kpacite.domain.paths.enums import Answer, SensitiveQuestion
from kpacite.domain.paths.models import Path, SensitiveFacts, StageMove
from kpacite.domain.people.models import AccessRecord
from tests.factories.paths import make_path
from tests.factories.people import make_person
from tests.interfaces.www.paths.conftest import WORDS

pytestmark = pytest.mark.django_db
AT = {"kpa": "la-cape"}


def url(name: str, **more: object) -> str:
    return reverse(name, kwargs=AT | more)


def page_of(journey: Path) -> str:
    return url("person_path", public_id=journey.person.public_id)


def test_i_propose_a_stage_we_talk_and_it_begins(as_, amina, journey):
    client = as_(amina)
    assert "Proposer une étape" in client.get(url("my_path")).content.decode()
    sent = client.post(url("path_propose"), {"stage": "1", "words": WORDS}, follow=True)
    assert WORDS in sent.content.decode()
    move = StageMove.objects.get()
    today = f"{timezone.localdate():%d/%m/%Y}"
    client.post(url("stage_discuss", move=move.pk), {"day": today})
    client.post(url("stage_enter", move=move.pk), {"day": today})
    assert selectors.current_stage(journey).rank == 1
    assert "Mon étape" in client.get(reverse("kpa_home", kwargs=AT)).content.decode()


def test_a_form_that_is_wrong_comes_back_with_its_sentence(as_, amina, journey):
    client = as_(amina)
    assert client.post(url("path_propose"), {}).status_code == 422
    refused = client.post(url("path_propose"), {"stage": "1", "words": "299055935012345"[:13]})
    assert refused.status_code == 422
    assert "sécurité sociale" in refused.content.decode()
    assert not StageMove.objects.exists()


def test_the_chosen_companion_reads_the_words_and_it_is_told(as_, amina, chosen, wish):
    page = as_(chosen).get(page_of(wish.path)).content.decode()
    assert WORDS in page
    told = as_(amina).get(reverse("my_accesses")).content.decode()
    assert str(chosen.person) in told


def test_the_coordination_sees_the_stage_never_the_words_and_it_is_told(as_, chloe, wish):
    page = as_(chloe).get(page_of(wish.path)).content.decode()
    assert str(wish.path.person) in page
    assert WORDS not in page
    assert AccessRecord.objects.get().reader == chloe
    for name in ("path_board", "path_board_csv", "path_gaps", "path_follow_up", "path_follow_up_csv"):
        response = as_(chloe).get(url(name))
        body = b"".join(response.streaming_content if response.streaming else [response.content])
        assert WORDS not in body.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *((member, 403) for member in ("bilal", "gaelle", "hugo")),
        *((stranger, 404) for stranger in ("driss", "esther", "fanny", "karim", "ines")),
    ],
)
def test_nobody_else_opens_a_path_or_its_stages_by_raw_address(as_, wish, who, status, request):
    client = as_(request.getfixturevalue(who))
    assert client.get(page_of(wish.path)).status_code == status
    for name in ("path_entry", "path_exit", "path_planned_end", "path_sensitive"):
        assert client.get(url(name, public_id=wish.path.person.public_id)).status_code == status
    for name in ("stage_discuss", "stage_enter", "stage_withdraw"):
        assert client.post(url(name, move=wish.pk)).status_code == 404
    assert not AccessRecord.objects.exists()


def test_a_coordinator_opens_nobody_of_another_kpa_under_her_own_address(as_, karim, wish):
    there = {"kpa": "coop-manau", "public_id": wish.path.person.public_id}
    assert as_(karim).get(reverse("person_path", kwargs=there)).status_code == 404
    assert as_(karim).get(reverse("path_sensitive", kwargs=there)).status_code == 404


def test_a_companion_may_talk_but_the_stage_begins_by_the_person(as_, chosen, wish):
    client = as_(chosen)
    assert client.post(url("stage_discuss", move=wish.pk), {"day": "01/10/2025"}).status_code == 303
    assert client.post(url("stage_enter", move=wish.pk), {"day": "02/10/2025"}).status_code == 403
    wish.refresh_from_db()
    assert wish.discussed_with == chosen.person


def test_sensitive_answers_are_mine_and_may_be_refused(as_, amina):
    client = as_(amina)
    page = client.get(reverse("my_sensitive")).content.decode()
    assert page.count("Je ne souhaite pas répondre") == len(SensitiveQuestion)
    client.post(reverse("my_sensitive"), {"rsa": "x", "single_parent": "o"})
    row = SensitiveFacts.objects.get(person=amina.person)
    assert row.answer(SensitiveQuestion.RSA) == Answer.DECLINED
    assert row.answer(SensitiveQuestion.SINGLE_PARENT) == Answer.YES


def test_the_coordination_enters_sensitive_answers_and_the_person_reads_it(as_, amina, chloe, journey):
    address = url("path_sensitive", public_id=journey.person.public_id)
    assert as_(chloe).post(address, {"rsa": "n"}).status_code == 303
    assert "réponses sensibles" in as_(amina).get(reverse("my_accesses")).content.decode()


def test_a_sensitive_answer_is_in_no_list_nor_export(as_, chloe, journey):
    SensitiveFacts.objects.create(person=journey.person, answers="oooo")
    for name in ("path_board", "path_board_csv", "path_gaps", "kpa_people", "kpa_people_csv"):
        response = as_(chloe).get(url(name))
        body = b"".join(response.streaming_content if response.streaming else [response.content]).decode()
        assert "oooo" not in body
        assert "RSA" not in body


def test_an_exit_may_be_unknown_and_news_come_later(as_, chloe, journey):
    client = as_(chloe)
    address = url("path_exit", public_id=journey.person.public_id)
    assert client.post(address, {"day": "01/02/2026", "situation": ""}).status_code == 303
    journey.refresh_from_db()
    assert journey.end == date(2026, 2, 1)
    news = {"day": "01/03/2026", "situation": "EMPLOI", "contract": "CDI"}
    assert client.post(address, news).status_code == 303
    assert selectors.latest_exit(journey).contract == "CDI"


def test_what_is_missing_leads_to_the_screen_that_fills_it(as_, chloe, journey):
    client = as_(chloe)
    entry = url("path_entry", public_id=journey.person.public_id)
    assert entry in client.get(url("path_gaps")).content.decode()
    answers = {
        "birth_date": "18/04/2001",
        "gender": "F",
        "postcode": "59100",
        "qpv": "oui",
        "education": "BAC",
    }
    assert client.post(entry, answers).status_code == 303
    gaps = selectors.gaps(
        journey.kpa, selectors.board(journey.kpa, timezone.localdate()), timezone.localdate()
    )
    assert gaps[0].codes == ("planned_end",)
    both = {"birth_date": "18/04/2001", "birth_date_declined": "on"}
    assert client.post(entry, both).status_code == 422


def test_a_planned_end_too_far_is_refused_beside_its_field(as_, chloe, journey):
    address = url("path_planned_end", public_id=journey.person.public_id)
    refused = as_(chloe).post(address, {"planned_end": "02/09/2028"})
    assert refused.status_code == 422
    assert "01/09/2028" in refused.content.decode()


def test_the_coordination_opens_a_path_and_names_the_stages(as_, chloe, amina):
    client = as_(chloe)
    board = client.get(url("path_board")).content.decode()
    assert amina.person.public_id in board
    opened = {"person": amina.person.public_id, "start": "01/03/2026", "planned_end": ""}
    assert client.post(url("path_open"), opened).status_code == 303
    assert Path.objects.get().person == amina.person
    assert client.post(url("path_stages"), {"names": "Arriver\nPartir"}).status_code == 303
    assert client.post(url("path_stages"), {"names": "Arriver"}).status_code == 422


def test_the_board_is_filtered_and_given_in_part(as_, chloe, journey, bilal, la_cape):
    client = as_(chloe)
    found = client.get(url("path_board"), {"q": "amina"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in found
    assert str(journey.person) in found
    assert "Aucun parcours" in client.get(url("path_board"), {"q": "zzz"}).content.decode()


def test_i_stop_a_companion(as_, amina, chosen, journey):
    client = as_(amina)
    row = selectors.companions_of(journey, timezone.localdate()).get()
    client.post(url("path_companions"), {"end": row.pk})
    assert not selectors.is_companion(chosen.person, journey, timezone.localdate())
    assert client.post(url("path_companions"), {"person": "nobody"}).status_code == 422


def test_without_a_path_the_page_says_what_comes(as_, bilal):
    assert "n’est pas encore ouvert" in as_(bilal).get(url("my_path")).content.decode()
    assert as_(bilal).get(url("path_propose")).status_code == 302


def test_my_facts_are_optional(as_, amina):
    client = as_(amina)
    assert client.post(reverse("my_facts"), {"gender": "X"}).status_code == 303
    assert client.post(reverse("my_facts"), {"birth_date": "01/01/2990"}).status_code == 422


def test_a_stage_that_another_followed_is_told_as_lived(as_, amina, journey):
    client, today = as_(amina), f"{timezone.localdate():%d/%m/%Y}"
    for stage in ("1", "2"):
        client.post(url("path_propose"), {"stage": stage})
        move = StageMove.objects.latest("pk")
        client.post(url("stage_discuss", move=move.pk), {"day": today})
        client.post(url("stage_enter", move=move.pk), {"day": today})
    page = as_(amina).get(url("my_path")).content.decode()
    assert page.count("Vécue") == 1
    assert page.count("En ce moment") == 1
    assert "Commencée" not in page


def test_the_paths_are_taken_away_as_they_are_filtered(as_, chloe, journey):
    board = as_(chloe).get(url("path_board"), {"q": "amina", "etape": "finis"}).content.decode()
    assert "q=amina" in board
    every = as_(chloe).get(url("path_board_csv")).getvalue().decode()
    none = as_(chloe).get(url("path_board_csv"), {"etape": "finis"}).getvalue().decode()
    assert "Amina" in every
    assert "Amina" not in none


def test_news_to_ask_for_are_searched_and_taken_away_as_they_are_shown(as_, chloe, la_cape):
    left = timezone.localdate() - timedelta(days=200)
    for first_name in ("Salomé", "Ilyès"):
        make_path(la_cape, make_person(first_name, last_name="Exemple"), end=left)
    page = as_(chloe).get(url("path_follow_up")).content.decode()
    assert "Salomé" in page
    assert "Ilyès" in page
    found = as_(chloe).get(url("path_follow_up"), {"q": "salome"}).content.decode()
    assert "Ilyès" not in found
    file = b"".join(as_(chloe).get(url("path_follow_up_csv"), {"q": "salome"}).streaming_content).decode()
    assert f"Salomé,Exemple,{left}" in file
    assert "Ilyès" not in file
    assert (
        "Personne ne porte ce nom ici" in as_(chloe).get(url("path_follow_up"), {"q": "zoé"}).content.decode()
    )
