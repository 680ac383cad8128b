from allauth.account import views as allauth

from kpacite.interfaces.www.accounts.forms import security, signin
from kpacite.interfaces.www.accounts.views.screen import Screen


class ForgottenPasswordView(allauth.PasswordResetView, Screen):
    form_class = signin.ForgottenPasswordForm
    template_name = "account/password_reset.html"


class ForgottenPasswordCodeView(allauth.ConfirmPasswordResetCodeView, Screen):
    form_class = signin.ForgottenPasswordCodeForm
    template_name = "account/confirm_password_reset_code.html"


class ResetPasswordView(allauth.CompletePasswordResetView, Screen):
    form_class = security.ResetPasswordForm
    template_name = "account/password_reset_from_key.html"


class PasswordResetDoneView(allauth.PasswordResetFromKeyDoneView):
    template_name = "account/password_reset_from_key_done.html"


class ChangePasswordView(allauth.PasswordChangeView, Screen):
    form_class = security.ChangePasswordForm
    template_name = "account/password_change.html"


class SetPasswordView(allauth.PasswordSetView, Screen):
    form_class = security.SetPasswordForm
    template_name = "account/password_set.html"


class PasswordAgainView(allauth.ReauthenticateView, Screen):
    form_class = security.PasswordAgainForm
    template_name = "account/reauthenticate.html"
