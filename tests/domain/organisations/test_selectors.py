from datetime import date, time, timedelta

import pytest

from kpacite.domain.organisations import selectors
from kpacite.domain.organisations.enums import (
    Indicator,
    KpaStatus,
    OrganisationKind,
    Precision,
    Recurrence,
    Role,
    TagKind,
    Unit,
    Weekday,
)
from kpacite.domain.organisations.models import (
    DatedFact,
    KpaAlias,
    KpaStatusPeriod,
    Neighbourhood,
    Parameter,
    WebLink,
    WelcomeSlot,
)
from kpacite.domain.organisations.selectors import DirectoryQuery
from tests.factories.organisations import (
    carry,
    make_kpa,
    make_kpa_tag,
    make_organisation,
    make_place,
    make_source,
    wear,
)
from tests.factories.people import NOW, TODAY, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kpas():
    """The KPAs of the documents that people look for, with what they are known by."""
    source = make_source()
    la_cape = make_kpa("La Cape", slug="la-cape")
    moulins = make_kpa(
        "Moulins Coop", slug="moulins-coop", place=make_place(city="Lille", insee_code="59350")
    )
    fourmiliere = make_kpa(
        "La Fourmilière",
        slug="la-fourmiliere",
        place=make_place(city="Boulogne-sur-Mer", insee_code="62160"),
        neighbourhood=Neighbourhood.objects.create(
            name="Chemin Vert", city="Boulogne-sur-Mer", insee_code="62160"
        ),
    )
    make_kpa(
        "KPA TZ Valenciennes",
        slug="kpa-valenciennes",
        place=make_place(city="Valenciennes", insee_code="59606"),
    )
    KpaAlias.objects.create(kpa=moulins, name="KPA Moulins", source=source)
    make_kpa_tag(la_cape, "Cuisine")
    make_kpa_tag(fourmiliere, "Couture")
    make_kpa_tag(moulins, "Couture")
    make_kpa_tag(moulins, "QPV", TagKind.TERRITORY)


def found(words: str, **filters: str) -> list[str]:
    directory = selectors.kpa_directory(DirectoryQuery(words=words, **filters), today=TODAY)
    return [card.slug for card in directory.cards]


@pytest.mark.usefixtures("kpas")
@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("fourmiliere", "la-fourmiliere"),
        ("la fourmiere", "la-fourmiliere"),
        ("La Fourmilière", "la-fourmiliere"),
        ("lacape", "la-cape"),
        ("la cappe", "la-cape"),
        ("moulin", "moulins-coop"),
        ("kpa-moulins", "moulins-coop"),
        ("valencienne", "kpa-valenciennes"),
        ("valancienne", "kpa-valenciennes"),
        ("boulogne", "la-fourmiliere"),
        ("chemin vert", "la-fourmiliere"),
        ("couture lille", "moulins-coop"),
        ("CUISINE", "la-cape"),
    ],
)
def test_people_find_a_kpa_however_they_write_it(words, slug):
    assert found(words)[0] == slug


@pytest.mark.usefixtures("kpas")
def test_likeness_counts_only_when_nothing_matches_as_typed():
    sure = selectors.kpa_directory(DirectoryQuery(words="moulin"), today=TODAY)
    assert [card.slug for card in sure.cards] == ["moulins-coop"]
    assert not sure.is_approximate
    guessed = selectors.kpa_directory(DirectoryQuery(words="moullins"), today=TODAY)
    assert [card.slug for card in guessed.cards] == ["moulins-coop"]
    assert guessed.is_approximate


@pytest.mark.usefixtures("kpas")
@pytest.mark.parametrize("words", ["xyz", "zz", "plombier", "couture valenciennes"])
def test_what_nobody_does_is_not_found(words):
    assert found(words) == []


@pytest.mark.usefixtures("kpas")
def test_an_exact_name_comes_before_a_beginning_and_a_name_before_a_city():
    make_kpa("Cape Verte", slug="cape-verte")
    make_kpa("Cape", slug="cape")
    assert found("cape") == ["cape", "cape-verte", "la-cape"]
    make_kpa("Boulogne Coop", slug="boulogne-coop")
    assert found("boulogne") == ["boulogne-coop", "la-fourmiliere"]


