# The entry point of the project: every task of a developer or of CI is a target of this file.
# It needs make and a Python >= 3.11; everything else is installed into .venv.

.DEFAULT_GOAL := help

VENV   := .venv
BIN    := $(VENV)/bin
PYTHON := $(BIN)/python
# Workers steal tests from each other, because a few tests take as long as hundreds of others.
PYTEST := $(PYTHON) -m pytest --numprocesses auto --dist worksteal --durations 10 -rs
STAMP  := $(VENV)/.installed
# Peers of benchmarks are installed apart from the package and its checks.
BENCH  := .venv-bench
DOCS   := $(VENV)/.installed-docs

# The first of these that runs and is new enough creates the virtual environment.
PYTHONS := python3 python3.13 python3.12 python3.11 python

# pyright looks for a newer release of itself on the network without this.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
# Without compiled modules, each worker and each program that a test starts would compile them all.
unexport PYTHONDONTWRITEBYTECODE
# The theme prints a notice about its successor at each build.
export NO_MKDOCS_2_WARNING := 1

##@ Everyday

.PHONY: help
help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z][a-z-]*:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: setup
setup: $(STAMP) ## install everything into .venv (the other targets do so when needed)

.PHONY: demo
demo: $(STAMP) ## see the SDK work against an embedded server, without an account
	@$(PYTHON) examples/demo.py

.PHONY: test
test: $(STAMP) ## run the tests, except the long ones of `make test-thorough`
	$(PYTEST) -m 'not thorough'

.PHONY: test-thorough
test-thorough: $(STAMP) ## the long tests, and 200 examples of each property
	$(PYTEST) -m 'thorough or hypothesis' --hypothesis-profile=thorough

.PHONY: check
check: ## everything that must pass before a change is merged
	@$(MAKE) test
	@$(MAKE) check-rest

.PHONY: format
format: $(STAMP) ## format the code and fix what the linter can fix
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: generate
generate: $(STAMP) ## write generated/ from the specs
	$(PYTHON) -m scripts.codegen generate
	@$(PYTHON) -m scripts.tools.man_page

.PHONY: spec
spec: $(STAMP) ## import a published spec: make spec SPEC=<file, folder, zip or https URL>
	@test -n "$$SPEC" || { echo 'Name a spec: make spec SPEC=<file, folder, zip or https URL>' >&2; exit 1; }
	@$(PYTHON) -m scripts.codegen update --surface "$${SURFACE:-v1}" $(if $(ACCEPT),--accept) -- "$$SPEC"
	@$(PYTHON) -m scripts.tools.man_page

.PHONY: spec-diff
spec-diff: $(STAMP) ## what changed for callers: make spec-diff OLD=<file or HEAD:file> NEW=<file>
	@$(PYTHON) -m scripts.codegen diff --old="$$OLD" --new="$$NEW" --surface "$${SURFACE:-v1}"

.PHONY: spec-try
spec-try: $(STAMP) ## try any published spec, changing nothing: make spec-try SPEC=<file or https URL>
	@$(PYTHON) -m scripts.tools.try_spec $(SPEC)

.PHONY: spec-samples
spec-samples: $(STAMP) ## check the types of any spec by reading valid samples strictly: make spec-samples SPEC=<file or https URL>
	@$(PYTHON) -m scripts.tools.check_samples $(SPEC)

.PHONY: docs
docs: $(DOCS) ## build the documentation into site/, with every link and name checked
	$(PYTHON) -m mkdocs build --strict --clean
	@$(PYTHON) -m scripts.tools.check_site
	@$(PYTHON) -m pytest -q tests/docs_site
	@echo 'Open site/index.html'

.PHONY: pictures
pictures: $(DOCS) ## draw the terminals in docs/pictures from real runs
	@$(PYTHON) -m scripts.tools.terminal.picture docs/pictures/demo.svg make demo
	@$(PYTHON) -m scripts.tools.terminal.command_pictures

.PHONY: screens
screens: docs ## take the pictures of the site and of the start page, in a real Chromium
	@$(PYTHON) -m tests.docs_site.pictures

.PHONY: simulate
simulate: $(STAMP) ## the rate limiter against simulated servers: 20 seeds of ten minutes
	@$(PYTHON) -m tests.limiter_simulation

