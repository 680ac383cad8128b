"""One address per screen, in French. allauth's other addresses do not exist here."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from kpacite.interfaces.www.accounts import gates, traces  # noqa: F401  (traces listens to allauth)
from kpacite.interfaces.www.accounts.views import (
    address,
    cards,
    demo,
    devices,
    invitations,
    me,
    passwords,
    security,
    signin,
)
from kpacite.platform.access import ANONYMOUS_ONLY, PUBLIC, SIGNED_IN, Access, declare


def _route(access: Access, route: str, view: Any, name: str) -> URLPattern:
    function: Callable[..., Any] = view.as_view() if isinstance(view, type) else view
    return path(route, declare(access)(function), name=name)


urlpatterns = [
    _route(ANONYMOUS_ONLY, "connexion/", signin.LoginView, "account_login"),
    _route(ANONYMOUS_ONLY, "connexion/code/", signin.AskCodeView, "account_request_login_code"),
    _route(ANONYMOUS_ONLY, "connexion/code/saisir/", signin.TypeCodeView, "account_confirm_login_code"),
    _route(ANONYMOUS_ONLY, "connexion/carte/", signin.card_login, "account_card_login"),
    _route(ANONYMOUS_ONLY, "connexion/cle/", signin.PasskeyLoginView, "mfa_login_webauthn"),
    _route(ANONYMOUS_ONLY, "connexion/preuve/", signin.SecondFactorView, "mfa_authenticate"),
    _route(PUBLIC, "connexion/compte-ferme/", signin.ClosedAccountView, "account_inactive"),
    _route(PUBLIC, "deconnexion/", signin.SignOutView, "account_logout"),
    _route(PUBLIC, "mot-de-passe/oublie/", passwords.ForgottenPasswordView, "account_reset_password"),
    _route(
        PUBLIC,
        "mot-de-passe/oublie/code/",
        passwords.ForgottenPasswordCodeView,
        "account_confirm_password_reset_code",
    ),
    _route(PUBLIC, "mot-de-passe/nouveau/", passwords.ResetPasswordView, "account_complete_password_reset"),
    _route(
        PUBLIC,
        "mot-de-passe/enregistre/",
        passwords.PasswordResetDoneView,
        "account_password_reset_completed",
    ),
    _route(PUBLIC, "invitation/<str:token>/", invitations.invitation, "invitation"),
    _route(SIGNED_IN, "moi/", me.me, "account"),
    _route(SIGNED_IN, "moi/modifier/", me.edit, "account_edit"),
    _route(SIGNED_IN, "moi/accords/", me.consents, "account_consents"),
    _route(SIGNED_IN, "moi/adresse/", address.ask, "account_address"),
    _route(SIGNED_IN, "moi/adresse/code/", address.type_code, "account_address_code"),
    _route(SIGNED_IN, "moi/mot-de-passe/", passwords.ChangePasswordView, "account_change_password"),
    _route(SIGNED_IN, "moi/mot-de-passe/choisir/", passwords.SetPasswordView, "account_set_password"),
    _route(SIGNED_IN, "moi/confirmer/", passwords.PasswordAgainView, "account_reauthenticate"),
    _route(SIGNED_IN, "moi/confirmer/code/", security.CodeAgainView, "mfa_reauthenticate"),
    _route(SIGNED_IN, "moi/confirmer/cle/", security.PasskeyAgainView, "mfa_reauthenticate_webauthn"),
    _route(SIGNED_IN, "moi/securite/", security.SecurityView, "mfa_index"),
    _route(SIGNED_IN, "moi/securite/application/", security.AddAppView, "mfa_activate_totp"),
    _route(SIGNED_IN, "moi/securite/application/retirer/", security.RemoveAppView, "mfa_deactivate_totp"),
    _route(SIGNED_IN, "moi/securite/codes/", security.recovery_codes, "mfa_view_recovery_codes"),
    _route(
        SIGNED_IN,
        "moi/securite/codes/nouveaux/",
        security.NewRecoveryCodesView,
        "mfa_generate_recovery_codes",
    ),
    _route(
        SIGNED_IN,
        "moi/securite/codes/telecharger/",
        security.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
    _route(SIGNED_IN, "moi/securite/cles/", security.PasskeysView, "mfa_list_webauthn"),
    _route(SIGNED_IN, "moi/securite/cles/ajouter/", security.AddPasskeyView, "mfa_add_webauthn"),
    _route(SIGNED_IN, "moi/securite/cles/<int:pk>/nom/", security.RenamePasskeyView, "mfa_edit_webauthn"),
    _route(
        SIGNED_IN, "moi/securite/cles/<int:pk>/retirer/", security.RemovePasskeyView, "mfa_remove_webauthn"
    ),
    _route(SIGNED_IN, "moi/appareils/", devices.DevicesView, "usersessions_list"),
    _route(SIGNED_IN, "moi/appareils/<int:pk>/fermer/", devices.close_device, "account_close_device"),
    _route(gates.COORDINATES_PERSON, "cartes/<slug:public_id>/", cards.login_card, "login_card"),
    _route(gates.COORDINATES_PERSON, "cartes/<slug:public_id>/annuler/", cards.revoke, "login_card_revoke"),
    _route(gates.DEMO, "demo/", demo.demo, "demo"),
]
