import pytest
from hypothesis import given
from hypothesis import strategies as st
from schwifty import IBAN

from kpacite.kernel import ids

SIREN, SIRET, VAT_KEY = "732829320", "73282932000074", "FR44732829320"
EXAMPLE_IBAN = "FR1420041010050500013M02606"
LA_POSTE_HEAD_OFFICE, LA_POSTE_BRANCH = "35600000000048", "35600000049837"
digits = st.text(alphabet="0123456789", min_size=8, max_size=8)


def luhn_key(body):
    doubled = (int(char) * (2 - i % 2) for i, char in enumerate(reversed(body)))
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


@pytest.mark.parametrize(
    ("parse", "typed", "number"),
    [
        (ids.parse_siren, "732 829 320", SIREN),
        (ids.parse_siren, "732\u202f829\u00a0320\n", SIREN),
        (ids.parse_siren, "732.829.320", SIREN),
        (ids.parse_siret, " 732 829 320 00074 ", SIRET),
        (ids.parse_siret, "732-829-320-00074", SIRET),
        (ids.parse_siret, LA_POSTE_HEAD_OFFICE, LA_POSTE_HEAD_OFFICE),
        (ids.parse_siret, LA_POSTE_BRANCH, LA_POSTE_BRANCH),
        (ids.parse_vat_key, "FR 44 732 829 320", VAT_KEY),
        (ids.parse_vat_key, "fr44732829320", VAT_KEY),
        (ids.parse_vat_key, "44 732829320", VAT_KEY),
        (ids.parse_vat_key, "FRK7399859412", "FRK7399859412"),
        (ids.parse_iban, "fr14 2004 1010 0505 0001 3m02 606", EXAMPLE_IBAN),
        (ids.parse_iban, "FR14-2004-1010-0505-0001-3M02-606", EXAMPLE_IBAN),
        (ids.parse_iban, "BE68 5390 0754 7034", "BE68539007547034"),
    ],
)
def test_a_number_is_accepted_as_it_is_pasted(parse, typed, number):
    assert parse(typed) == number


@pytest.mark.parametrize(
    ("parse", "typed", "error"),
    [
        *(
            (ids.parse_siren, typed, ids.InvalidSiren)
            for typed in ("", "732829321", "73282932", SIRET, "0" * 9)
        ),
        *((ids.parse_siret, typed, ids.InvalidSiret) for typed in ("", SIREN, "73282932000075", "0" * 14)),
        (ids.parse_siret, "35600000049838", ids.InvalidSiret),
        (ids.parse_siret, "7328293200007A", ids.InvalidSiret),
        *(
            (ids.parse_vat_key, typed, ids.InvalidVatKey)
            for typed in ("", SIREN, "FR45732829320", "DE123456789")
        ),
        (ids.parse_vat_key, "FR27443061841", ids.InvalidVatKey),
        *(
            (ids.parse_iban, typed, ids.InvalidIban)
            for typed in ("", "FR14", EXAMPLE_IBAN[:-1] + "7", "XX00")
        ),
        (ids.parse_iban, "٣" * 27, ids.InvalidIban),
    ],
)
def test_a_wrong_number_is_refused_in_plain_french(parse, typed, error):
    with pytest.raises(error, match="ne semble pas juste") as refusal:
        parse(typed)
    assert refusal.value.code == error.code != ids.InvalidIdentifier.code


def test_a_wrong_national_key_is_refused_even_when_the_international_one_is_right():
    wrong_rib = str(IBAN.from_bban("FR", EXAMPLE_IBAN[4:-2] + "07"))
    with pytest.raises(ids.InvalidIban):
        ids.parse_iban(wrong_rib)


@given(digits.filter(lambda body: body.strip("0")))
def test_a_siren_carries_its_luhn_key_and_no_other(body):
    key = luhn_key(body)
    assert ids.parse_siren(body + key) == body + key
    with pytest.raises(ids.InvalidSiren):
        ids.parse_siren(body + str((int(key) + 1) % 10))


@given(digits.filter(lambda body: not body.startswith("000")))
def test_a_vat_key_made_from_a_siren_is_accepted(body):
    siren = body + luhn_key(body)
    assert ids.parse_vat_key(ids.vat_key_of(siren)) == ids.vat_key_of(siren)
    assert ids.vat_key_of(siren).endswith(siren)


@pytest.mark.parametrize(
    ("show", "parse", "number", "shown"),
    [
        (ids.format_siren, ids.parse_siren, SIREN, "732 829 320"),
        (ids.format_siret, ids.parse_siret, SIRET, "732 829 320 00074"),
        (ids.format_vat_key, ids.parse_vat_key, VAT_KEY, "FR 44 732 829 320"),
        (ids.format_iban, ids.parse_iban, EXAMPLE_IBAN, "FR14 2004 1010 0505 0001 3M02 606"),
    ],
)
def test_a_number_is_shown_in_groups_that_can_be_pasted_back(show, parse, number, shown):
    assert show(number) == shown.replace(" ", "\u00a0")
    assert parse(show(number)) == number


def test_a_siret_tells_its_siren_and_its_vat_key():
    assert ids.siren_of(SIRET) == SIREN
    assert ids.vat_key_of(SIREN) == VAT_KEY
