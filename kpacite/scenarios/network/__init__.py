"""The network as the documents tell it; what they leave open stays empty."""

from collections.abc import Iterator
from pathlib import Path

from kpacite.domain.organisations import services
from kpacite.domain.organisations.enums import ChecklistUse, OrganisationKind, TagKind
from kpacite.domain.organisations.models import Checklist, Organisation, SourceDocument, Tag
from kpacite.scenarios.network.facts import add_fact, add_parameter
from kpacite.scenarios.network.kpa_file import add_kpa
from kpacite.scenarios.seeding import Seeding, chosen, read, source_of

HERE = Path(__file__).parent
SHARED_PART = 0.2


def load(seeding: Seeding) -> Iterator[float]:
    for step in (_sources, _organisations, _tags, _parameters, _checklists, _facts):
        step(seeding)
    yield SHARED_PART
    files = sorted((HERE / "kpas").glob("*.toml"))
    for rank, path in enumerate(files, start=1):
        add_kpa(seeding, read(path))
        yield SHARED_PART + (1 - SHARED_PART) * rank / len(files)


def _sources(seeding: Seeding) -> None:
    for row in read(HERE / "sources.toml")["source"]:
        if not SourceDocument.objects.filter(key=row["key"]).exists():
            services.add_source(**row, **seeding.by)


def _organisations(seeding: Seeding) -> None:
    for row in read(HERE / "organisations.toml")["organisation"]:
        if not Organisation.objects.filter(slug=row["slug"]).exists():
            services.create_organisation(**(row | {"kind": OrganisationKind(row["kind"])}), **seeding.by)


def _tags(seeding: Seeding) -> None:
    for kind, names in read(HERE / "tags.toml").items():
        for slug, name in names.items():
            if not Tag.objects.filter(kind=kind, slug=slug).exists():
                services.define_tag(kind=TagKind(kind), slug=slug, name=name, **seeding.by)


def _parameters(seeding: Seeding) -> None:
    for row in read(HERE / "parameters.toml")["parameter"]:
        add_parameter(seeding, None, row)


def _checklists(seeding: Seeding) -> None:
    for row in read(HERE / "checklists.toml")["checklist"]:
        if not Checklist.objects.filter(code=row["code"]).exists():
            services.publish_checklist(
                **chosen(row, "code", "position", "items"),
                words=(row["title"], row["date_words"]),
                use=ChecklistUse(row["use"]),
                source=source_of(row),
                **seeding.by,
            )


def _facts(seeding: Seeding) -> None:
    network = Organisation.objects.network()
    for row in read(HERE / "facts.toml")["fact"]:
        add_fact(seeding, network, row)
