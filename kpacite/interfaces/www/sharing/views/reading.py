"""The rules of a KPA, read aloud: what they say, what they changed, what they would have given."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpacite.domain.sharing.enums import RuleState
from kpacite.domain.sharing.models import RuleVersion
from kpacite.domain.sharing.rules.recipe import EXAMPLE_JOBS, changed_words, changes, problems, sentences
from kpacite.domain.sharing.selectors import pots, sharings, trials
from kpacite.domain.sharing.selectors import rules as selectors
from kpacite.interfaces.www.activities.views.screen import stand_in
from kpacite.interfaces.www.sharing import gates
from kpacite.interfaces.www.sharing.forms import FORMS
from kpacite.interfaces.www.sharing.showing import trial_table

BADGES = {RuleState.DRAFT: "wait", RuleState.ADOPTED: "done"}


@require_safe
def rules(request: HttpRequest, kpa: str) -> HttpResponse:  # noqa: ARG001 - read by the gate
    stand_in(request)
    named = pots.pot_names(request.organisation.kpa)
    context = {
        "kpa": request.organisation,
        "rules": [_told(rule, named) for rule in selectors.rules_of(request.organisation.kpa)],
        "may_write": gates.may_write(request),
    }
    return render(request, "sharing/rules.html", context)


def _told(rule: Any, named: dict[str, str]) -> dict[str, Any]:
    adopted = next((one for one in rule.ongoing if one.state == RuleState.ADOPTED), None)
    return {
        "rule": rule,
        "adopted": adopted,
        "draft": next((one for one in rule.ongoing if one.state == RuleState.DRAFT), None),
        "sentences": sentences(adopted.read, named) if adopted else [],
    }


@require_safe
def rule(request: HttpRequest, kpa: str, rule: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    named = pots.pot_names(request.organisation.kpa)
    versions = list(selectors.versions_of(request.rule))
    adopted = next((one for one in versions if one.state == RuleState.ADOPTED), None)
    draft = next((one for one in versions if one.state == RuleState.DRAFT), None)
    context = {
        "kpa": request.organisation,
        "rule": request.rule,
        "adopted": adopted,
        "draft": draft,
        "sentences": sentences(adopted.read, named) if adopted else [],
        "agreed": _agreed(adopted) if adopted else [],
        "versions": [
            {"version": one, "badge": BADGES.get(RuleState(one.state), ""), "before": older}
            for one, older in zip(versions, [*versions[1:], None], strict=True)
        ],
        "may_write": gates.may_write(request),
    }
    return render(request, "sharing/rule.html", context)


@require_safe
def version(request: HttpRequest, kpa: str, rule: int, number: int) -> HttpResponse:  # noqa: ARG001
    """A draft is changed here, sentence by sentence; any version may be tried."""
    stand_in(request)
    shown: RuleVersion = request.version
    named = pots.pot_names(request.organisation.kpa)
    is_draft = shown.state == RuleState.DRAFT
    context = {
        "kpa": request.organisation,
        "rule": request.rule,
        "version": shown,
        "badge": BADGES.get(RuleState(shown.state), ""),
        "sentences": sentences(shown.read, named),
        "problems": list(problems(shown.read)) if is_draft else [],
        "may_write": is_draft and gates.may_write(request),
        "may_adopt": is_draft and gates.may_adopt(request),
        "kinds": [(kind, form.title) for kind, form in FORMS.items()],
        "trials": _trials(request, shown),
        "agreed": _agreed(shown),
    }
    return render(request, "sharing/version.html", context)


def _agreed(version: RuleVersion) -> list[str]:
    """First names: a rule is public in the KPA, and so is who chose it."""
    return sorted(agreement.person.first_name for agreement in version.agreements.select_related("person"))


def _trials(request: HttpRequest, shown: RuleVersion) -> list[dict[str, Any]]:
    """This version beside the one in force, on the last jobs of whoever asks; on an example without any."""
    in_force = selectors.rule_in_force(request.organisation.kpa, request.rule.activity)
    beside = in_force if in_force and in_force.pk != shown.pk else None
    recipes = [shown.read, *([beside.read] if beside else [])]
    names = [_column(one) for one in (shown, beside) if one]
    jobs = sharings.last_jobs(request.organisation, request.user.person) or EXAMPLE_JOBS
    return [trial_table(tried, names) for tried in trials.try_rules(recipes, jobs)]


def _column(version: RuleVersion) -> str:
    """Short: two of them stand side by side on a phone."""
    words = {RuleState.DRAFT: _("Cet essai"), RuleState.ADOPTED: _("Règle adoptée")}
    return words.get(RuleState(version.state)) or _("Version %(number)s") % {"number": version.number}


@require_safe
def difference(request: HttpRequest, kpa: str, rule: int, old: int, new: int) -> HttpResponse:  # noqa: ARG001
    stand_in(request)
    versions = RuleVersion.objects.filter(rule=request.rule).select_related("rule")
    before, after = get_object_or_404(versions, number=old), get_object_or_404(versions, number=new)
    named = pots.pot_names(request.organisation.kpa)
    context = {
        "kpa": request.organisation,
        "rule": request.rule,
        "before": before,
        "after": after,
        "changes": [*changes(before.read, after.read, named), *changed_words(before.consent, after.consent)],
    }
    return render(request, "sharing/difference.html", context)
