"""Weigh and time the pages of the demo network: `make measure`. Writes docs/mesures.md as measured."""

import os
import platform
import statistics
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, BrowserContext, Page

from scripts.running_demo import running_demo, sign_in
from tests.e2e.browser import PHONE, chromium, new_context
from tests.e2e.scale import weight

TARGET = Path(__file__).parents[1] / "docs/mesures.md"
RUNS = 9
ANSWERS = 60
# A middling 3G: what Lighthouse calls slow 4G and once called regular 3G. Bytes a second, milliseconds.
NETWORK = {"latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
SLOWER_PROCESSOR = 4
PAGES = [
    ("/", None),
    ("/kpa/", None),
    ("/kpa/la-cape/", None),
    ("/lancer-un-kpa/", None),
    ("/connexion/", None),
    ("/la-cape/", "Amina"),
    ("/la-cape/", "Chloé"),
    ("/reseau/", "Esther"),
]
WATCH = """() => {
  window.seen = { lcp: 0, cls: 0 };
  new PerformanceObserver((list) => list.getEntries().forEach((one) => (seen.lcp = one.startTime)))
    .observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) =>
    list.getEntries().forEach((one) => (seen.cls += one.hadRecentInput ? 0 : one.value))
  ).observe({ type: "layout-shift", buffered: true });
}"""


@dataclass(frozen=True)
class Timing:
    """On the throttled phone: `lcp` in milliseconds, `cls` without unit."""

    lcp: float
    cls: float


@dataclass(frozen=True)
class Row:
    page: str
    first_bytes: int
    requests: int
    again_bytes: int
    timing: Timing
    answer: float

    def __str__(self) -> str:
        cells = [
            self.page,
            kilobytes(self.first_bytes),
            str(self.requests),
            kilobytes(self.again_bytes),
            f"{self.timing.lcp / 1000:.2f}".replace(".", ",") + " s",
            f"{self.timing.cls:.3f}".replace(".", ","),
            f"{self.answer:.0f} ms",
        ]
        return f"| {' | '.join(cells)} |"


def kilobytes(count: int) -> str:
    return f"{count / 1000:.1f} kB".replace(".", ",")


def timing(context: BrowserContext, address: str) -> Timing:
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.clearBrowserCache")
    devtools.send("Network.emulateNetworkConditions", {"offline": False, **NETWORK})
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    page.goto(address, wait_until="networkidle")
    page.evaluate(WATCH)
    page.wait_for_timeout(200)
    seen = page.evaluate("seen")
    page.close()
    return Timing(seen["lcp"], seen["cls"])


def median(timings: list[Timing]) -> Timing:
    return Timing(
        statistics.median(one.lcp for one in timings),
        max(one.cls for one in timings),
    )


def slowest_answers(context: BrowserContext, origin: str, path: str) -> float:
    """The 95th percentile of the whole answer's time, one request after the other, without throttling."""
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in context.cookies())
    times = []
    with closing(HTTPConnection(origin.removeprefix("http://"), timeout=30)) as connection:
        for _ in range(ANSWERS):
            start = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookies})
            connection.getresponse().read()
            times.append((time.perf_counter() - start) * 1000)
    return statistics.quantiles(times, n=20)[-1]


def measure(browser: Browser, origin: str, path: str, who: str | None) -> Row:
    with new_context(browser, size=PHONE) as context:
        if who:
            sign_in(context, origin, who)
        address = origin + path
        first = weight(context.new_page(), address)
        again = weight(visited(context, address), address, cold=False)
        timings = [timing(context, address) for _ in range(RUNS)]
        answer = slowest_answers(context, origin, path)
    label = f"`{path}`" + (f" ({who})" if who else "")
    return Row(label, first.bytes, first.requests, again.bytes, median(timings), answer)


def visited(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    return page


def machine() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = names[0].split(":")[1].strip() if names else platform.machine()
    load = f"{os.getloadavg()[0]:.1f}".replace(".", ",")
    return f"{model}, {len(names) or '?'} cœurs, charge {load} ; Python {platform.python_version()}"


def report(rows: list[Row], surroundings: str, today: str) -> str:
    lines = "\n".join(map(str, rows))
    return f"""# Mesures des pages

Mesuré le {today} avec `make measure`, et recopié tel quel.
Machine : {surroundings}.
Le serveur est celui de la production (granian, fichiers compressés).
Le réseau est celui de la démonstration, dans une base SQLite.

| Page | 1re vue | requêtes | vue suivante | LCP | CLS | réponse, 95 % |
|---|---|---|---|---|---|---|
{lines}
| *But* | *≤ 120 kB* | *≤ 8* | *≤ 15 kB* | *≤ 2,5 s* | *≤ 0,05* | *≤ 300 ms* |

- **1re vue, requêtes, vue suivante** : octets reçus, en-têtes compris, sans cache puis avec.
  Aucune requête ne sort du site.
- **LCP, CLS** : téléphone de 390 px, réseau « 3G » (1,6 Mbit/s, 150 ms),
  processeur {SLOWER_PROCESSOR} fois plus lent. Médiane de {RUNS} vues sans cache pour LCP ;
  pire des {RUNS} pour CLS.
- **Réponse, 95 %** : {ANSWERS} réponses entières du serveur, l'une après l'autre, sans ralentissement ;
  95 sur 100 sont plus rapides.
"""


def main() -> None:
    with running_demo() as origin, chromium() as browser:
        surroundings = f"{machine()} ; Chromium {browser.version}"
        rows = []
        for path, who in PAGES:
            rows.append(measure(browser, origin, path, who))
            sys.stdout.write(f"{rows[-1]}\n")
        today = datetime.now(UTC).date().isoformat()
        TARGET.write_text(report(rows, surroundings, today), encoding="utf-8")


if __name__ == "__main__":
    main()
