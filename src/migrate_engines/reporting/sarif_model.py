"""The part of SARIF 2.1.0 that is written; the names are those of the standard."""

from urllib.parse import quote

import msgspec


class _Object(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True): ...


class Message(_Object, frozen=True):
    text: str


class Help(_Object, frozen=True):
    text: str
    markdown: str


class Configuration(_Object, frozen=True):
    level: str


class RuleProperties(_Object, frozen=True):
    tags: list[str]


class Rule(_Object, frozen=True):
    id: str
    name: str
    short_description: Message
    full_description: Message
    help: Help
    default_configuration: Configuration
    properties: RuleProperties


class Driver(_Object, frozen=True):
    name: str
    version: str
    semantic_version: str
    rules: list[Rule]


class Tool(_Object, frozen=True):
    driver: Driver


class ArtifactLocation(_Object, frozen=True):
    uri: str
    uri_base_id: str


class Region(_Object, frozen=True):
    start_line: int
    start_column: int
    end_line: int
    end_column: int


class PhysicalLocation(_Object, frozen=True):
    artifact_location: ArtifactLocation
    region: Region | None = None


class Location(_Object, frozen=True):
    physical_location: PhysicalLocation


class InsertedContent(_Object, frozen=True):
    text: str


class Replacement(_Object, frozen=True):
    deleted_region: Region
    inserted_content: InsertedContent


class ArtifactChange(_Object, frozen=True):
    artifact_location: ArtifactLocation
    replacements: list[Replacement]


class Fix(_Object, frozen=True):
    description: Message
    artifact_changes: list[ArtifactChange]


class Suppression(_Object, frozen=True):
    kind: str


class ResultProperties(_Object, frozen=True):
    codemod: str | None
    symbol: str
    kind: str
    outcome: str
    reason: str | None


class Result(_Object, frozen=True):
    rule_id: str
    rule_index: int
    level: str
    message: Message
    locations: list[Location]
    partial_fingerprints: dict[str, str]
    properties: ResultProperties
    fixes: list[Fix] = []
    suppressions: list[Suppression] = []
    baseline_state: str | None = None


class Notification(_Object, frozen=True):
    level: str
    message: Message
    locations: list[Location] = []


class Invocation(_Object, frozen=True):
    execution_successful: bool
    tool_execution_notifications: list[Notification]


class Base(_Object, frozen=True):
    description: Message


class AutomationDetails(_Object, frozen=True):
    id: str


class Run(_Object, frozen=True):
    tool: Tool
    automation_details: AutomationDetails
    invocations: list[Invocation]
    original_uri_base_ids: dict[str, Base]
    column_kind: str
    results: list[Result]


class Log(_Object, frozen=True):
    schema: str = msgspec.field(name="$schema")
    version: str = ""
    runs: list[Run] = []


ROOT = "%SRCROOT%"


def artifact(path: str) -> ArtifactLocation:
    """A file by its path from the top of the repository; bytes that are no UTF-8 are quoted, too."""
    return ArtifactLocation(quote(path.encode("utf-8", "surrogateescape"), safe="/"), ROOT)
