"""The output formats of the gates by name; only text has a shorter and a longer form."""

from collections.abc import Callable
from typing import TypeAlias

from migrate_engines.compliance.compliance import Compliance
from migrate_engines.reporting.compliance.format import ComplianceFormat
from migrate_engines.reporting.compliance.json import render_compliance_json
from migrate_engines.reporting.compliance.markdown import render_compliance_markdown
from migrate_engines.reporting.compliance.text import render_compliance_text

ComplianceRenderer: TypeAlias = Callable[[Compliance, bool], str | bytes]

COMPLIANCE_RENDERERS: dict[ComplianceFormat, ComplianceRenderer] = {
    ComplianceFormat.TEXT: lambda compliance, verbose: render_compliance_text(compliance, verbose=verbose),
    ComplianceFormat.JSON: lambda compliance, verbose: render_compliance_json(compliance),
    ComplianceFormat.MARKDOWN: lambda compliance, verbose: render_compliance_markdown(compliance),
}
