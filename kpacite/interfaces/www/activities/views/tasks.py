"""The tasks of an activity that do not count as an ordinary hour: since when, and why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpacite.domain.activities import services
from kpacite.domain.activities.rules import told_times
from kpacite.domain.activities.selectors.tasks import coefficients_of
from kpacite.interfaces.www.activities.forms import TaskForm
from kpacite.interfaces.www.activities.views.screen import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.http import render_invalid, see_other


@require_http_methods(["GET", "POST"])
def tasks(request: HttpRequest, kpa: str, code: str) -> HttpResponse:
    stand_in(request)
    form = TaskForm(request.POST or None, today=timezone.localdate())
    context = {
        "form": form,
        "activity": request.activity,
        "rows": [(row, told_times(row.hundredths)) for row in coefficients_of(request.activity)],
        "back": reverse("activity", kwargs={"kpa": kpa, "code": code}),
    }
    if request.method == "POST" and form.is_valid() and _noted(request, form):
        messages.success(request, _("C’est noté. Les heures déjà notées ne changent pas."))
        return see_other("activity_tasks", kpa=kpa, code=code)
    if form.errors:
        return render_invalid(request, "activities/tasks.html", context)
    return render(request, "activities/tasks.html", context)


def _noted(request: HttpRequest, form: TaskForm) -> bool:
    data = form.cleaned_data
    try:
        services.note_coefficient(
            activity=request.activity,
            task=data["task"],
            hundredths=int(data["times"] * 100),
            valid_from=data["valid_from"],
            reason=data["reason"],
            actor=request.user,
            now=timezone.now(),
        )
    except DomainError as error:
        form.refuse(error)
        return False
    return True
