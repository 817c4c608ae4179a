# Two commands: `make run` and `make test`. Nothing but Python 3.11+ and make is needed.

PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$each && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes
MANAGE := $(BIN)/python manage.py
# For tools that talk when all is well: what they say is shown only if they fail.
on_failure = said=$$($(1) 2>&1) || { echo "$$said"; exit 1; }

# An environment whose Python is gone is made anew, whatever its stamps say.
_ := $(shell test -x .venv/bin/python || rm -f .venv/*.stamp)

.DEFAULT_GOAL := help
.PHONY: help run test setup lint load bench
.SILENT:

help:
	echo "make run     run the site (PORT=8001 for another port)"
	echo "make test    run the whole suite (PGBOUNCER=true: through PgBouncer)"
	echo "make lint    linters, types, import contract, missing migrations"
	echo "make setup   only install what make run needs"
	echo "make load    load tests, on a page at http://localhost:8089"
	echo "make bench   benchmarks (NAME=search)"

run: setup
	$(MANAGE) up

setup: .venv/local.stamp

PGBOUNCER ?= false
test: .venv/test.stamp
	PGBOUNCER=$(PGBOUNCER) $(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

lint: .venv/test.stamp
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --quiet --check .
	DATABASE_URL=postgresql://x/x REDIS_URL=redis://x SECRET_KEY=x $(BIN)/mypy --no-error-summary .
	$(call on_failure,$(BIN)/lint-imports --no-logo)
	$(call on_failure,$(BIN)/djlint --check sfpermits permits knowledge analysis ops)
	$(call on_failure,$(BIN)/djlint --lint sfpermits permits knowledge analysis ops)
	$(MANAGE) makemigrations --check --dry-run --verbosity 0

load: .venv/load.stamp
	$(BIN)/locust -f locustfiles/web.py --host http://localhost:8000 $(ARGS)

NAME ?= search
bench: setup
	$(MANAGE) bench $(NAME) $(ARGS)

# A stamp is as new as the lock it was installed from; test and load include local.
.venv/local.stamp: requirements/local.txt | .venv/bin/python
	echo "Installing packages"
	$(PIP) -r $<
	touch $@

.venv/test.stamp: requirements/test.txt | .venv/bin/python
	echo "Installing packages of the tests"
	$(PIP) -r $<
	touch $@ .venv/local.stamp

.venv/load.stamp: requirements/load.txt | .venv/local.stamp
	echo "Installing packages of the load tests"
	$(PIP) -r $<
	touch $@

.venv/bin/python:
	command -v "$(PYTHON)" >/dev/null \
		|| { echo "Python 3.11 or later is needed; none was found."; exit 1; }
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is older than Python 3.11; name another with PYTHON=python3.12."; exit 1; }
	$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 1; }
	echo "Making .venv with $(PYTHON)"
	rm -rf .venv
	$(PYTHON) -m venv .venv
