"""The links of this app to people (decision 0044): a signature is bound to its text for ever."""

from django.utils.translation import gettext_lazy

from kpacite.domain.people import ties
from kpacite.domain.people.ties import Policy, Tie

ties.declare(
    Tie("governance.chartersignature", "person", Policy.FOLLOW, words=gettext_lazy("Chartes signées"))
)
