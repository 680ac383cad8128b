"""Take README's pictures from the demo network: `make screenshots`. Writes docs/images/*.png."""

import base64
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser

from scripts.running_demo import running_demo, sign_in
from tests.e2e.browser import Size, chromium, new_context

IMAGES = Path(__file__).parents[1] / "docs/images"
LARGEST = 200_000
WIDE: Size = (1180, 860)
TALL: Size = (390, 800)
SHRUNK = 0.58
RESULTS = "main .rang"


@dataclass(frozen=True)
class Picture:
    """One view of the demo, by `who`, from the element `top` on."""

    path: str
    size: Size
    who: str | None = None
    top: str = "body"


PICTURES = {
    "membre-tel": Picture("/la-cape/", TALL, who="Amina"),
    "partage-tel": Picture("/la-cape/partages/2/", TALL, who="Amina"),
    "bilan-tel": Picture("/reseau/bilan/2022-2023/", TALL),
}
SIDE_BY_SIDE = {
    "accueil-large": (Picture("/", WIDE), Picture("/kpa/", WIDE, top=RESULTS)),
    "argent-large": (
        Picture("/la-cape/partages/1/", WIDE, who="Amina"),
        Picture("/cae/opteos/", WIDE, who="Driss"),
    ),
}


def take(browser: Browser, address: str, picture: Picture) -> bytes:
    with new_context(browser, size=picture.size) as context:
        if picture.who:
            sign_in(context, address, picture.who)
        page = context.new_page()
        page.goto(address + picture.path, wait_until="networkidle")
        page.locator(picture.top).first.evaluate("(top) => top.scrollIntoView()")
        return page.screenshot()


def beside(browser: Browser, left: bytes, right: bytes) -> bytes:
    """Two pictures on one sheet, made smaller."""
    width, height = round(WIDE[0] * SHRUNK), round(WIDE[1] * SHRUNK)
    images = "".join(
        f'<img width="{width}" height="{height}" src="data:image/png;base64,{data}">'
        for data in (base64.b64encode(picture).decode() for picture in (left, right))
    )
    with new_context(browser, size=(2 * width + 16, height)) as context:
        page = context.new_page()
        page.set_content(f'<body style="margin: 0; display: flex; gap: 16px">{images}</body>')
        return page.screenshot()


def save(name: str, data: bytes) -> None:
    if len(data) > LARGEST:
        sys.exit(f"{name}.png weighs {len(data)} bytes, more than {LARGEST}.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    (IMAGES / f"{name}.png").write_bytes(data)
    sys.stdout.write(f"docs/images/{name}.png  {len(data)} bytes\n")


def main() -> None:
    with running_demo() as address, chromium() as browser:
        for name, picture in PICTURES.items():
            save(name, take(browser, address, picture))
        for name, (left, right) in SIDE_BY_SIDE.items():
            save(name, beside(browser, take(browser, address, left), take(browser, address, right)))


if __name__ == "__main__":
    main()
