"""What the seeded network says, next to what the documents say."""

from datetime import date

import pytest

from kpacite import scenarios
from kpacite.domain.organisations import selectors
from kpacite.domain.organisations.enums import Indicator, KpaStatus, OrganisationKind
from kpacite.domain.organisations.models import (
    ContactMessage,
    DatedFact,
    Kpa,
    Organisation,
    Place,
    RoleAssignment,
    WebLink,
)
from kpacite.domain.organisations.selectors import DirectoryQuery
from kpacite.kernel.money import Euro
from tests.factories.people import NOW, TODAY
from tests.loaded import loaded_once

CANONICAL = {
    "coop-manau",
    "iem-dabbadie",
    "illicoop",
    "kpa-arras",
    "kpa-grande-synthe",
    "kpa-la-rochelle",
    "kpa-touraine",
    "kpa-valenciennes",
    "la-cape",
    "la-fourmiliere",
    "la-petite-pierre",
    "moulins-coop",
    "projet-bailleul",
    "projet-douzillac",
    "projet-loos",
    "projet-marcq-en-baroeul",
    "rhizome",
}


django_db_setup = loaded_once("network", now=NOW)
pytestmark = pytest.mark.django_db


def slugs_for(words: str) -> list[str]:
    return [card.slug for card in selectors.kpa_directory(DirectoryQuery(words=words), today=TODAY).cards]


def test_the_kpas_and_projects_of_the_documents_are_there_and_no_person():
    assert {kpa.organisation.slug for kpa in Kpa.objects.select_related("organisation")} == CANONICAL
    assert not RoleAssignment.objects.exists()
    assert not ContactMessage.objects.exists()
    assert not Organisation.objects.filter(is_example=True).exists()


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("fourmiliere", "la-fourmiliere"),
        ("la fourmiere", "la-fourmiliere"),
        ("lacape", "la-cape"),
        ("moulin", "moulins-coop"),
        ("valencienne", "kpa-valenciennes"),
        ("boulogne", "la-fourmiliere"),
        ("coop manau", "coop-manau"),
        ("KPA TZ Roubaix", "coop-manau"),
        ("coopains a bord", "kpa-la-rochelle"),
        ("illicoop presta", "illicoop"),
        ("coudekerque", "la-petite-pierre"),
        ("mons en baroeul", "illicoop"),
        ("tours", "kpa-touraine"),
        ("friperie", "la-fourmiliere"),
        ("dabadie", "iem-dabbadie"),
    ],
)
def test_a_kpa_is_found_by_every_name_of_the_documents(words, slug):
    assert slugs_for(words)[0] == slug


def test_roubaix_has_two_kpas():
    assert set(slugs_for("roubaix")) == {"la-cape", "coop-manau"}


def test_statuses_are_counted_at_a_date():
    assert selectors.kpa_counts(date(2019, 6, 1)) == {
        KpaStatus.CONSIDERING: 6,
        KpaStatus.LAUNCHING: 1,
        KpaStatus.ACTIVE: 3,
        KpaStatus.PAUSED: 0,
        KpaStatus.LEFT: 0,
    }
    now = selectors.kpa_counts(TODAY)
    assert (now[KpaStatus.ACTIVE], now[KpaStatus.CONSIDERING]) == (12, 5)


def test_the_published_turnover_adds_up_to_what_the_report_shows():
    facts = DatedFact.objects.filter(indicator=Indicator.TURNOVER, source__key="003")
    assert sum((Euro(fact.value) for fact in facts), Euro(0)) == Euro.parse("274 027")
    assert {fact.cash_basis for fact in facts} == {"unknown"}


def test_every_figure_has_its_source_its_date_and_its_quote():
    for fact in DatedFact.objects.select_related("source"):
        assert fact.source.key in {"000", "001", "002", "003", "004"}
        assert fact.quote
        assert fact.date_words
        assert fact.as_of or fact.period_start or fact.precision == "undated"


