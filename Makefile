# kbsearch: `make search`, `make test`, `make web`; see README.md
PYTHON ?= python3
Q ?= Takuba terugtrekking
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

BENCH ?= --sizes 1000,10000

.PHONY: search index web test check bench evaluate format lock translations pictures browser clean

search: $(VENV)/run.stamp   ## set up, index corpus/, answer Q
	@$(BIN)/kbindex >&2 || echo "make: sommige bestanden zijn niet gelezen (zie hierboven); de rest is doorzoekbaar" >&2
	@$(BIN)/kbsearch -- '$(subst ','\'',$(Q))'
	@echo
	@echo 'Verder:  make search Q="MINUSMA"   |   $(BIN)/kbsearch --help   |   make web'

index: $(VENV)/run.stamp   ## bring the index up to date
	@$(BIN)/kbindex

web: $(VENV)/run.stamp   ## set up and serve http://127.0.0.1:8000
	@$(BIN)/kbweb

test: $(VENV)/dev.stamp browser   ## set up and run all tests
	@$(BIN)/python -m pytest -n 2

check: $(VENV)/dev.stamp   ## linters and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/bench.stamp   ## compare with other search systems; BENCH="--help" says what else it measures
	@$(BIN)/python tests/benchmarks/run.py $(BENCH)

evaluate: $(VENV)/bench.stamp   ## how well the topics are answered, by us and by others; EVALUATE="--help" says more
	@$(BIN)/python tests/relevance/run.py $(EVALUATE)

format: $(VENV)/dev.stamp   ## lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

translations: $(VENV)/dev.stamp   ## bring the catalogues up to date with the texts; says what is to be translated
	@$(BIN)/python -m tests.translations
	@$(PIP) install --no-deps --no-build-isolation -e .

lock: $(VENV)/dev.stamp   ## renew the lock files from pyproject.toml
	@$(PIP) install uv
	$(BIN)/uv pip compile --quiet --upgrade $(LOCK) --group build pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade $(LOCK) --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --upgrade $(LOCK) --group bench -c requirements.txt pyproject.toml -o requirements-bench.txt
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate

CATALOGUES := $(wildcard search/locale/*/LC_MESSAGES/*.po)

$(VENV)/run.stamp: requirements.txt pyproject.toml hatch_build.py $(CATALOGUES) | $(VENV)/bin/python
	@echo "make: afhankelijkheden installeren in $(VENV) (eenmalig, een halve minuut) ..." >&2
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "make: hulpmiddelen voor de tests installeren in $(VENV) (eenmalig) ..." >&2
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/bench.stamp: requirements-bench.txt $(VENV)/run.stamp
	@echo "make: andere zoeksystemen installeren in $(VENV) (eenmalig) ..." >&2
	@$(PIP) install --require-hashes -r requirements-bench.txt
	@touch $@

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "make: kbsearch heeft Python 3.11 of hoger nodig; geef een andere met: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "make: deze Python kan geen virtuele omgeving maken; installeer ensurepip (Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }
	@echo "make: virtuele omgeving maken in $(VENV) ..." >&2
	@$(PYTHON) -m venv $(VENV)

pictures: $(VENV)/dev.stamp browser   ## renew the screenshots in tests/pictures
	@KBSEARCH_PICTURES=1 $(BIN)/python -m pytest tests/test_web_pictures.py

browser:
	@sh tests/browser.sh

clean:   ## remove the environment and the index
	rm -rf $(VENV) .kbsearch
