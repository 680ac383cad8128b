"""The places of a KPA's space, in the order of its menu. To add one: one line here.

`bar` says for whom the place stands in the bar of a phone, which holds five with « Menu »; the others find it
in the left column and on `/menu/`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kpacite.domain.activities.permissions import may_note_hours
from kpacite.domain.indicators.permissions import may_read_sheets
from kpacite.domain.organisations import permissions
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.organisations.selectors import Hats
from kpacite.platform.http import MenuItem

COORDINATION, MEMBER, CARRIER = "coordination", "member", "carrier"
ALL = frozenset({COORDINATION, MEMBER, CARRIER})
INSIDE = frozenset({COORDINATION, MEMBER})
LEADS = frozenset({COORDINATION})
TAKES_PART = frozenset({MEMBER, CARRIER})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An address of the space. `kwarg`: how it calls the KPA. `rule`: what it asks besides."""

    label: str | Promise
    icon: str
    url_name: str
    seen_by: frozenset[str] = ALL
    bar: frozenset[str] = NOBODY
    kwarg: str = "kpa"
    rule: Callable[[Hats, Organisation], bool] = permissions.may_open_space_of


PLACES = (
    Place(label=_("Accueil"), icon="house", url_name="kpa_home", bar=ALL),
    Place(
        label=_("Heures"), icon="clock", url_name="hours", seen_by=INSIDE, bar=TAKES_PART, rule=may_note_hours
    ),
    Place(label=_("Personnes"), icon="users", url_name="kpa_people", seen_by=INSIDE, bar=LEADS),
    Place(label=_("Activités"), icon="shopping-basket", url_name="activities", bar=TAKES_PART),
    Place(label=_("Agenda"), icon="calendar", url_name="agenda", seen_by=INSIDE),
    Place(label=_("Formations"), icon="graduation-cap", url_name="trainings", seen_by=INSIDE),
    Place(label=_("Ventes"), icon="file-text", url_name="sales", bar=frozenset({COORDINATION, CARRIER})),
    Place(label=_("Comptoir"), icon="shopping-basket", url_name="counter"),
    Place(label=_("Messages"), icon="inbox", url_name="kpa_messages", seen_by=LEADS, bar=LEADS),
    Place(label=_("Argent"), icon="hand-coins", url_name="my_money", seen_by=INSIDE, bar=frozenset({MEMBER})),
    Place(label=_("Partages"), icon="scale", url_name="sharings"),
    Place(label=_("Mon parcours"), icon="route", url_name="my_path", seen_by=frozenset({MEMBER})),
    Place(label=_("Mon suivi"), icon="handshake", url_name="following", seen_by=INSIDE),
    Place(label=_("Mon contrat"), icon="id-card", url_name="my_contract", seen_by=frozenset({MEMBER})),
    Place(label=_("Accueillir"), icon="door-open", url_name="welcome_list", seen_by=LEADS),
    Place(label=_("Parcours"), icon="route", url_name="path_board", seen_by=LEADS),
    Place(label=_("Contrats"), icon="id-card", url_name="kpa_contracts", seen_by=LEADS),
    Place(label=_("Médiations"), icon="message-circle", url_name="mediations", seen_by=INSIDE),
    Place(label=_("Compétences"), icon="award", url_name="skill_directory", seen_by=INSIDE),
    Place(label=_("Services partenaires"), icon="life-buoy", url_name="partner_services", seen_by=INSIDE),
    Place(label=_("Clients"), icon="building-2", url_name="clients"),
    Place(label=_("Factures"), icon="file-text", url_name="invoices"),
    Place(label=_("Factures non réglées"), icon="hourglass", url_name="kpa_unpaid"),
    Place(label=_("Frais"), icon="hand-coins", url_name="expenses", seen_by=INSIDE),
    Place(label=_("Comptes"), icon="book-open", url_name="kpa_accounts"),
    Place(label=_("Bilan"), icon="chart-column", url_name="kpa_bilan", seen_by=INSIDE),
    Place(label=_("Statistiques"), icon="list", url_name="kpa_sheets", seen_by=INSIDE, rule=may_read_sheets),
    Place(label=_("Réglages"), icon="settings", url_name="kpa_settings", seen_by=LEADS),
    Place(label=_("Inviter"), icon="user-plus", url_name="kpa_invite", seen_by=LEADS),
    Place(label=_("Page publique"), icon="globe", url_name="kpa_page", kwarg="slug"),
)


def items_of(kpa: Organisation, hats: Hats) -> list[MenuItem]:
    """What this person sees of the space, as whom she is there."""
    whom = _seen_as(kpa, hats)
    return [
        MenuItem(
            str(place.label),
            icon=place.icon,
            url_name=place.url_name,
            kwargs={place.kwarg: kpa.slug},
            wide=whom not in place.bar,
        )
        for place in PLACES
        if whom in place.seen_by and place.rule(hats, kpa)
    ]


def _seen_as(kpa: Organisation, hats: Hats) -> str:
    if permissions.is_coordinator_of(hats, kpa):
        return COORDINATION
    return MEMBER if permissions.is_member_of(hats, kpa) else CARRIER
