"""The screens of the group around a person, of orientations, services and prescribers."""

import pytest
from django.urls import reverse

from kpacite.domain.paths import services
from kpacite.domain.paths.models import Orientation, PartnerService, Path, ReferralSource, SupportMember
from kpacite.domain.people.models import AccessRecord
from tests.factories.paths import make_path
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(time_machine):
    time_machine.move_to(NOW)


REASON = "Pour préparer la suite."
NIR = "2 99 05 59 350 123"
CARD = {"about": "Emploi des jeunes", "contact": "", "phone": "", "email": ""}


@pytest.fixture
def at(journey):
    return {"kpa": "la-cape", "public_id": journey.person.public_id}


@pytest.fixture
def mission(la_cape):
    return services.add_partner_service(kpa=la_cape.kpa, name="Mission locale", **CARD, actor=None, now=NOW)


def proposal(**changed):
    return {"quality": "supporter", "reason": REASON, "start": "01/03/2026"} | changed


def test_the_coordination_proposes_the_person_says_yes_and_the_group_shows(as_, at, amina, chloe, bilal):
    page, here = reverse("circle_propose", kwargs=at), reverse("circle", kwargs=at)
    assert as_(chloe).post(page, proposal(who=bilal.person.public_id)).status_code == 303
    row = SupportMember.objects.get()
    assert "Dire qui vous voulez autour de vous" in as_(amina).get("/la-cape/").content.decode()
    shown = as_(amina).get(here).content.decode()
    assert REASON in shown
    assert as_(amina).post(here, {"yes": row.pk}).status_code == 303
    assert REASON in as_(bilal).get(here).content.decode()
    assert AccessRecord.objects.filter(shown="support", person=amina.person, reader=bilal).exists()
    as_(bilal).post(here, {"end": row.pk})
    row.refresh_from_db()
    assert row.end == TODAY


def test_the_coordination_reads_names_not_the_reasons_of_others(as_, at, amina, chloe, bilal):
    as_(amina).post(reverse("circle_propose", kwargs=at), proposal(who=bilal.person.public_id))
    shown = as_(chloe).get(reverse("circle", kwargs=at)).content.decode()
    assert str(bilal.person) in shown
    assert REASON not in shown


@pytest.mark.parametrize("who", ["chloe", "gaelle"])
def test_nobody_answers_for_the_person(as_, at, chosen, chloe, bilal, who, request):
    as_(chloe).post(reverse("circle_propose", kwargs=at), proposal(who=bilal.person.public_id))
    row = SupportMember.objects.get()
    for do in ("yes", "no"):
        as_(request.getfixturevalue(who)).post(reverse("circle", kwargs=at), {do: row.pk})
    row.refresh_from_db()
    assert row.state == "proposed"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"quality": ""},
        {"quality": "partner"},
        {"reason": ""},
        {"start": "hier"},
        {"end": "01/01/2026"},
        {"who": "inconnu"},
        {"reason": NIR},
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(as_, at, amina, bilal, wrong):
    typed = proposal(**({"who": bilal.person.public_id} if wrong else {})) | wrong
    shown = as_(amina).post(reverse("circle_propose", kwargs=at), typed)
    assert shown.status_code == 422
    assert 'aria-invalid="true"' in shown.content.decode()
    if "reason" not in wrong:
        assert REASON in shown.content.decode()


def test_an_orientation_goes_from_her_yes_to_the_answer(as_, at, amina, chosen, mission):
    new = {"service": mission.pk, "theme": "rights", "reason": "Aide pour un dossier"}
    assert as_(chosen).post(reverse("orientation_new", kwargs=at), new).status_code == 303
    row = Orientation.objects.get()
    page = reverse("orientation", kwargs=at | {"orientation": row.pk})
    assert "Dire si vous êtes d’accord" in as_(amina).get("/la-cape/").content.decode()
    as_(chosen).post(page, {"do": "yes"})
    row.refresh_from_db()
    assert row.state == "asked"
    as_(amina).post(page, {"do": "yes"})
    assert as_(chosen).post(page, {"state": "accepted", "day": ""}).status_code == 422
    said = {"state": "accepted", "day": f"{TODAY:%d/%m/%Y}", "words": "Premier rendez-vous"}
    assert as_(chosen).post(page, said).status_code == 303
    assert "Premier rendez-vous" in as_(amina).get(page).content.decode()
    assert as_(chosen).post(page, said | {"state": "refused"}).status_code == 422


