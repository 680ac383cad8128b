"""What can never be false, attacked behind the back of the services, on both databases."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from kpacite.domain.activities.enums import OfferState
from tests.factories.activities import join, make_activity, make_offer, make_option, make_rate
from tests.factories.organisations import make_kpa

pytestmark = pytest.mark.django_db
AT = "2026-03-13 00:00:00+00"


def _activity():
    return make_activity(make_kpa())


def _offer():
    return make_offer(_activity(), state=OfferState.DRAFT)


def _unchecked():
    return make_offer(_activity(), state=OfferState.PROPOSED, needs_check=True)


def _published():
    return make_offer(_activity(), state=OfferState.PUBLISHED)


def _option():
    return make_option(_offer())


def _rate():
    return make_rate(_offer())


def _membership():
    return join(_activity())


ATTACKS = [
    (_activity, {"name": ""}, "activity_named"),
    (_activity, {"code": ""}, "activity_named"),
    (_activity, {"code": "cuisine"}, "activity_code_upper"),
    (_activity, {"icon": "rocket"}, "activity_icon_known"),
    (_activity, {"closed_on": "2020-01-01"}, "activity_dates_in_order"),
    (_membership, {"end": "2020-01-01"}, "group_dates_in_order"),
    (_offer, {"name": ""}, "offer_named"),
    (_offer, {"unit": "litre"}, "offer_unit_known"),
    (_offer, {"price_cents": 0}, "offer_price_positive"),
    (_offer, {"price_cents": -100}, "offer_price_positive"),
    (_offer, {"min_quantity": 0}, "offer_quantities_positive"),
    (_offer, {"min_quantity": 30, "max_quantity": 4}, "offer_quantities_in_order"),
    (_offer, {"state": "published"}, "offer_state_dated"),
    (_offer, {"state": "proposed"}, "offer_state_dated"),
    (_offer, {"state": "retired"}, "offer_state_dated"),
    (_offer, {"state": "lost"}, "offer_state_dated"),
    (_published, {"retired_at": AT}, "offer_state_dated"),
    (_offer, {"checked_at": AT}, "offer_check_noted"),
    (_offer, {"check_note": "vu"}, "offer_check_noted"),
    (_unchecked, {"state": "published", "published_at": AT}, "offer_checked_before_publication"),
    (_published, {"needs_check": True}, "offer_checked_before_publication"),
    (_option, {"name": ""}, "option_named"),
    (_option, {"extra_cents": -1}, "option_price_positive"),
    (_rate, {"mode": "by_pigeon"}, "rate_mode_known"),
    (_rate, {"vat_bp": 10_001}, "rate_in_bounds"),
    (_rate, {"valid_to": "2020-01-01"}, "rate_dates_in_order"),
    (_rate, {"source": ""}, "rate_sourced"),
]


def _update(row: models.Model, **columns: object) -> None:
    """As someone with a database shell would: no form, no service, no ORM."""
    changes = ", ".join(f'"{name}" = %s' for name in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET {changes} WHERE id = %s", [*columns.values(), row.pk]
        )


@pytest.mark.parametrize(("make", "columns", "constraint"), ATTACKS)
def test_raw_sql_cannot_write_what_can_never_be(make, columns, constraint):
    row = make()
    with pytest.raises(IntegrityError, match=constraint):
        _update(row, **columns)


@pytest.mark.parametrize("make", [_activity, _membership, _offer, _option, _rate])
def test_the_same_row_cannot_be_there_twice(make):
    copy = make()
    copy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_a_rate_is_open_once_only():
    rate = _rate()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_rate(rate.offer, valid_from="2026-01-01")


def test_a_retired_offer_leaves_its_name():
    old = make_offer(_activity(), "Buffet", OfferState.RETIRED)
    assert make_offer(old.activity, "Buffet").pk != old.pk
