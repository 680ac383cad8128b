"""What a rule asks from people, in words: what is missing, and what was said."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpacite.domain.sharing.models import Sharing
from kpacite.domain.sharing.rules import Status
from kpacite.domain.sharing.rules.recipe import Gap, Job, Word, Worker, gaps, receivers
from kpacite.kernel.money import Euro
from kpacite.platform.templatetags.kpacite import de


def waits_of(sharing: Sharing) -> list[str]:
    """One sentence for each word that is missing; else why the calculation has no end yet."""
    job = Job.read(sharing.facts)
    names = {worker.id: worker.name for worker in job.people}
    said = [_sentence(gap, names) for gap in gaps(sharing.rule.read, job)]
    return said or ([sharing.refusal] if sharing.refusal else [])


def _sentence(gap: Gap, names: dict[str, str]) -> str:
    if gap.word is Word.FINDER:
        return _("Dites qui a trouvé la commande.")
    who, count = _listed([names[key] for key in gap.people]), len(gap.people)
    if gap.word is Word.REQUEST:
        told = ngettext("%(who)s n’a pas dit sa demande.", "%(who)s n’ont pas dit leur demande.", count)
    elif gap.word is Word.TOKENS:
        told = ngettext("%(who)s n’a pas donné ses jetons.", "%(who)s n’ont pas donné leurs jetons.", count)
    else:
        told = ngettext(
            "Il manque le pourcentage %(of_who)s.", "Il manque les pourcentages %(of_who)s.", count
        )
    return told % {"who": who, "of_who": de(who)}


def _listed(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(first)s et %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def may_say(job: Job, asked: Collection[Word], worker_id: str) -> bool:
    """Whether this person has a word to say that is hers alone."""
    me = next((one for one in job.people if one.id == worker_id), None)
    if me is None:
        return False
    gives = Word.TOKENS in asked and bool(receivers(job, me))
    return gives or (Word.REQUEST in asked and not me.is_volunteer)


def my_words(asked: Collection[Word]) -> str:
    """How the screen where she says her words is called."""
    if Word.REQUEST in asked and Word.TOKENS in asked:
        return _("Ma demande et mes jetons")
    return _("Ma demande") if Word.REQUEST in asked else _("Mes jetons")


def may_settle(job: Job, asked: Collection[Word]) -> bool:
    """Whether the group has something to agree on: a request is settled only for somebody who left."""
    gone = any(one.status is Status.LEFT and not one.is_volunteer for one in job.people)
    return Word.PERCENT in asked or Word.FINDER in asked or (Word.REQUEST in asked and gone)


def tables_of(job: Job, asked: Collection[Word]) -> list[dict[str, Any]]:
    """What each said, by word. Of tokens, only whether they were given: to whom is between two people."""
    columns = [(word, title) for word, title in _TITLES if word in asked]
    rows = [(one.name, [_cell(word, one, job) for word, _title in columns]) for one in job.people]
    return [{"titles": [str(title()) for _word, title in columns], "rows": rows}] if columns else []


_TITLES = (
    (Word.REQUEST, lambda: _("Sa demande")),
    (Word.TOKENS, lambda: _("Ses jetons")),
    (Word.PERCENT, lambda: _("Son pourcentage")),
    (Word.FINDER, lambda: _("A trouvé la commande")),
)


def _cell(word: Word, worker: Worker, job: Job) -> str:
    unsaid = "—"
    match word:
        case Word.FINDER:
            return _("Oui") if job.holders.get("finder") == worker.id else ""
        case Word.TOKENS:
            return unsaid if worker.gives is None else _("donnés")
        case Word.PERCENT:
            return unsaid if worker.percent is None else f"{worker.percent.replace('.', ',')} %"
    if worker.is_volunteer:
        return _("bénévole")
    cents = worker.declared_cents
    told = unsaid if cents is None else Euro(cents).format()
    return told if worker.status is not Status.LEFT else _("%(said)s (a quitté le KPA)") % {"said": told}
