# With Python 3.11 or newer and make: `make demo` shows what Milepost does, `make test` runs all that CI runs.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
WHEEL_VENV := build/wheel-venv
FUZZ_SEED ?= 0
FUZZ_SECONDS ?= 120

.PHONY: demo test contract style types tests docs-current wheel docs lock bench fuzz audit clean

demo: $(STAMP)
	@$(BIN)/milepost run scenarios/hr_app.yaml

test: contract style types tests docs-current wheel

contract: $(STAMP)
	$(BIN)/lint-imports

style: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(STAMP)
	$(BIN)/mypy

tests: $(STAMP)
	$(BIN)/pytest -n auto --dist worksteal
	$(BIN)/pytest --doctest-modules --pyargs milepost.models milepost.simulate

docs-current: $(STAMP)
	$(BIN)/milepost schema | diff - docs/scenario.schema.json
	$(BIN)/python docs/commands.py | diff - docs/commands.md
	$(BIN)/python docs/architecture.py | diff - docs/architecture.md

wheel: $(STAMP)
	rm -rf build dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	$(BIN)/python -m venv $(WHEEL_VENV)
	sed -nE 's/^([a-z0-9][^ ]*==[^\\]*) \\$$/\1/p' requirements.lock > build/constraints.txt
	$(WHEEL_VENV)/bin/pip install --quiet --constraint build/constraints.txt dist/*.whl pandas-stubs
	cd build && wheel-venv/bin/python ../tests/installed.py
	$(BIN)/mypy --config-file= --strict --python-executable $(WHEEL_VENV)/bin/python --cache-dir build/mypy tests/public_types.py

docs: $(STAMP)
	$(BIN)/milepost schema > docs/scenario.schema.json
	$(BIN)/python docs/commands.py > docs/commands.md
	mkdir -p build && $(BIN)/python docs/architecture.py > build/architecture.md && mv build/architecture.md docs/architecture.md
	$(BIN)/milepost run scenarios/hr_app.yaml --quiet --out reports/example
	$(BIN)/milepost order scenarios/hr_app.yaml --quiet --out reports/example
	cp reports/example/scurves.png docs/images/hr_app_scurves.png
	cp reports/example/risks.png docs/images/hr_app_risks.png

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-annotate --custom-compile-command "make lock" --group dev pyproject.toml --output-file requirements.lock

bench: $(STAMP)
	$(BIN)/pip install --quiet pmcontrols trueppm-scheduler
	for part in engine risks orderings gap batch memory scale startup; do $(BIN)/python benchmarks/$$part.py || exit 1; done

fuzz: $(STAMP)
	$(BIN)/python -m tests.fuzz all --seed $(FUZZ_SEED) --seconds $(FUZZ_SECONDS)

audit: $(STAMP)
	$(BIN)/python -m tests.audit --write

clean:
	rm -rf $(VENV) build dist *.egg-info

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Milepost needs Python 3.11 or newer; name it with: make PYTHON=..."; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
