# `make demo` and `make test` need nothing but Python 3.11+ and make; everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The versions that were tested. `make install CONSTRAINTS=` takes the newest ones that pyproject.toml allows.
CONSTRAINTS ?= constraints.txt

.PHONY: install demo test lint types layers pytest bench campaign mutation constraints wheel release clean

install: $(READY)

$(READY): pyproject.toml $(CONSTRAINTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS)) --editable '.[test]'
	@touch $@

demo: $(READY)
	@$(BIN)/genealogy demo

test: lint types layers pytest

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(READY)
	$(BIN)/mypy

layers: $(READY)
	$(BIN)/lint-imports

pytest: $(READY)
	$(BIN)/pytest

bench: $(READY)
	$(BIN)/python -m bench.ladder
	$(BIN)/python -m bench

campaign: $(READY)
	GENEALOGY_TEST_CAMPAIGN=yes $(BIN)/pytest

# Each small change of the calculation must make a test fail that needs no database; what survives is in docs/mutation.md.
mutation: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[mutation]'
	nice -n 15 $(BIN)/mutmut run --max-children 1
	$(BIN)/mutmut results

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
