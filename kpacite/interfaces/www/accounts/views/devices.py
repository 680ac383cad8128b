"""`/moi/appareils/`: where this account is open, and how to close it there."""

from typing import Any

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kpacite.interfaces.www.accounts.devices import device_words
from kpacite.interfaces.www.accounts.views.screen import Screen
from kpacite.platform.http import see_other


class DevicesView(ListUserSessionsView, Screen):
    template_name = "usersessions/usersession_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [
            {"session": row, "words": device_words(row.user_agent), "current": row.is_current()}
            for row in reversed(context["sessions"])
        ]
        return context | {"rows": sorted(rows, key=lambda row: not row["current"])}


@require_POST
def close_device(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session of this person; anyone else's is not found."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_sessions(request, [session])
    messages.success(request, _("Cet appareil est déconnecté."))
    return see_other("usersessions_list" if request.user.is_authenticated else "account_login")
