"""`/cartes/<person>/`: a printed card for who has no e-mail."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kpacite.domain.people import selectors
from kpacite.domain.people.models import Account
from kpacite.domain.people.rules import spaced_code
from kpacite.domain.people.services import issue_login_card


@never_cache
@require_http_methods(["GET", "POST"])
def login_card(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask first, then show the codes once: they are kept nowhere, so the answer to the POST is the page."""
    account = get_object_or_404(Account.objects.active().with_person(), person__public_id=public_id)
    if request.method == "GET":
        return render(
            request, "accounts/card_ask.html", {"account": account, "card": selectors.running_card(account)}
        )
    issued = issue_login_card(account=account, actor=request.user, now=timezone.now())
    codes = [spaced_code(code) for code in issued.codes]
    address = settings.SITE_URL.partition("://")[2] + reverse("account_card_login")
    context = {"account": account, "codes": codes, "sign_in_url": address}
    return render(request, "accounts/card.html", context)
