"""Everything that writes about sharing."""

from kpacite.domain.sharing.services.corrections import correct_sharing
from kpacite.domain.sharing.services.exits import settle_exit
from kpacite.domain.sharing.services.held import release_held
from kpacite.domain.sharing.services.pay import (
    Settlement,
    ask_for_pay,
    cancel_request,
    make_batch,
    send_batch,
    set_ceiling,
    settle_requests,
)
from kpacite.domain.sharing.services.pots import (
    close_pot,
    decide_spending,
    describe_pot,
    move_pot,
    open_pot,
    propose_spending,
    reopen_pot,
)
from kpacite.domain.sharing.services.rules import (
    add_sentence,
    adopt_rule,
    change_sentence,
    choose_consent,
    drop_draft,
    move_sentence_up,
    remove_sentence,
    write_next_version,
    write_rule,
)
from kpacite.domain.sharing.services.sharings import (
    Cash,
    NewSharing,
    answer_sharing,
    change_rule,
    drop_sharing,
    propose_sharing,
    reply_to_question,
    start_sharing,
    take_back,
)
from kpacite.domain.sharing.services.transfers import (
    Order,
    empty_old_transfer_files,
    empty_transfer_file,
    make_transfer_file,
)
from kpacite.domain.sharing.services.validation import answers_allow, validate_sharing
from kpacite.domain.sharing.services.words import Settled, say_mine, settle

__all__ = [
    "Cash",
    "NewSharing",
    "Order",
    "Settled",
    "Settlement",
    "add_sentence",
    "adopt_rule",
    "answer_sharing",
    "answers_allow",
    "ask_for_pay",
    "cancel_request",
    "change_rule",
    "change_sentence",
    "choose_consent",
    "close_pot",
    "correct_sharing",
    "decide_spending",
    "describe_pot",
    "drop_draft",
    "drop_sharing",
    "empty_old_transfer_files",
    "empty_transfer_file",
    "make_batch",
    "make_transfer_file",
    "move_pot",
    "move_sentence_up",
    "open_pot",
    "propose_sharing",
    "propose_spending",
    "release_held",
    "remove_sentence",
    "reopen_pot",
    "reply_to_question",
    "say_mine",
    "send_batch",
    "set_ceiling",
    "settle",
    "settle_exit",
    "settle_requests",
    "start_sharing",
    "take_back",
    "validate_sharing",
    "write_next_version",
    "write_rule",
]
