"""A report as SARIF 2.1.0, within what GitHub's code scanning takes.

The addresses that SARIF may have (``informationUri`` of the tool, ``helpUri`` of a rule) are left out as long
as the project has none of its own in ``[project.urls]``: the help of each rule is in the report itself.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from migrate_engines import __version__
from migrate_engines.model.finding import Outcome
from migrate_engines.model.reason import EXPLANATIONS, Reason
from migrate_engines.model.report import Report
from migrate_engines.model.rule import Codemod
from migrate_engines.reporting import sarif_model as sarif
from migrate_engines.reporting.json import encodable
from migrate_engines.reporting.open_findings import OpenFinding, open_findings
from migrate_engines.reporting.reasons import declared_reasons
from migrate_engines.reporting.sarif_fixes import fixes_of

# A run with more is rejected as a whole. (Of these, code scanning shows 5,000.)
MOST_RESULTS = 25_000
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_FINGERPRINT = "migrateEngines/v1"
_ORDER = (Outcome.FIXED, Outcome.MANUAL, Outcome.UNSAFE, Outcome.SUPPRESSED)


def render_sarif(report: Report, prefix: str = "", codemods: Sequence[Codemod] = ()) -> bytes:
    """One run; ``prefix`` is where the root stands in its repository."""
    found = sorted(open_findings(report, prefix), key=lambda each: _ORDER.index(each.finding.outcome))
    shown = found[:MOST_RESULTS]
    rules = sorted({each.rule for each in shown})
    fixes = fixes_of(report, prefix)
    has_baseline = any(each.finding.is_known for each in found)
    run = sarif.Run(
        tool=sarif.Tool(
            sarif.Driver(
                "migrate-engines",
                __version__,
                __version__,
                [_rule(rule, shown, codemods) for rule in rules],
            )
        ),
        automation_details=sarif.AutomationDetails("migrate-engines/"),
        invocations=[sarif.Invocation(not report.failed, list(_notifications(report, prefix, found)))],
        original_uri_base_ids={sarif.ROOT: sarif.Base(sarif.Message("The top folder of the repository."))},
        column_kind="unicodeCodePoints",
        results=[_result(each, rules.index(each.rule), fixes, has_baseline) for each in shown],
    )
    log = sarif.Log(_SCHEMA, "2.1.0", [run])
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def _rule(rule: str, found: Sequence[OpenFinding], codemods: Sequence[Codemod]) -> sarif.Rule:
    finding = next(each.finding for each in found if each.rule == rule)
    summaries = (each.summary for each in codemods if each.name == finding.codemod)
    summary = next(summaries, "A use of a retired symbol, or a broken one.")
    help_ = encodable(_help(finding.reason, codemods))
    return sarif.Rule(
        id=rule,
        name="".join(word.capitalize() for word in rule.replace(".", "-").replace("_", "-").split("-")),
        short_description=sarif.Message(encodable(summary)),
        full_description=sarif.Message(help_),
        help=sarif.Help(help_, f"{help_}\n\n`migrate-engines explain PATH:LINE` shows how it was decided."),
        default_configuration=sarif.Configuration(_level(finding.outcome)),
        properties=sarif.RuleProperties(["migration"]),
    )


def _help(reason: str | None, codemods: Sequence[Codemod]) -> str:
    """What a reason means; some codes carry a detail after a colon, and rules have codes of their own."""
    if reason is None:
        return "This can be rewritten safely: run migrate-engines."
    name = reason.partition(":")[0]
    if name in list(Reason):
        return EXPLANATIONS[Reason(name)]
    advice = declared_reasons(codemods).get(reason, [])
    return " ".join(dict.fromkeys(told for _, told in advice)) or "A person has to decide."


def _level(outcome: Outcome) -> str:
    return "note" if outcome is Outcome.UNSAFE else "warning"


def _result(
    each: OpenFinding, index: int, fixes: Mapping[str, sarif.Fix], has_baseline: bool
) -> sarif.Result:
    finding, place = each.finding, each.place
    region = sarif.Region(place.line, place.column, place.end_line, place.end_column)
    is_suppressed = finding.outcome is Outcome.SUPPRESSED
    return sarif.Result(
        rule_id=each.rule,
        rule_index=index,
        level=_level(finding.outcome),
        message=sarif.Message(encodable(finding.message)),
        locations=[sarif.Location(sarif.PhysicalLocation(sarif.artifact(each.path), region))],
        partial_fingerprints={_FINGERPRINT: each.fingerprint},
        properties=sarif.ResultProperties(
            finding.codemod, encodable(finding.symbol), finding.kind, finding.outcome, finding.reason
        ),
        fixes=[fixes[each.fingerprint]] if each.fingerprint in fixes else [],
        suppressions=[sarif.Suppression("inSource")] if is_suppressed else [],
        baseline_state=("unchanged" if finding.is_known else "new") if has_baseline else None,
    )


def _notifications(report: Report, prefix: str, found: Sequence[OpenFinding]) -> Iterator[sarif.Notification]:
    for failed in report.failed:
        location = sarif.Location(sarif.PhysicalLocation(sarif.artifact(f"{prefix}{failed.path}")))
        yield sarif.Notification("error", sarif.Message(encodable(failed.message)), [location])
    if len(found) > MOST_RESULTS:
        told = f"{len(found) - MOST_RESULTS} of {len(found)} findings are left out: no run may have more."
        yield sarif.Notification("warning", sarif.Message(told))
    for note in report.notes:
        yield sarif.Notification("note", sarif.Message(encodable(note)))
