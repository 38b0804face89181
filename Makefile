# Needs Python 3.11 or newer, git and make; everything else is installed into .venv.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
# 1: a demonstration, marked as one on every page; 0: the same database as a real site.
HEALTHINFO_DEMO ?= 1
# More arguments for pytest (make test) or uv (make lock).
ARGS ?=

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)
LOCK := $(BIN)/uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 --no-strip-extras --quiet

.PHONY: help run dev test check check-types check-style check-settings bench bench-queue bench-search lock clean site

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: site ## Serve the site (HOST=127.0.0.1 PORT=8000; HEALTHINFO_DEMO=0: no demonstration)
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@$(MANAGE) welcome --host $(HOST) --port $(PORT)
	@exec $(BIN)/granian healthinfo.wsgi:application --interface wsgi --host $(HOST) --port $(PORT) \
		--workers 2 --blocking-threads 4 --backpressure 64 --no-ws --log-level warning \
		--respawn-failed-workers --workers-kill-timeout 3

dev: site ## Serve the site with autoreload and debug pages
	@$(MANAGE) welcome --host $(HOST) --port $(PORT)
	@exec $(MANAGE) runserver $(HOST):$(PORT)

run dev: export HEALTHINFO_DEMO := $(HEALTHINFO_DEMO)
run dev: export HEALTHINFO_SITE_URL ?= http://127.0.0.1:$(PORT)
dev: export HEALTHINFO_DEBUG := 1

# The database, with the demonstration's content where it is empty.
site: .venv/run.stamp
	@echo "Preparing the database"
	@$(MANAGE) migrate --no-input --verbosity 0
	@if [ "$$HEALTHINFO_DEMO" = 1 ]; then $(MANAGE) load_demo; fi

# Tests and checks never see the site's own data, nor its mode.
test check bench-queue bench-search: export HEALTHINFO_VAR := $(CURDIR)/.cache/var
test check bench-queue bench-search: export HEALTHINFO_DEMO := 0

# What pytest compiles, it keeps for the other worker, the other database and the next time.
test: export PYTHONDONTWRITEBYTECODE :=

# Both runs always happen; pytest's own summary comes last.
test: .venv/dev.stamp ## Every test, on SQLite and on PostgreSQL (ARGS="-k words")
	@$(BIN)/python -m tests.browser
	@env -u DATABASE_URL $(PYTEST); sqlite=$$?; \
		$(BIN)/python -m tests.postgres $(PYTEST) && exit $$sqlite

# Two at a time: the types take as long as everything else.
check: .venv/dev.stamp ## Style, types, migrations and deployment settings
	@$(MAKE) --no-print-directory --jobs 2 check-types check-style check-settings

check-types:
	$(BIN)/mypy

check-style:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	git ls-files -z -co --exclude-standard '*.html' | xargs -0 -r $(BIN)/djade --check
	git ls-files -z -co --exclude-standard '*.py' | xargs -0 $(BIN)/django-upgrade --check --target-version 5.2

check-settings:
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING
	HEALTHINFO_TLS=1 $(MANAGE) check --deploy --fail-level WARNING

# They print figures; nothing in them passes or fails.
bench: bench-queue bench-search ## Every benchmark (MEDQUAD= JUDGED=)

bench-queue: .venv/dev.stamp ## What the desk costs with 10,000 requests, on both databases
	@env -u DATABASE_URL $(BIN)/python -m tests.benchmarks.bench_queue
	@$(BIN)/python -m tests.postgres $(BIN)/python -m tests.benchmarks.bench_queue

# MEDQUAD and JUDGED name the data set's folder and the benchmark's; neither is part of this.
SEARCH = $(BIN)/python -m tests.benchmarks.bench_search "$(MEDQUAD)" "$(JUDGED)"
bench-search: .venv/dev.stamp ## How good and how fast the search is, on both databases (MEDQUAD= JUDGED=)
	@test -d "$(MEDQUAD)" -a -d "$(JUDGED)" || { \
		echo "Name two folders: make bench-search MEDQUAD=/path/to/medquad JUDGED=/path/to/relevance"; exit 2; }
	@mkdir -p .cache
	@env -u DATABASE_URL $(SEARCH) .cache/search-sqlite.json
	@$(BIN)/python -m tests.postgres $(SEARCH) .cache/search-postgresql.json
	@$(BIN)/python -m tests.benchmarks.table .cache/search-sqlite.json .cache/search-postgresql.json

lock: .venv/dev.stamp ## Lock the packages of pyproject.toml (ARGS=--upgrade: newer ones)
	$(LOCK) $(ARGS) -o requirements.txt
	$(LOCK) $(ARGS) --group dev -o requirements-dev.txt

clean: ## Remove what was installed and cached; never var/, which holds the site's data
	rm -rf .venv .cache .hypothesis
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("HealthInfo needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	@echo "Installing the packages of requirements.txt into .venv"
	@$(PIP_INSTALL) requirements.txt
	@touch $@

# It holds the packages of requirements.txt too.
.venv/dev.stamp: requirements-dev.txt | .venv/bin/python
	@echo "Installing the packages of requirements-dev.txt into .venv"
	@$(PIP_INSTALL) requirements-dev.txt
	@touch .venv/run.stamp $@
