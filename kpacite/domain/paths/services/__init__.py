from kpacite.domain.paths.services.people_file import (
    PeopleFile,
    PeopleFileRefused,
    read_people_file,
    sentence_of,
)
from kpacite.domain.paths.services.people_import import ImportCounts, import_people

__all__ = [
    "ImportCounts",
    "PeopleFile",
    "PeopleFileRefused",
    "import_people",
    "read_people_file",
    "sentence_of",
]
