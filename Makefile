# `make demo` and `make test` need Python >= 3.11, git and make; everything else goes into .venv.

# The first interpreter that is new enough; `make PYTHON=...` overrides it.
FIND_PYTHON = for each in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$each"; break; }; done
ifeq ($(origin PYTHON),undefined)
PYTHON := $(shell $(FIND_PYTHON))
endif

VENV := .venv
BIN := $(VENV)/bin
# Names the folder: scripts and the editable install hold absolute paths, so a moved checkout installs anew.
INSTALLED := $(VENV)/installed-in$(subst /,-,$(subst $() ,_,$(CURDIR)))
SAMPLE := golden/projects/legacy_backend
PYTEST_ARGS ?= -n auto
PROGRAMS ?= 5000
INPUTS ?= 20000
SEED ?= 1
KILLS ?= 500
SIZE ?= 4
RUNS ?= 5

.DEFAULT_GOAL := help
.PHONY: help demo test kill fuzz lint format differential bench docs golden-update clean

help:
	@echo 'make demo           show what the tool would change in the bundled sample'
	@echo 'make test           lint, then run all tests'
	@echo 'make fuzz           $(INPUTS) mutated files and random programs: no promise breaks'
	@echo 'make kill           end runs and rollbacks at every step, and at $(KILLS) random moments'
	@echo 'make lint           ruff, mypy, import-linter'
	@echo 'make format         let ruff sort imports and format'
	@echo 'make differential   compare PROGRAMS generated programs before and after'
	@echo 'make bench          measure SIZE samples (and a real tree) with RUNS runs; write docs/performance.md'
	@echo 'make docs           write the generated documents'
	@echo 'make golden-update  rewrite what the golden cases expect; read the diff'
	@echo 'make clean          remove the environment and all caches'

$(INSTALLED): pyproject.toml
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| '$(PYTHON)' -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@rm -f $(VENV)/installed-in* && touch '$@'

demo: $(INSTALLED)
	@cd $(SAMPLE)/before && '$(CURDIR)/$(BIN)/migrate-engines' --dry-run
	@echo
	@echo 'Nothing was written. To apply it, work on a copy:'
	@echo '  cp -r $(SAMPLE)/before /tmp/legacy_backend'
	@echo '  cd /tmp/legacy_backend && "$(CURDIR)/$(BIN)/migrate-engines"'

lint: $(INSTALLED)
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest --ignore=tests/benchmarks $(PYTEST_ARGS)

kill: $(INSTALLED)
	$(BIN)/python tests/kill/storm.py steps interrupts faults $(KILLS)

format: $(INSTALLED)
	$(BIN)/python -m ruff check --select I --fix
	$(BIN)/python -m ruff format

fuzz: $(INSTALLED)
	FUZZ_INPUTS=$(INPUTS) FUZZ_SEED=$(SEED) $(BIN)/python -m pytest -q -n auto tests/fuzz

differential: $(INSTALLED)
	DIFFERENTIAL_PROGRAMS=$(PROGRAMS) DIFFERENTIAL_SEED=$(SEED) $(BIN)/python -m pytest -n 0 tests/differential

bench: $(INSTALLED)
	$(BIN)/python tests/benchmarks/bench.py --size $(SIZE) --runs $(RUNS)

docs: $(INSTALLED)
	$(BIN)/python tests/documents.py

golden-update: $(INSTALLED)
	$(BIN)/migrate-engines test --update

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
