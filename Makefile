# make run    sets up all that is needed and starts the program
# make test   sets up all that is needed and runs every check
# make setup-train  sets up what python -m training needs
# make bench  measures speed and memory
# make package  builds the program for the system that it runs on, into dist/
# make test-package  builds it and tries it as its users will
# make screenshots  takes pictures of the window's states, into screenshots/
.PHONY: run test setup setup-train setup-test lint bench package test-package screenshots \
    constraints clean

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

run: setup
	$(BIN)/spoken-digits

setup: .venv/program
	@packaging/system_packages.sh run

setup-train: .venv/program
	$(PIP) install --constraint constraints.txt --editable '.[train]'
	@packaging/system_packages.sh train

setup-test: .venv/tests
	@packaging/system_packages.sh test

test: setup-test lint
	$(BIN)/python -m pytest

lint: .venv/tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: package setup-test
	$(BIN)/python -m tests.benchmarks

package:
	@packaging/system_packages.sh package
	$(PYTHON) packaging/package.py

test-package: package setup-test
	$(BIN)/python -m pytest tests/packaging

screenshots: setup-test
	$(BIN)/python -m tests.screenshots

.venv/bin/python:
	@packaging/system_packages.sh run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Spoken Digits needs Python 3.11 or newer: make PYTHON=python3.11 …" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/program: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

.venv/tests: .venv/program
	$(PIP) install --constraint constraints.txt --editable '.[train,package,dev]'
	@touch $@

# The pinned versions of all that the project uses, directly or not, from a fresh environment.
constraints:
	$(PYTHON) -m venv .venv/fresh
	.venv/fresh/bin/python -m pip install --quiet '.[train,package,dev]'
	.venv/fresh/bin/python -m pip freeze --exclude spoken-digits --exclude-editable > constraints.txt
	rm -rf .venv/fresh

clean:
	rm -rf .venv build dist *.egg-info