@pytest.mark.usefixtures("kpas")
def test_filters_add_up_and_facets_count_the_whole_network():
    assert found("", activity="couture") == ["la-fourmiliere", "moulins-coop"]
    assert found("", activity="couture", territory="qpv") == ["moulins-coop"]
    assert found("cape", activity="couture") == []
    directory = selectors.kpa_directory(DirectoryQuery(activity="couture", territory="qpv"), today=TODAY)
    assert directory.total == 4
    assert [(facet.slug, facet.count) for facet in directory.activities] == [("couture", 2), ("cuisine", 1)]
    assert [facet.slug for facet in directory.territories] == ["qpv"]
    assert directory.fields == ()


def test_without_words_the_directory_goes_by_name_and_hides_who_left():
    for name in ("Zèbre", "éclair", "Abeille"):
        make_kpa(name)
    make_kpa("Parti", status=KpaStatus.LEFT)
    make_kpa("Sans statut", status=None)
    names = [card.name for card in selectors.kpa_directory(today=TODAY).cards]
    assert names == ["Abeille", "éclair", "Sans statut", "Zèbre"]


def test_a_card_says_what_is_known_and_leaves_the_rest_empty():
    kpa = make_kpa("Rhizome", slug="rhizome")
    kpa.place = None
    kpa.save()
    (card,) = selectors.kpa_directory(today=TODAY).cards
    assert (card.city, card.latitude, card.neighbourhood, card.activities) == ("", None, "", ())
    assert card.status_label == "En activité"
    assert (card.territories, card.fields) == ((), ())


def test_counts_are_computed_from_the_statuses_of_a_day():
    kpa = make_kpa(status=None)
    source = make_source()
    KpaStatusPeriod.objects.create(
        kpa=kpa, status=KpaStatus.CONSIDERING, start=date(2019, 1, 1), end=date(2024, 1, 1), source=source
    )
    KpaStatusPeriod.objects.create(kpa=kpa, status=KpaStatus.ACTIVE, start=date(2024, 1, 1))
    assert selectors.kpa_counts(date(2018, 12, 31))[KpaStatus.CONSIDERING] == 0
    assert selectors.kpa_counts(date(2023, 12, 31))[KpaStatus.CONSIDERING] == 1
    assert selectors.kpa_counts(date(2024, 1, 1)) == {
        status: int(status == KpaStatus.ACTIVE) for status in KpaStatus
    }


def _fill(kpa, rows):
    source = make_source()
    for rank in range(rows):
        KpaAlias.objects.create(kpa=kpa, name=f"{kpa.pk} alias {rank}", source=source)
        make_kpa_tag(kpa, f"Activité {rank}")
        carry(kpa, make_organisation(kind=OrganisationKind.CARRIER), end=None)
        WebLink.objects.create(
            organisation=kpa.organisation,
            kind="website",
            label=f"Site {rank}",
            url="https://exemple.fr",
            checked_on=TODAY,
        )
        WelcomeSlot.objects.create(
            kpa=kpa,
            recurrence=Recurrence.WEEKLY,
            weekday=Weekday.FRIDAY,
            start_time=time(17, 30),
            end_time=time(18),
            confirmed_on=TODAY,
        )
        DatedFact.objects.create(
            organisation=kpa.organisation,
            indicator=Indicator.MEMBERS,
            unit=Unit.PEOPLE,
            value=rank,
            as_of=TODAY,
            date_words=f"rang {rank}",
            quote="exemple",
            source=source,
        )


def test_the_directory_costs_as_many_queries_for_30_kpas_as_for_3(django_assert_num_queries):
    for _rank in range(3):
        make_kpa_tag(make_kpa(), "Couture")
    with django_assert_num_queries(4):
        assert len(selectors.kpa_directory(today=TODAY).cards) == 3
    for _rank in range(27):
        make_kpa_tag(make_kpa(), "Couture")
    with django_assert_num_queries(4):
        assert len(selectors.kpa_directory(today=TODAY).cards) == 30


