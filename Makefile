# The one interface to this project. Each target says what it does: `make help`.

# `make run PORT=3100` takes another port; `make run DEMO=0` leaves an empty database empty.
PORT ?=
DEMO ?= 1

UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export UV_PYTHON_PREFERENCE := system

.DEFAULT_GOAL := help
.PHONY: help run dev test check bench format migrate packages tools

help: ## Show what can be done.
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' $(MAKEFILE_LIST)

run: .venv/run ## Fill an empty database with a demo team, build the pages, and serve.
	@exec bookings serve $(if $(filter-out 0,$(DEMO)),--demo) $(if $(PORT),--port $(PORT))

dev: .venv/test ## Serve, and build and start again whenever a source changes.
	@exec bookings dev $(if $(filter-out 0,$(DEMO)),--demo) $(if $(PORT),--port $(PORT))

test: check tools ## Run every check and every test, having installed what they need.
	@echo "Rules, verbs and doors:"
	@pytest -n 2 --ignore=tests/e2e
	@echo "A real browser:"
	@pytest -n 2 tests/e2e

check: .venv/test ## Look at format, style, types and who imports whom.
	@ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	@ruff check --quiet .
	@pyright --warnings
	@lint-imports --no-logo

bench: .venv/test tools ## Measure the figures of benchmarks/README.md.
	@python -m benchmarks

format: .venv/test ## Lay out the code, and mend what can be mended without thinking.
	@ruff format .
	@ruff check --fix .

migrate: .venv/run ## Bring the database to the shape that this version needs.
	@exec bookings migrate

tools:
	@.ci/install-tools

# What stands in .venv is remembered in two marks: without and with what tests need.
.venv/run: uv.lock pyproject.toml | $(UV)
	@test -e $@ || echo "Installing packages (only the first time)…"
	@$(UV) sync --quiet --frozen --no-dev --inexact
	@touch $@

.venv/test: uv.lock pyproject.toml | $(UV)
	@test -e $@ || echo "Installing packages for development (only the first time)…"
	@$(UV) sync --quiet --frozen
	@touch $@ .venv/run

# Debian's own pip installs nothing into the system; into a folder it does.
.uv/bin/uv:
	@echo "Installing uv into .uv (only the first time)…"
	@python3 -m pip install --quiet --quiet --upgrade --target .uv uv