def test_no_address_is_published_before_somebody_checked_it():
    assert WebLink.objects.filter(url__contains="dokos").count() == 2
    assert not WebLink.objects.exclude(checked_on=None).exists()
    assert selectors.kpa_page("la-fourmiliere", today=TODAY).web_links == ()


def test_every_place_is_on_the_map_and_rhizome_has_none():
    assert not Place.objects.filter(latitude=None).exists()
    page = selectors.kpa_page("rhizome", today=TODAY)
    assert (page.kpa.place, page.kpa.neighbourhood, page.activities) == (None, None, ())


def test_an_evening_of_2019_is_kept_but_not_announced():
    page = selectors.kpa_page("illicoop", today=TODAY)
    assert page.sessions == ()
    assert [str(slot) for slot in page.slots_to_confirm] == ["vendredi, 17:30"]
    assert page.status.confirmed_on == date(2019, 1, 1)


def test_grande_synthe_keeps_its_history_since_it_was_only_an_idea():
    page = selectors.kpa_page("kpa-grande-synthe", today=TODAY)
    assert [period.status for period in page.history] == ["considering", "active"]


def test_la_rochelle_runs_a_cohort_and_announces_what_it_plans():
    page = selectors.kpa_page("kpa-la-rochelle", today=TODAY)
    assert [cohort.name for cohort in page.kpa.cohorts.all()] == ["Les Coopains à bord"]
    assert len(page.planned_activities) == 6
    assert page.activities == ()


def test_local_limits_follow_the_documents():
    def months(slug: str) -> int:
        kpa = Organisation.objects.get(slug=slug)
        return selectors.parameter(code="path_max_months", organisation=kpa, on=TODAY)

    assert [months(slug) for slug in ("kpa-la-rochelle", "rhizome", "coop-manau", "la-cape")] == [
        12,
        24,
        24,
        36,
    ]


def test_three_versions_of_the_ingredients_the_one_to_follow_first():
    versions = [(row.source.key, row.use, len(row.items.all())) for row in selectors.checklists()]
    assert versions == [("004", "gate", 3), ("000", "advice", 7), ("001", "advice", 6)]


def test_la_cape_is_carried_by_opteos_and_supported_by_two_more():
    page = selectors.kpa_page("la-cape", today=TODAY)
    links = {(link.organisation.slug, link.role) for link in page.links}
    assert links == {("opteos", "legal_carrier"), ("condition-publique", "venue_host")}
    assert {row.partner.slug for row in page.partners} == {"anis", "mel"}


def test_the_network_keeps_the_counts_of_the_documents_as_history():
    facts = selectors.facts_of(selectors.network(), Indicator.KPAS_LAUNCHED, Indicator.KPAS_LISTED)
    assert {(fact.source.key, fact.value) for fact in facts} == {("000", 4), ("002", 3), ("004", 10)}
    assert Organisation.objects.filter(kind=OrganisationKind.NETWORK).count() == 1


def test_the_people_of_the_evaluation_are_facts_over_its_period():
    facts = {
        fact.indicator: fact
        for fact in selectors.facts_of(
            selectors.network(),
            Indicator.COOPERATORS,
            Indicator.WOMEN_SHARE,
            Indicator.QPV_SHARE,
            Indicator.EXITS,
            Indicator.POSITIVE_EXITS,
        )
    }
    numbers = {code: int(fact.number) for code, fact in facts.items()}
    assert numbers == {
        "cooperators": 267,
        "women_share": 73,
        "qpv_share": 70,
        "exits": 98,
        "positive_exits": 49 + 15 + 8,
    }
    period = (date(2022, 3, 1), date(2024, 1, 1), "003")
    assert {(fact.period_start, fact.period_end, fact.source.key) for fact in facts.values()} == {period}


def test_the_front_page_shows_the_people_of_the_evaluation(client):
    text = client.get("/").content.decode()
    for words in ("267\u00a0personnes", "73\u00a0%", "70\u00a0%", "72 sur 98", "Récit évaluatif"):
        assert words in text


def test_loading_the_network_again_adds_no_figure():
    before = DatedFact.objects.count()
    scenarios.load(["network"], now=NOW)
    assert DatedFact.objects.count() == before
