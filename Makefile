# Everything a person, a kiosk and CI do here. Each target sets itself up; `make` lists them.
#   ARGS="…"  goes to the program (run) or to pytest (test)      FULL=1  the slower tests too
#   PYTHON=…  use that Python      VENV=…  another folder than .venv      NO_APT=1  leave apt alone
VENV ?= .venv
PY := $(VENV)/bin/python
# Seconds; past this something hangs.
TEST_LIMIT := $(if $(FULL),4500,1800)
HOUSE_LIMIT := 1500
INSTALL_LIMIT := 5400
# How many tests at once; JOBS=0 runs one after the other in one process. The files stay in their
# order: where a renderer's OpenGL comes after Kivy's in one process, Kivy draws nothing any more.
JOBS ?= $(shell nproc)
export VENV PYTHON NO_APT FULL HA DRY PURGE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run install rollback uninstall test test-homeassistant test-install accuracy side-by-side figures hardware screenshots lint model lock sbom clean setup setup-dev pose-model

help: ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-18s %s\n' "$$name" "$$text"; done

run: pose-model ## set up what is missing, then start the mirror
	@exec $(VENV)/bin/mirrorapp run $(ARGS)

install: ## as root: install or upgrade the mirror on this machine (DRY=1: only say what that does)
	@scripts/install.sh install

rollback: ## as root: back to the version before the last upgrade
	@scripts/install.sh rollback

uninstall: ## as root: take the program away (PURGE=1: settings, journal and user, too)
	@scripts/install.sh uninstall

# What pytest has made of the test files is kept, whatever else the machine keeps: without, each of
# those that run at once makes it anew, in ten seconds.
test: export PYTHONDONTWRITEBYTECODE :=
test: setup-dev pose-model ## run the tests (FULL=1: the slower ones too)
	@$(if $(FULL),scripts/setup.sh hardware || true)
	@timeout --foreground --signal=INT --kill-after=30 $(TEST_LIMIT) $(PY) -m pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)
	@$(if $(FULL),$(if $(ARGS),,timeout --foreground --signal=INT --kill-after=30 $(TEST_LIMIT) $(PY) -m pytest --numprocesses 0 tests/bench/test_measure.py))

test-homeassistant: setup-dev pose-model ## run a real Home Assistant against the mirror (needs Python 3.13, or root)
	@scripts/setup.sh browser
	@scripts/homeassistant.sh
	@exec timeout --foreground --signal=INT --kill-after=30 $(HOUSE_LIMIT) $(PY) -m pytest tests/homeassistant $(ARGS)

test-install: setup-dev pose-model ## install it for real in a Debian 12 and a Debian 13 (as root; half an hour)
	@exec timeout --foreground --signal=INT --kill-after=30 $(INSTALL_LIMIT) $(PY) -m pytest -o faulthandler_timeout=3000 tests/install $(ARGS)

accuracy: setup-dev pose-model ## render bodies, score the reading, write docs/accuracy.md (1-2 hours)
	@$(PY) -c 'import anny, av, moderngl, torch' 2>/dev/null || $(PY) -m pip install --quiet '.[author]'
	@$(PY) -m tests.accuracy render $(ARGS)
	@$(PY) -m tests.accuracy score -o docs $(ARGS)

side-by-side: setup-dev pose-model ## compare with other open programs on the same films, write docs/side-by-side.md
	@$(PY) -c 'import anny, av, moderngl, torch' 2>/dev/null || $(PY) -m pip install --quiet '.[author]'
	@for job in install render judge pace pace pace write; do $(PY) -m tests.side_by_side $$job $(ARGS) || exit; done

figures: setup-dev ## draw the guide anew: a still of everything, and the sheet in docs
	@$(PY) -m mirrorapp.ui.gallery $(ARGS)

hardware: setup-dev ## draw hardware/ anew: where things go, wiring, parts to print, pages to print
	@scripts/setup.sh hardware
	@$(PY) -m hardware.make $(ARGS)

screenshots: setup-dev pose-model ## a picture of every screen, in both languages and at two sizes, in docs
	@$(PY) -m tests.ui.screenshots $(ARGS)

lint: setup-dev ## ruff, mypy --strict, import-linter
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

model: setup ## fetch or check the pose model
	@$(PY) -m mirrorapp.vision.model

lock: ## write requirements*.txt anew from pyproject.toml (ARGS=--upgrade: newest versions)
	@scripts/lock.sh $(ARGS)

sbom: setup ## list every locked package with hashes and licence, as build/sbom.json (CycloneDX)
	@$(PY) scripts/sbom.py

clean: ## remove the environment and everything else made here
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

pose-model: setup
	@$(PY) -m mirrorapp.vision.model >/dev/null

setup:
	@scripts/setup.sh run

setup-dev:
	@scripts/setup.sh dev
