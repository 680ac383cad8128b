import csv
import io

import pytest

from kpacite.domain.organisations.enums import Role
from kpacite.domain.organisations.models import Checklist, ChecklistItem, ContactMessage, RoleAssignment
from tests.factories.organisations import make_source, wear
from tests.factories.people import NOW, make_account, make_person

pytestmark = pytest.mark.django_db


def write(organisation, name: str = "Zoé", **fields: object) -> ContactMessage:
    details = {"purpose": "order", "email": "zoe@exemple.fr", "message": "Un buffet", "received_at": NOW}
    return ContactMessage.objects.create(organisation=organisation, name=name, **(details | fields))


def test_the_inbox_filters_by_state_and_purpose(as_, chloe, la_cape) -> None:
    write(la_cape, "Zoé")
    write(la_cape, "Yann", purpose="join", handled_at=NOW, handled_by=chloe)
    browser = as_(chloe)
    waiting = browser.get("/la-cape/messages/", {"etat": "a-repondre"}).content.decode()
    assert "Zoé" in waiting
    assert "Yann" not in waiting
    joining = browser.get("/la-cape/messages/", {"pour": "join"}).content.decode()
    assert "Yann" in joining
    assert "Zoé" not in joining
    assert browser.get("/la-cape/messages/", {"etat": "?", "pour": "?"}).status_code == 200


def test_a_message_is_read_then_noted_as_answered_once(as_, chloe, la_cape) -> None:
    message = write(la_cape)
    browser = as_(chloe)
    address = f"/la-cape/messages/{message.pk}/"
    assert "zoe@exemple.fr" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 303
    message.refresh_from_db()
    assert message.handled_by == chloe
    assert "Ce message est déjà traité." in browser.post(address, follow=True).content.decode()


def test_a_note_is_kept_and_an_answered_message_can_be_opened_again(as_, chloe, la_cape) -> None:
    message = write(la_cape)
    browser = as_(chloe)
    address = f"/la-cape/messages/{message.pk}/"
    text = browser.post(address, {"note": "Buffet le 6 mars"}, follow=True).content.decode()
    assert "Buffet le 6 mars" in text
    assert "Remettre à répondre" in text
    answered = browser.get("/la-cape/messages/", {"etat": "repondus"}).content.decode()
    assert "Buffet le 6 mars" in answered
    text = browser.post(address, {"geste": "rouvrir"}, follow=True).content.decode()
    assert "de nouveau à répondre" in text
    assert "Buffet le 6 mars" in text
    assert "Zoé" in browser.get("/la-cape/messages/", {"etat": "a-repondre"}).content.decode()
    again = browser.post(address, {"geste": "rouvrir"}, follow=True).content.decode()
    assert "Ce message est déjà à répondre." in again


def test_a_refused_note_stays_on_the_screen(as_, chloe, la_cape) -> None:
    message = write(la_cape)
    browser = as_(chloe)
    address = f"/la-cape/messages/{message.pk}/"
    long = "Buffet " * 60
    response = browser.post(address, {"note": long})
    assert response.status_code == 422
    assert long.strip() in response.content.decode()
    message.refresh_from_db()
    assert message.handled_at is None
    browser.post(address, {"note": "Buffet"})
    late = browser.post(address, {"note": "J’ai appelé aussi"})
    assert late.status_code == 422
    assert "J’ai appelé aussi" in late.content.decode()
    message.refresh_from_db()
    assert message.note == "Buffet"


def test_a_message_of_another_kpa_does_not_exist_here(as_, chloe, coop_manau) -> None:
    message = write(coop_manau)
    assert as_(chloe).get(f"/la-cape/messages/{message.pk}/").status_code == 404
    assert as_(chloe).post(f"/la-cape/messages/{message.pk}/").status_code == 404
    reopening = as_(chloe).post(f"/la-cape/messages/{message.pk}/", {"geste": "rouvrir"})
    assert reopening.status_code == 404


