"""Paths: one's own, those of others, the lists of the coordination, one's own answers."""

from kpacite.domain.paths.models import Appointment, AppointmentAction, StageMove, SupportNote
from kpacite.domain.people.models import Person, PersonMerge
from tests.areas import HERE, everywhere, first

BILALS_MOVE = first(StageMove.objects, path__person__first_name="Bilal", state="proposed")
AMINA = {"kpa": HERE, "public_id": first(Person.objects, "public_id", first_name="Amina")}
BILALS = {"kpa": HERE, "move": BILALS_MOVE}

TALK = first(Appointment.objects, path__person__first_name="Amina")
ACTION = first(AppointmentAction.objects, appointment__path__person__first_name="Amina")
NOTE = first(SupportNote.objects, level="private", path__person__first_name="Amina")

YANIS = first(Person.objects, "public_id", first_name="Yanis", last_name="Exemple-Caron")
AGAIN = first(Person.objects, "public_id", first_name="Yanis", last_name="EXEMPLE CARON")
PAIR = {"kpa": HERE, "kept": YANIS, "double": AGAIN}
MERGE = first(PersonMerge.objects)

ARGUMENTS = {
    "kept": lambda _name: YANIS(),
    "double": lambda _name: AGAIN(),
    "merge": lambda _name: MERGE(),
    "move": lambda _name: BILALS_MOVE(),
    "appointment": lambda _name: TALK(),
    # What a contract undergoes has the same name for its argument.
    "action": lambda name: "arreter" if name.startswith("carrier") else ACTION(),
    "note": lambda _name: NOTE(),
}
VISITOR_BY_ACCESS = {
    "path_owner": "Amina",
    "path_reader": "Chloé",
    "path_keeper": "Chloé",
    "move_owner": "Bilal",
    "move_reader": "Gaëlle",
    "path_words": "Gaëlle",
    "path_companion": "Gaëlle",
    "note_author": "Gaëlle",
    "doubles": "Chloé",
    "double_pair": "Chloé",
    "double_merge": "Chloé",
}
VISITORS = {"my_path": ["Amina", "Hugo"], "person_path": ["Chloé", "Gaëlle"]}
SAMPLES = {
    **{name: [AMINA] for name in ("person_path", "path_entry", "path_planned_end", "path_exit")},
    "path_sensitive": [AMINA],
    "stage_discuss": [BILALS],
    "stage_enter": [BILALS],
    "stage_withdraw": [BILALS],
    **everywhere(
        "kpa",
        HERE,
        "my_path",
        "path_companions",
        "path_board",
        "path_follow_up",
        "path_gaps",
        "path_open",
        "path_stages",
        "kpa_people_import",
    ),
    "path_propose": [{"kpa": HERE}],
    "doubles": [{"kpa": HERE}],
    "double_compare": [PAIR],
    "double_undo": [{"kpa": HERE, "merge": MERGE}],
}
SAMPLES |= {
    "appointments": [AMINA],
    "appointment_new": [AMINA],
    "appointment": [AMINA | {"appointment": TALK}],
    "appointment_cancel": [AMINA | {"appointment": TALK}],
    "private_notes": [AMINA],
    "skills": [AMINA],
    "skill_directory": [{"kpa": HERE}],
    "badge_give": [AMINA],
    "path_exempt": [AMINA],
    "commitments": [{"kpa": HERE}],
    "commitments_all": [{"kpa": HERE}],
    "private_note": [{"kpa": HERE, "note": NOTE}],
}
NOT_PAGES = {
    "skill_directory_csv": "a file",
    "path_board_csv": "a file",
    "path_gaps_csv": "a file",
    "path_follow_up_csv": "a file",
    "my_data_json": "a file",
    "my_data_pdf": "a file",
    "my_portfolio_pdf": "a file",
    "my_badges": "a file",
    "my_data_stay": "only receives a button",
    "double_dismiss": "only receives a button",
    "double_confirm": "comes after the choices of the comparison",
    "action_done": "only receives a button",
}
