# The commands of Motcua. Each is enough by itself in a fresh clone: `make run`, `make test`, `make check`.
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin

.PHONY: help run test check bench lock messages documents install install-test
.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: install ## run Motcua: web server, worker and, on first start, the demo province
	@exec $(BIN)/motcua run

test: install-test ## all tests: on SQLite, with a database on PostgreSQL too, and in a browser; ARGS="-k due" for some
	@exec $(BIN)/python tools/test.py $(ARGS)

check: install-test ## style, types, layers, generated documents, texts
	@exec $(BIN)/python tools/check.py $(ARGS)

bench: install-test ## measure; benchmarks never run as tests
	@exec $(BIN)/python tools/bench.py $(ARGS)

lock: install-test ## write requirements/*.txt anew from *.in; ARGS="--upgrade" for newer versions
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal $(ARGS) requirements/run.in -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal $(ARGS) -c requirements/run.txt requirements/test.in -o requirements/test.txt

messages: install-test ## collect the texts into the translation and name those without English
	@exec $(BIN)/python tools/messages.py

documents: install-test ## write the documents that come from the code
	@exec $(BIN)/python tools/generated.py

install:
	@$(PYTHON) tools/install.py run

install-test:
	@$(PYTHON) tools/install.py test
