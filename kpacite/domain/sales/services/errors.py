from django.utils.translation import gettext_lazy as _

from kpacite.kernel.errors import DomainError


class ChangedMeanwhile(DomainError):
    code = "sales.changed_meanwhile"
    sentence = _(
        "Une autre personne a changé cette fiche en même temps. Rechargez la page pour voir ses mots."
    )
