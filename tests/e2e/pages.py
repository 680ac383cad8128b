"""The pages to look at, read from the URLconf: a new address is looked at, or said here not to be a page.

An address without arguments needs nothing. One with arguments needs a row in SAMPLES. Who looks follows from
the declared access; VISITORS names others where other eyes are better.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Manager, Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kpacite.domain.activities.models import Offer
from kpacite.domain.ledger.models import Entry, Period
from kpacite.domain.organisations.models import ContactMessage, KpaTag, RoleAssignment, WelcomeSlot
from kpacite.domain.people.models import Person
from kpacite.platform.access import access_of

Value = str | Callable[[], str]
Sample = dict[str, Value]

NETWORK, HERE, THERE = "kpa-cite", "la-cape", "kpa-touraine"


def first(objects: Manager[Model], column: str = "pk", **asked: str) -> Callable[[], str]:
    """A number that the demo network got when it was loaded, read when the page is opened."""
    return lambda: str(objects.filter(**asked).order_by("pk").values_list(column, flat=True)[0])


# Who looks at a page, by the code of its access. None: nobody is signed in.
VISITOR_BY_ACCESS: dict[str, str | None] = {
    "public": None,
    "anonymous_only": None,
    "signed_in": "Amina",
    "demo": None,
    "showcase_only": None,
    "coordinates_person": "Chloé",
    "kpa_member": "Amina",
    "kpa_space": "Amina",
    "kpa_coordinator": "Chloé",
    "carrier_staff": "Driss",
    "network_staff": "Esther",
    "funder": "Olga",
    "activity_reader": "Amina",
    "offer_reader": "Bilal",
    "offer_editor": "Amina",
    "offer_publisher": "Bilal",
    "offer_checker": "Chloé",
}
VISITORS: dict[str, list[str | None]] = {
    "account_logout": ["Amina"],
    "kpa_home": ["Amina", "Bilal", "Chloé", "Gaëlle", "Hugo", "Driss"],
    "menu": ["Amina", "Chloé", "Driss", "Esther"],
    "charter": ["Amina", "Chloé"],
    "charter_force": ["Léo"],
}
PROPOSED_OFFER = {"kpa": HERE, "offer": first(Offer.objects, author__first_name="Amina", state="proposed")}
SAMPLES: dict[str, list[Sample]] = {
    "kpa_services": [{"slug": HERE}, {"slug": THERE}],
    "activity": [{"kpa": HERE, "code": "cuisine"}],
    "offer": [PROPOSED_OFFER],
    **{
        f"offer_{page}": [PROPOSED_OFFER]
        for page in ("edit", "propose", "publish", "unpublish", "retire", "restore", "check", "rate")
    },
    "kpa_page": [{"slug": HERE}, {"slug": THERE}],
    "kpa_contact": [{"slug": HERE}],
    "charter_public": [{"slug": HERE}, {"slug": "moulins-coop"}],
    "charter_public_version": [{"slug": HERE, "number": "1"}],
    "charter_public_difference": [{"slug": HERE, "old": "1", "new": "2"}],
    "charter_version": [{"kpa": HERE, "number": "1"}],
    "charter_difference": [{"kpa": HERE, "old": "1", "new": "2"}],
    "charter": [{"kpa": HERE}],
    "charter_signatures": [{"kpa": HERE}],
    "charter_paper": [{"kpa": HERE}],
    "charter_draft": [{"kpa": HERE}],
    "charter_publication": [{"kpa": HERE}],
    "charter_force": [{"kpa": "moulins-coop"}],
    "kpa_contact_thanks": [{"slug": HERE}],
    "login_card": [{"public_id": first(Person.objects, "public_id", first_name="Amina")}],
    "carrier_home": [{"carrier": "opteos"}],
    "ledger_account": [{"carrier": "opteos", "number": "411000"}],
    "ledger_client": [{"carrier": "opteos", "aux": "C0002"}],
    "ledger_close": [{"carrier": "opteos", "period": first(Period.objects)}],
    "ledger_reopen": [{"carrier": "opteos", "period": first(Period.objects)}],
    "ledger_entry": [{"carrier": "opteos", "entry": first(Entry.objects, piece_ref="EX-F1")}],
    "ledger_reverse": [{"carrier": "opteos", "entry": first(Entry.objects, piece_ref="EX-F1")}],
    "network_message": [{"message": first(ContactMessage.objects, organisation__slug=NETWORK)}],
    "kpa_message": [{"kpa": HERE, "message": first(ContactMessage.objects, organisation__slug=HERE)}],
    "kpa_end_hat": [
        {
            "kpa": HERE,
            "hat": first(RoleAssignment.objects, person__first_name="Amina", organisation__slug=HERE),
        }
    ],
    "kpa_settings_slot": [{"kpa": HERE, "slot": first(WelcomeSlot.objects, kpa__organisation__slug=HERE)}],
    "kpa_settings_tag": [{"kpa": HERE, "kpa_tag": first(KpaTag.objects, kpa__organisation__slug=HERE)}],
} | {
    name: [{"kpa": HERE}]
    for name in (
        "activities",
        "offer_new",
        "kpa_home",
        "kpa_messages",
        "kpa_people",
        "kpa_invite",
        "kpa_add_person",
        "kpa_settings",
        "kpa_settings_page",
        "kpa_settings_slots",
        "kpa_settings_tags",
        "kpa_settings_numbers",
    )
}
SAMPLES |= {
    name: [{"carrier": "opteos"}]
    for name in ("ledger_balance", "ledger_journal", "ledger_receivables", "ledger_months", "ledger_fec")
}
NOT_PAGES: dict[str, str] = {
    "ledger_fec_file": "a file",
    "ledger_fec_notice": "a file",
    "health": "answers machines",
    "kpa_csv": "a file",
    "offers_csv": "a file",
    "kpa_people_csv": "a file",
    "charter_signatures_csv": "a file",
    "charter_discuss": "sends, shows nothing",
    "charter_resume": "sends, shows nothing",
    "charter_details": "needs a draft first",
    "charter_section": "needs a draft first",
    "my_home": "leads to one's own home",
    "invitation": "needs a living link",
    "network_revoke": "needs an invitation first",
    "kpa_revoke": "needs an invitation first",
    # Steps that open only in the middle of something: an address of their own would be refused.
    "account_confirm_login_code": "a step of signing in by code",
    "mfa_authenticate": "a step of signing in with two proofs",
    "mfa_login_webauthn": "a step of signing in with a key",
    "account_confirm_password_reset_code": "a step of a forgotten password",
    "account_complete_password_reset": "a step of a forgotten password",
    "account_reauthenticate": "a step before a sensitive change",
    "mfa_reauthenticate": "a step before a sensitive change",
    "mfa_reauthenticate_webauthn": "a step before a sensitive change",
    "account_change_password": "needs a password first; the demo's people have none",
    "mfa_deactivate_totp": "needs an application first",
    "mfa_view_recovery_codes": "needs a second proof first",
    "mfa_generate_recovery_codes": "needs a second proof first",
    "mfa_download_recovery_codes": "a file",
    "mfa_edit_webauthn": "needs a key first",
    "mfa_remove_webauthn": "needs a key first",
    "account_close_device": "sends, shows nothing",
}


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf; `name` is its route when it has no name."""

    name: str
    named: bool
    arguments: frozenset[str]
    access: str


