# cursus on a machine with python3 (3.11 or newer) and make; nothing else is assumed.
#
#   make run          the service, the samples and the demo portal
#   make test         install what the tests need and run every one
#   make check        lint, types, layers, JavaScript types, the wheel
#   make bench        the benchmarks, beside what limits them
#   make corpus       judge a folder of packages            (PACKAGES=DIR)
#   make install      only .venv with the `cursus` command

PYTHON   ?= python3
VENV     := .venv
BIN      := $(VENV)/bin
PACKAGES ?= ../shared/packages

.PHONY: run install test check bench corpus clean
.DEFAULT_GOAL := run

run: $(VENV)/.installed
	@$(BIN)/python -m samples.demo

install: $(VENV)/.installed

test: $(VENV)/.test
	$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.test $(VENV)/.check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy tests benchmarks
	$(BIN)/lint-imports
	$(BIN)/python -m tests.check_javascript
	$(BIN)/python -m tests.check_wheel

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks $(ARGS)

corpus: $(VENV)/.test
	$(BIN)/python -m tests.corpus $(PACKAGES)

$(BIN)/python:
	$(PYTHON) tools/make_venv.py $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group test
	$(BIN)/python tools/install_browser.py
	@touch $@

$(VENV)/.check: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group check
	@touch $@

clean:
	rm -rf $(VENV) .tools samples/built build dist