def test_the_network_reads_a_self_check_in_words(as_, esther, network) -> None:
    checklist = Checklist.objects.create(
        code="c", title="Trois", use="gate", date_words="2024", position=1, source=make_source()
    )
    ChecklistItem.objects.create(checklist=checklist, position=1, code="lieu", title="Un lieu ouvert")
    message = write(network, purpose="launch", self_check={"lieu": "soon"})
    text = as_(esther).get(f"/reseau/messages/{message.pk}/").content.decode()
    assert "Un lieu ouvert" in text
    assert "Bientôt" in text


def test_thirty_messages_cost_as_much_as_three(as_, chloe, la_cape, django_assert_max_num_queries) -> None:
    browser = as_(chloe)
    for rank in range(3):
        write(la_cape, f"Personne {rank}")
    with django_assert_max_num_queries(25) as few:
        browser.get("/la-cape/messages/")
    for rank in range(27):
        write(la_cape, f"Personne {rank}", handled_at=NOW, handled_by=chloe)
    with django_assert_max_num_queries(25) as many:
        browser.get("/la-cape/messages/")
    assert len(many) == len(few)


def test_people_are_found_without_accents_by_name_or_role(as_, amina, chloe) -> None:
    browser = as_(amina)
    found = browser.get("/la-cape/personnes/", {"q": "chloe coordination"}).content.decode()
    assert "Chloé Exemple" in found
    assert "Amina Exemple" not in found
    assert "Personne ne correspond" in browser.get("/la-cape/personnes/", {"q": "zzz"}).content.decode()


def test_members_read_the_list_and_do_not_change_it(as_, amina, bilal) -> None:
    text = as_(amina).get("/la-cape/personnes/").content.decode()
    assert "Bilal" in text
    assert "Retirer ce rôle" not in text
    hat = bilal.person.hats.get()
    assert as_(amina).post(f"/la-cape/personnes/{hat.pk}/finir/").status_code == 403
    assert RoleAssignment.objects.get(pk=hat.pk).end is None


def test_the_table_of_people_runs_no_formula_and_holds_no_contact(as_, chloe, la_cape) -> None:
    for sign in "=+-@":
        wear(make_person(f"{sign}cmd", email="x@exemple.fr"), Role.COOPERATOR, la_cape)
    body = b"".join(as_(chloe).get("/la-cape/personnes/liste.csv").streaming_content).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(body)) for cell in row]
    assert sorted(cell for cell in cells if "cmd" in cell) == ["'+cmd", "'-cmd", "'=cmd", "'@cmd"]
    assert "x@exemple.fr" not in body


def test_a_coordinator_takes_a_hat_off_after_being_asked(as_, chloe, bilal) -> None:
    hat = bilal.person.hats.get()
    address = f"/la-cape/personnes/{hat.pk}/finir/"
    assert "Retirer ce rôle à Bilal Exemple" in as_(chloe).get(address).content.decode()
    assert as_(chloe).post(address).status_code == 303
    assert RoleAssignment.objects.get(pk=hat.pk).end is not None


def test_the_last_coordinator_cannot_leave_the_kpa_alone(as_, chloe, la_cape) -> None:
    hat = chloe.person.hats.get()
    text = as_(chloe).post(f"/la-cape/personnes/{hat.pk}/finir/", follow=True).content.decode()
    assert "C’est la seule personne à la coordination." in text
    assert RoleAssignment.objects.get(pk=hat.pk).end is None


def test_a_hat_of_another_kpa_cannot_be_taken_off_here(as_, chloe, karim) -> None:
    hat = karim.person.hats.get()
    assert as_(chloe).post(f"/la-cape/personnes/{hat.pk}/finir/").status_code == 404


def test_thirty_people_cost_as_much_as_three(as_, chloe, la_cape, django_assert_max_num_queries) -> None:
    browser = as_(chloe)
    for _rank in range(3):
        wear(make_person(), Role.COOPERATOR, la_cape)
    for address, most in (("/la-cape/personnes/", 25), ("/la-cape/", 15)):
        with django_assert_max_num_queries(most) as few:
            browser.get(address)
        for _rank in range(12):
            wear(make_person(), Role.COOPERATOR, la_cape)
        with django_assert_max_num_queries(most) as many:
            browser.get(address)
        assert len(many) == len(few)


def test_someone_without_hat_sees_no_message(as_, la_cape) -> None:
    assert as_(make_account("Noé")).get("/la-cape/messages/").status_code == 404
