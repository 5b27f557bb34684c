# The raw commands stand below each target, for those without make.
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8001
PYTEST ?=
VENV := .venv
BIN := $(VENV)/bin
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-annotate --no-header

PEERS := $(VENV)/peers
# Tools of others that give a second opinion; their pins clash with ours, so each has a venv of its own.
export PYWB ?= $(abspath $(PEERS)/pywb/bin)
export WACZ ?= $(abspath $(PEERS)/wacz/bin/wacz)

.PHONY: help setup ocr cluster peers demo test check format pictures browse bench lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/installed: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: nianbao needs Python 3.11 or newer; this is " + sys.version.split()[0] + "; set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(PEERS)/%/installed: requirements/%.txt | $(VENV)/installed
	$(PYTHON) -m venv $(PEERS)/$*
	$(PEERS)/$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$*.txt
	@touch $@

$(PEERS)/webarchive/installed: requirements/webarchive.txt requirements/base.txt | $(VENV)/installed
	$(PYTHON) -m venv $(PEERS)/webarchive
	$(PEERS)/webarchive/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(PEERS)/webarchive/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/webarchive.txt
	@touch $@

setup: $(VENV)/installed  ## make .venv and install the hash-locked requirements

$(VENV)/recogniser: requirements/ocr.txt | $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/ocr.txt
	@touch $@

ocr: $(VENV)/recogniser  ## install the recogniser of scanned pages into .venv

$(VENV)/cluster: requirements/cluster-test.txt | $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/cluster-test.txt
	@touch $@

cluster: $(VENV)/cluster  ## install dask.distributed and what reads S3 into .venv, with what their tests use

peers: $(PEERS)/pywb/installed $(PEERS)/wacz/installed  ## install pywb and py-wacz apart, for the tests of a second opinion

demo: setup  ## crawl five replica portals, build the index, show what was found
	$(BIN)/python -m demo

pictures: setup  ## take the README's pictures of the demo again
	$(BIN)/python -m tests.support.pictures

browse: setup  ## serve the index with Datasette on 127.0.0.1 [PORT=8001]
	@if [ -f data/archive.db ]; then $(BIN)/scrapy portals --json > data/portals.json || true; fi  # for the coverage page
	$(BIN)/python -m archive browse --port $(PORT)

test: check  ## everything that must hold: style, types, arrows, tests
	$(BIN)/python -m pytest -n auto --dist loadfile -q $(PYTEST)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup $(PEERS)/bench/installed $(PEERS)/webarchive/installed  ## measure, and print the tables of docs/benchmarks.md
	WEBARCHIVE_PYTHON=$(PEERS)/webarchive/bin/python $(PEERS)/bench/bin/python -m benchmarks

lock: setup  ## resolve requirements/*.in again
	for set in base browser ocr cluster cluster-test dev bench pywb wacz; do \
	  $(LOCK) requirements/$$set.in -o requirements/$$set.txt || exit 1; \
	done
	$(LOCK) --no-deps requirements/webarchive.in -o requirements/webarchive.txt

clean:  ## remove the demo's archive (never data/warc)
	rm -rf data/demo
