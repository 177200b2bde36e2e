# One command for everything a developer does; `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# score_bench.py, score.py and the sets they read, where the machine has them
BENCH ?= ../shared

.PHONY: help demo test check format lint types imports quality floors bench kills picture lock clean
.DEFAULT_GOAL := help

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/run.done: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes -r requirements/run.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev.done: .venv/run.done requirements/dev.txt
	$(INSTALL) --require-hashes -r requirements/dev.txt
	touch $@

demo: .venv/run.done ## Read the bundled sample story and say where the page lies
	@$(BIN)/tellings sample demo/reports
	@$(BIN)/tellings read demo/reports --output demo

test: .venv/dev.done ## Run the tests
	$(BIN)/pytest

check: .venv/dev.done format lint types imports test quality ## Format, lint, types, import contracts, tests, quality floors

format: .venv/dev.done ## Fail if a file is not formatted (mend with .venv/bin/ruff format)
	$(BIN)/ruff format --check --quiet .

lint: .venv/dev.done ## Fail on a lint finding or a file that is too long
	$(BIN)/ruff check --quiet .
	$(BIN)/python tools/sizes.py

types: .venv/dev.done ## Check the types
	$(BIN)/mypy

imports: .venv/dev.done ## Check who may import whom
	$(BIN)/lint-imports --no-cache

quality: .venv/dev.done ## Fail if a score fell below its floor
	$(BIN)/python tools/floors.py --bench $(BENCH)

floors: .venv/dev.done ## Raise the floors to the scores reached
	$(BIN)/python tools/floors.py --bench $(BENCH) --update

bench: .venv/dev.done ## Print speed and memory, as ratios measured in this run
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 $(BIN)/python tools/bench.py --bench $(BENCH)
	$(BIN)/python tools/bench_web.py
	OMP_NUM_THREADS=1 $(BIN)/python tools/bench_stories.py
	OMP_NUM_THREADS=1 $(BIN)/python tools/bench_archives.py --bench $(BENCH)
	OMP_NUM_THREADS=1 nice $(BIN)/python tools/bench_desk.py

kills: .venv/dev.done ## Kill an archive run at 50 random moments on both databases and compare the stores
	$(BIN)/python tools/killing.py

picture: .venv/dev.done ## Take the README's picture and the desk's pictures again
	$(BIN)/python tools/picture.py
	$(BIN)/python tools/pictures.py

lock: .venv/dev.done ## Resolve the dependencies again and write the hashed locks
	$(BIN)/python tools/lock.py

clean: ## Remove the environment and everything built
	rm -rf .venv build dist demo .mypy_cache .ruff_cache .pytest_cache
