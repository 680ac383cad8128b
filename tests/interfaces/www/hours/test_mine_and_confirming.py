"""Reading my hours, correcting them, confirming those of my peers; the poster of the home."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kpacite.domain.activities import services
from kpacite.domain.activities.models import WorkConfirmation, WorkEntry
from kpacite.domain.organisations.enums import ParameterCode, Unit
from kpacite.domain.organisations.models import Parameter
from tests.factories.activities import confirm, make_hours, make_job, make_shift
from tests.factories.paths import make_path
from tests.interfaces.www.activities.test_public import text_of

pytestmark = pytest.mark.django_db
HOME = "/la-cape/"
MINE = "/la-cape/heures/"
CONFIRM = "/la-cape/heures/a-valider/"


@pytest.fixture
def day():
    return timezone.localdate()


@pytest.fixture
def entry(la_cape, amina, day):
    return make_hours(la_cape, amina, day=day, note="Ménage")


def keys():
    return {"undo_id": str(uuid4()), "new_id": str(uuid4())}


def test_each_line_says_where_it_stands(as_, amina, bilal, la_cape, cuisine, day):
    confirm(make_hours(la_cape, amina, 90, activity=cuisine, day=day), bilal)
    make_hours(la_cape, amina, 60, day=day)
    undone = make_hours(la_cape, amina, 30, day=day)
    services.cancel_hours(entry=undone, client_id=uuid4(), actor=None, now=timezone.now())
    page = text_of(as_(amina).get(MINE))
    for told in ("1 h 30 · K-PA Traiteur", "validé", "par Bilal", "envoyé", "annulé", "correction"):
        assert told in page, told
    assert "2 h 30" in page


def test_another_month_is_one_link_away_and_a_wrong_one_shows_this_one(as_, amina, la_cape, day):
    before = day.replace(day=1) - timedelta(days=1)
    make_hours(la_cape, amina, 600, day=before)
    assert "10 h" not in text_of(as_(amina).get(MINE))
    assert "10 h" in text_of(as_(amina).get(f"{MINE}?mois={before:%Y-%m}"))
    for wrong in ("2026-13", "demain", "0000-01", "99-1"):
        assert as_(amina).get(f"{MINE}?mois={wrong}").status_code == 200


def test_the_month_is_a_file_and_a_sheet_of_paper(as_, amina, entry):
    text = b"".join(as_(amina).get(f"{MINE}mes-heures.csv").streaming_content).decode("utf-8-sig")
    assert f"{entry.day.isoformat()},Vie commune,,,120,2\xa0h,Ménage,envoyé" in text
    page = text_of(as_(amina).get(f"{MINE}feuille/"))
    assert "Ma feuille d’heures" in page
    assert "Ménage" in page


def test_nobody_opens_the_hours_of_another(as_, amina, chloe, fanny, entry):
    address = f"{MINE}{entry.pk}/corriger/"
    assert as_(amina).get(address).status_code == 200
    assert as_(chloe).get(address).status_code == 404
    assert as_(fanny).get(address).status_code == 404
    assert "Ménage" not in text_of(as_(chloe).get(MINE))


def test_a_correction_keeps_the_old_line_and_waits_for_a_peer(as_, amina, bilal, entry):
    confirm(entry, bilal)
    address = f"{MINE}{entry.pk}/corriger/"
    sent = {"duration": "1 h", "day": f"{entry.day:%d/%m/%Y}"} | keys()
    for _twice in range(2):
        assert as_(amina).post(address, sent).status_code == 303
    assert [row.minutes for row in WorkEntry.objects.order_by("pk")] == [120, -120, 60]
    assert "C’est corrigé." in text_of(as_(amina).get(MINE))


def test_hours_are_taken_away_once(as_, amina, entry):
    address = f"{MINE}{entry.pk}/corriger/"
    sent = {"duration": "2 h", "day": f"{entry.day:%d/%m/%Y}", "cancel": "1"}
    assert as_(amina).post(address, sent | keys()).status_code == 303
    again = as_(amina).post(address, sent | keys())
    assert again.status_code == 422
    assert "ne compte plus" in text_of(as_(amina).get(address))
    assert sum(WorkEntry.objects.values_list("minutes", flat=True)) == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"duration": "2"}, "Heures ou minutes"), ({"day": "1er mai 2099"}, "pas encore venu")],
)
def test_a_wrong_correction_changes_nothing(as_, amina, entry, changes, sentence):
    sent = {"duration": "1 h", "day": f"{entry.day:%d/%m/%Y}"} | keys() | changes
    response = as_(amina).post(f"{MINE}{entry.pk}/corriger/", sent)
    assert response.status_code == 422
    assert sentence in text_of(response, 422)
    assert WorkEntry.objects.count() == 1


def test_everything_is_confirmed_in_one_go_after_reading(as_, chloe, bilal, la_cape, entry, day):
    theirs = make_hours(la_cape, bilal, 60, day=day)
    page = text_of(as_(chloe).get(CONFIRM))
    assert page.count('name="hours"') == 2
    assert "Ménage" in page
    response = as_(chloe).post(CONFIRM, {"hours": [entry.pk, theirs.pk]})
    assert (response.status_code, response.url) == (303, CONFIRM)
    page = text_of(as_(chloe).get(CONFIRM))
    assert "C’est validé : 2 lignes. Merci !" in page
    assert "Rien à valider" in page


def test_an_unticked_line_waits_and_nothing_ticked_is_told(as_, chloe, la_cape, amina, entry, day):
    other = make_hours(la_cape, amina, 60, day=day)
    as_(chloe).post(CONFIRM, {"hours": [entry.pk]})
    assert list(WorkEntry.objects.waiting()) == [other]
    response = as_(chloe).post(CONFIRM, {"hours": ["x"]})
    assert response.status_code == 422
    page = text_of(response, 422)
    assert "Cochez une ligne au moins." in page
    assert " checked>" not in page
    gone = WorkEntry.objects.latest("pk").pk + 1
    refused = text_of(as_(chloe).post(CONFIRM, {"hours": [other.pk, gone]}), 422)
    assert refused.count(" checked>") == 1


def test_nobody_confirms_what_is_not_hers_to_confirm(as_, amina, gaelle, entry):
    for who in (amina, gaelle):
        response = as_(who).post(CONFIRM, {"hours": [entry.pk]})
        assert response.status_code == 422
        assert "On ne valide pas ses propres heures" in text_of(response, 422)
    assert not WorkConfirmation.objects.exists()


def test_three_lines_cost_as_much_as_thirty(as_, amina, chloe, la_cape, day):
    for _line in range(3):
        make_hours(la_cape, amina, 10, day=day)
    browser, asked = as_(chloe), []
    browser.get(MINE)
    for _round in range(2):
        with CaptureQueriesContext(
            connection,
        ) as few:
            browser.get(CONFIRM)
            browser.get(MINE)
        asked.append(len(few))
        for _line in range(27):
            make_hours(la_cape, amina, 10, day=day)
    assert asked[0] == asked[1]


def test_the_home_shows_the_month_and_what_waits(as_, amina, chloe, hugo, la_cape, cuisine, entry, day):
    Parameter.objects.create(
        organisation=la_cape,
        code=ParameterCode.COMMON_ACTION_HOURS,
        value=8,
        unit=Unit.HOURS,
        valid_from="2019-01-01",
        reason="essai",
    )
    make_shift(make_job(cuisine, "Goûter", starts_at=timezone.now() - timedelta(hours=5)), amina)
    page = text_of(as_(amina).get(HOME))
    for told in (
        "Mes heures communes",
        "sur 8 h",
        "Encore <strong>6 h</strong>",
        "Noter mes heures : Goûter",
    ):
        assert told in page, told
    page = as_(chloe).get(HOME)
    assert "Valider les heures des autres (1)" in text_of(page)
    assert "Valider les heures des autres" not in [to_do.title for to_do in page.context["to_dos"]]
    assert "Valider les heures des autres" in text_of(as_(chloe).get(f"{HOME}a-faire/"))
    assert "d’heures à valider" in text_of(as_(chloe).get(HOME))
    assert "Noter mes heures" not in text_of(as_(hugo).get(HOME))


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (2, "Avec 2 h à venir dans l’agenda, encore <strong>4 h</strong> avant le"),
        (6, "Avec <strong>6 h</strong> à venir dans l’agenda, c’est bon pour ce mois."),
    ],
)
def test_what_is_planned_is_told_beside_what_is_done(as_, amina, la_cape, cuisine, entry, hours, sentence):
    Parameter.objects.create(
        organisation=la_cape,
        code=ParameterCode.COMMON_ACTION_HOURS,
        value=8,
        unit=Unit.HOURS,
        valid_from="2019-01-01",
        reason="essai",
    )
    # Today: tomorrow may be another month.
    common = {"starts_at": timezone.now(), "is_common": True, "is_paid": False}
    make_shift(make_job(cuisine, hours=hours, **common), amina)
    make_path(la_cape, amina)
    for page in (HOME, MINE, reverse("commitments", kwargs={"kpa": la_cape.slug})):
        assert sentence in text_of(as_(amina).get(page)), page


def test_a_kpa_that_asks_no_common_hours_shows_no_target(as_, amina, entry):
    page = text_of(as_(amina).get(HOME))
    assert "Noter mes heures" in page
    assert "sur 0" not in page


def test_hours_that_a_sharing_paid_say_so_and_offer_no_change(as_, amina, bilal, entry):
    confirm(entry, bilal)
    services.claim_hours(entries=[entry.pk], use="sharing", source="job:1", actor=None, now=entry.declared_at)
    address = f"{MINE}{entry.pk}/corriger/"
    page = text_of(as_(amina).get(MINE))
    assert "déjà partagé" in page
    assert address not in page
    assert "elles ne changent plus" in text_of(as_(amina).get(address))
    sent = {"duration": "2 h", "day": f"{entry.day:%d/%m/%Y}", "cancel": "1"} | keys()
    assert "Parlez-en à la personne référente" in text_of(as_(amina).post(address, sent), 422)
