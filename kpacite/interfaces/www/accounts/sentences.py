"""Every sentence that allauth would say in its own words."""

from django.utils.translation import gettext_lazy as _

_WRONG_PAIR = _("Le nom ou le mot de passe n’est pas le bon. Vérifiez les deux, puis réessayez.")
_WRONG_CODE = _("Ce code n’est pas le bon. Vérifiez les chiffres, puis réessayez.")
TOO_MANY = _("Trop d’essais. Attendez 5 minutes, puis réessayez.")

ACCOUNT_ERRORS = {
    "account_inactive": _("Ce compte est fermé. Parlez-en à votre KPA."),
    "email_password_mismatch": _WRONG_PAIR,
    "username_password_mismatch": _WRONG_PAIR,
    "phone_password_mismatch": _WRONG_PAIR,
    "enter_current_password": _("Écrivez votre mot de passe actuel."),
    "incorrect_code": _WRONG_CODE,
    "incorrect_password": _("Ce mot de passe n’est pas le bon. Réessayez."),
    "invalid_or_expired_key": _("Ce lien ne marche plus. Demandez un nouveau code."),
    "invalid_login": _("Écrivez votre adresse e-mail ou votre nom de connexion."),
    "invalid_password_reset": _("Ce lien ne marche plus. Demandez un nouveau code."),
    "too_many_login_attempts": TOO_MANY,
    "rate_limited": _("Attendez un peu avant de demander un autre code."),
}

SECOND_FACTOR_ERRORS = {
    "cannot_delete_authenticator": _(
        "Votre rôle demande deux preuves. Ajoutez une autre clé avant de retirer celle-ci."
    ),
    "cannot_generate_recovery_codes": _("Ajoutez d’abord une application ou une clé d’accès."),
    "incorrect_code": _WRONG_CODE,
}

DONE = {
    "account/messages/logged_out.txt": _("Votre session est fermée sur cet appareil."),
    "account/messages/password_changed.txt": _("Votre nouveau mot de passe est enregistré."),
    "account/messages/password_set.txt": _("Votre mot de passe est enregistré."),
    "mfa/messages/totp_activated.txt": _(
        "Votre application est prête. Elle sert dès la prochaine connexion."
    ),
    "mfa/messages/totp_deactivated.txt": _("L’application ne sert plus pour vous connecter."),
    "mfa/messages/recovery_codes_generated.txt": _("Vos codes de secours sont prêts."),
    "mfa/messages/webauthn_added.txt": _("Votre clé d’accès est prête."),
    "mfa/messages/webauthn_removed.txt": _("La clé d’accès est retirée."),
    "usersessions/messages/sessions_logged_out.txt": _("Les autres appareils sont déconnectés."),
}

NOTICES = {
    "password_changed": _("Votre mot de passe a changé."),
    "password_set": _("Vous avez maintenant un mot de passe."),
    "password_reset": _("Votre mot de passe a changé."),
    "totp_activated": _("Une application donne maintenant un code pour vous connecter."),
    "totp_deactivated": _("L’application qui donne un code ne sert plus."),
    "recovery_codes_generated": _("De nouveaux codes de secours sont prêts."),
    "webauthn_added": _("Une clé d’accès ouvre maintenant votre compte."),
    "webauthn_removed": _("Une clé d’accès n’ouvre plus votre compte."),
}

MAILS = {"login_code": "account/login_code", "password_reset_code": "account/password_reset_code"}
