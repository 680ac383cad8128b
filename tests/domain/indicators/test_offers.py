"""KPAs offer words and photos for the story of a bilan; nothing is told before the network answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from kpacite.domain.indicators import selectors, services
from kpacite.domain.indicators.enums import PhotoRemoval, Section, Standing, TextKind
from kpacite.domain.indicators.models import Report, ReportPhoto, ReportText
from kpacite.platform import audit
from kpacite.platform.models import PrivateFile
from tests.domain.funding.test_grants import noted
from tests.domain.indicators.test_photos_and_links import ALT, added, picture
from tests.domain.indicators.test_reports import BY, TODAY, prepared
from tests.factories.organisations import make_tag

pytestmark = pytest.mark.django_db
LAST = TODAY + timedelta(days=10)


@pytest.fixture
def report() -> Report:
    return asked(prepared())


def asked(report: Report) -> Report:
    return services.ask_kpas(report=report, until=LAST, today=TODAY, **BY)


def words(report: Report, kpa: Any, who: Any, **changes: Any) -> ReportText:
    said = {"section": Section.EXITS, "kind": TextKind.QUOTE, "body": "On décide ensemble."} | changes
    today = said.pop("today", TODAY)
    return services.offer_text(report=report, kpa=kpa.kpa, author=who.person, today=today, **said, **BY)


def shot(report: Report, kpa: Any, who: Any, shade: int = 3, **changes: Any) -> ReportPhoto:
    said = {"section": Section.PATHS, "alt": ALT, "credit": "La Cape", "agreed": True} | changes
    return services.offer_photo(
        report=report,
        kpa=kpa.kpa,
        author=who.person,
        picture=picture(shade),
        today=TODAY,
        **said,
        **BY,
    )


def test_what_is_offered_is_not_told_before_the_network_keeps_it(report, la_cape, amina) -> None:
    text, photo = words(report, la_cape, amina), shot(report, la_cape, amina)
    assert selectors.texts_of(report) == selectors.photos_of(report) == []
    assert selectors.photo_of(report, photo.pk) is None
    assert len(selectors.offers_to(report)) == 2
    assert selectors.offers_waiting() == {report.pk: 2}
    services.keep_text(text=text, version=1, **BY)
    services.keep_photo(photo=photo, **BY)
    assert selectors.texts_of(report) == [text]
    assert selectors.photos_of(report) == [photo]
    assert selectors.offers_waiting() == {}
    assert "indicators.photo.kept" in {event.action for event in audit.for_target(photo)}


def test_words_that_are_not_kept_say_why_and_may_be_offered_again(report, la_cape, amina) -> None:
    text = words(report, la_cape, amina)
    with pytest.raises(services.NoReasonGiven):
        services.decline_text(text=text, version=1, answer=" ", **BY)
    text = services.decline_text(text=text, version=1, answer="Sans nom, s’il vous plaît.", **BY)
    assert not len(selectors.offers_to(report))
    (mine,) = selectors.offers_from(la_cape.kpa, [report])[report.pk].texts
    assert (mine.standing, mine.answer) == (Standing.DECLINED, "Sans nom, s’il vous plaît.")
    said: Any = {"section": Section.EXITS, "kind": TextKind.QUOTE, "body": "On décide à dix."}
    text = services.change_offer(text=text, version=2, today=TODAY, **said, **BY)
    assert (text.standing, text.answer, text.body) == (Standing.OFFERED, "", "On décide à dix.")


def test_the_network_answers_the_words_that_it_read(report, la_cape, amina) -> None:
    text = words(report, la_cape, amina)
    said: Any = {"section": Section.EXITS, "kind": TextKind.QUOTE, "body": "Autre chose."}
    services.change_offer(text=text, version=1, today=TODAY, **said, **BY)
    with pytest.raises(services.TextChangedMeanwhile):
        services.keep_text(text=text, version=1, **BY)
    services.keep_text(text=text, version=2, **BY)
    with pytest.raises(services.NotOffered):
        services.decline_text(text=text, version=3, answer="Trop tard", **BY)
    with pytest.raises(services.NotOffered):
        services.change_offer(text=text, version=3, today=TODAY, **said, **BY)


def test_a_photo_that_is_not_kept_is_destroyed_and_its_answer_stays(report, la_cape, amina, esther) -> None:
    photo = shot(report, la_cape, amina)
    with pytest.raises(services.NoReasonGiven):
        services.decline_photo(photo=photo, answer="", by=esther.person, **BY)
    services.decline_photo(photo=photo, answer="Trop sombre.", by=esther.person, **BY)
    (mine,) = selectors.offers_from(la_cape.kpa, [report])[report.pk].photos
    assert (mine.answer, mine.alt, mine.file, mine.removal) == ("Trop sombre.", "", None, "declined")
    assert not PrivateFile.objects.exists()
    with pytest.raises(services.NotOffered):
        services.keep_photo(photo=photo, **BY)


def test_an_offer_asks_for_the_same_agreement_and_words_as_any_photo(report, la_cape, amina) -> None:
    with pytest.raises(services.NobodyAgreed):
        shot(report, la_cape, amina, agreed=False)
    with pytest.raises(services.PhotoWithoutWords):
        shot(report, la_cape, amina, alt=" ")
    shot(report, la_cape, amina)
    with pytest.raises(services.PhotoAlreadyThere):
        shot(report, la_cape, amina)


def test_a_photo_is_taken_back_before_and_after_the_answer(report, la_cape, amina) -> None:
    waiting, kept = shot(report, la_cape, amina), shot(report, la_cape, amina, 4)
    services.keep_photo(photo=kept, **BY)
    for photo in (waiting, kept):
        services.remove_photo(photo=photo, why=PhotoRemoval.CONSENT, by=amina.person, **BY)
    assert selectors.photos_of(report) == []
    assert not len(selectors.offers_to(report))
    assert not len(selectors.offers_from(la_cape.kpa, [report])[report.pk])
    assert not PrivateFile.objects.exists()


def test_a_story_that_is_full_keeps_no_other_photo(report, la_cape, amina, esther) -> None:
    photo = shot(report, la_cape, amina, 90)
    for shade in range(10, 10 + services.MOST_PHOTOS):
        added(report, esther, picture=picture(shade))
    with pytest.raises(services.TooManyPhotos):
        services.keep_photo(photo=photo, **BY)


def test_nobody_offers_when_the_network_does_not_ask(la_cape, amina) -> None:
    report = prepared()
    with pytest.raises(services.NotAsked):
        words(report, la_cape, amina)
    asked(report)
    words(report, la_cape, amina, today=LAST)
    with pytest.raises(services.NotAsked):
        words(report, la_cape, amina, today=LAST + timedelta(days=1))
    services.ask_kpas(report=report, until=None, today=TODAY, **BY)
    with pytest.raises(services.NotAsked):
        shot(report, la_cape, amina)
    with pytest.raises(services.AskedInThePast):
        services.ask_kpas(report=report, until=TODAY - timedelta(days=1), today=TODAY, **BY)


def test_only_the_kpas_that_a_bilan_counts_are_asked(network, la_cape, coop_manau) -> None:
    tag = make_tag("Roubaix")
    la_cape.kpa.kpa_tags.create(tag=tag)
    of_kpa = asked(prepared(part=la_cape.kpa))
    of_tag = asked(prepared(part=tag, title="Roubaix"))
    of_grant = asked(prepared(part=noted(coop_manau.kpa), title="Convention"))
    assert set(selectors.reports_asking(la_cape.kpa, TODAY)) == {of_kpa, of_tag}
    assert set(selectors.reports_asking(coop_manau.kpa, TODAY)) == {of_grant}
    assert not selectors.reports_asking(la_cape.kpa, LAST + timedelta(days=1))


def test_a_kpa_waits_for_six_answers_at_most(report, la_cape, amina) -> None:
    for rank in range(services.MOST_OFFERS):
        last = words(report, la_cape, amina, body=f"n° {rank}")
    with pytest.raises(services.TooManyOffers):
        shot(report, la_cape, amina)
    services.keep_text(text=last, version=1, **BY)
    shot(report, la_cape, amina)


def test_a_kpa_is_asked_once(report, la_cape, amina) -> None:
    assert set(selectors.reports_waiting_for(la_cape.kpa, TODAY)) == {report}
    words(report, la_cape, amina)
    assert not selectors.reports_waiting_for(la_cape.kpa, TODAY)
    assert set(selectors.reports_told_by(la_cape.kpa, LAST + timedelta(days=9))) == {report}


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE indicators_reporttext SET kpa_id = NULL",
        "UPDATE indicators_reporttext SET standing = 'declined'",
        "UPDATE indicators_reporttext SET standing = 'whatever'",
        "UPDATE indicators_reporttext SET offered_at = NULL",
        "UPDATE indicators_reportphoto SET kpa_id = NULL",
        "UPDATE indicators_reportphoto SET standing = 'declined', answer = 'non'",
    ],
)
def test_offers_resist_raw_sql(attack, report, la_cape, amina) -> None:
    words(report, la_cape, amina)
    shot(report, la_cape, amina)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
