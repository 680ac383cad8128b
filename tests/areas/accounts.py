"""Signing in, one's account, the demo's door, the showcase."""

from tests.areas import NOBODYS

VISITOR_BY_ACCESS = {
    "public": None,
    "anonymous_only": None,
    "signed_in": "Amina",
    "demo": None,
    "showcase_only": None,
}
VISITORS = {"account_logout": ["Amina"]}
# A token that nobody holds, a device or passkey of nobody: what a guesser would try.
ARGUMENTS = {"token": lambda _name: "guessed", "pk": lambda _name: NOBODYS}
NOT_PAGES = {
    "invitation": "needs a living link",
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
    "account_address_code": "needs an address first",
    "login_card_revoke": "needs a card first",
}
