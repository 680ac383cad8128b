"""Ways in, walked through to the end: their middle steps have no address that one could look at alone."""

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from playwright.sync_api import Browser, Page

from tests.e2e import checks
from tests.e2e.browser import PHONE, new_context
from tests.e2e.findings import Findings
from tests.e2e.site import Site

pytestmark = pytest.mark.e2e

AMINA = "amina@demo.kpacite.example"
PASSWORD = "quatre mots rien qu’à moi"
Phone = Callable[..., Page]


@pytest.fixture
def phone(browser: Browser, fresh_site: Site) -> Iterator[Phone]:
    """`phone("Amina")`: a telephone where she is signed in; `phone()`: one where nobody is.

    The site is called by its name: a passkey belongs to a name, never to a number.
    """
    opened = []
    home = fresh_site.url.replace("127.0.0.1", "localhost")

    def open_phone(who: str | None = None, *, javascript: bool = True) -> Page:
        context = new_context(browser, size=PHONE, javascript=javascript)
        context.set_default_navigation_timeout(60_000)
        opened.append(context)
        page = context.new_page()
        page.goto(f"{home}/demo/")
        if who:
            page.get_by_role("button", name=who).first.click()
            page.wait_for_url(lambda address: "/demo/" not in address)
        return page

    yield open_phone
    for context in opened:
        context.close()


def go(page: Page, path: str) -> None:
    page.goto("/".join(page.url.split("/")[:3]) + path)
    look(page)


def fill(page: Page, **fields: str) -> None:
    """Type in the fields of a form, and send it with the key « Entrée »."""
    for name, value in fields.items():
        page.locator(f"main [name={name}]:visible").fill(value)
    with page.expect_navigation():
        page.locator(f"main [name={name}]:visible").press("Enter")
    look(page)


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=words).click()
    look(page)


def look(page: Page) -> None:
    """Each step is held to what every page promises, as far as one can without leaving it."""
    found = Findings()
    wanted = [checks.targets_big_enough, *([checks.axe] if runs_scripts(page) else [])]
    for check in wanted:
        with found.at(page.url):
            check(page)
    with found.at(page.url):
        checks.no_sideways_scroll(page, PHONE[0])
    found.assert_none()


def runs_scripts(page: Page) -> bool:
    """axe waits for timers, which never ring while scripts are off."""
    return bool(page.evaluate("matchMedia('(scripting: enabled)').matches"))


def code_in_last_mail(to: str) -> str:
    assert mail.outbox[-1].to == [to]
    found = re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[0]


def is_signed_in(page: Page) -> bool:
    go(page, "/moi/")
    return page.url.endswith("/moi/")


def choose_a_password(page: Page, email: str) -> None:
    go(page, "/mot-de-passe/oublie/")
    fill(page, email=email)
    fill(page, code=code_in_last_mail(email))
    fill(page, password1=PASSWORD)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_code_by_mail_opens_and_a_wrong_one_says_so(phone, javascript):
    page = phone(javascript=javascript)
    go(page, "/connexion/code/")
    fill(page, email=AMINA)
    right = code_in_last_mail(AMINA)
    fill(page, code="000000" if right != "000000" else "111111")
    assert "Ce code n’est pas le bon." in page.inner_text("main")
    fill(page, code=f"{right[:3]} {right[3:]}")

    assert is_signed_in(page)


def test_a_forgotten_password_is_chosen_again_and_opens(phone):
    page = phone()
    choose_a_password(page, AMINA)
    page.context.clear_cookies()
    go(page, "/connexion/")
    fill(page, login="amina", password="pas le bon mot")
    assert "n’est pas le bon" in page.inner_text("main")
    fill(page, login="amina", password=PASSWORD)

    assert is_signed_in(page)


def test_an_application_asks_for_its_code_at_the_next_sign_in_and_a_recovery_code_replaces_it(phone):
    page = phone()
    choose_a_password(page, AMINA)
    page.context.clear_cookies()
    go(page, "/connexion/")
    fill(page, login="amina", password=PASSWORD)
    go(page, "/moi/securite/application/")
    secret = page.locator("code.tenir").text_content()
    assert secret
    counter = next(iter(yield_hotp_counters_from_time()))
    fill(page, code=format_hotp_value(hotp_value(secret, counter)))
    recovery = page.locator("code.num").first.inner_text()

    page.context.clear_cookies()
    go(page, "/connexion/")
    fill(page, login="amina", password=PASSWORD)
    assert "Deuxième preuve" in page.inner_text("h1")
    fill(page, code="123")
    assert "Ce code n’est pas le bon." in page.inner_text("main")
    fill(page, code=recovery)

    assert is_signed_in(page)


def test_a_passkey_is_added_and_opens_alone(phone):
    page = phone("Amina")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    go(page, "/moi/securite/cles/ajouter/")
    press(page, "Ajouter ma clé d’accès")
    go(page, "/moi/securite/cles/")
    assert "Ma clé" in page.inner_text("main")

    page.context.clear_cookies()
    go(page, "/connexion/")
    press(page, "Ouvrir avec ma clé d’accès")

    assert is_signed_in(page)


def test_an_invited_person_creates_her_account_from_the_mail(phone):
    chloe = phone("Chloé")
    go(chloe, "/la-cape/inviter/")
    chloe.locator("main [name=role]").first.check()
    fill(chloe, email="zoe@exemple.fr")
    link = re.search(r"/invitation/[\w-]+/", mail.outbox[-1].body)
    assert link, mail.outbox[-1].body

    page = phone()
    go(page, link[0])
    fill(page, first_name="Zoé", password="court")
    assert "10" in page.inner_text("main")
    fill(page, first_name="Zoé", password=PASSWORD)

    assert is_signed_in(page)
    assert "zoe@exemple.fr" in page.inner_text("main")


def test_the_sign_in_address_changes_once_its_code_is_typed(phone):
    page = phone("Amina")
    go(page, "/moi/adresse/")
    fill(page, email="amina.neuve@exemple.fr")
    fill(page, code=code_in_last_mail("amina.neuve@exemple.fr"))

    assert "amina.neuve@exemple.fr" in page.inner_text("main")
    assert mail.outbox[-1].to == [AMINA]


def test_a_lost_card_is_stopped_and_no_longer_opens(phone):
    chloe = phone("Chloé")
    go(chloe, "/la-cape/inviter/sans-e-mail/")
    chloe.locator("main [name=role]").first.check()
    fill(chloe, first_name="Zoé")
    codes = chloe.locator("code.num").all_inner_texts()
    chloe.reload()
    look(chloe)
    assert "Ses codes se voient une seule fois." in chloe.inner_text("main")

    page = phone()
    go(page, "/connexion/carte/")
    fill(page, login_name="zoe", code=codes[0])
    assert is_signed_in(page)

    with chloe.expect_navigation():
        chloe.get_by_role("link", name="Annuler cette carte").click()
    look(chloe)
    press(chloe, "Annuler cette carte")
    page.context.clear_cookies()
    go(page, "/connexion/carte/")
    fill(page, login_name="zoe", code=codes[1])
    assert "ne vont pas ensemble" in page.inner_text("main")
