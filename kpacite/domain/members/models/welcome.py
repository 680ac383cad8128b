from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.members import rules
from kpacite.domain.members.enums import Doer, Reader, StepKind, WelcomeState
from kpacite.platform.fields import EncryptedDateField, EncryptedTextField


class Held(models.Model):
    """What a KPA asks for from one moment to another: a change retires a row and writes its successor, under
    the same code, so that whoever is midway keeps what she began. `added_at`: None for always.
    """

    code = models.SlugField(max_length=24)
    position = models.PositiveSmallIntegerField(_("rang"))
    added_at = models.DateTimeField(_("demandée depuis"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def span(self) -> rules.Span:
        return rules.Span(self.added_at, self.retired_at)


class WelcomeStep(Held):
    """One entry condition of a KPA, in its own words and order."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="welcome_steps")
    kind = models.CharField(_("nature"), max_length=10, choices=StepKind.choices)
    label = models.CharField(_("étape"), max_length=80)
    about = models.CharField(_("explication"), max_length=200, blank=True)
    doer = models.CharField(_("qui agit"), max_length=10, choices=Doer.choices)
    is_optional = models.BooleanField(_("si on veut"), default=False)
    source = models.ForeignKey(
        "organisations.SourceDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("étape d’accueil")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=StepKind.values) & Q(doer__in=Doer.values) & ~Q(label=""),
                name="welcome_step_whole",
                violation_error_message=_("Une étape a un nom, une nature, et quelqu’un qui agit."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "code"],
                condition=Q(retired_at=None),
                name="welcome_step_once",
                violation_error_message=_("Cette étape existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class WelcomeQuestion(Held):
    """One question of the welcome form; nobody has to answer. `suggestions`: words to choose from, or not."""

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="welcome_questions")
    label = models.CharField(_("question"), max_length=200)
    help = models.CharField(_("aide"), max_length=200, blank=True)
    suggestions = models.JSONField(_("exemples de réponse"), default=list, blank=True)
    reason = models.CharField(_("pourquoi on le demande"), max_length=200, blank=True)
    reader = models.CharField(_("qui lit"), max_length=14, choices=Reader.choices)

    class Meta:
        verbose_name = _("question d’accueil")
        verbose_name_plural = _("questions d’accueil")
        constraints = [
            models.CheckConstraint(
                condition=Q(reader__in=Reader.values) & ~Q(label=""),
                name="welcome_question_whole",
                violation_error_message=_("Une question dit qui lira la réponse."),
            ),
            models.UniqueConstraint(
                fields=["kpa", "code"],
                condition=Q(retired_at=None),
                name="welcome_question_once",
                violation_error_message=_("Cette question existe déjà."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class WelcomeFileQuerySet(models.QuerySet["WelcomeFile"]):
    def kept(self) -> Self:
        """Those that still say whose they are."""
        return self.filter(emptied_on=None)

    def waiting(self) -> Self:
        return self.filter(state__in=sorted(rules.WAITING))


class WelcomeFile(models.Model):
    """Someone who wants to come: a first name and one way to reach her are enough.

    `session_*`: when and where she was told to come; copied, so that a changed slot changes nothing.
    `other_contact`: any other way, in her own words. `begun_at`: the steps and questions of that moment are
    hers; none as long as nothing is done, and then those of today.

    Without news: `notice_on`, the coordination was told that it will be emptied on `empty_on`; once
    `emptied_on`, nothing is left of it but days and state.
    """

    kpa = models.ForeignKey("organisations.Kpa", on_delete=models.PROTECT, related_name="welcome_files")
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="welcome_files"
    )
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80, blank=True)
    email = models.EmailField(_("adresse e-mail"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    other_contact = models.CharField(_("autre moyen"), max_length=200, blank=True)
    words = EncryptedTextField(_("ses mots"), blank=True)
    birth_date = EncryptedDateField(_("date de naissance"), null=True, blank=True)
    state = models.CharField(
        _("état"), max_length=12, choices=WelcomeState.choices, default=WelcomeState.CONTACT
    )
    welcomer = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="welcomed_files"
    )
    session_day = models.DateField(_("jour proposé"), null=True, blank=True)
    session_time = models.TimeField(_("heure proposée"), null=True, blank=True)
    session_place = models.CharField(_("lieu proposé"), max_length=200, blank=True)
    received_at = models.DateTimeField(_("reçue le"))
    begun_at = models.DateTimeField(_("commencée le"), null=True, blank=True)
    filled_alone_at = models.DateTimeField(_("fiche remplie seule le"), null=True, blank=True)
    last_contact_on = models.DateField(_("dernier contact"))
    closed_on = models.DateField(_("close le"), null=True, blank=True)
    closing_words = models.CharField(_("pourquoi"), max_length=200, blank=True)
    notice_on = models.DateField(_("oubli annoncé le"), null=True, blank=True)
    empty_on = models.DateField(_("à vider le"), null=True, blank=True)
    emptied_on = models.DateField(_("vidée le"), null=True, blank=True)
    token = models.CharField(max_length=32, unique=True, null=True, blank=True)
    is_example = models.BooleanField(_("exemple"), default=False)

    objects = WelcomeFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier d’accueil")
        verbose_name_plural = _("dossiers d’accueil")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=WelcomeState.values),
                name="welcome_file_state_known",
                violation_error_message=_("Choisissez un état connu."),
            ),
            models.CheckConstraint(
                condition=~Q(first_name=""),
                name="welcome_file_named",
                violation_error_message=_("Écrivez un prénom."),
            ),
            models.CheckConstraint(
                condition=~Q(email="")
                | ~Q(phone="")
                | ~Q(other_contact="")
                | Q(person__isnull=False)
                | Q(emptied_on__isnull=False),
                name="welcome_file_reachable",
                violation_error_message=_("Donnez un moyen de vous joindre."),
            ),
            models.CheckConstraint(
                condition=Q(notice_on=None, empty_on=None) | Q(empty_on__gt=F("notice_on")),
                name="welcome_file_emptied_after_notice",
                violation_error_message=_("L’oubli vient après l’annonce."),
            ),
            models.CheckConstraint(
                condition=Q(emptied_on=None)
                | Q(
                    empty_on__isnull=False,
                    emptied_on__gte=F("empty_on"),
                    last_name="",
                    email="",
                    phone="",
                    other_contact="",
                ),
                name="welcome_file_emptied_on_its_day",
                violation_error_message=_("On n’oublie pas avant le jour annoncé."),
            ),
            models.CheckConstraint(
                condition=(Q(state=WelcomeState.MEMBER) & Q(person__isnull=False, closed_on__isnull=False))
                | (Q(state=WelcomeState.WITHDRAWN) & Q(closed_on__isnull=False))
                | (Q(state__in=sorted(rules.WAITING)) & Q(closed_on=None)),
                name="welcome_file_closed_when_over",
                violation_error_message=_("Un accueil fini dit quel jour."),
            ),
        ]
        indexes = [models.Index(fields=["kpa", "state"], name="welcome_file_by_kpa")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def audit_repr(self) -> str:
        """The register keeps no name."""
        return f"welcome {self.pk}"

    @property
    def will_be_emptied_on(self) -> date | None:
        """The announced day, unless someone had news since."""
        told = self.notice_on is not None and self.last_contact_on < self.notice_on
        return self.empty_on if told else None


class WelcomeTick(models.Model):
    """This step is done for this person; taken back, it stays with the day on which it was."""

    file = models.ForeignKey(WelcomeFile, on_delete=models.PROTECT, related_name="ticks")
    step = models.ForeignKey(WelcomeStep, on_delete=models.PROTECT, related_name="ticks")
    done_on = models.DateField(_("faite le"))
    done_with = models.CharField(_("avec"), max_length=80, blank=True)
    ticked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(_("reprise le"), null=True, blank=True)

    class Meta:
        verbose_name = _("étape faite")
        verbose_name_plural = _("étapes faites")
        constraints = [
            models.UniqueConstraint(
                fields=["file", "step"],
                condition=Q(taken_back_at=None),
                name="welcome_tick_once",
                violation_error_message=_("Cette étape est déjà faite."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}, {self.done_on}"


class WelcomeAnswer(models.Model):
    """What she answered, unreadable without the key; empty when she preferred not to."""

    file = models.ForeignKey(WelcomeFile, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(WelcomeQuestion, on_delete=models.PROTECT, related_name="answers")
    words = EncryptedTextField(_("réponse"), blank=True)
    answered_at = models.DateTimeField(_("notée le"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("réponse d’accueil")
        verbose_name_plural = _("réponses d’accueil")
        constraints = [
            models.UniqueConstraint(
                fields=["file", "question"],
                name="welcome_answer_once",
                violation_error_message=_("Cette question a déjà une réponse."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}"
