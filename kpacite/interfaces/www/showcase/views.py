"""Every component on one page, with the code that draws it. Outside production only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kpacite.interfaces.www.showcase.samples import GROUPS, sample_data, sample_source
from kpacite.platform.access import PUBLIC, declare


@declare(PUBLIC)
@require_safe
def showcase(request: HttpRequest) -> HttpResponse:
    if not settings.SHOWCASE:
        raise Http404
    groups = [(title, [(name, sample_source(name)) for name in names]) for title, names in GROUPS]
    return render(request, "showcase/showcase.html", {"groups": groups, "data": sample_data()})
