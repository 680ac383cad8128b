"""The book of clients: adding, changing, finding those that are there twice, making them one."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kpacite.domain.organisations.services.errors import Refused
from kpacite.domain.sales import selectors, services
from kpacite.domain.sales.enums import ClientKind
from kpacite.domain.sales.models import Client
from kpacite.domain.sales.rules.clients import ClientFacts, looks_like, name_key
from kpacite.domain.sales.selectors import ClientCursor
from kpacite.kernel.ids import InvalidSiren, InvalidSiret, InvalidVatKey
from kpacite.platform import audit
from tests.factories.organisations import make_kpa
from tests.factories.people import NOW
from tests.factories.sales import OTHER_SIRET, SIRET, make_client

pytestmark = pytest.mark.django_db
BY = {"actor": None, "now": NOW}


@pytest.fixture
def kpa():
    return make_kpa()


def actions(target):
    return [event.action.rpartition(".")[2] for event in reversed(audit.for_target(target))]


def test_numbers_are_stored_bare_and_a_siret_gives_its_siren(kpa):
    client = make_client(
        kpa, "Mairie exemple", ClientKind.PUBLIC, siret="732 829 320 00074", service_code="CUISINE"
    )
    assert (client.siret, client.siren, client.vat_liable) == (SIRET, "732829320", False)
    assert client.reference == f"C{client.pk:04d}"
    assert actions(client) == ["added"]
    company = make_client(kpa, "SARL", ClientKind.COMPANY, vat_number="be 0123456789", siren="443061841")
    assert (company.vat_number, company.vat_liable) == ("BE0123456789", True)


@pytest.mark.parametrize(
    ("details", "error", "field"),
    [
        ({"siret": "73282932000075"}, InvalidSiret, "siret"),
        ({"siren": "732829321"}, InvalidSiren, "siren"),
        ({"vat_number": "FR00732829320"}, InvalidVatKey, "vat_number"),
        ({"vat_number": "12"}, services.WrongVatNumber, "vat_number"),
        ({"email": "pas une adresse"}, Refused, "email"),
        ({"service_code": "S1"}, Refused, None),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(kpa, details, error, field):
    with pytest.raises(error) as refusal:
        make_client(kpa, "Entreprise exemple", ClientKind.COMPANY, **details)
    assert refusal.value.field == field
    assert not Client.objects.exists()


def test_a_person_has_no_siret_and_a_client_has_a_name(kpa):
    with pytest.raises(Refused, match="Une personne n’a pas de SIRET"):
        make_client(kpa, "Mme Exemple", ClientKind.PERSON, siret=SIRET)
    with pytest.raises(Refused):
        services.create_client(kpa=kpa, kind=ClientKind.PERSON, name=" ", **BY)


def test_two_people_who_edit_at_once_do_not_overwrite_each_other(kpa):
    client = make_client(kpa)
    client = services.edit_client(client=client, version=1, city="Roubaix", may_contact=True, **BY)
    assert (client.version, client.consent_at) == (2, NOW)
    with pytest.raises(services.ChangedMeanwhile):
        services.edit_client(client=client, version=1, city="Lille", **BY)
    event = audit.for_target(client).get(action="sales.client.edited")
    assert event.data == {"changed": ["city", "consent_at"]}


def test_an_edit_that_changes_nothing_leaves_no_trace(kpa):
    client = make_client(kpa, city="Roubaix")
    same = services.edit_client(client=client, version=1, city="Roubaix ", may_contact=False, **BY)
    assert (same.version, actions(client)) == (1, ["added"])


def test_a_contact_is_found_by_the_search_and_put_away_never_deleted(kpa):
    client = make_client(kpa)
    contact = services.add_contact(client=client, name="Zoé Exemple", role="Accueil", **BY)
    assert list(selectors.clients_of(kpa, words="zoe")) == [client]
    with pytest.raises(Refused, match="déjà notée"):
        services.add_contact(client=client, name="Zoé Exemple", **BY)
    services.archive_contact(contact=contact, **BY)
    services.archive_contact(contact=contact, **BY)
    assert not selectors.clients_of(kpa, words="zoe").exists()
    assert client.contacts.count() == 1
    assert actions(client) == ["added", "contact_added", "contact_archived"]


def test_merging_keeps_both_and_fills_what_was_missing(kpa):
    kept = make_client(kpa, "Les Tilleuls", city="Roubaix")
    twin = make_client(kpa, "ASSO. Les Tilleuls", email="a@b.example", siret=SIRET, city="Lille")
    assert selectors.look_alikes(kept) == [twin]
    kept = services.merge_clients(duplicate=twin, kept=kept, **BY)
    assert (kept.email, kept.siret, kept.siren, kept.city) == ("a@b.example", SIRET, "732829320", "Roubaix")
    assert selectors.duplicates_of(kept) == [twin]
    assert list(selectors.clients_of(kpa)) == [kept]
    assert selectors.client_of(kpa, twin.pk).merged_into == kept
    assert actions(kept) == ["added", "merged"]
    with pytest.raises(services.AlreadyMerged):
        services.merge_clients(duplicate=twin, kept=kept, **BY)


def test_a_chain_of_merges_leads_straight_to_the_one_that_is_kept(kpa):
    first, second, third = (make_client(kpa) for _rank in range(3))
    services.merge_clients(duplicate=first, kept=second, **BY)
    services.merge_clients(duplicate=second, kept=third, **BY)
    assert selectors.duplicates_of(third) == [first, second]


def test_a_client_is_merged_within_its_book_and_never_with_itself(kpa):
    client = make_client(kpa)
    with pytest.raises(services.NotTheSameBook):
        services.merge_clients(duplicate=client, kept=make_client(make_kpa()), **BY)
    with pytest.raises(Refused, match="lui-même"):
        services.merge_clients(duplicate=client, kept=client, **BY)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"name": "Les Tilleuls"}, {"name": "Association LES TILLEULS"}, True),
        ({"name": "Les Tilleuls"}, {"name": "Tilleul"}, False),
        ({"name": "A", "email": "a@b.example"}, {"name": "B", "email": "A@b.example"}, True),
        ({"name": "A", "phone": "+33600000000"}, {"name": "B", "phone": "+33600000000"}, True),
        ({"name": "A", "siret": SIRET}, {"name": "A", "siret": OTHER_SIRET}, False),
        ({"name": "A", "siret": SIRET}, {"name": "B", "siret": SIRET}, True),
    ],
)
def test_what_makes_two_clients_look_like_one(one, other, alike):
    assert looks_like(ClientFacts(key=1, **one), ClientFacts(key=2, **other)) is alike


def test_a_name_of_little_words_only_keeps_them():
    assert name_key("La SARL") == "la sarl"


def test_groups_of_look_alikes_name_each_client_once(kpa):
    one = make_client(kpa, "Les Tilleuls")
    two = make_client(kpa, "Association Les Tilleuls", phone="+33639980001")
    three = make_client(kpa, "Tout autre nom", phone="+33639980001")
    make_client(kpa, "Rien à voir")
    assert selectors.duplicate_groups(kpa) == [[one, two]]
    assert selectors.look_alikes(two) == [one, three]


def test_a_search_does_not_mind_accents_capitals_or_the_order_of_words(kpa):
    client = make_client(kpa, "Collège de l’Épeule", city="Roubaix", siret=SIRET)
    make_client(make_kpa(), "Collège de l’Épeule")
    for words in ("college", "ROUBAIX epeule", "73282932000074", "l'épeule"):
        assert list(selectors.clients_of(kpa, words=words)) == [client]
    assert not selectors.clients_of(kpa, words="college lille").exists()
    assert list(selectors.clients_of(kpa, kind=ClientKind.ASSOCIATION)) == [client]


def test_pages_follow_one_another_without_hole_or_double_in_one_query_each(kpa):
    for name in "cbaed":
        make_client(kpa, f"Client {name}")
    names, after = [], None
    for _page in range(3):
        with CaptureQueriesContext(connection) as queries:
            page = selectors.clients_page(kpa, after=after, per_page=2)
        assert len(queries) == 1
        names += [row.name for row in page.rows]
        after = page.next and ClientCursor.parse(str(page.next))
    assert names == [f"Client {name}" for name in "abcde"]
    assert after is None


@pytest.mark.parametrize("typed", ["", "~", "a~b", "a", "a~-1", "a~9999999999999999999999"])
def test_a_mistyped_page_is_the_first(typed):
    assert ClientCursor.parse(typed) is None


ATTACKS = [
    ({"name": ""}, "client_named"),
    ({"kind": "alien"}, "client_kind_known"),
    ({"kind": "person", "siren": "732829320"}, "client_person_without_siren"),
    ({"siret": SIRET, "siren": ""}, "client_siret_of_its_siren"),
    ({"service_code": "S1"}, "client_service_for_public_only"),
    ({"merged_at": "2026-03-13 00:00:00+00"}, "client_merged_dated"),
]


@pytest.mark.parametrize(("columns", "constraint"), ATTACKS)
def test_raw_sql_cannot_write_what_can_never_be(kpa, columns, constraint):
    client = make_client(kpa)
    changes = ", ".join(f'"{name}" = %s' for name in columns)
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE sales_client SET {changes} WHERE id = %s", [*columns.values(), client.pk])


def test_the_same_line_of_a_file_makes_one_client(kpa):
    make_client(kpa, external_ref="L12")
    with pytest.raises(Refused, match="déjà importé"):
        make_client(kpa, external_ref="L12")
