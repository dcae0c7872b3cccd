"""The settings that the gates are tested with."""

TABLE = '[tool.migrate-engines.inventory]\npatterns = ["*Engine*"]\ncanonical = "acme.engine.Engine"\n'
