from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.services.errors import save_checked
from kpacite.domain.sales.enums import VatRegime
from kpacite.domain.sales.models import BillingProfile
from kpacite.kernel.errors import DomainError
from kpacite.kernel.ids import parse_iban, parse_siren, parse_siret, parse_vat_key
from kpacite.platform import audit
from kpacite.platform.audit import Actor


class ProfileBeforeThePresentOne(DomainError):
    code = "sales.profile_before_the_present_one"
    sentence = _("Le nouveau profil commence après celui qui est en cours.")
    field = "valid_from"


class ProfileDetails(TypedDict, total=False):
    """Identifiers may be written with spaces; they are stored bare."""

    legal_name: str
    siren: str
    siret: str
    vat_key: str
    legal_details: str
    street: str
    postal_code: str
    city: str
    email: str
    phone: str
    regime: VatRegime
    vat_on_debits: bool
    iban: str
    bic: str
    payment_days: int
    late_text: str
    indemnity_text: str
    early_text: str


PARSERS = {"siren": parse_siren, "siret": parse_siret, "vat_key": parse_vat_key, "iban": parse_iban}


@transaction.atomic
def set_billing_profile(
    *,
    entity: Organisation,
    valid_from: date,
    actor: Actor | None,
    now: datetime,
    **details: Unpack[ProfileDetails],
) -> BillingProfile:
    """From this day on, the entity writes this on its invoices; the profile before it ends there.

    Raises ProfileBeforeThePresentOne, InvalidSiren, InvalidSiret, InvalidVatKey, InvalidIban, or `Refused`.
    """
    Organisation.objects.select_for_update(of=("self",)).get(pk=entity.pk)
    before = (
        BillingProfile.objects.select_for_update(of=("self",)).filter(entity=entity, valid_to=None).first()
    )
    if before is not None:
        if before.valid_from >= valid_from:
            raise ProfileBeforeThePresentOne
        before.valid_to = valid_from
        before.save(update_fields=["valid_to"])
    profile = BillingProfile(entity=entity, valid_from=valid_from)
    for name, value in details.items():
        setattr(profile, name, value.strip() if isinstance(value, str) else value)
    _clean(profile)
    save_checked(profile)
    # An IBAN that changes under cover is how invoices are stolen: the register names it apart.
    moved = before is not None and before.iban != profile.iban
    data = {"valid_from": valid_from.isoformat(), "iban_changed": moved}
    audit.record(actor=actor, action="sales.billing_profile.set", target=profile, at=now, data=data)
    return profile


def _clean(profile: BillingProfile) -> None:
    for name, parse in PARSERS.items():
        text = getattr(profile, name)
        try:
            setattr(profile, name, parse(text) if text else "")
        except DomainError as error:
            error.field = name
            raise
