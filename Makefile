# `make demo` and `make test` need nothing but Python 3.11+ and make; everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: install demo test lint types layers pytest bench campaign wheel release clean

install: $(READY)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
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
	$(BIN)/python -m bench

campaign: $(READY)
	GENEALOGY_TEST_CAMPAIGN=yes $(BIN)/pytest

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
