# Two commands matter: `make demo` runs everything, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
PORT ?= 8000
DATABASE_URL_PG ?= $(if $(DATABASE_URL),$(DATABASE_URL),postgres://postgres@127.0.0.1/postgres)
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install demo test test-pg e2e check fix bench messages lock screenshots measure clean
help: ## List the commands
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "KPA-Cité needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.installed ## Make .venv with what running needs
demo: install ## Run everything with the demo network (PORT=8000, RESET=1 to start afresh)
	$(BIN)/kpacite demo --port $(PORT) $(if $(RESET),--reset)

test: $(VENV)/.installed-dev ## Run the suite on SQLite
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

test-pg: $(VENV)/.installed-dev ## Run the same suite on PostgreSQL (DATABASE_URL)
	DATABASE_URL=$(DATABASE_URL_PG) $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

node_modules/.installed: package-lock.json
	@command -v npm >/dev/null || { echo "The browser tests read axe-core from npm: install Node.js first."; exit 1; }
	npm ci --silent --no-audit --no-fund
	@touch $@

.PHONY: chromium
chromium:
	@command -v chromium-headless-shell >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	       && apt-get install -y -qq chromium-headless-shell >/dev/null; } \
	  || command -v chromium >/dev/null \
	  || { echo "The browser tests need Chromium: install Debian's package chromium-headless-shell, then run this again."; exit 1; }

e2e: $(VENV)/.installed-dev node_modules/.installed chromium ## Run the browser tests (Chromium, axe)
	DJANGO_ALLOW_ASYNC_UNSAFE=1 $(BIN)/python -m pytest tests/e2e -m e2e -n $(WORKERS) --dist worksteal $(ARGS)

check: $(VENV)/.installed-dev ## Lint, types, architecture, plain words, Django's checks, missing migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/reading.py
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py check --database default --fail-level WARNING
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run

fix: $(VENV)/.installed-dev ## Format and mend what a tool can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-dev ## Measure against peers and limits; writes bench/results/
	$(BIN)/python -m bench $(ARGS)

messages: $(VENV)/.installed-dev ## Bring the translation catalogues up to date
	$(BIN)/python scripts/messages.py update

lock: $(VENV)/.installed-dev ## Rewrite the hashed requirements from pyproject.toml (needs uv)
	scripts/lock.sh

screenshots: $(VENV)/.installed-dev chromium ## Take README's pictures from the demo
	$(BIN)/python scripts/screenshots.py

measure: $(VENV)/.installed-dev chromium ## Weigh and time the pages; writes docs/mesures.md
	$(BIN)/python scripts/measure_pages.py

clean: ## Throw away what the commands made (not the database)
	rm -rf $(VENV) node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache staticfiles