def test_who_follows_is_told_to_ask_again_after_the_days_of_the_kpa(as_, at, journey, amina, chosen, mission):
    asked = {"path": journey, "service": mission, "reason": "Un dossier", "today": TODAY, "now": NOW}
    row = services.orient(theme="rights", actor=chosen, **asked)
    services.consent_to_orientation(orientation=row, agrees=True, actor=amina, today=TODAY, now=NOW)
    words = "Demander la réponse pour Amina"
    assert words not in as_(chosen).get("/la-cape/").content.decode()
    Orientation.objects.filter(pk=row.pk).update(consented_on="2026-01-05")
    assert words in as_(chosen).get("/la-cape/").content.decode()
    assert words not in as_(amina).get("/la-cape/").content.decode()
    assert "Réponse en retard" in as_(chosen).get(reverse("orientations", kwargs=at)).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("bilal", 403), ("chloe", 403), ("hugo", 403), ("fanny", 404), ("karim", 404), ("esther", 404)],
)
def test_orientations_are_for_the_person_and_those_she_chose(as_, at, who, status, request):
    client = as_(request.getfixturevalue(who))
    for name in ("orientations", "orientation_new"):
        assert client.get(reverse(name, kwargs=at)).status_code == status


def test_an_orientation_is_found_only_under_its_own_person(as_, at, la_cape, bilal, chosen, mission):
    other = make_path(la_cape, bilal)
    row = services.orient(
        path=other, service=mission, theme="rights", reason="x", actor=bilal, today=TODAY, now=NOW
    )
    assert as_(chosen).get(reverse("orientation", kwargs=at | {"orientation": row.pk})).status_code == 404


def test_members_keep_the_list_of_services_together(as_, amina, chloe, fanny):
    add = reverse("partner_service_add", kwargs={"kpa": "la-cape"})
    card = {"name": "Maison des droits", "about": "Remplir un dossier"}
    assert as_(amina).post(add, card).status_code == 303
    assert as_(amina).post(add, card).status_code == 422
    assert as_(amina).post(add, {"name": ""}).status_code == 422
    assert as_(amina).post(add, card | {"name": "Autre", "email": "pas une adresse"}).status_code == 422
    row = PartnerService.objects.get()
    one = reverse("partner_service", kwargs={"kpa": "la-cape", "service": row.pk})
    assert as_(amina).post(one, card | {"phone": "03 00 00 00 00"}).status_code in (303, 422)
    listing = reverse("partner_services", kwargs={"kpa": "la-cape"})
    assert "Maison des droits" in as_(amina).get(listing, {"q": "DROITS"}).content.decode()
    assert "Maison des droits" not in as_(amina).get(listing, {"q": "piscine"}).content.decode()
    gone = reverse("partner_service_withdraw", kwargs={"kpa": "la-cape", "service": row.pk})
    assert as_(amina).post(gone).status_code == 403
    assert as_(fanny).get(one).status_code == 404
    assert as_(chloe).get(gone).status_code == 200
    assert as_(chloe).post(gone).status_code == 303
    assert as_(chloe).post(gone).status_code == 404


def test_the_table_of_services_names_nobody(as_, journey, amina, chloe, mission):
    services.orient(
        path=journey, service=mission, theme="rights", reason="x", actor=amina, today=TODAY, now=NOW
    )
    answer = as_(chloe).get(reverse("partner_services_csv", kwargs={"kpa": "la-cape"}))
    lines = b"".join(answer.streaming_content).decode()
    assert "Mission locale,Emploi des jeunes,,,,1,0,0,1,0" in lines
    assert "Amina" not in lines


def test_prescribers_are_counted_and_hand_written_words_are_tied(as_, journey, at, chloe, mission):
    Path.objects.filter(pk=journey.pk).update(referral="La mission loc")
    page = reverse("prescribers", kwargs={"kpa": "la-cape"})
    assert "La mission loc" in as_(chloe).get(page).content.decode()
    assert as_(chloe).post(page, {"words": "La mission loc", "service": ""}).status_code == 422
    assert as_(chloe).post(page, {"words": "La mission loc", "service": mission.pk}).status_code == 303
    assert ReferralSource.objects.get().service == mission
    table = as_(chloe).get(reverse("prescribers_csv", kwargs={"kpa": "la-cape"}))
    assert "Mission locale,1,1" in b"".join(table.streaming_content).decode()
    one = reverse("path_prescriber", kwargs=at)
    assert "La mission loc" in as_(chloe).get(one).content.decode()
    assert as_(chloe).post(one, {"service": "", "contact": ""}).status_code == 303
    assert not ReferralSource.objects.exists()
