"""The rules of this area. A gate leaves what it loaded: `rule`, `version`, `pot`, `proposal`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpacite.domain.people.selectors import files_of
from kpacite.domain.sharing import permissions
from kpacite.domain.sharing.models import CommonPot, PotProposal, RuleVersion, Sharing, SharingRule
from kpacite.domain.sharing.selectors.balances import has_money
from kpacite.interfaces.www.activities.gates import groups_of
from kpacite.interfaces.www.gates import KPA_MEMBER, KPA_SPACE, hats_of
from kpacite.platform.access import Access, Verdict

Allowed = Callable[[HttpRequest], bool]


def may_adopt(request: HttpRequest) -> bool:
    return permissions.may_adopt(hats_of(request), groups_of(request), request.organisation, request.rule)


def may_keep_pots(request: HttpRequest) -> bool:
    return permissions.may_keep_pots(hats_of(request), request.organisation)


def may_write(request: HttpRequest) -> bool:
    return permissions.may_write_rules(hats_of(request), request.organisation)


def _load_rule(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    """The rule of this KPA, and its version when the address names one."""
    rules = SharingRule.objects.select_related("activity", "kpa__organisation")
    request.rule = rules.filter(kpa=request.organisation.pk, pk=kwargs["rule"]).first()
    if request.rule is None or "number" not in kwargs:
        return request.rule is not None
    versions = RuleVersion.objects.select_related("rule", "author")
    request.version = versions.filter(rule=request.rule, number=kwargs["number"]).first()
    return request.version is not None


def _load_pot(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    request.pot = CommonPot.objects.filter(kpa=request.organisation.pk, code=kwargs["pot"]).first()
    return request.pot is not None


def _load_proposal(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    proposals = PotProposal.objects.select_related("pot", "person")
    request.proposal = proposals.filter(pot__kpa=request.organisation.pk, pk=kwargs["proposal"]).first()
    return request.proposal is not None


def _on(
    base: Access, load: Callable[[HttpRequest, Mapping[str, Any]], bool], allowed: Allowed | None = None
) -> Callable[..., Verdict]:
    """404 for what belongs to another KPA, 403 for a member who may not do this."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = base.verdict(request, kwargs)
        if entered is not Verdict.YES:
            return entered
        if not load(request, kwargs):
            return Verdict.NOT_FOUND
        return Verdict.YES if allowed is None or allowed(request) else Verdict.FORBIDDEN

    return verdict


def _load_sharing(request: HttpRequest, kwargs: Mapping[str, Any]) -> bool:
    """The sharing of this KPA with this number, and the seat of whoever asks."""
    rows = Sharing.objects.select_related("kpa__organisation", "activity", "rule__rule", "corrects")
    request.sharing = rows.filter(kpa=request.organisation.pk, number=kwargs["number"]).first()
    if request.sharing is None:
        return False
    request.seat = request.sharing.people.filter(person__in=files_of(request.user.person_id)).first()
    return True


def _or_seated(inside: Callable[..., Verdict]) -> Callable[..., Verdict]:
    """Who left keeps her part (R22): she reads it, says yes or asks, and opens nothing else of the KPA."""

    def verdict(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
        entered = inside(request, kwargs)
        if entered is not Verdict.NOT_FOUND or not _is_known(request):
            return entered
        return Verdict.YES if _load_sharing(request, kwargs) and is_seated(request) else entered

    return verdict


def _is_known(request: HttpRequest) -> bool:
    """Somebody signed in, at a KPA that exists."""
    return request.user.is_authenticated and hasattr(request, "organisation")


def _owner(request: HttpRequest, kwargs: Mapping[str, Any]) -> Verdict:
    """A member, or whoever left with money that is hers, or with a sharing that waits for her word."""
    entered = KPA_MEMBER.verdict(request, kwargs)
    if entered is not Verdict.NOT_FOUND or not _is_known(request):
        return entered
    has = has_money(request.user.person, request.organisation)
    return Verdict.YES if has else entered


def _asked(request: HttpRequest) -> tuple[Any, ...]:
    return hats_of(request), groups_of(request), request.organisation, request.sharing


def sees_parts(request: HttpRequest) -> bool:
    return permissions.may_see_parts(*_asked(request), request.seat is not None)


def may_prepare(request: HttpRequest) -> bool:
    return permissions.may_prepare(*_asked(request), request.seat is not None)


def may_validate(request: HttpRequest) -> bool:
    return permissions.may_validate(*_asked(request), request.seat is not None)


def may_correct(request: HttpRequest) -> bool:
    return permissions.may_correct(*_asked(request))


def may_settle(request: HttpRequest) -> bool:
    return permissions.may_settle(*_asked(request))


def may_enter(request: HttpRequest) -> bool:
    """The other pages of the KPA: its rules, its sharings."""
    return permissions.may_read(hats_of(request), request.organisation)


def is_seated(request: HttpRequest) -> bool:
    return request.seat is not None


def _nothing_to_load(_request: HttpRequest, _kwargs: Mapping[str, Any]) -> bool:
    return True


READERS = _("Les membres de ce KPA et la comptabilité de sa structure de portage")
MEMBERS = _("Les membres de ce KPA")
KEEPERS = _("Les référent·es et la coordination de ce KPA")
RULE_READER = Access("rule_reader", READERS, _on(KPA_SPACE, _load_rule))
RULE_WRITER = Access("rule_writer", MEMBERS, _on(KPA_MEMBER, _load_rule))
RULE_ADOPTER = Access("rule_adopter", KEEPERS, _on(KPA_MEMBER, _load_rule, may_adopt))
POT_READER = Access("pot_reader", READERS, _on(KPA_SPACE, _load_pot))
POT_PROPOSER = Access("pot_proposer", MEMBERS, _on(KPA_MEMBER, _load_pot))
POT_KEEPER = Access("pot_keeper", KEEPERS, _on(KPA_MEMBER, _nothing_to_load, may_keep_pots))
THIS_POT_KEEPER = Access("this_pot_keeper", KEEPERS, _on(KPA_MEMBER, _load_pot, may_keep_pots))
PROPOSAL_KEEPER = Access("proposal_keeper", KEEPERS, _on(KPA_MEMBER, _load_proposal, may_keep_pots))
SHARERS = _("Les personnes de ce partage et les référent·es de l’activité")
MONEY_OWNER = Access(
    "money_owner", _("Les membres de ce KPA, et qui est parti avec de l’argent à recevoir"), _owner
)
SHARING_READER = Access("sharing_reader", READERS, _or_seated(_on(KPA_SPACE, _load_sharing)))
SHARING_SEATED = Access(
    "sharing_seated",
    _("Les personnes de ce partage"),
    _or_seated(_on(KPA_MEMBER, _load_sharing, is_seated)),
)
SHARING_PREPARER = Access("sharing_preparer", SHARERS, _on(KPA_MEMBER, _load_sharing, may_prepare))
SHARING_SETTLER = Access(
    "sharing_settler",
    _("Les référent·es de l’activité, et qui a commencé ce partage"),
    _on(KPA_MEMBER, _load_sharing, may_settle),
)
SHARING_VALIDATOR = Access(
    "sharing_validator",
    _("Les personnes de ce partage, les référent·es de l’activité, la comptabilité"),
    _on(KPA_SPACE, _load_sharing, may_validate),
)
SHARING_CORRECTOR = Access(
    "sharing_corrector",
    _("Les référent·es de l’activité et la comptabilité de la structure de portage"),
    _on(KPA_SPACE, _load_sharing, may_correct),
)
