"""Skills side by side, badges, and the portfolio that one takes away; commitments in kind words."""

import json

import pytest
from django.urls import reverse

from kpacite.domain.paths import services
from kpacite.domain.paths.enums import SkillFamily
from kpacite.domain.paths.models import BadgeAward, Skill, SkillView
from tests.factories.people import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(journey):
    return {"kpa": "la-cape", "public_id": journey.person.public_id}


@pytest.fixture
def cooking(la_cape):
    return services.name_skill(
        kpa=la_cape.kpa, family=SkillFamily.PROFESSIONAL, name="Cuisiner", actor=None, now=NOW
    )


def test_three_voices_stand_side_by_side(as_, amina, bilal, chosen, at, cooking, journey):
    services.choose_companion(path=journey, person=bilal.person, actor=None, today=TODAY, now=NOW)
    view = {"skill": cooking.pk, "family": "professional", "level": 2, "evidence": "douze quiches"}
    for who in (amina, chosen):
        assert as_(who).post(reverse("skills", kwargs=at), view).status_code == 303
    assert as_(amina).post(reverse("skills", kwargs=at), view).status_code == 422
    assert set(SkillView.objects.values_list("voice", flat=True)) == {"own", "team"}
    page = as_(amina).get(reverse("skills", kwargs=at)).content.decode()
    assert page.count("douze quiches") == 2


def test_a_skill_in_ones_own_words_joins_the_list(as_, amina, at):
    new = {"new": "Parler en réunion", "family": "collective", "level": 1}
    assert as_(amina).post(reverse("skills", kwargs=at), new).status_code == 303
    assert Skill.objects.get().name == "Parler en réunion"
    assert (
        as_(amina).post(reverse("skills", kwargs=at), {"family": "collective", "level": 1}).status_code == 422
    )


def test_a_badge_comes_from_another_and_leaves_with_the_person(as_, amina, chosen, at):
    badge = {"new": "Premier buffet", "criteria": "Servir un buffet", "evidence": "le 6 mars"}
    assert as_(chosen).post(reverse("badge_give", kwargs=at), badge).status_code == 303
    award = BadgeAward.objects.get()
    again = {"badge": award.badge_id}
    assert as_(chosen).post(reverse("badge_give", kwargs=at), again).status_code == 422
    assert as_(chosen).post(reverse("badge_give", kwargs=at), {}).status_code == 422
    assert as_(amina).get(reverse("badge_give", kwargs=at)).status_code == 403
    taken = json.loads(as_(amina).get(reverse("my_badges")).content)
    assert taken[0]["type"] == "Assertion"
    assert taken[0]["badge"]["name"] == "Premier buffet"
    assert amina.person.email not in json.dumps(taken)
    assert taken[0]["recipient"]["identity"].startswith("sha256$")


@pytest.mark.parametrize("with_skills", [True, False])
def test_the_portfolio_is_a_page_and_a_pdf(as_, amina, at, cooking, with_skills):
    client = as_(amina)
    if with_skills:
        client.post(reverse("skills", kwargs=at), {"skill": cooking.pk, "family": "professional", "level": 3})
        assert "Cuisiner" in client.get(reverse("my_portfolio")).content.decode()
    assert client.get(reverse("my_portfolio_pdf")).content.startswith(b"%PDF")


@pytest.mark.parametrize("who", ["bilal", "chloe", "hugo", "driss", "esther", "karim", "fanny"])
def test_skills_are_for_the_person_and_whom_she_chose(as_, at, journey, who, request):
    assert as_(request.getfixturevalue(who)).get(reverse("skills", kwargs=at)).status_code in (403, 404)


def test_commitments_are_told_kindly_and_totals_are_for_all(as_, amina, bilal, journey):
    page = as_(amina).get(reverse("commitments", kwargs={"kpa": "la-cape"})).content.decode()
    assert "d-alerte" not in page
    everyone = as_(bilal).get(reverse("commitments_all", kwargs={"kpa": "la-cape"})).content.decode()
    assert str(journey.person) in everyone
    assert as_(bilal).get(reverse("commitments", kwargs={"kpa": "la-cape"})).status_code == 302


def test_the_coordination_exempts_for_a_reason(as_, chloe, at):
    page = reverse("path_exempt", kwargs=at)
    days = {"start": "01/03/2026", "end": "01/04/2026", "reason": "repos"}
    assert as_(chloe).post(page, days).status_code == 303
    assert as_(chloe).post(page, days | {"end": "01/02/2026"}).status_code == 422
    assert as_(chloe).post(page, days | {"reason": ""}).status_code == 422