@dataclass(frozen=True)
class PageCase:
    """A page and who looks at it. `path()` needs the demo network when a number has to be read there."""

    name: str
    who: str | None
    sample: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        fixed = [value for _, value in self.sample if isinstance(value, str)]
        return " ".join([self.name, *fixed, *([self.who] if self.who else [])])

    def path(self) -> str:
        kwargs = {key: value if isinstance(value, str) else value() for key, value in self.sample}
        return reverse(self.name, kwargs=kwargs)


def addresses() -> list[Address]:
    return list(_walk(get_resolver(), ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, route, inner)
        else:
            yield _address(pattern, route, namespace)


def _address(pattern: URLPattern, route: str, namespace: str) -> Address:
    access = access_of(pattern.callback)
    name = f"{namespace}{pattern.name}" if pattern.name else f"/{route}"
    arguments = frozenset(pattern.pattern.converters)
    return Address(name, bool(pattern.name), arguments, access.code if access else "undeclared")


def pages() -> list[PageCase]:
    """Every page with someone to look at it, by name; what cannot be opened is in `unknown()`."""
    return sorted((case for address in addresses() for case in _cases(address)), key=str)


def unknown() -> list[str]:
    """Addresses that are neither looked at nor said not to be pages, and rows that name no address."""
    known = {address.name for address in addresses()}
    stale = [
        f"{name} is in the table, not in the URLconf" for name in {*SAMPLES, *NOT_PAGES, *VISITORS} - known
    ]
    return sorted(stale + [_missing(address) for address in addresses() if not _is_covered(address)])


def _is_covered(address: Address) -> bool:
    return address.name in NOT_PAGES or bool(_cases(address))


def _missing(address: Address) -> str:
    rows = "VISITORS or VISITOR_BY_ACCESS" if _samples(address) else "SAMPLES"
    return f"{address.name} ({address.access}) needs a row in {rows}, or in NOT_PAGES"


def _cases(address: Address) -> list[PageCase]:
    if address.name in NOT_PAGES:
        return []
    return [
        PageCase(address.name, who, tuple(sample.items()))
        for who in _visitors(address)
        for sample in _samples(address)
    ]


def _visitors(address: Address) -> list[str | None]:
    if address.name in VISITORS:
        return VISITORS[address.name]
    return [VISITOR_BY_ACCESS[address.access]] if address.access in VISITOR_BY_ACCESS else []


def _samples(address: Address) -> list[Sample]:
    if not address.named:
        return []
    return SAMPLES.get(address.name, [] if address.arguments else [{}])
