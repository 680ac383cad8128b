import base64
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kpacite.platform.fields import (
    EncryptedDateField,
    EncryptedJSONField,
    EncryptedTextField,
    UnreadableValue,
    keyed_hash,
    keyed_hashes,
    opener,
    reencrypt,
)


class Notebook(models.Model):
    words = EncryptedTextField(blank=True)
    day = EncryptedDateField(null=True)
    facts = EncryptedJSONField(default=dict)

    class Meta:
        app_label = "tests_of_fields"

    def __str__(self) -> str:
        return "notebook"


@pytest.fixture
def notebooks(transactional_db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(Notebook)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(Notebook)


def sealed_words(words: str) -> str:
    """As the column closes them, without a row."""
    sealed = Notebook._meta.get_field("words").get_prep_value(words)
    assert isinstance(sealed, str)
    return sealed


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, day, facts FROM tests_of_fields_notebook ORDER BY id")
        return "\n".join(str(column) for row in cursor.fetchall() for column in row)


def test_values_come_back_and_the_database_only_sees_ciphertext(notebooks: None) -> None:
    facts = {"revenu": 120000, "depuis": "2026", "liste": [1, None, True]}
    Notebook.objects.create(words="Amina cherche un local", day=date(2026, 3, 2), facts=facts)
    for word in ("Amina", "2026", "revenu", "120000"):
        assert word not in stored()
    notebook = Notebook.objects.get()
    assert (notebook.words, notebook.day) == ("Amina cherche un local", date(2026, 3, 2))
    assert notebook.facts == facts


def test_an_empty_text_stays_empty_and_nothing_stays_nothing(notebooks: None) -> None:
    Notebook.objects.create(words="", day=None, facts={})
    notebook = Notebook.objects.get()
    assert (notebook.words, notebook.day, notebook.facts) == ("", None, {})
    assert Notebook.objects.filter(day__isnull=True).exists()


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(words=st.text(), facts=st.dictionaries(st.text(), st.integers() | st.text() | st.none()))
def test_any_value_comes_back_as_it_was(words: str, facts: dict[str, Any]) -> None:
    for field, value in (("words", words), ("facts", facts)):
        column = Notebook._meta.get_field(field)
        assert column.from_db_value(column.get_prep_value(value), None, connection) == value


def test_the_same_words_are_stored_differently_each_time(notebooks: None) -> None:
    Notebook.objects.create(words="oui")
    Notebook.objects.create(words="oui")
    first, second = stored().split("\n")[0::3]
    assert first != second


def test_the_server_s_secret_opens_nothing(notebooks: None, settings: Any) -> None:
    Notebook.objects.create(words="Bonjour")
    settings.SECRET_KEY = "another one"
    assert Notebook.objects.get().words == "Bonjour"
    settings.SALT_KEY = ["another one"]
    with pytest.raises(UnreadableValue, match="words"):
        Notebook.objects.get()


def test_a_tampered_value_is_refused(notebooks: None) -> None:
    Notebook.objects.create(words="Bonjour")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tests_of_fields_notebook SET words = 'Bonsoir'")
    with pytest.raises(UnreadableValue):
        Notebook.objects.get()


@given(words=st.text())
def test_the_quick_way_opens_what_the_column_closes(words: str) -> None:
    unseal = opener()
    sealed = [sealed_words(words) for _ in range(2)]
    assert [unseal(each) for each in [*sealed, *sealed]] == [words] * 4


@given(words=st.text(), data=st.data())
def test_the_quick_way_refuses_a_token_with_one_bit_changed(words: str, data: st.DataObject) -> None:
    token = bytearray(base64.urlsafe_b64decode(sealed_words(words)))
    place = data.draw(st.integers(0, len(token) - 1))
    token[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(UnreadableValue):
        opener()(base64.urlsafe_b64encode(token).decode())


@given(
    text=st.text()
    | st.text("AZaz09-_=")
    | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode())
)
def test_the_quick_way_refuses_what_is_no_token(text: str) -> None:
    with pytest.raises(UnreadableValue):
        opener()(text)


def test_the_quick_way_refuses_another_key_and_knows_the_old_ones(settings: Any) -> None:
    settings.SALT_KEY = ["old"]
    sealed = sealed_words("Amina")
    settings.SALT_KEY = ["new", "old"]
    assert opener()(sealed) == "Amina"
    settings.SALT_KEY = ["new"]
    with pytest.raises(UnreadableValue):
        opener()(sealed)


def test_a_key_can_be_replaced(notebooks: None, settings: Any) -> None:
    settings.SALT_KEY = ["old"]
    Notebook.objects.create(words="Bonjour", day=date(2026, 3, 2))
    settings.SALT_KEY = ["new", "old"]
    assert Notebook.objects.get().words == "Bonjour"
    assert reencrypt(Notebook) == 1
    settings.SALT_KEY = ["new"]
    assert (Notebook.objects.get().words, Notebook.objects.get().day) == ("Bonjour", date(2026, 3, 2))


def test_without_a_key_nothing_is_written(settings: Any) -> None:
    settings.SALT_KEY = []
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEY"):
        keyed_hash("x")


def test_a_search_that_could_find_nothing_is_refused(notebooks: None) -> None:
    for search in ({"words": "Bonjour"}, {"words__contains": "B"}, {"facts__depuis": "2026"}):
        with pytest.raises(FieldError):
            Notebook.objects.filter(**search)


def test_many_rows_can_be_written_at_once(notebooks: None) -> None:
    rows = Notebook.objects.bulk_create([Notebook(words="un"), Notebook(words="deux")])
    for row in rows:
        row.words *= 2
    Notebook.objects.bulk_update(rows, ["words"])
    assert {n.words for n in Notebook.objects.all()} == {"unun", "deuxdeux"}


def test_a_hash_finds_a_value_again_whatever_its_case() -> None:
    assert keyed_hash(" Amina@demo.kpacite.example ") == keyed_hash("amina@demo.kpacite.example")
    assert keyed_hash("amina") != keyed_hash("bilal")
    assert len(keyed_hash("amina")) == 64


def test_a_hash_needs_the_key_and_survives_its_replacement(settings: Any) -> None:
    settings.SALT_KEY = ["old"]
    before = keyed_hash("amina")
    settings.SALT_KEY = ["new", "old"]
    assert keyed_hash("amina") != before
    assert keyed_hashes("amina") == [keyed_hash("amina"), before]
