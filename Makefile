# Python of the virtual environment; PYTHON makes it (3.11 or later).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := extract normalize schemas shibiao samples bench tests
TYPECHECK := build/typecheck
PEERS := build/peers
DBT := build/dbt
DLT := build/dlt
FUZZ_SECONDS ?= 300
COMPILE = $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --constraint .ci/constraints.txt

.DEFAULT_GOAL := help
.PHONY: help setup dev dbt system demo test check audit fuzz format types bench dlt-trial calibrate samples golden schemas lock clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(VENV)/.installed ## install shibiao and its locked dependencies into .venv

dev: $(VENV)/.installed-dev ## the same with the tools for tests and checks

dbt: $(DBT)/.installed ## install dbt into build/dbt, for the sample project samples/dbt alone

demo: setup ## convert the sample forms into out/demo and print the summary
	$(BIN)/shibiao convert samples/forms --out out/demo

test: system dev dbt ## run the tests (as root on Debian, system packages are installed first)
	$(BIN)/python -m pytest -q --numprocesses auto --dist loadfile

check: dev ## formatting, lint, strict types, known vulnerabilities, tests
	$(BIN)/ruff format --check $(PACKAGES)
	$(BIN)/ruff check $(PACKAGES)
	$(MAKE) types audit test

audit: dev ## known vulnerabilities of the locked dependencies, where the service can be reached
	@PYTHON=$(BIN)/python sh .ci/audit requirements.lock

fuzz: dev ## fuzz everything that reads files and values, FUZZ_SECONDS (300) in all
	$(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS)

format: dev ## format the sources
	$(BIN)/ruff check --fix $(PACKAGES)
	$(BIN)/ruff format $(PACKAGES)

# Checkers do not read setuptools' package-dir: they are given an installed tree.
types: dev ## mypy --strict over an installed tree
	rm -rf $(TYPECHECK) build/lib
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --target $(TYPECHECK) .
	rm -rf build/lib
	MYPYPATH=$(TYPECHECK) $(BIN)/mypy -p shibiao -p samples -p bench

bench: system dev $(PEERS)/.installed ## accuracy and speed beside other extractors
	@PYTHON=$(PYTHON) sh .ci/system-packages bench
	PYTHONPATH=$(PEERS) $(BIN)/python -m bench
	PYTHONPATH=$(PEERS) $(BIN)/python -m bench.scans --peer-pages 12 --report bench/report-scans.md
	$(BIN)/python -m bench.families --seed 233 --pdf --scans 2 --report bench/report-families.md
	$(BIN)/python -m bench.values --report bench/report-values.md
	$(BIN)/python -m bench.repairs --report bench/report-repairs.md
	$(BIN)/python -m bench.checks --report bench/report-checks.md

# Once a choice is to be looked at again: dlt as the loader of warehouses.
dlt-trial: system dev $(DLT)/.installed ## why dlt is not the loader: kill it, run two at once
	$(BIN)/python -m bench.warehouse.dlt_trial --report bench/report-dlt.md

calibrate: dev ## fit the confidence of scans on the development scans
	$(BIN)/python -m bench.calibrate

samples: dev ## make the generated sample forms anew
	$(BIN)/python -m samples
	$(BIN)/python -m samples.families

golden: dev ## write the golden records and docs/questions.md anew: read the difference before committing it
	-SHIBIAO_GOLDEN=write $(BIN)/python -m pytest -q tests/golden tests/warehouse/test_questions.py

schemas: dev ## write JSON Schemas, SQL and the data dictionary from the declarations
	$(BIN)/python -m shibiao.schemas.publish .

lock: dev ## resolve the dependencies anew and write all locks
	$(COMPILE) --upgrade --output-file requirements.lock pyproject.toml
	$(COMPILE) --upgrade --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	mkdir -p build
	sed -n 's/^\(duckdb==[^ ]*\).*/\1/p' requirements-dev.lock > build/duckdb.txt
	$(COMPILE) --upgrade --constraint build/duckdb.txt --output-file samples/dbt/requirements.lock samples/dbt/requirements.in

clean: ## remove everything made, .venv included
	rm -rf $(VENV) build dist out *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(PACKAGES) -name __pycache__ -prune -exec rm -rf {} +

system:
	@PYTHON=$(PYTHON) sh .ci/system-packages

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.12 ..."; exit 1; }
	@PYTHON=$(PYTHON) sh .ci/system-packages venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps -e .
	touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

# The peers stand beside the environment, not in it: the bench alone may import them.
$(PEERS)/.installed: bench/requirements.txt $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --no-deps --upgrade --target $(PEERS) -r bench/requirements.txt
	touch $@

# dbt has an environment of its own: its pins clash with the project's. The lock is all of it; resolved again, pip would
# miss the extras that the lock does not name (mashumaro[msgpack]).
$(DBT)/.installed: samples/dbt/requirements.lock | $(VENV)/bin/python
	$(PYTHON) -m venv --clear $(DBT)
	$(DBT)/bin/python -m pip install --quiet --require-hashes --no-deps -r samples/dbt/requirements.lock
	$(DBT)/bin/python -m pip check
	touch $@

# dlt stands in an environment of its own too: the trial that shows why it is not the loader needs it, nothing else.
$(DLT)/.installed: bench/warehouse/dlt-requirements.txt | $(VENV)/bin/python
	$(PYTHON) -m venv --clear $(DLT)
	$(DLT)/bin/python -m pip install --quiet --no-deps -r bench/warehouse/dlt-requirements.txt
	$(DLT)/bin/python -m pip check
	touch $@
