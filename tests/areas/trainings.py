"""Trainings and workshops of La Cape: those to come, their places, attendance."""

from kpacite.domain.activities.enums import SeatState
from kpacite.domain.activities.models import Training, TrainingSeat
from tests.areas import HERE, everywhere, first

TO_COME = first(Training.objects, title="Réparer un vélo")
HERS_AT = PAST = first(Training.objects, title="Coudre un ourlet")
OPEN = first(Training.objects, title="Cuisiner de saison")
HERS = first(TrainingSeat.objects, training__title="Coudre un ourlet", person__first_name="Amina")
KEY = first(TrainingSeat.objects, "token", training__title="Cuisiner de saison", state=SeatState.BOOKED)


def _training(name: str) -> object:
    """Given by Bilal and to come; a past one where Amina was, for her place."""
    return HERS_AT() if name.startswith("seat_") else TO_COME()


ARGUMENTS = {
    "training": _training,
    "training_seat": lambda _name: HERS(),
    "place_key": lambda _name: "jeton-devine",
}
VISITOR_BY_ACCESS = {
    "training_reader": "Amina",
    "training_editor": "Bilal",
    "training_opener": "Bilal",
    "training_keeper": "Bilal",
    "training_lister": "Bilal",
    "seat_holder": "Amina",
    "seat_link": None,
}
VISITORS = {"training": ["Amina", "Chloé"]}
HELD = {"kpa": HERE, "training": PAST}
SAMPLES = {
    **everywhere("slug", HERE, "kpa_trainings"),
    **everywhere("kpa", HERE, "trainings", "training_new"),
    **{name: [{"slug": HERE, "training": OPEN}] for name in ("kpa_training", "kpa_training_thanks")},
    "outside_seat": [{"slug": HERE, "place_key": KEY}],
    "training": [{"kpa": HERE, "training": TO_COME}],
    **{f"training_{page}": [{"kpa": HERE, "training": TO_COME}] for page in ("edit", "cancel", "add")},
    **{f"training_{page}": [HELD] for page in ("attendance", "sheet")},
}
NOT_PAGES = {
    "trainings_csv": "a file",
    "training_people_csv": "a file",
    "seat_certificate": "a file",
    "outside_certificate": "a file",
    **dict.fromkeys(
        ("training_open", "training_take", "training_leave", "seat_told", "seat_give_back"),
        "answers a button only",
    ),
}
