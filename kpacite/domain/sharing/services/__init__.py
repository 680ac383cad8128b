"""Everything that writes about sharing."""

from kpacite.domain.sharing.services.pots import decide_spending, move_pot, open_pot, propose_spending
from kpacite.domain.sharing.services.rules import (
    add_sentence,
    adopt_rule,
    change_sentence,
    drop_draft,
    move_sentence_up,
    remove_sentence,
    write_next_version,
    write_rule,
)

__all__ = [
    "add_sentence",
    "adopt_rule",
    "change_sentence",
    "decide_spending",
    "drop_draft",
    "move_pot",
    "move_sentence_up",
    "open_pot",
    "propose_spending",
    "remove_sentence",
    "write_next_version",
    "write_rule",
]
