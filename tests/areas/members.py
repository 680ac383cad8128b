"""Coming to La Cape and belonging to it."""

from kpacite.domain.members.models import LentThing, Membership, WelcomeFile, WelcomeQuestion, WelcomeStep
from tests.areas import HERE, everywhere, first


def _welcome(_name: str) -> object:
    """One that Amina was named to welcome."""
    return WelcomeFile.objects.get(welcomer__first_name="Amina", kpa__organisation__slug=HERE).pk


def _step(_name: str) -> object:
    return WelcomeStep.objects.get(kpa__organisation__slug=HERE, code="visite").pk


def _question(_name: str) -> object:
    return WelcomeQuestion.objects.get(kpa__organisation__slug=HERE, code="envies").pk


def _membership(_name: str) -> object:
    return Membership.objects.get(person__first_name="Amina", kpa__organisation__slug=HERE).pk


ARGUMENTS = {
    "file": _welcome,
    "step": _step,
    "question": _question,
    "membership": _membership,
    "change": lambda _name: "pause",
    "thing": lambda _name: LentThing.objects.get(membership=_membership(_name)).pk,
}
VISITOR_BY_ACCESS = {
    "welcomers": "Chloé",
    "welcome_file": "Chloé",
    "welcome_admission": "Chloé",
    "membership": "Amina",
    "membership_follower": "Chloé",
}
WELCOMED = {"kpa": HERE, "file": first(WelcomeFile.objects, first_name="Tom")}
READY = {"kpa": HERE, "file": first(WelcomeFile.objects, first_name="Ilyès")}
STEP = first(WelcomeStep.objects, code="visite", kpa__organisation__slug=HERE)
QUESTION = first(WelcomeQuestion.objects, kpa__organisation__slug=HERE)
STAY = {"kpa": HERE, "membership": first(Membership.objects, person__first_name="Amina")}
SAMPLES = {
    **everywhere("kpa", HERE, "welcome_setup", "welcome_setup_step_new", "welcome_setup_question_new"),
    **{f"welcome_setup_step{page}": [{"kpa": HERE, "step": STEP}] for page in ("", "_retire")},
    **{f"welcome_setup_question{page}": [{"kpa": HERE, "question": QUESTION}] for page in ("", "_retire")},
    "welcome_follow_today": [WELCOMED],
    **everywhere("slug", HERE, "kpa_join", "kpa_join_thanks"),
    **everywhere("kpa", HERE, "welcome_list", "welcome_new", "memberships"),
    "welcome_file": [WELCOMED],
    **{f"welcome_{page}": [WELCOMED] for page in ("facts", "welcomer", "withdraw", "link")},
    **{f"welcome_{page}": [READY] for page in ("guardian", "enter")},
    "welcome_step": [WELCOMED | {"step": STEP}],
    "welcome_question": [WELCOMED | {"question": QUESTION}],
    "membership": [STAY],
    "membership_lend": [STAY],
    "membership_give_back": [STAY | {"thing": first(LentThing.objects)}],
    "membership_move": [STAY | {"change": "pause"}],
}
NOT_PAGES = {
    "welcome_list_csv": "a file",
    "memberships_csv": "a file",
    "welcome_have_news": "only receives a button",
    "alone": "needs a living link",
    "alone_question": "needs a living link",
    "alone_thanks": "needs a living link",
}