.PHONY: sandbox-fuzz
sandbox-fuzz: $(STAMP) ## Schemathesis against the sandbox with a random seed, which it prints (SEED=<one>)
	@$(PYTHON) -m tests.sandbox.fuzz $(if $(SEED),--seed $(SEED))

.PHONY: bench-sandbox
bench-sandbox: $(STAMP) ## measure the sandbox, on an idle machine
	@$(PYTHON) -m bench.sandbox

.PHONY: bench
bench: $(BENCH)/.installed ## compare with raw httpx and other SDKs, minutes: make bench [SPECS=<folder of specs>]
	@PYTHONPATH=.:generated $(BENCH)/bin/python -m bench $(SPECS)

.PHONY: clean
clean: ## remove .venv, builds and caches
	rm -rf $(VENV) $(BENCH) build dist site .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

##@ The parts of `make check`

.PHONY: check-rest
check-rest: $(DOCS) ## all of it except the tests
	@$(MAKE) format-check lint imports workflows generated-check
	@$(MAKE) --jobs 2 --output-sync=target test-thorough types docs-check docs wheel browser fuzz

.PHONY: format-check
format-check: $(STAMP) ## check the format of the code
	$(BIN)/ruff format --check .

.PHONY: lint
lint: $(STAMP) ## ruff
	$(BIN)/ruff check .

.PHONY: types
types: $(STAMP) ## mypy --strict and pyright strict
	$(BIN)/mypy
	$(BIN)/pyright --project pyproject.toml --pythonpath $(PYTHON)

.PHONY: imports
imports: $(STAMP) ## check the layers of imports, and that httpx is imported in one place
	$(BIN)/lint-imports

.PHONY: workflows
workflows: $(STAMP) ## actionlint and zizmor, of the hosted workflows; hadolint, of the Dockerfile
	$(BIN)/actionlint -shellcheck= -pyflakes= .github/workflows/*.yml
	$(BIN)/zizmor --offline --quiet --persona auditor .github
	$(BIN)/hadolint Dockerfile

.PHONY: generated-check
generated-check: generate ## check that generated/ is what the generator writes
	@git diff --exit-code --stat -- generated || \
		{ echo 'generated/ differs from what `make generate` writes: commit its result' >&2; exit 1; }
	@untracked=$$(git ls-files --others --exclude-standard -- generated); test -z "$$untracked" || \
		{ echo "generated/ holds files that are not in git:"; echo "$$untracked"; exit 1; } >&2

.PHONY: docs-check
docs-check: $(DOCS) ## run the programs in README.md and docs/, and the notebook
	$(PYTHON) -m scripts.tools.check_readme
	$(PYTHON) -m scripts.tools.check_notebook examples/leaderboard.ipynb

.PHONY: wheel
wheel: $(STAMP) ## build, install in an empty environment, and use from there
	$(PYTHON) -m scripts.tools.check_wheel

.PHONY: browser
browser: $(STAMP) ## the sandbox's start page in a real Chromium
	$(PYTHON) -m pytest tests/browser

.PHONY: fuzz
fuzz: $(STAMP) ## Schemathesis against the sandbox, briefly and with a fixed seed
	@$(PYTHON) -m tests.sandbox.fuzz --seed 1 --examples 1

# -------------------------------------------------------------------------- the environment

$(STAMP): pyproject.toml constraints.txt
	@found=; for python in $(PYTHONS); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			found=$$python; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "journeybee needs Python 3.11 or newer; none of these is: $(PYTHONS)" >&2; exit 1; \
	fi; \
	echo "Installing into $(VENV) with $$($$found --version) ..."; \
	$$found -m venv $(VENV)
	@$(PYTHON) -m pip install -qq --disable-pip-version-check \
		--constraint constraints.txt --editable '.[cli,fast,otel,parquet,redis,sandbox,webhooks,zstd,dev]'
	@touch $@

$(BENCH)/.installed: $(STAMP) bench/requirements.txt constraints.txt
	@echo 'Installing what is compared into $(BENCH) ...'
	@$(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip install -qq --disable-pip-version-check \
		--constraint constraints.txt --requirement bench/requirements.txt
	@touch $@

$(DOCS): $(STAMP)
	@echo 'Installing what the documentation needs ...'
	@$(PYTHON) -m pip install -qq --disable-pip-version-check \
		--constraint constraints.txt --editable '.[docs]'
	@touch $@
