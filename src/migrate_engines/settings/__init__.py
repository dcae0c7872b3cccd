"""The table [tool.migrate-engines] of pyproject.toml: what can be set, and how it is read."""

from migrate_engines.settings.load import load_settings as load_settings
from migrate_engines.settings.model import ComplianceSettings as ComplianceSettings
from migrate_engines.settings.model import InventorySettings as InventorySettings
from migrate_engines.settings.model import Settings as Settings
