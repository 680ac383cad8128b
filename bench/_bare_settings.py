"""Django as `startproject` makes it, over our own tables: what our list of invoices is measured against."""

from config.settings import base
from config.settings.base import *  # noqa: F403

LIST = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>Factures</title></head>
<body><h1>Factures</h1><p>{{ user }}</p><table>
{% for invoice in object_list %}<tr>
  <td><a href="{% url "invoice" view.kwargs.kpa invoice.number %}">{{ invoice.number }}</a></td>
  <td>{{ invoice.client.name }}</td><td>{{ invoice.activity.name }}</td>
  <td>{{ invoice.get_kind_display }}</td><td>{{ invoice.get_state_display }}</td>
  <td>{{ invoice.issued_on|date:"j F Y" }}</td><td>{{ invoice.due_on|date:"j F Y" }}</td>
  <td>{{ invoice.gross_cents|floatformat:"2g" }}</td>
</tr>{% endfor %}
</table></body></html>
"""
OURS = ("allauth", "csp", "django_cotton", "django_htmx")
INSTALLED_APPS = [name for name in base.INSTALLED_APPS if not name.startswith(OURS)]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "bench._bare_urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [("django.template.loaders.locmem.Loader", {"list.html": LIST})],
                )
            ],
        },
    }
]
