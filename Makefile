# Everything a person or CI does with Perch; `make help` lists it.
.DEFAULT_GOAL := help
.PHONY: help setup build run test check bench format clean
SHELL := /bin/bash
ARGS ?=

help: ## what there is to do
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'
	@echo '  options for perch serve go in ARGS: make run ARGS="--listen 127.0.0.1:9000 --data /tmp/perch"'

setup: ## installs the system packages that are missing
	@scripts/setup run

build: setup ## builds the release binaries into .build/release
	@scripts/build

run: build ## builds and serves on http://127.0.0.1:8000 with its data in ./data
	@exec .build/release/perch serve $(ARGS)

test: ## sets up and runs every test there is
	@scripts/test

check: ## format, lint, warnings and imports
	@scripts/check

bench: ## measures Perch beside its peers and prints the table
	@scripts/setup run && scripts/build && Benchmarks/run $(ARGS)

format: ## rewrites the sources in the house's format
	@swift format -i -r Package.swift Sources Tests

clean: ## removes what was built
	@rm -rf .build
