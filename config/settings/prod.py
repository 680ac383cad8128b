"""Production: everything from the environment; `kpacite.E…` checks say what is missing."""

from config import env
from config.settings.base import *

DEMO = env.flag("DEMO")
# A write during a GET is logged there; everywhere else it raises.
STRICT_READS = False
SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = int(env.text("HSTS_SECONDS", "31536000"))
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
