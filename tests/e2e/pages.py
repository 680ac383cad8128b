"""The pages to look at, read from the URLconf: a new address is looked at, or said here not to be a page.

An address without arguments needs nothing. One with arguments needs a row in SAMPLES. Who looks follows from
the declared access; VISITORS names someone else where another pair of eyes is better.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from kpacite.platform.access import access_of

# In a sample: the site puts the number that this demo person got when it was loaded.
PUBLIC_ID_OF = "public-id-of-"
# Who looks at a page, by the code of its access. None: nobody is signed in.
VISITOR_BY_ACCESS: dict[str, str | None] = {
    "public": None,
    "anonymous_only": None,
    "signed_in": "Amina",
    "demo": None,
    "demo_only": None,
    "showcase_only": None,
    "coordinates_person": "Chloé",
    "kpa_member": "Amina",
    "kpa_space": "Amina",
    "kpa_coordinator": "Chloé",
    "carrier_staff": "Driss",
    "network_staff": "Esther",
}
VISITORS: dict[str, str | None] = {
    "account_logout": "Amina",
}
SAMPLES: dict[str, list[dict[str, str]]] = {
    "kpa_page": [{"slug": "la-cape"}, {"slug": "kpa-touraine"}],
    "kpa_contact": [{"slug": "la-cape"}],
    "kpa_contact_thanks": [{"slug": "la-cape"}],
    "login_card": [{"public_id": f"{PUBLIC_ID_OF}Amina"}],
}
NOT_PAGES: dict[str, str] = {
    "health": "answers machines",
    "kpa_csv": "a file",
    "invitation": "needs a living link",
    # Steps that open only in the middle of something: an address of their own would be refused.
    "account_confirm_login_code": "a step of signing in by code",
    "mfa_authenticate": "a step of signing in with two proofs",
    "account_confirm_password_reset_code": "a step of a forgotten password",
    "account_complete_password_reset": "a step of a forgotten password",
    "account_reauthenticate": "a step before a sensitive change",
    "mfa_reauthenticate": "a step before a sensitive change",
    "mfa_reauthenticate_webauthn": "a step before a sensitive change",
    "mfa_deactivate_totp": "needs an application first",
    "mfa_view_recovery_codes": "needs a second proof first",
    "mfa_generate_recovery_codes": "needs a second proof first",
    "mfa_download_recovery_codes": "a file",
    "mfa_edit_webauthn": "needs a key first",
    "mfa_remove_webauthn": "needs a key first",
    "mfa_login_webauthn": "a step of signing in with a key",
    "account_change_password": "needs a password first; the demo's people have none",
    "account_close_device": "sends, shows nothing",
}


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf. `name` is its name, or its route when it has none."""

    name: str
    route: str
    named: bool
    access: str


@dataclass(frozen=True)
class PageCase:
    name: str
    path: str
    who: str | None

    def __str__(self) -> str:
        return f"{self.path}{' ' + self.who if self.who else ''}"


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
    return Address(name, route, bool(pattern.name), access.code if access else "undeclared")


def pages() -> list[PageCase]:
    """Every page with someone to look at it; what cannot be opened is in `unknown()`."""
    found = [case for address in addresses() for case in _cases(address)]
    return sorted(set(found), key=lambda case: (case.path, case.who or ""))


def unknown() -> list[str]:
    """Addresses that are neither looked at nor said not to be pages."""
    return sorted(_missing(address) for address in addresses() if not _is_covered(address))


def _is_covered(address: Address) -> bool:
    return address.name in NOT_PAGES or bool(_cases(address))


def _missing(address: Address) -> str:
    rows = "VISITORS or VISITOR_BY_ACCESS" if _paths(address) else "SAMPLES"
    return f"{address.name} ({address.access}) needs a row in {rows}, or in NOT_PAGES"


def _cases(address: Address) -> list[PageCase]:
    known = address.name in VISITORS or address.access in VISITOR_BY_ACCESS
    if address.name in NOT_PAGES or not known:
        return []
    who = VISITORS.get(address.name, VISITOR_BY_ACCESS.get(address.access))
    return [PageCase(address.name, path, who) for path in _paths(address)]


def _paths(address: Address) -> list[str]:
    if not address.named:
        return [f"/{address.route}"] if address.route.replace("/", "").replace("-", "").isalnum() else []
    try:
        return [reverse(address.name, kwargs=kwargs) for kwargs in SAMPLES.get(address.name, [{}])]
    except NoReverseMatch:
        return []