def _read_whole(page):
    """Touch what the template shows, so that a forgotten join costs its query here."""
    names = [str(row.organisation) for row in page.links]
    names += [str(row.tag) for row in page.activities + page.planned_activities + page.fields]
    names += [str(row.source) for row in page.facts]
    names += [f"{row.kpa} {row.place}" for row in page.sessions]
    return [*names, page.name, str(page.kpa.place), str(page.kpa.place.host), *page.aliases]


def test_a_kpa_page_costs_as_many_queries_with_30_rows_as_with_3(django_assert_num_queries):
    few, many = make_kpa(slug="few"), make_kpa(slug="many")
    _fill(few, 3)
    _fill(many, 30)
    for slug, rows in (("few", 3), ("many", 30)):
        with django_assert_num_queries(10):
            page = selectors.kpa_page(slug, today=TODAY)
            _read_whole(page)
        assert len(page.facts) == len(page.links) == len(page.web_links) == rows


def test_a_kpa_page_shows_neither_an_unchecked_address_nor_a_finished_link():
    kpa = make_kpa(slug="la-fourmiliere")
    WebLink.objects.create(organisation=kpa.organisation, kind="shop", label="Boutique", url="https://x.fr")
    carry(kpa, make_organisation(kind=OrganisationKind.CARRIER), end=TODAY)
    page = selectors.kpa_page("la-fourmiliere", today=TODAY)
    assert (page.web_links, page.links) == ((), ())
    assert page.is_running


def test_an_unknown_kpa_has_no_page():
    make_organisation(slug="opteos")
    assert selectors.kpa_page("opteos", today=TODAY) is None


def _slot(kpa, **fields):
    usual = {"recurrence": Recurrence.WEEKLY, "weekday": Weekday.FRIDAY}
    return WelcomeSlot.objects.create(kpa=kpa, start_time=time(17, 30), end_time=time(18), **(usual | fields))


def test_only_confirmed_or_example_slots_give_sessions_and_the_nearest_comes_first():
    kpa = make_kpa(slug="illicoop")
    doubtful = _slot(kpa)
    _slot(kpa, confirmed_on=TODAY)
    _slot(kpa, recurrence=Recurrence.ONCE, weekday=None, day=TODAY, is_example=True)
    sessions = selectors.next_welcome_sessions(today=TODAY, kpa=kpa)
    assert [session.day for session in sessions] == [TODAY, date(2026, 3, 13), date(2026, 3, 20)]
    assert [session.is_example for session in sessions] == [True, False, False]
    assert sessions[0].place == kpa.place
    page = selectors.kpa_page("illicoop", today=TODAY)
    assert page.slots_to_confirm == (doubtful,)
    assert list(page.sessions) == sessions


def test_sessions_of_the_whole_network_name_their_kpa():
    for slug in ("a", "b"):
        _slot(make_kpa(slug=slug), confirmed_on=TODAY)
    slugs = {each.kpa.organisation.slug for each in selectors.next_welcome_sessions(today=TODAY)}
    assert slugs == {"a", "b"}


def _set(organisation, value, start, end=None):
    Parameter.objects.create(
        organisation=organisation,
        code="min_age",
        value=value,
        unit=Unit.YEARS,
        valid_from=start,
        valid_to=end,
        reason="essai",
    )


def test_a_parameter_is_the_kpas_else_the_networks_else_the_default():
    kpa, other = make_kpa().organisation, make_kpa().organisation
    assert selectors.parameter(code="min_age", organisation=kpa, on=TODAY) == 16
    _set(None, 17, date(2025, 1, 1))
    _set(kpa, 18, date(2026, 1, 1))
    assert selectors.parameter(code="min_age", organisation=kpa, on=TODAY) == 18
    assert selectors.parameter(code="min_age", organisation=other, on=TODAY) == 17
    assert selectors.parameter(code="min_age", organisation=None, on=TODAY) == 17
    assert selectors.parameter(code="min_age", organisation=kpa, on=date(2025, 6, 1)) == 17


def test_a_parameter_changes_on_its_day():
    _set(None, 16, date(2020, 1, 1), TODAY)
    _set(None, 17, TODAY)
    yesterday = TODAY - timedelta(days=1)
    assert selectors.parameter(code="min_age", organisation=None, on=yesterday) == 16
    assert selectors.parameter(code="min_age", organisation=None, on=TODAY) == 17


