"""The service worker: a script at the root, so that it may answer for the page where hours are noted."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

DRAWN_WITH = (
    "kpacite.css",
    "marque.svg",
    "icons.svg",
    "fonts/atkinson.woff2",
    "fonts/bricolage.woff2",
    "js/hours.js",
)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    files = [static(name) for name in DRAWN_WITH]
    version = sha256(" ".join(files).encode()).hexdigest()[:12]
    context = {"files": files, "version": version}
    response = render(request, "hours/worker.js", context, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
