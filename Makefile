# `make demo` and `make test` need nothing but Python 3.11+ and make; everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The versions that were tested. `make install CONSTRAINTS=` takes the newest ones that pyproject.toml allows.
CONSTRAINTS ?= constraints.txt
SERVICE ?= http://127.0.0.1:8000
KEY ?=
REQUESTS ?= 800
RUNS ?= 200000
FUZZ ?=

.PHONY: install demo test lint types layers trained pytest bench campaign mutation fuzz schema constraints wheel release clean

install: $(READY)

$(READY): pyproject.toml $(CONSTRAINTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS)) --editable '.[test]'
	@touch $@

demo: $(READY)
	@$(BIN)/genealogy demo

test: lint layers
	$(MAKE) --jobs 2 types trained
	$(MAKE) pytest

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

pytest: $(READY)
	$(BIN)/pytest -n auto --no-loadscope-reorder

# Java learns from a trial run, so that the tests' servers start in half the time; nothing where it has learned already.
trained: $(READY)
	$(BIN)/genealogy server train

bench: $(READY)
	$(BIN)/python -m bench.ladder
	$(BIN)/python -m bench
	$(BIN)/python -m bench.large

campaign: $(READY)
	GENEALOGY_TEST_CAMPAIGN=yes $(BIN)/pytest

# Each small change of the calculation must make one of the small tests fail; what survives is in docs/mutation.md.
mutation: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutation]'
	nice -n 15 $(BIN)/mutmut run --max-children 1
	$(BIN)/mutmut results

# Every parser, 200,000 inputs each, led by the code that they reach; hours. FUZZ="times keys" chooses, RUNS says how many.
fuzz: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	nice -n 10 $(BIN)/python -m tests.fuzz --runs $(RUNS) $(FUZZ)

# Requests made up from the service's own description, sent to one that runs (of a database of no worth: they write), with
# the key in its home: no 5xx, no answer beyond the description. 800 for each of 63 operations are 50,000. Start it with
# GENEALOGY_REQUESTS_PER_MINUTE=100000000 and GENEALOGY_MAX_WAITING=1000000, or most are refused.
schema: $(READY)
	@test -f "$(KEY)" || { echo "KEY=FILE names the file of the service's key, which \`genealogy status\` shows"; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[schema]'
	$(BIN)/schemathesis run $(SERVICE)/openapi.json --header "Authorization: Bearer $$(cat $(KEY))" \
		--max-examples $(REQUESTS) --seed 1 --request-timeout 120 \
		--continue-on-failure --checks not_a_server_error,response_schema_conformance,content_type_conformance,status_code_conformance

constraints: $(READY)
	$(BIN)/python .ci/constraints.py > constraints.new
	cmp -s constraints.new constraints.txt && rm constraints.new || mv constraints.new constraints.txt

wheel: $(READY)
	$(BIN)/python -m build --no-isolation --wheel

release: test
	$(BIN)/python .ci/release.py
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	@$(BIN)/python .ci/release.py --next

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
