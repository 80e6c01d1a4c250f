# All it needs is Python 3.11 or newer and make; `make help` lists what there is.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
VENV := .venv
SCRIPTS := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
BIN := $(VENV)/$(SCRIPTS)
STAMP := $(VENV)/.installed
WHEEL_VENV := build/wheel-venv
FUZZ_SEED ?= 0
FUZZ_SECONDS ?= 120
OLDEST_VENV := build/oldest-venv
QUICKLY := -q --hypothesis-profile quick -m "not slow and not cluster and not smoke"
INTERPRETED := bits crews expectation followed lookup money philox

.PHONY: help demo quick test contract style types tests docs-current wheel site cover oldest docs lock bench fuzz audit bits hooks clean

help: ## List the targets.
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1|\2/p' Makefile | while IFS='|' read -r name what; do printf '%-14s%s\n' "$$name" "$$what"; done

demo: $(STAMP) ## Play the example and print what becomes of its dates.
	@$(BIN)/milepost run scenarios/hr_app.yaml

quick: contract style types ## Check style, contract and types, and run the tests that take no second each: for every commit.
	$(BIN)/pytest -n auto --dist worksteal $(QUICKLY)

test: contract style ## Run all that CI runs; a change is ready when it passes.
	@$(MAKE) --no-print-directory --jobs 2 types docs-current wheel site
	@$(MAKE) --no-print-directory tests

contract: $(STAMP) ## Check that the rooms know only what they may.
	$(BIN)/lint-imports

style: $(STAMP) ## Check style and format.
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(STAMP) ## Check types.
	$(BIN)/mypy

tests: $(STAMP) ## Run all tests, and the examples in docstrings.
	$(BIN)/pytest -n auto --dist worksteal
	$(BIN)/pytest --doctest-modules --pyargs milepost.models milepost.simulate

docs-current: $(STAMP) ## Check that what docs/ has from the code is as the code says.
	$(BIN)/milepost schema | diff --strip-trailing-cr - docs/scenario.schema.json
	$(BIN)/python docs/commands.py | diff --strip-trailing-cr - docs/commands.md
	$(BIN)/python docs/architecture.py | diff --strip-trailing-cr - docs/architecture.md
	$(BIN)/python docs/scenario_file.py | diff --strip-trailing-cr - docs/scenario-file.md

wheel: $(STAMP) ## Build the wheel, and run it where only it and its dependencies are installed.
	rm -rf build/lib build/bdist.* $(WHEEL_VENV) dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	$(BIN)/python -m venv $(WHEEL_VENV)
	mkdir -p build
	sed -nE 's/^([a-z0-9][^ ]*==[^\\]*) \\$$/\1/p' requirements.lock > build/constraints.txt
	$(WHEEL_VENV)/$(SCRIPTS)/pip install --quiet --no-compile --constraint build/constraints.txt dist/*.whl pandas-stubs
	cd build && wheel-venv/$(SCRIPTS)/python ../tests/installed.py
	$(BIN)/mypy --config-file= --strict --python-executable $(WHEEL_VENV)/$(SCRIPTS)/python --cache-dir .mypy_cache/wheel tests/public_types.py

site: $(STAMP) ## Build the documentation as a site, in build/site; a warning is an error.
	rm -rf build/site
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --jobs auto -d build/doctrees docs build/site

# Kernels as plain Python take a thousand times longer, so only those tests run so that ask for few iterations.
cover: $(STAMP) ## Measure which lines and branches the quick tests reach, those of kernels too; there is a floor.
	rm -rf build/coverage
	$(BIN)/coverage run -m pytest -n auto --dist worksteal $(QUICKLY)
	NUMBA_DISABLE_JIT=1 $(BIN)/coverage run -m pytest -n auto --dist worksteal $(QUICKLY) -W ignore::RuntimeWarning \
		$(foreach part,$(INTERPRETED),tests/engine/test_$(part).py)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

oldest: ## Run the quick tests with the oldest supported version of every dependency, on Python 3.11; needs uv.
	uv venv --quiet --clear --python 3.11 $(OLDEST_VENV)
	uv pip compile --quiet --python-version 3.11 --resolution lowest-direct --all-extras pyproject.toml \
		--output-file build/oldest.txt
	uv pip install --quiet --python $(OLDEST_VENV) --requirement build/oldest.txt --editable . pytest pytest-xdist hypothesis
	$(OLDEST_VENV)/bin/milepost --versions
	$(OLDEST_VENV)/bin/pytest -n auto --dist worksteal $(QUICKLY) -W default

docs: $(STAMP) ## Write the schema, the page of commands, the example report and its pictures anew.
	$(BIN)/milepost schema > docs/scenario.schema.json
	$(BIN)/python docs/commands.py > docs/commands.md
	mkdir -p build
	$(BIN)/python docs/architecture.py > build/architecture.md && mv build/architecture.md docs/architecture.md
	$(BIN)/python docs/scenario_file.py > build/scenario-file.md && mv build/scenario-file.md docs/scenario-file.md
	$(BIN)/milepost order scenarios/hr_app.yaml --quiet --out reports/example
	$(BIN)/milepost run scenarios/hr_app.yaml --quiet --out reports/example
	cp reports/example/scurves.png docs/images/hr_app_scurves.png
	cp reports/example/risks.png docs/images/hr_app_risks.png

lock: ## Lock the dependencies anew; needs uv.
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-annotate --custom-compile-command "make lock" --group dev pyproject.toml --output-file requirements.lock

bench: $(STAMP) ## Run the benchmarks; they take long.
	$(BIN)/pip install --quiet pmcontrols trueppm-scheduler
	for part in engine risks units calendars orderings levelling gap drivers batch memory scale imports startup page; do $(BIN)/python benchmarks/$$part.py || exit 1; done

fuzz: $(STAMP) ## Try what chance makes of plans, of those of other programs, settings, options and kills, as FUZZ_SEED and FUZZ_SECONDS say.
	$(BIN)/python -m tests.fuzz all --seed $(FUZZ_SEED) --seconds $(FUZZ_SECONDS)

bits: $(STAMP) ## Print the digests of what this system computes, to compare systems.
	$(BIN)/python -m tests.bits

audit: $(STAMP) ## Measure how often intervals hold the truth, and write it into docs/validation.md.
	$(BIN)/python -m tests.audit --write

hooks: $(STAMP) ## Have git check each commit by .pre-commit-config.yaml; needs pre-commit.
	pre-commit install

clean: ## Remove what was made.
	rm -rf $(VENV) build dist *.egg-info

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Milepost needs Python 3.11 or newer; name it with: make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
