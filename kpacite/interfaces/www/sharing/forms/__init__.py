"""The forms of this area, by what they are about."""

from kpacite.interfaces.www.sharing.forms.clauses import FORMS, ClauseForm, NewRuleForm
from kpacite.interfaces.www.sharing.forms.sharings import (
    CeilingForm,
    CorrectionForm,
    DropForm,
    PayForm,
    PayslipsForm,
    QuestionForm,
    ReleaseForm,
    ReplyForm,
    RuleChoiceForm,
    StartForm,
)
from kpacite.interfaces.www.sharing.forms.together import (
    AdoptForm,
    ConsentForm,
    DecisionForm,
    PotForm,
    PotOpeningForm,
    SpendingForm,
)
from kpacite.interfaces.www.sharing.forms.transfers import CutOffForm, OwnAccountForm, TransferForm
from kpacite.interfaces.www.sharing.forms.words import SayForm, SettleForm

__all__ = [
    "FORMS",
    "AdoptForm",
    "CeilingForm",
    "ClauseForm",
    "ConsentForm",
    "CorrectionForm",
    "CutOffForm",
    "DecisionForm",
    "DropForm",
    "NewRuleForm",
    "OwnAccountForm",
    "PayForm",
    "PayslipsForm",
    "PotForm",
    "PotOpeningForm",
    "QuestionForm",
    "ReleaseForm",
    "ReplyForm",
    "RuleChoiceForm",
    "SayForm",
    "SettleForm",
    "SpendingForm",
    "StartForm",
    "TransferForm",
]
