# The raw commands stand below each target, for those without make.
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8001
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help setup demo test check format browse bench lock clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/installed: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: nianbao needs Python 3.11 or newer; this is " + sys.version.split()[0] + "; set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/installed  ## make .venv and install the hash-locked requirements

demo: setup  ## crawl five replica portals, build the index, show what was found
	$(BIN)/python -m demo

browse: setup  ## serve the index with Datasette on 127.0.0.1 [PORT=8001]
	$(BIN)/python -m archive browse --port $(PORT)

test: check  ## everything that must hold: style, types, arrows, tests
	$(BIN)/python -m pytest -n auto --dist loadfile -q

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup  ## measure, and print the tables of docs/benchmarks.md
	$(BIN)/python -m benchmarks

lock: setup  ## resolve requirements/*.in again
	for set in base browser ocr cluster dev bench; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-annotate --no-header requirements/$$set.in -o requirements/$$set.txt || exit 1; \
	done

clean:  ## remove the demo's archive (never data/warc)
	rm -rf data/demo
