# The commands of the house. `make run` and `make test` are the two that matter; each one sets up what it needs.

PYTHON ?= python3
PORT   ?= 8000
DATA   ?= var
DEMO   ?= 1
ONLY   ?=
SIZE   ?= small
DB     ?= sqlite

VENV   := .venv
RUN    := $(VENV)/bin/python
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run test test-all quick check bench doctor messages facts openapi locks

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup:  ## install what running needs into .venv; the command is then .venv/bin/vmeste
	@$(PYTHON) tools/install.py runtime

setup-tests: setup
	@$(PYTHON) tools/install.py tests

run: setup  ## start everything: make run [PORT=8000] [DATA=var] [DEMO=1]; Ctrl-C stops it
	@exec $(RUN) -m tools.start --port "$(PORT)" --data "$(DATA)" --demo "$(DEMO)"

test: setup-tests  ## every test: SQLite, PostgreSQL, browser
	@$(RUN) -m tools.run_tests all

test-all: setup-tests  ## every test, and every combination of the browser's axes
	@$(RUN) -m tools.run_tests matrix

quick: setup-tests  ## the tests on SQLite without the browser
	@$(RUN) -m tools.run_tests quick

check: setup-tests  ## lint, types, imports, migrations, messages
	@$(RUN) -m tools.check

bench: setup-tests  ## measure: make bench ONLY=pages|matching|import|search|start|memory [SIZE=small|large] [DB=sqlite|postgres]
	@$(RUN) -m bench --only "$(ONLY)" --size "$(SIZE)" --db "$(DB)"

doctor:  ## say what this machine lacks, as one line to run
	@$(PYTHON) tools/doctor.py

messages: setup-tests  ## collect the texts of the pages into each room's Russian catalogue
	@$(RUN) -m tools.messages update

facts: setup-tests  ## freeze a sample of each new kind of fact
	@$(RUN) -m tools.freeze_facts

openapi: setup-tests  ## freeze the description of the API; refuses to break what was promised
	@$(RUN) -m tools.freeze_api

locks: setup-tests  ## resolve the locks anew from requirements/*.in
	@$(RUN) -m tools.locks
