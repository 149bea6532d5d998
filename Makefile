# Grappolo. `make run` talks with it, `make test` tests it, `make help` lists the rest.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test demo torture load idle bench fit check format lock upgrade clean
MAKEFLAGS += --no-print-directory

# Another environment that happens to be active must not decide where we install or what we import, nor have every
# start compile all of it anew.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

DATA := ../shared/bench
PACKAGES := bot handlers knowledge
BIN := .venv/bin
# What only Alembic can import, and what only another environment.
NOT_ALONE := --ignore-glob='*/migrations/env.py' --ignore-glob='*/load/aiogram_echo.py' --ignore-glob='*/torture/fuzzer.py'

# uv where it works, else a locked one inside .venv.
UV_FOUND := $(shell uv --version >/dev/null 2>&1 && command -v uv)
UV := $(or $(UV_FOUND),.venv/uv/bin/uv)

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1 /p' $(firstword $(MAKEFILE_LIST)) | while read -r name what; do printf '  make %-8s %s\n' "$$name" "$$what"; done

setup: .venv/.dev ## make .venv with everything that running and developing need

run: .venv/.run ## start the bot: on Telegram where a token is set, else in this terminal
	@$(BIN)/grappolo run

test: .venv/.dev ## run the tests
	@$(BIN)/pytest -q -n auto --inline-snapshot=disable -m 'not slow'

demo: .venv/.dev ## show a conversation with the bot on a stand-in for Telegram
	@$(BIN)/python -m tests.demo

torture: .venv/.dev .venv/.fuzz ## make every fault on purpose (or FAMILIES=kills alone), look for what was lost, and write docs/reliability.md
	@$(BIN)/python -m tests.torture $(FAMILIES)

load: .venv/.dev .venv/.aiogram ## measure the bot beside bare ones, and write docs/load.md
	@$(BIN)/python -m tests.load

idle: .venv/.dev ## print what the bot takes while nobody asks: memory, start, ports, CPU
	@$(BIN)/python -m tests.load.idle

bench: .venv/.bench ## measure Grappolo beside its peers, DATA=folder of the public question sets, and write docs/benchmark.md
	@$(BIN)/python -m tests.bench --data '$(DATA)' $(PARTS)

fit: .venv/.dev ## fit how sure readings are on the golden questions, and write knowledge/confidence/calibration.json
	@$(BIN)/python -m tests.fit

check: .venv/.dev .venv/.fuzz ## everything that must hold before a change is taken
	$(call step,format,$(BIN)/ruff format --check .)
	$(call step,lint,$(BIN)/ruff check --output-format concise .)
	$(call step,types,$(BIN)/mypy --strict $(PACKAGES) tests)
	$(call step,imports,$(BIN)/lint-imports)
	$(call step,dependencies,$(BIN)/deptry .)
	$(call step,knowledge,$(BIN)/grappolo check)
	$(call step,questions,$(BIN)/grappolo test)
	@$(BIN)/pytest -q -n auto --inline-snapshot=disable -W error --doctest-modules $(NOT_ALONE) $(PACKAGES) tests

format: .venv/.dev ## format the code and mend what can be mended
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

lock: $(UV) ## write requirements/*.txt anew from pyproject.toml; versions stay where they can
	$(call compile,run,--group build pyproject.toml)
	$(call compile,dev,--group build --group dev pyproject.toml --constraint requirements/run.txt)
	$(call compile,bench,--group build --group dev --group bench pyproject.toml --constraint requirements/dev.txt)
	$(call compile,aiogram,--group aiogram)
	$(call compile,fuzz,--group fuzz)
	$(call compile,uv,--group uv)

upgrade: UPGRADE := --upgrade
upgrade: lock ## the same with the newest versions that are at least a week old

clean: ## remove .venv and caches; data and keys stay
	@rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist
	@find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# $(call step,name,command): one line when all is well, else all that the command said.
step = @printf '%-13s' '$(1)'; if said=$$($(2) 2>&1); then echo ok; else echo failed; printf '%s\n' "$$said"; exit 1; fi

# $(call compile,name,what): one lock file, for every system and Python. A week is what it takes to find most poisoned releases.
compile = @$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --exclude-newer '7 days' $(UPGRADE) \
	--custom-compile-command 'make lock' --output-file requirements/$(1).txt $(2)

# $(call install,name): what requirements/name.txt lists and nothing else, then Grappolo itself, built by the locked backend.
define install
@echo 'Installing what requirements/$(1).txt lists'
@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements/$(1).txt
@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
endef

# What the first start would have to wait for. A base with mistakes must not keep anybody from testing: that names them.
define precompile
@echo 'Compiling the knowledge base'
@$(BIN)/grappolo precompile || true
endef

# Who has more keeps it: bench.txt holds all that dev.txt does, and dev.txt all that run.txt does.
.venv/.run: $(BIN)/python pyproject.toml requirements/run.txt | $(UV)
	$(call install,$(or $(patsubst .venv/.%,%,$(firstword $(wildcard .venv/.bench .venv/.dev))),run))
	$(precompile)
	@touch $@

.venv/.dev: $(BIN)/python pyproject.toml requirements/dev.txt | $(UV)
	$(call install,$(if $(wildcard .venv/.bench),bench,dev))
	$(precompile)
	@touch .venv/.run $@

.venv/.bench: $(BIN)/python pyproject.toml requirements/bench.txt | $(UV)
	$(call install,bench)
	$(precompile)
	@touch .venv/.run .venv/.dev $@

# aiogram has an environment of its own.
.venv/.aiogram: requirements/aiogram.txt $(BIN)/python | $(UV)
	@echo 'Installing what requirements/aiogram.txt lists'
	@$(BIN)/python -m venv --clear --without-pip .venv/aiogram
	@$(UV) pip sync --quiet --python .venv/aiogram/bin/python --require-hashes requirements/aiogram.txt
	@touch $@

# The fuzzer is a folder that only the processes which are fuzzed have on their path; empty where there is no fuzzer.
.venv/.fuzz: requirements/fuzz.txt $(BIN)/python | $(UV)
	@echo 'Installing what requirements/fuzz.txt lists'
	@rm -rf .venv/fuzz
	@$(UV) pip install --quiet --python $(BIN)/python --target .venv/fuzz --require-hashes --requirement requirements/fuzz.txt
	@touch $@

$(BIN)/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && break; python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo 'Grappolo needs Python 3.11 or newer, and none was found. Install one, or name it: make PYTHON=/path/to/python3' >&2; exit 1; \
	fi; \
	echo "Making .venv with $$("$$python" --version)"; \
	"$$python" -m venv --clear --without-pip .venv

.venv/uv/bin/uv: requirements/uv.txt $(BIN)/python
	@echo 'Installing uv into .venv'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null 2>&1 || { \
		echo 'This Python has no pip to install uv with. Install uv, or on Debian and Ubuntu: apt install python3-venv' >&2; exit 1; \
	}
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --upgrade --target .venv/uv --requirement requirements/uv.txt
	@touch $@
