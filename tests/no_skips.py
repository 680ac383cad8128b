"""Loaded with `-p tests.no_skips` by .ci/run: there, a skipped test is a failure."""

import pytest


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:  # an xdist worker: the controller counts for all
        return
    skipped = [*reporter.stats.get("skipped", []), *reporter.stats.get("xfailed", [])]
    if skipped and exitstatus == pytest.ExitCode.OK:
        for report in skipped:
            reporter.write_line(f"skipped, which CI refuses: {report.nodeid}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
