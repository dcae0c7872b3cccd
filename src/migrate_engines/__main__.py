"""``python -m migrate_engines`` is ``migrate-engines``."""

from migrate_engines.cli.main import main

if __name__ == "__main__":
    main()
