"""What every page of the accounts starts from: the book, the year, the tabs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpacite.domain.ledger import selectors
from kpacite.domain.ledger.models import Book, FiscalYear
from kpacite.domain.organisations.models import Organisation
from kpacite.interfaces.www.ledger.forms import FilterForm
from kpacite.platform.http import CurrentPlace

YEAR = "exercice"


@dataclass
class Desk:
    """The book of the organisation that the gate checked, and the year that the address asks for."""

    request: HttpRequest
    entity: Organisation
    book: Book | None

    @cached_property
    def years(self) -> list[FiscalYear]:
        return selectors.years_of(self.book) if self.book else []

    @cached_property
    def year(self) -> FiscalYear | None:
        asked = self.request.GET.get(YEAR, "")
        found = next((year for year in self.years if str(year.pk) == asked), None)
        return found or (selectors.year_on(self.book, timezone.localdate()) if self.book else None)

    def opened(self) -> tuple[Book, FiscalYear]:
        """The book and the year; 404 while there is none."""
        if self.book is None or self.year is None:
            raise Http404
        return self.book, self.year

    def url(self, name: str, **kwargs: object) -> str:
        return reverse(name, kwargs={"carrier": self.entity.slug, **kwargs})

    def filters(self, *without: str, journals: bool = False) -> FilterForm:
        kpas = list(selectors.kpas_of(self.book)) if self.book else []
        known = selectors.journals_of(self.book) if self.book and journals else []
        return FilterForm(self.request.GET, kpas=kpas, journals=known).without(*without)

    def context(self, tab: str, **more: Any) -> dict[str, Any]:
        return {
            "desk": self,
            "carrier": self.entity,
            "year": self.year,
            "tabs": [
                {"label": label, "url": self.url(name), "current": name == tab} for name, label in _tabs()
            ],
            "years": [
                {"label": str(year), "url": f"?{YEAR}={year.pk}", "current": year == self.year}
                for year in self.years
            ],
            "exports": [{"label": name.upper(), "url": self._with(format=name)} for name in ("csv", "xlsx")],
        } | more

    def _with(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def page_after(self, cursor: object) -> str:
        """The address of the page that follows, filters kept."""
        return self._with(apres=str(cursor))


def desk_of(request: HttpRequest) -> Desk:
    """The gate has left the organisation on the request."""
    entity: Organisation = request.organisation  # type: ignore[attr-defined]
    home = reverse("carrier_home", kwargs={"carrier": entity.slug})
    book = selectors.book_of(entity)
    detail = _("Comptes d’exemple") if book and book.is_example else _("Comptabilité")
    request.place = CurrentPlace(name=entity.name, detail=detail, url=home)  # type: ignore[attr-defined]
    return Desk(request, entity, book)


def _tabs() -> list[tuple[str, str]]:
    return [
        ("ledger_balance", _("Balance")),
        ("ledger_journal", _("Journal")),
        ("ledger_receivables", _("Clients")),
        ("ledger_months", _("Mois")),
        ("ledger_fec", _("FEC")),
    ]
