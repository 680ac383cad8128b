"""What all screens built on an allauth view share."""

from django import forms
from django.http import HttpResponse
from django.views.generic.edit import FormMixin

UNPROCESSABLE = 422


def as_invalid(response: HttpResponse) -> HttpResponse:
    """Answer 422 and put « Erreur : » in the title; a redirection (too many attempts) is left alone."""
    if response.status_code == 200:
        response.status_code = UNPROCESSABLE
        response.context_data["invalid"] = True
    return response


class Screen(FormMixin):
    """Put last among the bases: allauth's own `form_invalid` counts the attempts first."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return as_invalid(super().form_invalid(form))
