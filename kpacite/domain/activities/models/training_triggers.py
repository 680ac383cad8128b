"""The room is never too full, whoever writes: two people who sign up at once come one after the other."""

from kpacite.domain.activities.models.triggers import on_postgresql, on_sqlite
from kpacite.platform.triggers import TriggerSet

TRAINING, SEAT = "activities_training", "activities_trainingseat"
FULL = "a training has no more people than places"
TOO_SMALL = "a training keeps a place for each of its people"

TAKES = "state = 'booked' AND was_there IS NOT FALSE"
NEW_TAKES = "NEW.state = 'booked' AND NEW.was_there IS NOT FALSE"
TRAINING_LOCK = f"PERFORM 1 FROM {TRAINING} WHERE id = NEW.training_id FOR NO KEY UPDATE;"


def _full(but: str = "") -> str:
    taken = f"SELECT COUNT(*) FROM {SEAT} WHERE training_id = NEW.training_id AND {TAKES}{but}"  # noqa: S608
    room = f"SELECT places FROM {TRAINING} WHERE id = NEW.training_id"  # noqa: S608
    return f"{NEW_TAKES} AND ({taken}) >= ({room})"


def _too_small() -> str:
    return f"NEW.places < (SELECT COUNT(*) FROM {SEAT} WHERE training_id = NEW.id AND {TAKES})"  # noqa: S608


OTHERS = " AND id <> OLD.id"
TRIGGERS = (
    TriggerSet(
        table=SEAT,
        sqlite=(
            on_sqlite("seat_born", "INSERT", SEAT, _full(), FULL),
            on_sqlite("seat_changed", "UPDATE", SEAT, _full(OTHERS), FULL),
        ),
        postgresql=(
            *on_postgresql("seat_born", "INSERT", SEAT, [(_full(), FULL)], lock=TRAINING_LOCK),
            *on_postgresql("seat_changed", "UPDATE", SEAT, [(_full(OTHERS), FULL)], lock=TRAINING_LOCK),
        ),
    ),
    TriggerSet(
        table=TRAINING,
        sqlite=(on_sqlite("training_room", "UPDATE", TRAINING, _too_small(), TOO_SMALL),),
        postgresql=on_postgresql("training_room", "UPDATE", TRAINING, [(_too_small(), TOO_SMALL)]),
    ),
)
