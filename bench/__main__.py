"""`make bench [ARGS=NAME…]`: run the rows, print the table, keep it in bench/results/."""

import importlib
import json
import os
import pkgutil
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

import bench

RESULTS = Path(__file__).parent / "results"
BUSY_LOAD_PER_CORE = 0.7


def modules(names: list[str]) -> list[str]:
    """Every module of this folder that declares `ROWS`, or those that were named."""
    found = [
        module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_")
    ]
    return [name for name in found if not names or name in names]


def machine() -> dict[str, object]:
    load = os.getloadavg()[0]
    cores = os.cpu_count() or 1
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": cores,
        "load": round(load, 2),
        "busy": load / cores > BUSY_LOAD_PER_CORE,
    }


def main() -> None:
    about = machine()
    if about["busy"]:
        print(f"The machine is busy (load {about['load']} on {about['cores']} cores): trust ratios only.\n")
    print(f"{'row':<58} {'ours':>14} {'peer or limit':>14} {'ratio':>8} {'target':>9}")
    rows = []
    for name in modules(sys.argv[1:]):
        for _, measure in importlib.import_module(f"bench.{name}").ROWS:
            row = measure()
            rows.append(row)
            print(
                f"{row['row']:<58} {row['ours']:>14} {row['peer']:>14} {row['ratio']:>8} {row['target']:>9}",
                flush=True,
            )
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{about['date'][:10]}.json"
    path.write_text(json.dumps({"machine": about, "rows": rows}, indent=2, ensure_ascii=False) + "\n")
    print(f"\nKept in {path.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
