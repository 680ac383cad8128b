"""A browser's own description, in words."""

import re

from django.utils.translation import gettext_lazy as _

_DEVICES = (
    (re.compile(r"iPhone"), _("un iPhone")),
    (re.compile(r"iPad"), _("un iPad")),
    (re.compile(r"Android.*Mobile"), _("un téléphone Android")),
    (re.compile(r"Android"), _("une tablette Android")),
    (re.compile(r"Windows"), _("un ordinateur Windows")),
    (re.compile(r"Macintosh|Mac OS X"), _("un Mac")),
    (re.compile(r"Linux|X11|CrOS"), _("un ordinateur Linux")),
)
_BROWSERS = (
    (re.compile(r"Firefox/|FxiOS/"), "Firefox"),
    (re.compile(r"Edg(A|iOS)?/"), "Edge"),
    (re.compile(r"OPR/|Opera"), "Opera"),
    (re.compile(r"SamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"Chrome/|CriOS/|Chromium/"), "Chrome"),
    (re.compile(r"Safari/"), "Safari"),
)


def device_words(user_agent: str) -> str:
    """« Firefox sur un téléphone Android », « un appareil inconnu »."""
    device = next((words for pattern, words in _DEVICES if pattern.search(user_agent)), None)
    browser = next((name for pattern, name in _BROWSERS if pattern.search(user_agent)), None)
    if browser and device:
        return str(_("%(browser)s sur %(device)s") % {"browser": browser, "device": device})
    return str(browser or device or _("un appareil inconnu"))
