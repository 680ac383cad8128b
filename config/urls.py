"""Every address of the platform, in the order in which they are tried."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kpacite.interfaces.www.health.urls")),
    path("", include("kpacite.interfaces.www.reading.urls")),
    path("", include("kpacite.interfaces.www.showcase.urls")),
    path("", include("kpacite.interfaces.www.public.urls")),
    path("", include("kpacite.interfaces.www.accounts.urls")),
    path("", include("kpacite.interfaces.www.ledger.urls")),
    path("", include("kpacite.interfaces.www.charters.urls")),
    path("", include("kpacite.interfaces.www.mediations.urls")),
    path("", include("kpacite.interfaces.www.members.urls")),
    path("", include("kpacite.interfaces.www.contracts.urls")),
    path("", include("kpacite.interfaces.www.activities.urls")),
    path("", include("kpacite.interfaces.www.billing.urls")),
    path("", include("kpacite.interfaces.www.sales.urls")),
    path("", include("kpacite.interfaces.www.sharing.urls")),
    path("", include("kpacite.interfaces.www.support.urls")),
    path("", include("kpacite.interfaces.www.paths.urls")),
    path("", include("kpacite.interfaces.www.expenses.urls")),
    path("", include("kpacite.interfaces.www.purchases.urls")),
    path("", include("kpacite.interfaces.www.counter.urls")),
    path("", include("kpacite.interfaces.www.payments.urls")),
    path("", include("kpacite.interfaces.www.bilan.urls")),
    path("", include("kpacite.interfaces.www.funding.urls")),
    path("", include("kpacite.interfaces.www.hours.urls")),
    path("", include("kpacite.interfaces.www.agenda.urls")),
    path("", include("kpacite.interfaces.www.trainings.urls")),
    path("", include("kpacite.interfaces.www.homes.urls")),
]
