"""What a coordination sets for its KPA. Each change shows at once, and is written in the history."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.organisations import selectors, services
from kpacite.domain.organisations.enums import ParameterCode, Unit
from kpacite.domain.organisations.models import Kpa, Tag
from kpacite.interfaces.www.homes.completeness import lacks_of, parts_of, with_all_parts
from kpacite.interfaces.www.homes.forms import NumberForm, PageForm, SlotForm, TagForm
from kpacite.interfaces.www.homes.history import history_of
from kpacite.interfaces.www.homes.places import stand_in
from kpacite.kernel.errors import DomainError
from kpacite.platform.forms import Form
from kpacite.platform.http import render_invalid, see_other

NUMBERS = {
    ParameterCode.MIN_AGE: Unit.YEARS,
    ParameterCode.MIN_ADMINISTRATORS: Unit.PEOPLE,
    ParameterCode.PATH_MAX_MONTHS: Unit.MONTHS,
    ParameterCode.INVITATION_DAYS: Unit.DAYS,
    ParameterCode.COMMON_ACTION_HOURS: Unit.HOURS,
    ParameterCode.SHARING_ANSWER_DAYS: Unit.DAYS,
    ParameterCode.ORIENTATION_ANSWER_DAYS: Unit.DAYS,
    ParameterCode.SILENCE_DAYS: Unit.DAYS,
    ParameterCode.WELCOME_KEPT_MONTHS: Unit.MONTHS,
}
PAGE_FIELDS = ("baseline", "story", "opening_hours")


def kpa_row(request: HttpRequest, slug: str) -> Kpa:
    row = with_all_parts().get(organisation__slug=slug)
    stand_in(request, row.organisation, row.place.city if row.place else "")
    return row


def save(request: HttpRequest, form: Form, write: Callable[[], object], done: str) -> bool:
    """Ask the domain; a refusal becomes a sentence beside its field."""
    try:
        write()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    notices.success(request, done)
    return True


def by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": timezone.now()}


def show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    if context["form"].errors:
        return render_invalid(request, template, context)
    return render(request, template, context)


def index(request: HttpRequest, kpa: str) -> HttpResponse:
    row = kpa_row(request, kpa)
    today = timezone.localdate()
    context = {
        "kpa": row,
        "slug": kpa,
        "lacks": lacks_of(row, parts_of(row)),
        "administrators": selectors.administrators(row.organisation, today),
        "missing": selectors.administrators_missing(row.organisation, today),
        "history": history_of(row),
    }
    return render(request, "homes/settings.html", context)


def page(request: HttpRequest, kpa: str) -> HttpResponse:
    row = kpa_row(request, kpa)
    initial = {
        name: getattr(row if name in PAGE_FIELDS else row.organisation, name) for name in PageForm.base_fields
    }
    form = PageForm(request.POST or None, initial=initial)
    done = _("C’est enregistré. La page publique a changé tout de suite.")
    if request.method == "POST" and form.is_valid():
        changes: dict[str, Any] = form.cleaned_data
        if save(request, form, lambda: services.update_kpa_profile(kpa=row, **by(request), **changes), done):
            return see_other("kpa_settings", kpa=kpa)
    return show(request, "homes/settings_page.html", {"form": form, "slug": kpa})


def slots(request: HttpRequest, kpa: str) -> HttpResponse:
    row = kpa_row(request, kpa)
    form = SlotForm(request.POST or None, initial={"recurrence": "weekly"})
    done = _("C’est enregistré. Les prochaines dates se voient tout de suite.")
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data | {"confirmed_on": timezone.localdate()}
        if save(request, form, lambda: services.add_welcome_slot(kpa=row, **by(request), **data), done):
            return see_other("kpa_settings_slots", kpa=kpa)
    today = timezone.localdate()
    running = [slot for slot in row.welcome_slots.all() if slot.valid_to is None or slot.valid_to > today]
    running.sort(key=lambda slot: (slot.weekday is None, slot.weekday or 0, slot.start_time))
    return show(request, "homes/settings_slots.html", {"form": form, "slug": kpa, "slots": running})


def slot(request: HttpRequest, kpa: str, slot: int) -> HttpResponse:
    """Confirm a slot read in a document, or stop one."""
    here = kpa_row(request, kpa)
    row = get_object_or_404(here.welcome_slots.all(), pk=slot)
    if request.method == "POST":
        try:
            notices.success(request, _change_slot(request, row))
        except DomainError as error:
            notices.error(request, str(error))
        return see_other("kpa_settings_slots", kpa=kpa)
    context = {"slot": row, "back_url": reverse("kpa_settings_slots", kwargs={"kpa": kpa})}
    return render(request, "homes/settings_slot.html", context)


def _change_slot(request: HttpRequest, row: Any) -> str:
    today = timezone.localdate()
    if request.POST.get("geste") == "confirmer":
        services.confirm_welcome_slot(slot=row, today=today, **by(request))
        return _("C’est confirmé. Les prochaines dates se voient tout de suite.")
    services.end_welcome_slot(slot=row, valid_to=today, **by(request))
    return _("Cet accueil est arrêté. Il ne se voit plus.")


def tags(request: HttpRequest, kpa: str) -> HttpResponse:
    row = kpa_row(request, kpa)
    here = row.kpa_tags.select_related("tag", "source").order_by("tag__kind", "tag__name")
    others = Tag.objects.exclude(pk__in=here.values("tag")).order_by("kind", "name")
    form = TagForm(others, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        done = _("C’est enregistré. On trouve maintenant le KPA par ce mot.")
        if save(request, form, lambda: services.tag_kpa(kpa=row, **by(request), **data), done):
            return see_other("kpa_settings_tags", kpa=kpa)
    return show(request, "homes/settings_tags.html", {"form": form, "slug": kpa, "rows": here})


def tag(request: HttpRequest, kpa: str, kpa_tag: int) -> HttpResponse:
    """Ask, then take a wrong word off the KPA."""
    here = kpa_row(request, kpa)
    row = get_object_or_404(here.kpa_tags.select_related("tag", "kpa"), pk=kpa_tag)
    if request.method != "POST":
        back = reverse("kpa_settings_tags", kwargs={"kpa": kpa})
        return render(request, "homes/settings_tag.html", {"row": row, "back_url": back})
    try:
        services.remove_tag(kpa_tag=row, **by(request))
        notices.success(request, _("C’est fait. Le mot « %(tag)s » est retiré.") % {"tag": row.tag})
    except DomainError as error:
        notices.error(request, str(error))
    return see_other("kpa_settings_tags", kpa=kpa)


def numbers(request: HttpRequest, kpa: str) -> HttpResponse:
    row = kpa_row(request, kpa)
    today = timezone.localdate()
    asked = request.GET.get("nombre", "")
    code = ParameterCode(asked) if asked in NUMBERS else ParameterCode.MIN_AGE
    present = {
        each: selectors.parameter(code=each, organisation=row.organisation, on=today) for each in NUMBERS
    }
    form = NumberForm(request.POST or None, initial={"value": present[code], "valid_from": today})
    done = _("C’est enregistré. Le nouveau nombre sert à partir de sa date.")
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        if save(
            request,
            form,
            lambda: services.set_parameter(
                organisation=row.organisation, code=code, unit=NUMBERS[code], **by(request), **data
            ),
            done,
        ):
            return see_other("kpa_settings_numbers", kpa=kpa)
    context = {
        "form": form,
        "slug": kpa,
        "code": code,
        "present": [(each, each.label, present[each], NUMBERS[each].label) for each in NUMBERS],
        "changes": row.organisation.parameters.select_related("source").order_by("-valid_from", "code"),
    }
    return show(request, "homes/settings_numbers.html", context)
