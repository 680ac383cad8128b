"""Every way in which the ledger says no, in words for people."""

from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError


class EntryNotBalanced(DomainError):
    code = "ledger.entry_not_balanced"
    sentence = _("Le total des débits doit être égal au total des crédits.")


class LineOneSided(DomainError):
    code = "ledger.line_one_sided"
    sentence = _("Chaque ligne porte un débit ou un crédit, plus grand que zéro.")


class TooFewLines(DomainError):
    code = "ledger.too_few_lines"
    sentence = _("Une écriture a deux lignes au moins.")


class PeriodClosed(DomainError):
    code = "ledger.period_closed"
    sentence = _("Ce mois est clos. Choisissez une date dans un mois ouvert.")
    field = "date"


class DateOutsideYears(DomainError):
    code = "ledger.date_outside_years"
    sentence = _("Aucun exercice n’est ouvert à cette date. Ouvrez l’exercice d’abord.")
    field = "date"


class UnknownJournal(DomainError):
    code = "ledger.unknown_journal"
    sentence = _("Ce journal n’existe pas dans ce livre.")


class UnknownAccountRole(DomainError):
    code = "ledger.unknown_account_role"
    sentence = _("Aucun compte ne joue ce rôle. Complétez le plan comptable.")


class UnknownAccount(DomainError):
    code = "ledger.unknown_account"
    sentence = _("Ce compte n’existe pas dans ce livre, ou il est fermé.")


class UnknownAuxAccount(DomainError):
    code = "ledger.unknown_aux_account"
    sentence = _("Ce compte auxiliaire n’existe pas dans ce livre.")


class AlreadyPosted(DomainError):
    code = "ledger.already_posted"
    sentence = _("Cette écriture est déjà validée.")


class NotPosted(DomainError):
    code = "ledger.not_posted"
    sentence = _("Cette écriture est encore un brouillon.")


class AlreadyReversed(DomainError):
    code = "ledger.already_reversed"
    sentence = _("Cette écriture est déjà contre-passée.")


class KeyAlreadyUsed(DomainError):
    code = "ledger.key_already_used"
    sentence = _("Cet événement est déjà comptabilisé, avec d’autres montants.")


class BookAlreadyOpen(DomainError):
    code = "ledger.book_already_open"
    sentence = _("Cette structure a déjà un livre comptable.")


class EntityKeepsNoBook(DomainError):
    code = "ledger.entity_keeps_no_book"
    sentence = _("Seules une structure de portage et une association tiennent un livre ici.")


class YearDoesNotFollow(DomainError):
    code = "ledger.year_does_not_follow"
    sentence = _("Un exercice commence le premier jour d’un mois, juste après l’exercice précédent.")


class EarlierMonthOpen(DomainError):
    code = "ledger.earlier_month_open"
    sentence = _("Un mois plus ancien est encore ouvert. Commencez par lui.")


class DraftsRemain(DomainError):
    code = "ledger.drafts_remain"
    sentence = _("Il reste des brouillons dans ce mois. Validez-les ou jetez-les d’abord.")


class PeriodAlreadyOpen(DomainError):
    code = "ledger.period_already_open"
    sentence = _("Ce mois est déjà ouvert.")


class LaterMonthClosed(DomainError):
    code = "ledger.later_month_closed"
    sentence = _("Un mois plus récent est clos. Rouvrez-le d’abord.")


class ReasonMissing(DomainError):
    code = "ledger.reason_missing"
    sentence = _("Écrivez pourquoi.")
    field = "reason"


class MonthsStillOpen(DomainError):
    code = "ledger.months_still_open"
    sentence = _("Tous les mois de l’exercice ne sont pas clos.")


class NextYearMissing(DomainError):
    code = "ledger.next_year_missing"
    sentence = _("Ouvrez d’abord l’exercice suivant : il reçoit les à-nouveaux.")


class YearClosed(DomainError):
    code = "ledger.year_closed"
    sentence = _("Cet exercice est clos.")


class NotLettrable(DomainError):
    code = "ledger.not_lettrable"
    sentence = _("On ne lettre que des lignes validées d’un même compte lettrable et du même tiers.")


class AlreadyLettered(DomainError):
    code = "ledger.already_lettered"
    sentence = _("Une de ces lignes est déjà lettrée.")


class LettersNotBalanced(DomainError):
    code = "ledger.letters_not_balanced"
    sentence = _("Ces lignes ne se soldent pas : débits et crédits doivent être égaux.")


class AlreadyUnlettered(DomainError):
    code = "ledger.already_unlettered"
    sentence = _("Ces lignes sont déjà délettrées.")


class NoFirstYear(DomainError):
    code = "ledger.no_first_year"
    sentence = _("Aucun exercice n’est ouvert. Ouvrez le premier, puis reprenez les soldes.")
