"""`/cartes/<person>/`: a printed card for who has no e-mail."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kpacite.domain.people import selectors
from kpacite.domain.people.models import Account
from kpacite.domain.people.rules import spaced_code
from kpacite.domain.people.services import CardChanged, issue_login_card, revoke_login_card
from kpacite.platform.http import see_other


@never_cache
@require_http_methods(["GET", "POST"])
def login_card(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask first, then show the codes once: they are kept nowhere, so the answer to the POST is the page."""
    account = get_object_or_404(Account.objects.active(), person__public_id=public_id)
    if request.method == "GET":
        return render(
            request, "accounts/card_ask.html", {"account": account, "card": selectors.running_card(account)}
        )
    try:
        issued = issue_login_card(
            account=account,
            replacing=request.POST.get("replacing"),
            actor=request.user,
            now=timezone.now(),
        )
    except CardChanged as error:
        messages.warning(request, str(error))
        return see_other("login_card", public_id=public_id)
    codes = [spaced_code(code) for code in issued.codes]
    address = settings.SITE_URL.partition("://")[2] + reverse("account_card_login")
    context = {"account": account, "codes": codes, "sign_in_url": address}
    return render(request, "accounts/card.html", context)


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask, then stop a card that was lost. Without a card, there is nothing to ask."""
    account = get_object_or_404(Account.objects.active(), person__public_id=public_id)
    card = selectors.running_card(account)
    if card is not None and request.method == "GET":
        return render(request, "accounts/card_revoke.html", {"account": account, "card": card})
    if card is not None:
        revoke_login_card(card=card, actor=request.user, now=timezone.now())
        messages.success(request, _("La carte ne marche plus. Vous pouvez en faire une autre."))
    return see_other("login_card", public_id=public_id)
