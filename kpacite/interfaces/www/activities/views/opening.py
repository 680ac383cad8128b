"""`/<kpa>/activites/ouvrir/`: a new trade, and its analytic account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.activities import services
from kpacite.domain.activities.enums import ActivityIcon
from kpacite.interfaces.www.activities.group_forms import NewActivityForm
from kpacite.interfaces.www.activities.views.screen import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: HttpRequest, kpa: str) -> HttpResponse:
    stand_in(request)
    form = NewActivityForm(request.POST or None, initial={"opened_on": timezone.localdate()})
    context = {"kpa": request.organisation, "form": form}
    if request.method != "POST":
        return render(request, "activities/open.html", context)
    if form.is_valid():
        data = form.cleaned_data | {"icon": ActivityIcon(form.cleaned_data["icon"])}
        try:
            row = services.open_activity(
                kpa=request.organisation.kpa, actor=request.user, now=timezone.now(), **data
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("C’est fait. Mettez maintenant des personnes dans le groupe."))
            return see_other("group_keep", kpa=kpa, code=row.code.lower())
    return render_invalid(request, "activities/open.html", context)
