"""A developer's machine and the demo: embedded database, mail on the console, showcase open."""

from config import env
from config.settings.base import *

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
SHOWCASE = True
SECRET_KEY = env.text("SECRET_KEY", "not-a-secret-development-and-demo-only")
SALT_KEY = env.words("FIELD_KEY", "not-a-secret-development-and-demo-only")
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