def test_a_code_that_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="unknown_code"):
        selectors.parameter(code="unknown_code", organisation=None, on=TODAY)


def test_facts_come_with_their_source_the_most_recent_first(django_assert_num_queries):
    kpa, source = make_kpa().organisation, make_source()
    for year, precision in ((2019, Precision.YEAR), (2024, Precision.DAY)):
        DatedFact.objects.create(
            organisation=kpa,
            indicator=Indicator.MEMBERS,
            unit=Unit.PEOPLE,
            value=13,
            as_of=date(year, 1, 1),
            precision=precision,
            date_words=str(year),
            quote="13 membres",
            source=source,
        )
    DatedFact.objects.create(
        organisation=kpa,
        indicator=Indicator.TARGET_PUBLIC,
        unit=Unit.TEXT,
        text="Jeunes",
        precision=Precision.UNDATED,
        date_words="sans date",
        quote="jeunes",
        source=source,
    )
    with django_assert_num_queries(1):
        facts = [(fact.date_words, fact.source.key) for fact in selectors.facts_of(kpa)]
    assert [words for words, _key in facts] == ["2024", "2019", "sans date"]
    assert [fact.number for fact in selectors.facts_of(kpa, Indicator.TARGET_PUBLIC)] == [None]
    assert str(selectors.facts_of(kpa, Indicator.MEMBERS)[0].number) == "13"


def test_hats_are_those_of_the_day():
    person, kpa = make_person(), make_kpa().organisation
    wear(person, Role.COOPERATOR, kpa, start=date(2025, 1, 1), end=TODAY)
    wear(person, Role.REFERENT, kpa, start=TODAY)
    wear(person, Role.CONTRIBUTOR, kpa, start=TODAY + timedelta(days=1))
    assert selectors.hats_of(person, TODAY).roles_in(kpa) == {Role.REFERENT}
    yesterday = TODAY - timedelta(days=1)
    assert selectors.hats_of(person, yesterday).roles_in(kpa) == {Role.COOPERATOR}


def test_hats_cost_two_queries_however_many_there_are(django_assert_max_num_queries):
    person = make_person()
    for _rank in range(15):
        carrier = make_organisation(kind=OrganisationKind.CARRIER)
        carry(make_kpa(), carrier)
        wear(person, Role.CARRIER_ACCOUNTANT, carrier)
    with django_assert_max_num_queries(2):
        hats = selectors.hats_of(person, TODAY)
    assert len(hats.worn) == len(hats.linked) == 15


def test_a_finished_link_opens_nothing_any_more():
    person, carrier, kpa = make_person(), make_organisation(kind=OrganisationKind.CARRIER), make_kpa()
    wear(person, Role.CARRIER_ACCOUNTANT, carrier)
    carry(kpa, carrier, end=TODAY)
    assert selectors.hats_of(person, TODAY).linked_roles(kpa.organisation) == frozenset()
    assert list(selectors.carried_kpas(carrier, TODAY)) == []
    assert list(selectors.carried_kpas(carrier, TODAY - timedelta(days=1))) == [kpa.organisation]


def test_a_kpa_says_how_many_administrators_it_misses():
    kpa = make_kpa().organisation
    assert selectors.administrators_missing(kpa, TODAY) == 2
    chloe = make_person("Chloé")
    wear(chloe, Role.KPA_COORDINATOR, kpa)
    wear(make_person("Bilal"), Role.REFERENT, kpa)
    assert selectors.administrators(kpa, TODAY) == [chloe]
    assert selectors.administrators_missing(kpa, TODAY) == 1
    wear(make_person("Malik"), Role.KPA_COORDINATOR, kpa)
    assert selectors.administrators_missing(kpa, TODAY) == 0


def test_hats_of_an_organisation_come_with_their_persons(django_assert_num_queries):
    kpa = make_kpa().organisation
    for _rank in range(3):
        wear(make_person(), Role.COOPERATOR, kpa)
    with django_assert_num_queries(1):
        assert [hat.person.first_name for hat in selectors.hats_worn_in(kpa, TODAY)] == ["Amina"] * 3


def test_an_invitation_is_found_by_its_token_alone():
    assert selectors.invitation_by_token("not a token", NOW) is None
