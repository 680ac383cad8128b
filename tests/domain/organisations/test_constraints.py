"""What can never be false, attacked behind the back of the services, on both databases."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from kpacite.domain.organisations import models as tables
from kpacite.domain.organisations.enums import (
    ContactPurpose,
    Indicator,
    OrganisationKind,
    Recurrence,
    Role,
    TaxBasis,
    Unit,
)
from kpacite.domain.organisations.models import (
    ContactMessage,
    DatedFact,
    Invitation,
    KpaStatusPeriod,
    Organisation,
    Parameter,
    Place,
    WelcomeSlot,
)
from tests.factories.organisations import carry, make_kpa, make_organisation, make_source, wear
from tests.factories.people import make_account, make_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 19, 9, tzinfo=UTC)


def _hat():
    return wear(make_person(), Role.COOPERATOR, make_kpa().organisation)


def _status():
    return make_kpa().status_periods.get()


def _fact():
    return DatedFact.objects.create(
        organisation=make_kpa().organisation,
        indicator=Indicator.MEMBERS,
        unit=Unit.PEOPLE,
        value=13,
        as_of=AT.date(),
        date_words="Aujourd’hui",
        quote="13 membres",
        source=make_source(),
    )


def _invitation():
    return Invitation.objects.create(
        token_hash="a" * 64,
        email="x@demo.kpacite.example",
        role=Role.COOPERATOR,
        organisation=make_kpa().organisation,
        created_at=AT,
        expires_at=LATER,
    )


def _message():
    return ContactMessage.objects.create(
        organisation=make_kpa().organisation,
        purpose=ContactPurpose.JOIN,
        name="Sami",
        phone="+33639980001",
        message="Bonjour",
        received_at=AT,
    )


def _slot():
    return WelcomeSlot.objects.create(
        kpa=make_kpa(), recurrence=Recurrence.WEEKLY, weekday=4, start_time=time(17, 30), end_time=time(18)
    )


def _parameter():
    return Parameter.objects.create(
        code="min_age", value=16, unit=Unit.YEARS, valid_from=AT.date(), reason="essai"
    )


def _link():
    return carry(make_kpa(), make_organisation(kind=OrganisationKind.CARRIER))


def _place():
    return Place.objects.create(name="Labo", city="Roubaix", insee_code="59512")


ATTACKS = [
    (make_organisation, {"slug": "kpa"}, "organisation_slug_free"),
    (make_organisation, {"slug": "La-Cape"}, "organisation_slug_lower"),
    (make_organisation, {"slug": ""}, "organisation_slug_lower"),
    (make_organisation, {"siren": "123"}, "organisation_siren_length"),
    (make_organisation, {"name": ""}, "organisation_named"),
    (make_organisation, {"kind": "club"}, "organisation_kind_known"),
    (_status, {"status": "dreaming"}, "kpa_status_known"),
    (_status, {"end_date": "2023-01-01"}, "kpa_status_dates_in_order"),
    (_hat, {"role": "king"}, "role_known"),
    (_hat, {"end_date": "2023-01-01"}, "role_dates_in_order"),
    (_invitation, {"email": ""}, "invitation_has_a_guest"),
    (_invitation, {"role": "king"}, "invitation_role_known"),
    (_invitation, {"expires_at": "2026-01-01 00:00:00+00"}, "invitation_dates_in_order"),
    (_invitation, {"accepted_at": "2026-03-13 00:00:00+00"}, "invitation_accepted_by_someone"),
    (_link, {"role": "host_association"}, "kpa_link_carrier_type_for_carriers"),
    (_link, {"role": "friend", "carrier_type": ""}, "kpa_link_role_known"),
    (_link, {"carrier_type": "bank"}, "kpa_link_carrier_type_for_carriers"),
    (_link, {"end_date": "2023-01-01"}, "kpa_link_dates_in_order"),
    (_fact, {"value": None}, "fact_value_or_text"),
    (_fact, {"text": "une quinzaine"}, "fact_value_or_text"),
    (_fact, {"unit": "text"}, "fact_value_or_text"),
    (_fact, {"as_of": None}, "fact_dated"),
    (_fact, {"period_start": "2026-01-01"}, "fact_dated"),
    (_fact, {"unit": "euro_cents"}, "fact_money_has_its_bases"),
    (_fact, {"tax_basis": "net"}, "fact_money_has_its_bases"),
    (_fact, {"quote": ""}, "fact_quoted"),
    (_fact, {"date_words": ""}, "fact_quoted"),
    (_fact, {"indicator": "mood"}, "fact_indicator_known"),
    (_parameter, {"unit": "text"}, "parameter_is_a_number"),
    (_parameter, {"reason": ""}, "parameter_explained"),
    (_parameter, {"valid_to": "2020-01-01"}, "parameter_dates_in_order"),
    (_message, {"phone": ""}, "contact_can_be_answered"),
    (_message, {"message": ""}, "contact_has_words"),
    (_message, {"purpose": "spam"}, "contact_purpose_known"),
    (_message, {"handled_at": "2026-03-13 00:00:00+00"}, "contact_handled_by_someone"),
    (_slot, {"weekday": None}, "welcome_slot_has_its_day"),
    (_slot, {"weekday": 7}, "welcome_slot_has_its_day"),
    (_slot, {"day": "2026-03-13"}, "welcome_slot_has_its_day"),
    (_slot, {"recurrence": "once"}, "welcome_slot_has_its_day"),
    (_slot, {"end_time": "17:30:00"}, "welcome_slot_times_in_order"),
    (_place, {"latitude": 50.6}, "place_coordinates_whole"),
    (_place, {"coordinate_source": "commune"}, "place_coordinates_whole"),
    (_place, {"insee_code": ""}, "place_in_a_commune"),
]


def _update(row: models.Model, **columns: object) -> None:
    """As someone with a database shell would: no form, no service, no ORM."""
    names = {"end_date": "end"}
    table, key = row._meta.db_table, row._meta.pk.column
    changes = ", ".join(f'"{names.get(name, name)}" = %s' for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE {table} SET {changes} WHERE "{key}" = %s', [*columns.values(), row.pk])


@pytest.mark.parametrize(("make", "columns", "constraint"), ATTACKS)
def test_raw_sql_cannot_write_what_can_never_be(make, columns, constraint):
    row = make()
    with pytest.raises(IntegrityError, match=constraint):
        _update(row, **columns)


def _twice(make):
    """Build the same row a second time: a copy without its key."""
    row = make()
    row.pk = None
    return row


UNIQUE = [
    _hat,
    _status,
    _invitation,
    _link,
    _fact,
    _parameter,
    _place,
]


@pytest.mark.parametrize("make", UNIQUE)
def test_the_same_row_cannot_be_there_twice(make):
    copy = _twice(make)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_there_is_only_one_network():
    make_organisation(kind=OrganisationKind.NETWORK)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation(kind=OrganisationKind.NETWORK)


def test_a_parameter_of_a_kpa_is_open_once_only():
    kpa = make_kpa().organisation
    fields = {"organisation": kpa, "code": "min_age", "value": 17, "unit": Unit.YEARS, "reason": "essai"}
    Parameter.objects.create(valid_from=date(2025, 1, 1), **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Parameter.objects.create(valid_from=date(2026, 1, 1), **fields)


def test_an_invitation_is_accepted_or_revoked_never_both():
    row = _invitation()
    Invitation.objects.filter(pk=row.pk).update(accepted_at=LATER, accepted_by=make_person())
    with pytest.raises(IntegrityError, match="invitation_accepted_or_revoked"):
        _update(row, revoked_at="2026-03-20 00:00:00+00")


def test_a_qpv_code_needs_its_generation():
    row = tables.Neighbourhood.objects.create(name="Pile", city="Roubaix", insee_code="59512")
    with pytest.raises(IntegrityError, match="neighbourhood_qpv_code_dated"):
        _update(row, qpv_code="QP059001")
    with pytest.raises(IntegrityError, match="neighbourhood_qpv_generation_known"):
        _update(row, qpv_generation=1999)


def test_a_checked_address_is_written():
    row = tables.WebLink.objects.create(organisation=make_organisation(), kind="shop", label="Boutique")
    with pytest.raises(IntegrityError, match="web_link_checked_has_url"):
        _update(row, checked_on="2026-03-12")


def test_money_says_its_bases_even_when_nobody_knows_them():
    fact = _fact()
    _update(fact, unit="euro_cents", tax_basis="unknown", cash_basis="unknown")
    fact.refresh_from_db()
    assert fact.get_tax_basis_display() == "taxes\u00a0: on ne sait pas"
    assert TaxBasis(fact.tax_basis) is TaxBasis.UNKNOWN


def test_nothing_disappears_with_what_it_hangs_on():
    _hat()
    with pytest.raises(ProtectedError):
        Organisation.objects.all().delete()
    account = make_account("Chloé")
    wear(account, Role.KPA_COORDINATOR, make_kpa().organisation)
    with pytest.raises(ProtectedError):
        account.person.delete()


def test_no_foreign_key_of_the_app_cascades():
    keys = [
        field
        for name in tables.__all__
        for field in getattr(tables, name)._meta.get_fields()
        if isinstance(field, models.ForeignKey)
    ]
    assert len(keys) > 30
    assert {field.remote_field.on_delete for field in keys} == {models.PROTECT}


def test_every_constraint_speaks_french_to_forms():
    constraints = [row for name in tables.__all__ for row in getattr(tables, name)._meta.constraints]
    silent = [row.name for row in constraints if "%(" in str(row.violation_error_message)]
    assert silent == []
    period = KpaStatusPeriod(kpa=make_kpa(status=None), status="dreaming", start=date(2026, 1, 1))
    with pytest.raises(ValidationError, match="Choisissez un statut connu"):
        period.validate_constraints()
