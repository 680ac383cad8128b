"""A skill over time as a drawing and in words; who can do what, when the person shows it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.organisations.models import RoleAssignment
from kpacite.domain.paths import selectors, services
from kpacite.domain.paths.enums import Level, SkillFamily
from kpacite.domain.paths.models import ShownSkill
from kpacite.interfaces.www.paths.curve import LEFT, RIGHT, WIDTH, x_of, y_of
from tests.factories.people import NOW, TODAY

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 1, 1))
HERE = {"kpa": "la-cape"}


@given(found=st.lists(days, min_size=1, max_size=8), level=st.sampled_from(list(Level)))
def test_marks_stay_in_the_drawing_in_the_order_of_the_days(found, level):
    first, last = min(found), max(found)
    places = [x_of(day, first, last) for day in sorted(found)]
    assert places == sorted(places)
    assert all(LEFT <= place <= WIDTH - RIGHT for place in places)
    assert all(y_of(level) < y_of(lower) for lower in Level if lower < level)


@pytest.fixture
def at(journey):
    return {"kpa": "la-cape", "public_id": journey.person.public_id}


@pytest.fixture
def cooking(la_cape):
    return services.name_skill(
        kpa=la_cape.kpa, family=SkillFamily.PROFESSIONAL, name="Cuisiner", actor=None, now=NOW
    )


def say(path, skill, actor, level, ago=0):
    said = {"evidence": "", "today": TODAY - timedelta(days=ago), "now": NOW}
    services.say_level(path=path, skill=skill, level=Level(level), actor=actor, **said)


@pytest.mark.django_db
def test_each_voice_has_its_line_its_sentence_and_its_values(as_, at, journey, amina, chosen, cooking):
    say(journey, cooking, amina, 1, ago=100)
    say(journey, cooking, amina, 3)
    say(journey, cooking, chosen, 2, ago=50)
    page = as_(amina).get(reverse("skills", kwargs=at)).content.decode()
    assert page.count("<polyline") == 2
    assert "La personne\u00a0: «\u00a0Je fais seul·e\u00a0»" in page
    assert "au début, «\u00a0Je découvre\u00a0»" in page
    assert "L’équipe\u00a0: «\u00a0Je fais avec de l’aide\u00a0»" in page
    assert 'role="img"' in page


@pytest.mark.django_db
def test_one_day_alone_draws_nothing(as_, at, journey, amina, cooking):
    say(journey, cooking, amina, 1)
    page = as_(amina).get(reverse("skills", kwargs=at)).content.decode()
    assert "<polyline" not in page
    assert "La personne\u00a0: «\u00a0Je découvre\u00a0»" in page


@pytest.mark.django_db
def test_members_find_only_what_the_person_shows_as_she_sees_it(
    as_, at, journey, amina, bilal, chosen, cooking
):
    say(journey, cooking, amina, 3)
    say(journey, cooking, chosen, 1)
    here, mine = reverse("skill_directory", kwargs=HERE), reverse("skills", kwargs=at)
    assert "Cuisiner" not in as_(bilal).get(here).content.decode()
    for _twice in range(2):
        assert as_(amina).post(mine, {"show": cooking.pk}).status_code == 303
    assert ShownSkill.objects.count() == 1
    shown = as_(bilal).get(here, {"q": "CUISINE"}).content.decode()
    assert "Je fais seul·e" in shown
    assert "Je découvre" not in shown
    assert "Cuisiner" not in as_(bilal).get(here, {"famille": "collective"}).content.decode()
    table = as_(bilal).get(reverse("skill_directory_csv", kwargs=HERE))
    assert "Cuisiner,Du métier,Amina" in b"".join(table.streaming_content).decode()
    as_(amina).post(mine, {"hide": cooking.pk})
    assert "Cuisiner" not in as_(bilal).get(here).content.decode()


@pytest.mark.django_db
def test_nobody_shows_a_skill_of_someone_else_nor_one_without_her_own_view(
    as_, at, journey, amina, chosen, cooking
):
    say(journey, cooking, chosen, 2)
    for who, key in ((chosen, cooking.pk), (amina, cooking.pk), (amina, "0"), (amina, "abc")):
        as_(who).post(reverse("skills", kwargs=at), {"show": key})
    assert not ShownSkill.objects.exists()
    with pytest.raises(services.NotSaidYet):
        services.show_skill(path=journey, skill=cooking, shown=True, actor=amina, today=TODAY, now=NOW)


@pytest.mark.django_db
def test_who_left_is_no_longer_found_and_others_never_look(as_, journey, la_cape, amina, fanny, cooking):
    say(journey, cooking, amina, 3)
    services.show_skill(path=journey, skill=cooking, shown=True, actor=amina, today=TODAY, now=NOW)
    assert len(selectors.skill_directory(la_cape, TODAY)) == 1
    assert as_(fanny).get(reverse("skill_directory", kwargs=HERE)).status_code == 404
    RoleAssignment.objects.filter(person=amina.person).update(end=TODAY)
    assert selectors.skill_directory(la_cape, TODAY) == []
