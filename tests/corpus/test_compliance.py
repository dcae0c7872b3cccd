"""The gates over the real tree: the engines, and the WebSocket managers by the settings of the cookbook alone.

No codemod takes part: what they find is the matter of the other tests of this folder.
"""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from migrate_engines.compliance.check import check_compliance
from migrate_engines.compliance.compliance import Compliance
from migrate_engines.model.gate import Gate
from migrate_engines.settings import ComplianceSettings, InventorySettings, Settings

AGENTS = "netra_backend.app.agents"
COOKBOOK = Path(__file__).parents[2] / "docs" / "cookbook-websocket-managers.md"
ENGINES = Settings(
    Path(),
    inventory=InventorySettings(
        patterns=("*ExecutionEngine*",),
        canonical=f"{AGENTS}.supervisor.user_execution_engine.UserExecutionEngine",
        primary=(f"{AGENTS}.base.executor.BaseExecutionEngine",),
        roots=("netra_backend/app",),
    ),
    compliance=ComplianceSettings(
        adapters=(
            f"{AGENTS}.execution_engine_interface.ExecutionEngineAdapter",
            f"{AGENTS}.execution_engine_legacy_adapter.*Adapter",
            f"{AGENTS}.execution_engine_legacy_adapter.*Wrapper",
        ),
        factories=(f"{AGENTS}.supervisor.execution_engine_factory.ExecutionEngineFactory",),
        registries=(f"{AGENTS}.supervisor.agent_registry.AgentRegistry",),
        channels=(f"{AGENTS}.supervisor.agent_instance_factory.UserWebSocketEmitter", "websocket_emitter"),
        unshared=("netra_backend.app.websocket_core.*WebSocketManager*",),
        deprecated=(f"{AGENTS}.supervisor.execution_engine",),
    ),
)


@pytest.fixture(scope="module")
def judge(corpus: Path) -> Callable[[Settings], Compliance]:
    def judge(settings: Settings) -> Compliance:
        return check_compliance(_at(settings, corpus), ())

    return judge


def _at(settings: Settings, root: Path) -> Settings:
    return Settings(root, inventory=settings.inventory, compliance=settings.compliance)


def subjects(found: Compliance, gate: Gate) -> list[str]:
    return sorted(each.finding.subject.rpartition(".")[2] for each in found.of(gate))


def counts(found: Compliance) -> dict[str, int]:
    return {gate.value: len(found.of(gate)) for gate in Gate if found.of(gate)}


def test_the_engines(judge: Callable[[Settings], Compliance]) -> None:
    found = judge(ENGINES)
    assert subjects(found, Gate.SECOND_IMPLEMENTATION) == [
        "IsolatedExecutionEngine",
        "MCPEnhancedExecutionEngine",
        "RequestScopedExecutionEngine",
    ]
    assert counts(found) == {
        "second-implementation": 3,
        "class-not-allowed": 9,
        "deprecated-not-redirect": 2,
        "adapter-holds-logic": 21,
        "factory-builds-other": 5,
        "event-outside-channel": 10,
        "shared-singleton": 3,
        "engine-without-context": 2,
        "shared-mutable-state": 1,
        "import-cycle": 7,
        "inconsistent-signature": 3,
        "legacy-use": 40,
    }


def test_the_websocket_managers(judge: Callable[[Settings], Compliance]) -> None:
    text = re.search(r"```toml\n(.*?)```", COOKBOOK.read_text(encoding="utf-8"), re.DOTALL)
    assert text is not None
    tables = tomllib.loads(text[1])["tool"]["migrate-engines"]
    settings = msgspec.convert({"root": Path(), **tables}, Settings)
    found = judge(settings)
    assert counts(found) == {
        "second-implementation": 2,
        "class-not-allowed": 1,
        "deprecated-not-redirect": 4,
        "adapter-holds-logic": 9,
        "factory-builds-other": 1,
        "event-outside-channel": 5,
        "shared-singleton": 1,
        "engine-without-context": 2,
        "shared-mutable-state": 1,
        "import-cycle": 9,
        "inconsistent-signature": 2,
        "legacy-use": 275,
    }
