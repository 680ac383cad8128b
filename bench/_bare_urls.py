"""The list of invoices as anyone writes it first: a generic view, model objects, an ordinary template.

It counts no page, as a paginator would: it costs less than most.
"""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import path
from django.views.generic import ListView

from kpacite.domain.sales.models import Invoice

PAGE = 50


class InvoiceList(LoginRequiredMixin, ListView):
    template_name = "list.html"
    login_url = "/"

    def get_queryset(self):
        rows = Invoice.objects.filter(kpa__organisation__slug=self.kwargs["kpa"])
        return rows.select_related("client", "activity").order_by("-pk")[:PAGE]


urlpatterns = [
    path("<slug:kpa>/factures/", InvoiceList.as_view(), name="invoices"),
    path("<slug:kpa>/factures/<str:invoice>/", InvoiceList.as_view(), name="invoice"),
]
