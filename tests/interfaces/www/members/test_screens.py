"""What a newcomer, a welcomer and the coordination do, through the client."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kpacite.domain.members import services
from kpacite.domain.members.models import (
    LegalGuardian,
    Membership,
    WelcomeAnswer,
    WelcomeFile,
    WelcomeQuestion,
)
from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.people import rules as people
from kpacite.domain.people.enums import Shown
from kpacite.domain.people.selectors import accesses_to
from tests.domain.governance.charters import put_in_force
from tests.factories import members as make
from tests.factories.members import MINOR

pytestmark = pytest.mark.django_db
JOIN = "/kpa/la-cape/rejoindre/"
LIST = "/la-cape/accueil/"


def text_of(response, status=200):
    assert response.status_code == status
    return " ".join(response.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def at(file, page=""):
    return f"{LIST}{file.pk}/{page}"


def test_someone_without_an_account_says_that_she_wants_to_come(client, kpa):
    page = text_of(client.get(JOIN))
    assert "Je veux venir" in page
    assert "16 ans ou plus" in page
    response = client.post(JOIN, {"first_name": "Sami", "other_contact": "Par ma sœur"})
    assert response.status_code == 303
    assert "Merci. À bientôt" in text_of(client.get(response.url))
    row = WelcomeFile.objects.get()
    assert (row.kpa, row.first_name, row.other_contact) == (kpa, "Sami", "Par ma sœur")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"first_name": "", "phone": "06 12 34 56 78"}, "Écrivez votre prénom."),
        ({"first_name": "Sami"}, "Donnez un moyen de vous joindre : un seul suffit."),
        ({"first_name": "Sami", "phone": "12"}, "Écrivez un numéro de téléphone"),
        ({"first_name": "Sami", "email": "sami"}, "Écrivez une adresse e-mail"),
    ],
)
def test_an_error_says_what_to_do_and_nothing_is_lost(client, kpa, typed, sentence):
    page = text_of(client.post(JOIN, typed | {"words": "J’aime coudre"}), 422)
    assert sentence in page
    assert "J’aime coudre" in page
    assert not WelcomeFile.objects.exists()


def test_a_welcome_without_news_is_announced_and_kept_in_one_tap(as_, file, chloe, gaelle):
    today = timezone.localdate()
    WelcomeFile.objects.filter(pk=file.pk).update(last_contact_on=today - timedelta(days=800))
    services.announce_emptying(today=today, now=timezone.now())
    assert "Sa fiche sera vidée le" in text_of(as_(chloe).get(LIST))
    page = text_of(as_(chloe).get(at(file)))
    assert "Cette fiche sera vidée le" in page
    assert at(file, "nouvelles/") in page
    assert as_(gaelle).post(at(file, "nouvelles/")).status_code == 404
    assert as_(chloe).post(at(file, "nouvelles/")).status_code == 303
    assert "sera vidée" not in text_of(as_(chloe).get(at(file)))


def test_an_emptied_welcome_opens_no_more(as_, file, chloe):
    today = timezone.localdate()
    WelcomeFile.objects.filter(pk=file.pk).update(last_contact_on=today - timedelta(days=800))
    services.announce_emptying(today=today, now=timezone.now())
    services.empty_those_due(today=today + timedelta(days=80), now=timezone.now())
    assert as_(chloe).get(at(file)).status_code == 404
    assert "Sami" not in text_of(as_(chloe).get(f"{LIST}?etat=arretes"))


def test_a_robot_is_thanked_and_the_same_form_sent_twice_is_one_file(client, kpa):
    sent = {"first_name": "Sami", "phone": "06 12 34 56 78"}
    assert client.post(JOIN, sent | {"site_web": "x"}).status_code == 303
    assert not WelcomeFile.objects.exists()
    token = client.get(JOIN).context["form"]["token"].value()
    for _time in range(2):
        client.post(JOIN, sent | {"token": token})
    assert WelcomeFile.objects.count() == 1


def test_too_many_forms_from_one_place_are_asked_to_wait(client, kpa):
    sent = {"first_name": "Sami", "phone": "06 12 34 56 78"}
    for _time in range(10):
        client.post(JOIN, sent)
    response = client.post(JOIN, sent)
    assert "Réessayez dans" in text_of(response, 429)


def test_the_page_of_the_kpa_leads_to_the_form(client, kpa):
    assert JOIN in text_of(client.get("/kpa/la-cape/"))


def test_the_coordination_sees_every_file_and_who_acts_now(as_, chloe, file):
    page = text_of(as_(chloe).get(LIST))
    assert "Sami Exemple" in page
    assert "Maintenant : Fiche d’accueil, par l’équipe" in page
    assert "Accueil : Amina" in page
    assert "Personne ici pour l’instant" in text_of(as_(chloe).get(LIST, {"etat": "arretes"}))
    assert "Personne ne correspond" in text_of(as_(chloe).get(LIST, {"q": "zzz"}))


def test_who_welcomes_sees_her_own_and_others_see_nothing(as_, amina, bilal, fanny, file):
    make.make_file(file.kpa, "Rosa")
    page = text_of(as_(amina).get(LIST))
    assert "Sami" in page
    assert "Rosa" not in page
    rosa = WelcomeFile.objects.get(first_name="Rosa")
    assert as_(amina).get(at(rosa)).status_code == 404
    assert as_(bilal).get(LIST).status_code == 403
    assert as_(bilal).get(at(file)).status_code == 404
    assert as_(fanny).get(at(file)).status_code == 404


def test_a_file_of_another_kpa_is_not_found_under_the_address_of_mine(as_, chloe, coop_manau, file):
    elsewhere = make.make_file(coop_manau.kpa)
    for page in ("", "qui/", "entrer/", "arreter/"):
        assert as_(chloe).get(at(elsewhere, page)).status_code == 404


def test_the_form_is_filled_question_by_question_and_says_who_reads(as_, chloe, amina, file):
    first, second = file.kpa.welcome_questions.order_by("position")
    page = text_of(as_(chloe).get(at(file, f"fiche/{first.pk}/")))
    assert "Question 1 sur 2" in page
    assert "la coordination et la personne qui vous accueille" in page
    response = as_(chloe).post(at(file, f"fiche/{first.pk}/"), {"words": "La cuisine"})
    assert response.url == at(file, f"fiche/{second.pk}/")
    assert as_(chloe).post(response.url, {"skip": "1", "words": "non"}).url == at(file)
    assert [row.words for row in WelcomeAnswer.objects.order_by("question__position")] == ["La cuisine", ""]
    assert "Ne souhaite pas répondre." in text_of(as_(chloe).get(at(file)))
    page = text_of(as_(amina).get(at(file)))
    assert "Lu par la coordination seulement." in page
    assert as_(amina).get(at(file, f"fiche/{second.pk}/")).status_code == 404


def test_a_welcomer_ticks_her_step_and_takes_it_back(as_, amina, file):
    step = file.kpa.welcome_steps.get(code="visite")
    page = at(file, f"etapes/{step.pk}/")
    as_(amina).post(page, {"done_on": "12/03/2026", "done_with": "Amina"})
    assert "Fait le 12 mars 2026, avec Amina" in text_of(as_(amina).get(at(file)))
    as_(amina).post(page)
    assert "Fait le" not in text_of(as_(amina).get(at(file)))
    charter = file.kpa.welcome_steps.get(code="charte")
    assert as_(amina).get(at(file, f"etapes/{charter.pk}/")).status_code == 404


def test_a_tick_in_the_future_is_refused_with_a_sentence(as_, amina, file):
    step = file.kpa.welcome_steps.get(code="visite")
    page = as_(amina).post(at(file, f"etapes/{step.pk}/"), {"done_on": "12/03/2086"})
    assert "Ce jour n’est pas encore venu." in text_of(page, 422)


def test_the_coordination_lets_someone_in_once_the_charter_is_signed(as_, chloe, amina, file):
    version = put_in_force(file.kpa.organisation)
    make.tick_all(file)
    assert as_(amina).get(at(file, "entrer/")).status_code == 403
    assert "Signer la charte et entrer" in text_of(as_(chloe).get(at(file)))
    form = as_(chloe).get(at(file, "entrer/")).context["form"]
    seen = {"seen": form["seen"].value()}
    page = as_(chloe).post(at(file, "entrer/"), seen)
    assert "dites où est la feuille signée" in text_of(page, 422)
    page = as_(chloe).post(at(file, "entrer/"), seen | {"typed_name": "Quelqu’un"})
    assert "Écrivez « Sami Exemple »" in text_of(page, 422)
    response = as_(chloe).post(at(file, "entrer/"), seen | {"typed_name": "sami exemple"})
    assert response.status_code == 303
    page = text_of(as_(chloe).get(response.url))
    assert "Bienvenue ! Sami est membre." in page
    assert "Donner une carte de connexion" in page
    membership = Membership.objects.get()
    assert version.signatures.get().person == membership.person
    assert RoleAssignment.objects.filter(person=membership.person, role="cooperator").exists()


def test_under_18_the_guardian_comes_first(as_, chloe, kpa):
    file = make.tick_all(make.make_file(kpa, birth_date=MINOR))
    assert "Noter son accord" in text_of(as_(chloe).get(at(file)))
    page = as_(chloe).post(at(file, "entrer/"), {"paper_note": "Classeur"})
    assert "représentant légal" in text_of(page, 422)
    typed = {"name": "Parent Exemple", "contact": "Au foyer", "signed_on": "12/03/2026"}
    assert "Ajoutez la photo" in text_of(as_(chloe).post(at(file, "representant/"), typed), 422)
    as_(chloe).post(at(file, "representant/"), typed | {"agrees": "on"})
    assert LegalGuardian.objects.get().name == "Parent Exemple"
    as_(chloe).post(at(file, "entrer/"), {"paper_note": "Classeur"})
    assert "Ces tâches attendent" in text_of(
        as_(chloe).get(f"/la-cape/membres/{Membership.objects.get().pk}/")
    )


def test_the_facts_are_completed_and_a_welcomer_named(as_, chloe, bilal, file):
    typed = {"first_name": "Sami", "last_name": "Nouveau", "birth_date": "1 mai 1991", "phone": "0612345678"}
    as_(chloe).post(at(file, "qui/"), typed)
    file.refresh_from_db()
    assert (file.last_name, str(file.birth_date), file.phone) == ("Nouveau", "1991-05-01", "+33612345678")
    as_(chloe).post(at(file, "accueillir/"), {"welcomer": bilal.person.public_id})
    file.refresh_from_db()
    assert file.welcomer == bilal.person


def test_a_welcome_is_stopped_and_taken_up_again(as_, chloe, file):
    as_(chloe).post(at(file, "arreter/"), {"words": "Une formation"})
    page = text_of(as_(chloe).get(at(file)))
    assert "Accueil arrêté." in page
    as_(chloe).post(at(file, "arreter/"))
    file.refresh_from_db()
    assert file.state == "contact"


def test_a_member_reads_her_stay_and_the_coordination_pauses_and_ends_it(as_, amina, bilal, chloe, la_cape):
    row = make.make_membership(amina.person, la_cape.kpa)
    here = f"/la-cape/membres/{row.pk}/"
    assert "Mon adhésion" in text_of(as_(amina).get(here))
    assert as_(bilal).get(here).status_code == 404
    assert as_(amina).post(here + "pause/", {"day": "12/03/2026"}).status_code == 403
    for move, typed in [
        ("pause", {"day": "12/03/2026", "words": ""}),
        ("reprendre", {"day": "20/03/2026"}),
        ("partir", {"day": "30/03/2026"}),
        ("sortie", {"situation": "on", "equipment": "on"}),
        ("rester", {}),
        ("partir", {"day": "31/03/2026"}),
        ("sortie", {"situation": "on", "equipment": "on", "balance": "on"}),
    ]:
        assert as_(chloe).post(f"{here}{move}/", typed).status_code == 303, move
    row.refresh_from_db()
    assert (row.state, str(row.end)) == ("left", "2026-03-31")
    page = as_(chloe).post(here + "pause/", {"day": "12/03/2026"})
    assert "déjà changé" in text_of(page, 422)
    assert as_(chloe).get(here + "danser/").status_code == 404


def test_at_18_the_coordination_goes_through_the_file_once(as_, amina, chloe, la_cape):
    today = timezone.localdate()
    born, start = today.replace(year=today.year - 18, day=1), today.replace(year=today.year - 1, day=1)
    row = make.make_membership(amina.person, la_cape.kpa, start=start, birth_date=born)
    here = f"/la-cape/membres/{row.pk}/"
    assert "Revoir le dossier d’Amina" in text_of(as_(chloe).get("/la-cape/"))
    assert here + "dix-huit-ans/" in text_of(as_(chloe).get(here))
    assert as_(chloe).post(here + "dix-huit-ans/", {}).status_code == 303
    assert here + "dix-huit-ans/" not in text_of(as_(chloe).get(here))
    assert "Revoir le dossier" not in text_of(as_(chloe).get("/la-cape/"))


def test_the_home_tells_whom_to_welcome(as_, amina, chloe, file):
    assert "Qui veut venir" in text_of(as_(chloe).get("/la-cape/"))
    assert at(file) in text_of(as_(amina).get("/la-cape/"))


def test_a_new_member_sees_her_first_steps_on_her_home(as_, chloe, file):
    make.tick_all(file)
    as_(chloe).post(at(file, "entrer/"))
    newcomer = Membership.objects.get().person.account
    page = text_of(as_(newcomer).get("/la-cape/"))
    assert "Mes premiers pas" in page
    assert "Voir mon adhésion" in page


def test_the_list_costs_the_same_at_three_and_at_thirty(as_, chloe, kpa):
    browser, counts = as_(chloe), []
    browser.get(LIST)
    for number in (3, 27):
        for _rank in range(number):
            make.make_file(kpa)
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_too_young_is_told_as_soon_as_the_birth_date_is_known(as_, chloe, kpa):
    """With the day on which the door opens and the person to call; the charter itself still refuses."""
    born = timezone.localdate().replace(month=1, day=1)
    file = make.make_file(kpa, birth_date=born.replace(year=born.year - 15))
    page = text_of(as_(chloe).get(at(file)))
    for words in ("C’est un peu trop tôt.", "il faut avoir 16 ans", f"1er janvier {born.year + 1}", "Chloé"):
        assert words in page, words
    assert "Signer la charte et entrer" not in page
    assert "Un représentant légal dit oui" not in page


def test_a_member_reads_who_opened_her_welcome_file_or_her_membership(as_, kpa, amina, chloe):
    row = make.make_file(kpa)
    stay = make.make_membership(amina.person, kpa, birth_date=make.ADULT)
    as_(chloe).get(at(row))
    assert not list(accesses_to(amina.person))
    WelcomeFile.objects.filter(pk=row.pk).update(person=amina.person)
    as_(chloe).get(at(row))
    as_(chloe).get(f"/la-cape/membres/{stay.pk}/")
    as_(amina).get(f"/la-cape/membres/{stay.pk}/")
    seen = {(look.reader, look.shown) for look in accesses_to(amina.person)}
    assert seen == {(chloe, Shown.WELCOME), (chloe, Shown.MEMBERSHIP)}


def csv_of(response):
    assert response.status_code == 200
    return response.getvalue().decode()


def test_the_list_of_welcomes_is_taken_away_as_it_is_filtered(as_, kpa, file, chloe, amina, gaelle):
    make.make_file(kpa, first_name="Rosa", phone="06 99 99 99 99")
    table = csv_of(as_(chloe).get(f"{LIST}tableau.csv"))
    assert "Sami" in table
    assert "Rosa" in table
    assert "99 99" not in table
    assert "Rosa" not in csv_of(as_(chloe).get(f"{LIST}tableau.csv?q=sami"))
    assert "Sami" not in csv_of(as_(chloe).get(f"{LIST}tableau.csv?etat=membres"))
    hers = csv_of(as_(amina).get(f"{LIST}tableau.csv"))
    assert "Sami" in hers
    assert "Rosa" not in hers
    assert as_(gaelle).get(f"{LIST}tableau.csv").status_code == 403
    assert "etat=arretes&amp;q=sami" in text_of(as_(chloe).get(f"{LIST}?q=sami"))


def test_the_memberships_are_taken_away_without_the_reason_of_a_pause(as_, kpa, amina, chloe):
    stay = make.make_membership(amina.person, kpa, birth_date=make.ADULT)
    today = timezone.localdate()
    services.pause(membership=stay, start=today, words="Soins", actor=None, now=timezone.now())
    table = csv_of(as_(chloe).get("/la-cape/membres/tableau.csv?etat=pause"))
    assert "En pause" in table
    assert "Soins" not in table
    assert "Amina" not in csv_of(as_(chloe).get("/la-cape/membres/tableau.csv?etat=partis"))
    assert as_(amina).get("/la-cape/membres/tableau.csv").status_code == 403


def test_a_welcomer_reads_the_file_until_the_welcome_is_over(as_, kpa, file, amina, chloe):
    assert as_(amina).get(at(file)).status_code == 200
    page = text_of(as_(amina).get(f"{LIST}?etat=membres"))
    assert "Sami" in page
    assert "Devenus membres" not in page
    services.withdraw(file=file, words="", actor=None, now=timezone.now())
    assert as_(amina).get(at(file)).status_code == 404
    assert as_(amina).get(LIST).status_code == 403
    assert as_(chloe).get(at(file)).status_code == 200


def test_an_address_is_written_in_one_way_when_it_is_completed(file):
    services.complete(file=file, email=" Sami@Exemple.FR ", actor=None, now=timezone.now())
    file.refresh_from_db()
    assert file.email == people.normalise_email("Sami@Exemple.FR")


def test_the_sign_of_a_question_stays_on_the_line_of_its_word(as_, kpa, file, chloe):
    label = WelcomeQuestion.objects.filter(kpa=kpa).order_by("position").first()
    WelcomeQuestion.objects.filter(pk=label.pk).update(label="Que savez-vous faire ?")
    assert "faire\u00a0?" in as_(chloe).get(at(file)).content.decode()
    assert "faire\u00a0?" in as_(chloe).get(at(file, f"fiche/{label.pk}/")).content.decode()
