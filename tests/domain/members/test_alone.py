"""A newcomer fills her form behind a link: what the key opens, what it never does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kpacite.domain.members import rules, selectors, services
from kpacite.domain.members.enums import Doer, StepKind
from kpacite.domain.members.models import WelcomeFile, WelcomeLink
from kpacite.platform import audit
from tests.factories import members as make
from tests.factories.members import BY
from tests.factories.people import NOW

SOON = NOW + timedelta(days=1)


def address(token):
    return f"https://exemple.fr/f/{token}/"


@given(st.text(alphabet="23456789abcdefghjkmnpqrstuvwxyz", min_size=12, max_size=12))
def test_a_token_is_recognised_however_it_is_typed(token):
    shown = rules.spaced_token(token)
    assert rules.token_hash(shown.upper()) == rules.token_hash(f" {token} ") == rules.token_hash(token)


@pytest.fixture
def kpa(la_cape):
    make.make_steps(la_cape.kpa)
    make.make_questions(la_cape.kpa)
    return la_cape.kpa


@pytest.fixture
def file(kpa):
    return make.make_file(kpa)


@pytest.mark.django_db
def test_who_knocks_gets_a_link_on_screen_and_in_her_mail(
    kpa, mailoutbox, django_capture_on_commit_callbacks
):
    sent = {"kpa": kpa, "first_name": "Lina", "email": "lina@exemple.fr", "token": "a" * 32}
    with django_capture_on_commit_callbacks(execute=True):
        knock = services.knock(address=address, now=NOW, **sent)
        again = services.knock(address=address, now=NOW, **sent)
    assert [mail.to for mail in mailoutbox] == [["lina@exemple.fr"]]
    assert address(knock.token) in mailoutbox[0].body
    assert (again.file, WelcomeFile.objects.count()) == (knock.file, 1)
    assert selectors.file_behind(knock.token, SOON) == selectors.file_behind(again.token, SOON) == knock.file


@pytest.mark.django_db
def test_a_kpa_without_questions_gives_no_link(coop_manau):
    knock = services.knock(
        kpa=coop_manau.kpa, first_name="Lina", other_contact="Au foyer", address=address, now=NOW
    )
    assert (knock.token, WelcomeLink.objects.count()) == ("", 0)


@pytest.mark.django_db
def test_the_token_is_nowhere_in_the_database(file):
    token = services.give_link(file=file, **BY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT token_hash FROM members_welcomelink")
        [[kept]] = cursor.fetchall()
    assert rules.bare_token(token) not in kept
    assert next(event.action for event in audit.for_target(file)) == "members.link.given"


@pytest.mark.django_db
def test_a_link_dies_of_age_when_closed_and_when_the_welcome_is_over(file):
    token = services.give_link(file=file, **BY)
    assert selectors.file_behind(token, NOW + timedelta(days=rules.LINK_DAYS)) is None
    assert services.close_links(file=file, actor=None, now=SOON) == 1
    assert services.close_links(file=file, actor=None, now=SOON) == 0
    assert selectors.file_behind(token, SOON) is None
    other = services.give_link(file=file, actor=None, now=SOON)
    services.withdraw(file=file, words="", actor=None, now=SOON)
    assert selectors.file_behind(other, SOON) is None
    with pytest.raises(services.CannotMoveThere):
        services.give_link(file=file, actor=None, now=SOON)


@pytest.mark.django_db
def test_a_link_that_ends_before_it_begins_is_refused_by_the_database(file):
    services.give_link(file=file, **BY)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE members_welcomelink SET expires_at = created_at")


@pytest.mark.django_db
def test_she_answers_and_changes_her_mind_but_not_what_was_noted_side_by_side(file, kpa, chloe):
    wishes, situation = selectors.current_questions(kpa)
    for words in ("Coudre", "Cuisiner"):
        services.answer_alone(file=file, question=wishes, words=words, now=SOON)
    services.answer(file=file, question=situation, words="Au foyer", actor=chloe, now=SOON)
    with pytest.raises(services.NotedTogether):
        services.answer_alone(file=file, question=situation, words="Autre", now=SOON)
    rows = selectors.asked(file, coordinates=True)
    assert [(row.answer.words, row.is_hers) for row in rows] == [("Cuisiner", True), ("Au foyer", False)]


@pytest.mark.django_db
def test_finishing_tells_the_coordination_and_leaves_the_step_to_the_team(file, kpa):
    services.finish_alone(file=file, now=SOON)
    [row] = selectors.files_of(kpa)
    assert row.waits_to_be_read
    services.tick(file=file, step=selectors.step_list(file)[0], done_on=NOW.date(), **BY)
    [row] = selectors.files_of(kpa)
    assert not row.waits_to_be_read


@pytest.mark.django_db
def test_where_the_form_is_hers_to_do_finishing_it_is_doing_it(la_cape):
    services.add_step(kpa=la_cape.kpa, kind=StepKind.FORM, label="Fiche", doer=Doer.NEWCOMER, **BY)
    file = services.finish_alone(file=make.make_file(la_cape.kpa), now=SOON)
    assert file.state == "form_done"
    assert services.finish_alone(file=file, now=SOON).state == "form_done"
