from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpacite.domain.paths import rules
from kpacite.domain.paths.enums import Answer, Gender, SensitiveQuestion
from kpacite.platform.fields import EncryptedTextField


class PersonFacts(models.Model):
    """What the yearly figures ask of everyone, each answer optional. No national number is ever asked."""

    person = models.OneToOneField(
        "people.Person", on_delete=models.PROTECT, primary_key=True, related_name="facts"
    )
    birth_date = models.DateField(_("date de naissance"), null=True, blank=True)
    birth_date_declined = models.BooleanField(_("ne souhaite pas dire sa date de naissance"), default=False)
    gender = models.CharField(_("genre"), max_length=1, choices=Gender.choices, blank=True)

    class Meta:
        verbose_name = _("réponses d’une personne")
        constraints = [
            models.CheckConstraint(
                condition=Q(gender__in=["", *Gender.values]),
                name="person_facts_gender_known",
                violation_error_message=_("Choisissez une réponse de la liste."),
            ),
            models.CheckConstraint(
                condition=Q(birth_date=None) | Q(birth_date_declined=False),
                name="person_facts_birth_date_or_not",
                violation_error_message=_("Écrivez la date de naissance, ou cochez la case, pas les deux."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_repr(self) -> str:
        return f"facts {self.pk}"


class SensitiveFacts(models.Model):
    """Four answers in one encrypted column, one letter each: the database, its copies and whoever keeps the
    server see neither the answers nor which questions got one.

    Apart from everything else on purpose: no list, export or screen of someone else joins this table.
    """

    person = models.OneToOneField(
        "people.Person", on_delete=models.PROTECT, primary_key=True, related_name="sensitive_facts"
    )
    answers = EncryptedTextField(_("réponses"))

    class Meta:
        verbose_name = _("réponses sensibles")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def audit_repr(self) -> str:
        return f"sensitive facts {self.pk}"

    def own_words(self) -> dict[str, str]:
        """For the person's own export: each question with its answer."""
        told = (f"{question.label} {self.answer(question).label}" for question in SensitiveQuestion)
        return {"answers": "\n".join(told)}

    def answer(self, question: SensitiveQuestion) -> Answer:
        return rules.answer_in(self.answers, question)


class PersonReference(models.Model):
    """The name under which a file knows a person: reading it again makes no double."""

    source = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="person_references"
    )
    reference = models.CharField(_("référence"), max_length=80)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="references")

    class Meta:
        verbose_name = _("référence d’une personne")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "reference"],
                name="person_reference_once",
                violation_error_message=_("Cette référence désigne déjà une personne."),
            ),
            models.CheckConstraint(
                condition=~Q(reference=""),
                name="person_reference_given",
                violation_error_message=_("Écrivez une référence."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def audit_repr(self) -> str:
        return f"reference {self.pk}"
