"""Photos of a récit go when anybody asks, the figures stay; links are keys that end."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.enums import Outside, PhotoRemoval, Section
from kpacite.domain.indicators.models import LinkReading, Report, ReportLink, ReportPhoto
from kpacite.integrations.uploads import clean_picture
from kpacite.platform import audit
from kpacite.platform.models import PrivateFile
from kpacite.platform.uploads import CleanPicture
from tests.domain.indicators.test_reports import BY, NOW, TODAY, frozen, kpa, people, prepared
from tests.factories.expenses import photo as drawn

pytestmark = pytest.mark.django_db
ALT = "Trois personnes préparent un repas."


def picture(shade: int = 1) -> CleanPicture:
    return clean_picture(drawn(shade))


def added(report: Report, who: Any, **changes: Any) -> ReportPhoto:
    details: dict[str, Any] = {"section": Section.PATHS, "alt": ALT, "credit": "KPA exemple"}
    details |= {"agreed": True, "picture": picture()}
    return services.add_photo(report=report, author=who.person, **details | changes, **BY)


def given(freeze: Any, **changes: Any) -> str:
    details: dict[str, Any] = {"audience": Outside.PUBLIC, "given_to": "Un financeur"}
    return services.give_link(freeze=freeze, **details | changes, **BY)


def test_a_photo_keeps_who_said_that_people_agreed_and_when(esther: Any) -> None:
    photo = added(prepared(), esther)
    assert (photo.agreed_by, photo.agreed_at) == (esther.person, NOW)
    assert [event.action for event in audit.for_target(photo)] == ["indicators.photo.added"]


def test_a_photo_without_agreement_words_or_credit_is_refused(esther: Any) -> None:
    report = prepared()
    with pytest.raises(services.NobodyAgreed):
        added(report, esther, agreed=False)
    with pytest.raises(services.PhotoWithoutWords):
        added(report, esther, alt="  ")
    with pytest.raises(services.PhotoOfNobodyS):
        added(report, esther, credit=" ")
    assert not PrivateFile.objects.exists()


def test_the_same_photo_twice_and_a_thirteenth_are_refused(esther: Any) -> None:
    report = prepared()
    added(report, esther)
    with pytest.raises(services.PhotoAlreadyThere):
        added(report, esther)
    for shade in range(2, services.MOST_PHOTOS + 1):
        added(report, esther, picture=picture(shade))
    with pytest.raises(services.TooManyPhotos):
        added(report, esther, picture=picture(99))


def test_consent_is_withdrawn_from_a_frozen_and_published_bilan_and_no_figure_moves(esther: Any) -> None:
    people(kpa("ici"), 40)
    report = prepared()
    photo = added(report, esther)
    freeze = frozen(report)
    services.publish_freeze(freeze=freeze, audience=Outside.PUBLIC, **BY)
    before = (freeze.content, freeze.content_hash)
    services.remove_photo(photo=photo, why=PhotoRemoval.CONSENT, by=esther.person, **BY)
    photo.refresh_from_db()
    assert (photo.file, photo.alt, photo.credit) == (None, "", "")
    assert (photo.removed_by, photo.removal, photo.agreed_by) == (esther.person, "consent", esther.person)
    assert not PrivateFile.objects.exists(), "the bytes are destroyed, not hidden"
    assert selectors.photos_of(report) == []
    assert selectors.photo_of(report, photo.pk) is None
    freeze.refresh_from_db()
    assert (freeze.content, freeze.content_hash) == before


def test_removing_twice_is_removing_once(esther: Any) -> None:
    photo = added(prepared(), esther)
    for why in (PhotoRemoval.OTHER, PhotoRemoval.CONSENT):
        services.remove_photo(photo=photo, why=why, by=esther.person, **BY)
    photo.refresh_from_db()
    assert photo.removal == PhotoRemoval.OTHER
    actions = [event.action for event in audit.for_target(photo)]
    assert actions.count("indicators.photo.removed") == 1


def test_a_photo_that_was_removed_may_come_back_with_a_new_agreement(esther: Any, chloe: Any) -> None:
    report = prepared()
    first = added(report, esther)
    services.remove_photo(photo=first, why=PhotoRemoval.OTHER, by=esther.person, **BY)
    again = added(report, chloe)
    assert (again.pk != first.pk, again.agreed_by) == (True, chloe.person)


@pytest.mark.parametrize(
    "attack",
    [
        "DELETE FROM indicators_reportphoto",
        "UPDATE indicators_reportphoto SET agreed_at = '2020-01-01 00:00:00'",
        "UPDATE indicators_reportphoto SET agreed_by_id = NULL",
        "UPDATE indicators_reportphoto SET alt = ''",
        "UPDATE indicators_reportphoto SET file_id = NULL",
        "UPDATE indicators_reportphoto SET removed_at = agreed_at, removal = 'consent'",
        "DELETE FROM indicators_reportlink",
        "UPDATE indicators_reportlink SET revoked_at = NULL WHERE revoked_at IS NOT NULL",
        "UPDATE indicators_reportlink SET expires_at = '2099-01-01 00:00:00'",
        "UPDATE indicators_reportlink SET audience = 'funder'",
    ],
)
def test_agreements_and_links_resist_raw_sql(attack: str, esther: Any) -> None:
    people(kpa("ici"), 40)
    report = prepared()
    added(report, esther)
    given(frozen(report))
    services.close_link(link=ReportLink.objects.get(), **BY)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_a_removed_photo_is_not_put_back_by_raw_sql(esther: Any) -> None:
    photo = added(prepared(), esther)
    services.remove_photo(photo=photo, why=PhotoRemoval.CONSENT, by=None, **BY)
    back = "UPDATE indicators_reportphoto SET removed_at = NULL, removal = ''"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(back)


def test_a_link_opens_its_version_until_it_ends_or_is_closed() -> None:
    people(kpa("ici"), 40)
    freeze = frozen(prepared())
    token = given(freeze, days=30)
    link = selectors.link_behind(token, NOW)
    assert link is not None
    assert link.freeze == freeze
    assert token not in str(ReportLink.objects.values().get())
    assert selectors.link_behind(token[:-1], NOW) is None
    assert selectors.link_behind(token, NOW + timedelta(days=29)) == link
    assert selectors.link_behind(token, NOW + timedelta(days=30)) is None
    services.close_link(link=link, **BY)
    services.close_link(link=link, actor=None, now=NOW + timedelta(days=1))
    link.refresh_from_db()
    assert link.revoked_at == NOW
    assert selectors.link_behind(token, NOW) is None


def test_a_link_lives_a_length_of_the_list() -> None:
    people(kpa("ici"), 40)
    with pytest.raises(ValueError, match="7"):
        given(frozen(prepared()), days=7)


def test_a_link_is_for_somebody() -> None:
    people(kpa("ici"), 40)
    with pytest.raises(services.LinkForNobody):
        given(frozen(prepared()), given_to=" ")


def test_readings_are_counted_by_day() -> None:
    people(kpa("ici"), 40)
    report = prepared()
    given(frozen(report))
    link = ReportLink.objects.get()
    for day in (TODAY, TODAY, TODAY + timedelta(days=1)):
        services.count_reading(link=link, day=day)
    assert list(LinkReading.objects.order_by("day").values_list("count", flat=True)) == [2, 1]
    row = selectors.links_of(report).get()
    assert (row.read, row.last_read) == (3, TODAY + timedelta(days=1))


def test_a_link_is_refused_when_a_published_bilan_differs_by_a_few_people() -> None:
    large, small = kpa("ici"), kpa("la-bas")
    people(large, 40)
    people(small, 3)
    services.publish_freeze(freeze=frozen(prepared("Le KPA", part=large)), audience=Outside.PUBLIC, **BY)
    with pytest.raises(services.NotForThisAudience):
        given(frozen(prepared("Le réseau")))


@pytest.mark.parametrize("closed", [False, True])
def test_what_a_link_showed_is_set_against_later_bilans_even_once_closed(closed: bool) -> None:
    large, small = kpa("ici"), kpa("la-bas")
    people(large, 40)
    people(small, 3)
    given(frozen(prepared("Le KPA", part=large)))
    if closed:
        services.close_link(link=ReportLink.objects.get(), **BY)
    with pytest.raises(services.NotForThisAudience):
        services.publish_freeze(freeze=frozen(prepared("Le réseau")), audience=Outside.PUBLIC, **BY)
