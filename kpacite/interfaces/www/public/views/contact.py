"""Writing to a KPA, or to the network."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.activities.selectors import published_offer
from kpacite.domain.organisations import selectors
from kpacite.domain.organisations.enums import ContactPurpose
from kpacite.interfaces.www.public.forms import PURPOSE_WORDS, KpaMessageForm, MessageForm
from kpacite.interfaces.www.public.sending import send
from kpacite.interfaces.www.public.views.kpa import page_of
from kpacite.platform.http import render_invalid, see_other
from kpacite.platform.throttle import rate_limited

RATE = "10/h"
GROUP = "public.contact"
LONGEST_NUMBER = 12


def _kpa_context(slug: str, purpose: str) -> dict[str, Any]:
    name = page_of(slug).name
    headings = {
        ContactPurpose.ORDER: _("Commander à %(kpa)s"),
        ContactPurpose.JOIN: _("Rejoindre %(kpa)s"),
        ContactPurpose.CONTACT: _("Écrire à %(kpa)s"),
    }
    leads = {
        ContactPurpose.ORDER: _("Dites ce qu’il vous faut, pour quand, et pour combien de personnes."),
        ContactPurpose.JOIN: _("Dites ce qui vous donne envie. Il n’y a pas de diplôme à avoir."),
        ContactPurpose.CONTACT: _("Posez votre question avec vos mots."),
    }
    key = ContactPurpose(purpose)
    return {
        "heading": headings[key] % {"kpa": name},
        "lead": leads[key],
        "recipient": name,
        "back_url": reverse("kpa_page", kwargs={"slug": slug}),
        "back_label": _("Revenir à %(kpa)s") % {"kpa": name},
    }


def _asked(request: HttpRequest) -> str:
    purpose = PURPOSE_WORDS.get(request.GET.get("pour", ""), ContactPurpose.CONTACT)
    return ContactPurpose.CONTACT if purpose == ContactPurpose.LAUNCH else purpose


def _about_offer(request: HttpRequest, slug: str) -> dict[str, str]:
    """The first words of an order that starts from the catalogue; the visitor may change them."""
    number = request.GET.get("offre", "")
    if len(number) > LONGEST_NUMBER or not (number.isascii() and number.isdigit()):
        return {}
    offer = published_offer(slug, int(number), timezone.localdate())
    return {"message": _("Je voudrais commander : %(offer)s.") % {"offer": offer} + "\n"} if offer else {}


def _refuse_kpa(request: HttpRequest, sentence: str, slug: str) -> HttpResponse:
    form = KpaMessageForm(request.POST)
    form.is_valid()
    form.add_error(None, sentence)
    context = _kpa_context(slug, _asked(request)) | {"form": form}
    return render_invalid(request, "public/contact.html", context)


@rate_limited(key="ip", rate=RATE, group=GROUP, answer=_refuse_kpa)
def kpa_contact(request: HttpRequest, slug: str) -> HttpResponse:
    asked = _asked(request)
    context = _kpa_context(slug, asked)
    if request.method != "POST":
        form = KpaMessageForm(initial={"purpose": asked} | _about_offer(request, slug))
        return render(request, "public/contact.html", context | {"form": form})
    form = KpaMessageForm(request.POST)
    if form.is_valid() and send(
        form,
        organisation=page_of(slug).kpa.organisation,
        purpose=ContactPurpose(form.cleaned_data["purpose"]),
    ):
        return see_other("kpa_contact_thanks", slug=slug)
    return render_invalid(request, "public/contact.html", context | {"form": form})


def kpa_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "public/thanks.html", _kpa_context(slug, ContactPurpose.CONTACT))


def _network_context() -> dict[str, Any]:
    return {
        "heading": _("Écrire au réseau KPA-Cité"),
        "lead": _("Une question, une remarque, un problème sur le site ? Dites-le avec vos mots."),
        "recipient": _("la coordination du réseau"),
        "back_url": reverse("home"),
        "back_label": _("Revenir à l’accueil"),
    }


def _refuse_network(request: HttpRequest, sentence: str) -> HttpResponse:
    form = MessageForm(request.POST)
    form.is_valid()
    form.add_error(None, sentence)
    return render_invalid(request, "public/contact.html", _network_context() | {"form": form})


@rate_limited(key="ip", rate=RATE, group=GROUP, answer=_refuse_network)
def network_contact(request: HttpRequest) -> HttpResponse:
    context = _network_context()
    if request.method != "POST":
        return render(request, "public/contact.html", context | {"form": MessageForm()})
    form = MessageForm(request.POST)
    if form.is_valid() and send(form, organisation=selectors.network(), purpose=ContactPurpose.CONTACT):
        return see_other("network_contact_thanks")
    return render_invalid(request, "public/contact.html", context | {"form": form})


def network_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "public/thanks.html", _network_context())
