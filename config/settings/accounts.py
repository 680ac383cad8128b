"""Sign-in, as django-allauth reads it. Nobody signs up alone: accounts come from invitations."""

from config import env

_ACCOUNTS = "kpacite.interfaces.www.accounts"
_QUARTER_OF_AN_HOUR = 15 * 60

ACCOUNT_ADAPTER = f"{_ACCOUNTS}.adapters.AccountAdapter"
ACCOUNT_USER_DISPLAY = f"{_ACCOUNTS}.adapters.display_name"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_name"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# A stranger's address gets no mail from us: the screen says the same thing for all addresses.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = _QUARTER_OF_AN_HOUR
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = _QUARTER_OF_AN_HOUR
ACCOUNT_REAUTHENTICATION_TIMEOUT = _QUARTER_OF_AN_HOUR
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_RATE_LIMITS = {"card": "20/m/ip,5/10m/key", "invitation": "20/m/ip"}

MFA_ADAPTER = f"{_ACCOUNTS}.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "KPA-Cité"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.text("SITE_URL", "http://localhost").startswith("http://localhost")

ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
# Without it, everyone behind the same proxy would share one rate limit.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("TRUSTED_PROXIES", "0"))
RATELIMIT_IP_META_KEY = "kpacite.platform.throttle.visitor_address"

# A telephone is often shared: the session ends with the browser, unless one asks to stay signed in.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
