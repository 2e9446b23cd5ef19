# The one list of commands, shared by people and by .ci/run. Needs Python 3.11 or newer and nothing else.
#
#   make demo      the original example on the real TensorFlow releases, straight from the package index
#   make test      style, types, import contracts, tests      (PYTEST="tests/diff -k moved" for a part of the tests)
#   make bench     speed and memory beside griffe and ruff; writes the table of docs/performance.md   (BENCH="small synthetic --repeat 5" for some rows)
#   make accuracy  findings on real releases against what the interpreter says, beside griffe; writes the table of docs/accuracy.md
#   make clients   broken lines of real clients: how many does modiff impact find, beside two other tools
#   make lines     the lines that findings show, run in real environments with the old and the new release
#   make browser   the HTML report in Chromium, where chromium and chromedriver are installed
#   make agreement the original example's three runs on TensorFlow as Python recipes, on the command line and as a logic program: do all three agree?
#   make selfdiff  a release against itself is silent, for a hundred popular releases
#   make docs      the generated pages
#   make format    rewrites the source in the house style      make lint   says what make format cannot mend
#
#   make PYTHON=/path/to/python3.12 …   chooses the interpreter for .venv

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
CANDIDATES := $(PYTHON) python3 python3.11 python3.12 python3.13 python3.14 python
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
# An editable install leaves the sources uncompiled; where Python may write no bytecode by itself (PYTHONDONTWRITEBYTECODE), each start would compile them.
COMPILE := $(BIN)/python -m compileall -q src
PYTEST ?=
DEMO := $(BIN)/modiff diff tensorflow==2.7.0 tensorflow==2.6.2 --stop-at-first-break --exit-zero -v

.DEFAULT_GOAL := test
.PHONY: demo test browser bench accuracy clients lines agreement selfdiff docs format lint types contracts setup

demo: $(VENV)/.modiff
	$(DEMO) --by module
	$(DEMO) --by function
	$(DEMO) --levels

test: lint types contracts
	$(BIN)/python -m pytest -q -n 2 $(PYTEST)

browser: $(VENV)/.dev $(VENV)/.browser
	$(BIN)/python -m pytest -q -m browser tests/browser $(PYTEST)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.dev
	$(BIN)/ruff check --fix-only --exit-zero --quiet .
	$(BIN)/ruff format .

bench: $(VENV)/.bench
	@$(COMPILE)
	$(BIN)/python -m benchmarks.speed $(BENCH)

accuracy: $(VENV)/.bench
	$(BIN)/python -m benchmarks.accuracy $(ACCURACY)

clients: $(VENV)/.modiff
	$(BIN)/python -m benchmarks.broken_lines $(CLIENTS)

lines: $(VENV)/.modiff
	$(BIN)/python -m benchmarks.lines $(LINES)

agreement: $(VENV)/.dev
	$(BIN)/python scripts/agreement.py $(AGREEMENT)

selfdiff: $(VENV)/.modiff
	$(BIN)/python -m benchmarks.selfdiff $(SELFDIFF)

docs: $(VENV)/.dev
	@$(BIN)/python scripts/schemas.py
	@$(BIN)/python scripts/printed_pages.py
	@if test -f scripts/docs.py; then $(BIN)/python scripts/docs.py; else echo "make docs: scripts/docs.py is not there, so there are no pages to write." >&2; exit 2; fi

setup: $(VENV)/.dev

# One stamp for each set of packages, so that the second time is quick; all are made anew when pyproject.toml changes.
$(VENV)/.modiff: pyproject.toml | $(BIN)/python
	$(PIP) -e .
	@$(COMPILE)
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(PIP) -e '.[dev]'
	@$(COMPILE)
	@touch $@ $(VENV)/.modiff

$(VENV)/.browser: pyproject.toml | $(BIN)/python
	$(PIP) -e '.[browser]'
	@touch $@ $(VENV)/.modiff

$(VENV)/.bench: pyproject.toml | $(BIN)/python
	$(PIP) -e '.[bench]'
	@$(COMPILE)
	@touch $@ $(VENV)/.modiff

# A name on PATH may be a wrapper that does not start, too old, or lack ensurepip (Debian ships it apart): each is tried, and the last word says what was wrong.
$(BIN)/python:
	@can='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'; \
	for python in $(CANDIDATES); do \
	    if "$$python" -c "$$can" >/dev/null 2>&1; then echo "$$python -m venv $(VENV)"; exec "$$python" -m venv --clear $(VENV); fi; \
	done; \
	for python in $(CANDIDATES); do \
	    if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	        echo "modiff: $$python is new enough but cannot make a virtual environment (it lacks venv or ensurepip; on Debian: install python3-venv)." >&2; exit 2; fi; \
	done; \
	echo "modiff needs Python 3.11 or newer, and none of these is one: $(CANDIDATES). Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 2
