"""The inventory of the real tree against a list that was made by hand, one row for each class definition."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from migrate_engines.inventory.area import Area
from migrate_engines.inventory.entry import Entry, EntryKind
from migrate_engines.inventory.explanation import NameKind
from migrate_engines.inventory.inventory import Inventory
from migrate_engines.inventory.take import take_inventory
from migrate_engines.rules.load import load_codemods
from migrate_engines.rules.shipped import shipped_folder
from migrate_engines.settings import InventorySettings, Settings

APP = "netra_backend.app"
AGENTS = f"{APP}.agents"
SUPERVISOR = f"{AGENTS}.supervisor"
ENGINE = f"{SUPERVISOR}.user_execution_engine.UserExecutionEngine"
FACTORY = f"{SUPERVISOR}.execution_engine_factory"
UNSEEN = None

# symbol, line, parameters of the constructor, group
DEFINITIONS = [
    (
        ENGINE,
        238,
        [
            "context_or_registry",
            "agent_factory_or_websocket_bridge",
            "websocket_emitter_or_user_context",
            "context",
            "agent_factory",
            "websocket_emitter",
        ],
        "primary",
    ),
    (
        f"{AGENTS}.base.executor.BaseExecutionEngine",
        266,
        ["reliability_manager", "monitor", "strategy"],
        "primary",
    ),
    (
        f"{AGENTS}.unified_tool_execution.UnifiedToolExecutionEngine",
        119,
        ["websocket_bridge", "permission_service"],
        "specialised",
    ),
    (f"{AGENTS}.tool_dispatcher_execution.ToolExecutionEngine", 23, ["websocket_manager"], "specialised"),
    (f"{APP}.core.interfaces_tools.ToolExecutionEngine", 33, ["permission_service"], "specialised"),
    (
        f"{APP}.services.unified_tool_registry.execution_engine.ToolExecutionEngine",
        31,
        ["permission_service"],
        "specialised",
    ),
    (
        f"{AGENTS}.execution_engine_interface.ExecutionEngineAdapter",
        243,
        ["wrapped_engine", "capabilities"],
        "adapter",
    ),
    (
        f"{AGENTS}.execution_engine_legacy_adapter.SupervisorExecutionEngineAdapter",
        42,
        ["supervisor_engine"],
        "adapter",
    ),
    (
        f"{AGENTS}.execution_engine_legacy_adapter.ConsolidatedExecutionEngineWrapper",
        164,
        ["consolidated_engine"],
        "adapter",
    ),
    (f"{AGENTS}.execution_engine_legacy_adapter.GenericExecutionEngineAdapter", 361, ["engine"], "adapter"),
    (
        f"{SUPERVISOR}.execution_factory.UserExecutionEngineWrapper",
        492,
        [
            "user_engine",
            "user_context",
            "agent_registry",
            "websocket_bridge",
            "execution_semaphore",
            "execution_timeout",
            "factory",
        ],
        "adapter",
    ),
    (
        f"{FACTORY}.ExecutionEngineFactory",
        54,
        ["websocket_bridge", "database_session_manager", "redis_manager"],
        "factory",
    ),
    (f"{SUPERVISOR}.execution_factory.ExecutionEngineFactory", 253, ["config"], "factory"),
    (f"{AGENTS}.execution_engine_legacy_adapter.ExecutionEngineFactory", 288, [], "factory"),
    (f"{AGENTS}.execution_engine_unified_factory.ExecutionEngineFactory", 152, [], "factory"),
    (
        f"{APP}.core.managers.execution_engine_factory.ExecutionEngineFactory",
        49,
        ["args", "kwargs"],
        "factory",
    ),
    (f"{AGENTS}.execution_engine_unified_factory.UnifiedExecutionEngineFactory", 39, [], "factory"),
    (
        f"{APP}.core.managers.execution_engine_factory.RequestScopedExecutionEngineFactory",
        59,
        ["args", "kwargs"],
        "factory",
    ),
    (
        f"{SUPERVISOR}.request_scoped_execution_engine.RequestScopedExecutionEngine",
        80,
        ["user_context", "registry", "websocket_bridge", "max_concurrent_executions"],
        "legacy",
    ),
    (
        f"{SUPERVISOR}.execution_factory.IsolatedExecutionEngine",
        535,
        [
            "user_context",
            "agent_registry",
            "websocket_bridge",
            "execution_semaphore",
            "execution_timeout",
            "factory",
        ],
        "legacy",
    ),
    (
        f"{SUPERVISOR}.mcp_execution_engine.MCPEnhancedExecutionEngine",
        194,
        ["registry", "websocket_manager", "user_context"],
        "legacy",
    ),
    (f"{AGENTS}.execution_engine_interface.IExecutionEngine", 39, [], "interface"),
    (
        f"{AGENTS}.execution_engine_interface.ExecutionEngineCapabilities",
        156,
        [
            "supports_user_context",
            "supports_pipelines",
            "supports_websocket_events",
            "supports_concurrent_users",
            "supports_request_scoping",
            "max_concurrent_executions",
            "execution_timeout_seconds",
            "features",
        ],
        "data",
    ),
    (f"{APP}.schemas.tool.ToolExecutionEngineInterface", 138, [], "interface"),
    (f"{SUPERVISOR}.data_access_integration.UserExecutionEngineExtensions", 243, [], "extension"),
    (f"{FACTORY}.ExecutionEngineFactoryError", 49, UNSEEN, "error"),
    (f"{APP}.core.app_state_contracts.ExecutionEngineFactoryValidator", 118, [], "extension"),
]
SETTINGS = InventorySettings(
    patterns=("*ExecutionEngine*",),
    canonical=ENGINE,
    signature="(context, agent_factory, websocket_emitter)",
    primary=(f"{AGENTS}.base.executor.BaseExecutionEngine",),
    roots=("netra_backend/app",),
)


DECLARED = {  # that codemods retire, whatever they are called
    "EngineConfig",
    "ExecutionExtension",
    "UserExecutionExtension",
    "MCPExecutionExtension",
    "DataExecutionExtension",
    "WebSocketExtension",
}


@pytest.fixture(scope="module")
def take(corpus: Path) -> Callable[..., Inventory]:
    def take(settings: InventorySettings, *names: str) -> Inventory:
        return take_inventory(Settings(corpus, inventory=settings), load_codemods([shipped_folder()]), names)

    return take


@pytest.fixture(scope="module")
def lines(corpus: Path) -> dict[str, str]:
    """The line search of the report that started it all: every line with ``class`` and the name, by place."""
    found = {}
    for path in sorted((corpus / "netra_backend" / "app").rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r"\bclass\b.*ExecutionEngine", line):
                found[f"{path.relative_to(corpus).as_posix()}:{number}"] = line
    return found


@pytest.fixture(scope="module")
def prose(lines: dict[str, str]) -> dict[str, str]:
    return {place: line for place, line in lines.items() if not line.lstrip().startswith("class ")}


@pytest.fixture(scope="module")
def inventory(take: Callable[..., Inventory], prose: dict[str, str]) -> Inventory:
    names = sorted({symbol.rpartition(".")[2] for symbol, *_ in DEFINITIONS})
    texts = [line.strip() for line in prose.values()]
    return take(SETTINGS, *names, *prose, *texts)


@pytest.fixture(scope="module")
def classes(inventory: Inventory) -> dict[str, Entry]:
    return {entry.symbol: entry for entry in inventory.entries if entry.kind is EntryKind.CLASS}


def test_every_definition_is_found_and_nothing_else(classes: dict[str, Entry]) -> None:
    assert (len(DEFINITIONS), len({symbol.rpartition(".")[2] for symbol, *_ in DEFINITIONS})) == (27, 21)
    found = {symbol: entry.location.line for symbol, entry in classes.items() if entry.location}
    declared = {symbol for symbol in found if "ExecutionEngine" not in symbol.rpartition(".")[2]}
    assert {symbol.rpartition(".")[2] for symbol in declared} == DECLARED
    assert {symbol: found[symbol] for symbol in found.keys() - declared} == {
        symbol: line for symbol, line, _, _ in DEFINITIONS
    }


@pytest.mark.parametrize(
    ("symbol", "line", "parameters", "group"), DEFINITIONS, ids=lambda value: str(value)[-60:]
)
def test_a_definition(
    symbol: str, line: int, parameters: list[str] | None, group: str, classes: dict[str, Entry]
) -> None:
    entry = classes[symbol]
    found = None if entry.signature is None else [each.name for each in entry.signature.parameters]
    assert (found, entry.group) == (parameters, group), entry.evidence


def test_redirects(inventory: Inventory) -> None:
    found = {entry.symbol: entry.target for entry in inventory.entries if entry.kind is EntryKind.ALIAS}
    consolidated = f"{AGENTS}.execution_engine_consolidated"
    assert found[f"{SUPERVISOR}.execution_engine.ExecutionEngine"] == ENGINE
    assert found[f"{consolidated}.ExecutionEngine"] == ENGINE
    extensions = f"{SUPERVISOR}.data_access_integration.UserExecutionEngineExtensions"
    assert found[f"{consolidated}.ExecutionEngineFactory"] == extensions
    tools = f"{AGENTS}.unified_tool_execution"
    assert found[f"{tools}.EnhancedToolExecutionEngine"] == f"{tools}.UnifiedToolExecutionEngine"


def test_phantoms(inventory: Inventory) -> None:
    imports = {
        entry.symbol: sum(each.kind == "import" for each in entry.usage.references)
        for entry in inventory.entries
        if entry.kind is EntryKind.PHANTOM
    }
    missing = f"{APP}.core.user_execution_engine"
    assert imports[f"{missing}.UserExecutionEngine"] + imports[f"{missing}.UserExecutionEngineFactory"] == 22
    assert imports[f"{APP}.factories.execution_factory.ExecutionEngineFactory"] == 9
    assert imports[f"{APP}.execution.execution_engine.ExecutionEngine"] == 2
    assert sum(imports.values()) == 47


def test_shared_state_of_modules(classes: dict[str, Entry]) -> None:
    def names(symbol: str) -> set[str]:
        return {each.name for each in classes[symbol].written_state}

    assert {"_factory_instance", "_factory_lock"} <= names(f"{FACTORY}.ExecutionEngineFactory")
    assert "_execution_engine_factory" in names(f"{SUPERVISOR}.execution_factory.ExecutionEngineFactory")
    assert "create_request_scoped_engine" in names(ENGINE)  # set by the redirect on the class


def test_what_the_evidence_says(classes: dict[str, Entry]) -> None:
    wrapper = classes[f"{SUPERVISOR}.execution_factory.UserExecutionEngineWrapper"]
    assert wrapper.evidence[0] == "__getattr__ forwards every other name to user_engine"
    mcp = classes[f"{SUPERVISOR}.mcp_execution_engine.MCPEnhancedExecutionEngine"]
    assert "cannot be built: execute_pipeline, get_execution_stats and shutdown are abstract" in mcp.evidence
    stub = classes[f"{APP}.core.managers.execution_engine_factory.RequestScopedExecutionEngineFactory"]
    assert any("always taken" in each for each in stub.evidence)


def test_files_that_cannot_be_read_are_named(inventory: Inventory) -> None:
    assert all(each.path.endswith(".py") and each.message for each in inventory.unread)
    assert not any(each.defines for each in inventory.unread)


def test_uses_are_counted(classes: dict[str, Entry]) -> None:
    usage = classes[ENGINE].usage
    assert len(usage.importers(Area.TESTS)) > 300
    assert 0 < len(usage.importers(Area.PRODUCTION)) < 20


def test_each_name_of_the_line_search_is_explained(
    inventory: Inventory, lines: dict[str, str], prose: dict[str, str]
) -> None:
    """31 lines: 27 definitions of 21 names (20 of them at the start of a line), and four lines of docstrings."""
    assert (len(lines), len(prose)) == (31, 4)
    at_start = {
        line.split()[1].strip(":").partition("(")[0] for line in lines.values() if line.startswith("class ")
    }
    assert len(at_start) == 20
    kinds = {each.name: each.meanings[0].kind for each in inventory.explanations}
    names = {symbol.rpartition(".")[2] for symbol, *_ in DEFINITIONS}
    assert {name: kinds[name] for name in names} == dict.fromkeys(names, NameKind.REAL)
    assert {kinds[place] for place in prose} == {NameKind.DOCSTRING}
    assert {kinds[line.strip()] for line in prose.values()} == {NameKind.DOCSTRING}


def test_another_consolidation_of_the_same_tree(take: Callable[..., Inventory]) -> None:
    manager = f"{APP}.websocket_core.unified_manager.UnifiedWebSocketManager"
    found = take(
        InventorySettings(patterns=("*WebSocketManager*",), canonical=manager, roots=("netra_backend/app",))
    )
    classes = {entry.name: entry.group.value for entry in found.entries if entry.kind is EntryKind.CLASS}
    assert classes == {
        "UnifiedWebSocketManager": "primary",
        "WebSocketManagerAdapter": "adapter",
        "LegacyWebSocketManagerAdapter": "adapter",
        "WebSocketManagerFactory": "factory",
        "EmergencyWebSocketManager": "legacy",
        "_LegacyWebSocketManagerAdapter": "legacy",
        "WebSocketManagerProtocol": "interface",
        "WebSocketManagerMode": "data",
    }
