"""Charters for tests, made by the services alone: the database accepts no other way."""

from datetime import date

from kpacite.domain.governance import services
from kpacite.domain.governance.models import CharterSignature, CharterVersion
from kpacite.domain.governance.rules import Section
from kpacite.domain.organisations.models import Organisation
from kpacite.domain.people.models import Account
from tests.factories.people import NOW, TODAY

TEXT = (
    Section("Conditions d’entrée", "Être motivé·e.\n\n- visiter le lieu\n- signer la charte"),
    Section("Nos engagements", "Passer 8 h par mois dans les actions communes."),
)
BY = {"actor": None, "now": NOW}


def write(kpa: Organisation, sections: tuple[Section, ...] = TEXT, **details: object) -> CharterVersion:
    return services.write_draft(organisation=kpa, sections=sections, **details, **BY)


def discuss(kpa: Organisation, sections: tuple[Section, ...] = TEXT) -> CharterVersion:
    return services.open_discussion(version=write(kpa, sections), **BY)


def put_in_force(
    kpa: Organisation,
    sections: tuple[Section, ...] = TEXT,
    start: date = date(2026, 1, 15),
    motive: str = "Première version",
) -> CharterVersion:
    version = discuss(kpa, sections)
    return services.put_in_force(version=version, motive=motive, start=start, today=TODAY, **BY)


def sign(version: CharterVersion, who: Account, **changes: object) -> CharterSignature:
    facts = {
        "version": version,
        "person": who.person,
        "typed_name": str(who.person),
        "seen": version.content_hash,
        "actor": who,
        "now": NOW,
        "today": TODAY,
    }
    return services.sign_on_screen(**(facts | changes))
