# Escale: everything starts here. Each target sets up what it needs and says so.

# The mirror of open data, used when it lies beside the project.
ESCALE_MIRROR ?= $(abspath $(wildcard ../shared/data))
export ESCALE_MIRROR

FRONT_SOURCES := $(shell find frontend/src frontend/templates -type f) frontend/build.mjs frontend/communes.mjs frontend/package.json
GO_SOURCES := $(shell find cmd internal data migrations -type f) frontend/frontend.go go.mod go.sum

# The version of the program and of its package.
VERSION := $(shell sed -n 's/^const version = "\(.*\)"/\1/p' cmd/escale/build.go)

.DEFAULT_GOAL := help
.PHONY: help run test build lint bench bench-quick screenshots clean test-go test-front test-browser lint-more race widths engines faults drills deb sbom licences audit

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Install what is missing, load the département, serve the map on http://localhost:8080
	@.ci/install postgis
	@ESCALE_LISTEN="$${ESCALE_LISTEN-127.0.0.1}" exec bin/escale serve --load

test: build lint test-go test-front test-browser ## Run every test: Go on a real PostGIS, TypeScript, browsers

build: bin/escale ## Build the program, with the front end inside

lint: frontend/node_modules/.package-lock.json frontend/dist/manifest.json ## Check formatting, vet, staticcheck, TypeScript's types, eslint
	@echo "== lint"
	@test -z "$$(gofmt -l cmd internal data migrations frontend/frontend.go)" || { gofmt -l cmd internal data migrations; exit 1; }
	go vet ./...
	go vet -tags faults,drills ./cmd/escale
	go tool staticcheck ./...
	cd frontend && npm run --silent check

test-go: frontend/dist/manifest.json
	@.ci/install postgis icalendar gdal glpk
	@echo "== tests en Go"
	@.ci/go-test

test-front: frontend/node_modules/.package-lock.json
	@echo "== tests du front"
	cd frontend && npm test --silent

test-browser: bin/escale
	@.ci/install postgis headless
	@echo "== tests dans Chromium"
	cd frontend && TMPDIR=$$(../.ci/memory) npm run --silent e2e

lint-more: frontend/dist/manifest.json ## Check what vet and staticcheck do not see, with golangci-lint (its build takes minutes)
	@echo "== golangci-lint"
	go tool -modfile=tools/lint/go.mod golangci-lint run ./...

race: frontend/dist/manifest.json ## Run the Go tests with the detector of data races
	@.ci/install postgis icalendar gdal glpk
	@echo "== tests en Go, accès concurrents"
	@PACKAGES="$$(.ci/concurrent)" .ci/go-test -race -timeout 30m

faults: frontend/dist/manifest.json ## Do to servers what happens to them, on a real PostgreSQL, and print what came of it (7 minutes)
	@.ci/install postgis
	@echo "== pannes"
	@table=$$(mktemp); FAULTS_TABLE=$$table go test -tags faults -count=1 -timeout 15m -run '^TestFaults$$' ./cmd/escale; status=$$?; cat $$table; rm -f $$table; exit $$status

widths: bin/escale ## Run the scenarios at the widths between a phone and a desktop, and zoomed
	@.ci/install postgis headless
	@echo "== parcours à d’autres largeurs"
	cd frontend && npm run --silent widths

engines: bin/escale ## Go from the landing to a place in Firefox and WebKit
	@.ci/install postgis firefox webkit
	@echo "== test dans Firefox et WebKit"
	cd frontend && npm run --silent engines

bin/promtool:
	@echo "== promtool (paquet Debian prometheus, sans l'installer)"
	@.ci/extract prometheus usr/bin/promtool $@

drills: bin/escale bin/promtool ## Back up and lose, restore, upgrade, install the package in a clean Debian: what an operator does
	@.ci/install postgis
	@echo "== exercices"
	go test -tags drills -count=1 -timeout 10m -run '^TestDrill' -v ./cmd/escale
	@deploy/debian/try

deb: bin/escale ## Make the Debian package
	@echo "== paquet Debian"
	deploy/debian/build bin/escale $(VERSION) bin

sbom: bin/escale ## Write what the program is made of (CycloneDX), into bin
	@echo "== composants"
	go tool -modfile=tools/sbom/go.mod cyclonedx-gomod app -json -licenses -std -main cmd/escale -output bin/escale-go.cdx.json .
	cd frontend && npm sbom --sbom-format=cyclonedx --omit=dev >../bin/escale-front.cdx.json

licences: sbom ## List the licence of each component, and refuse those that the program may not carry
	@node tools/sbom/licences.mjs bin/escale-go.cdx.json bin/escale-front.cdx.json

audit: frontend/node_modules/.package-lock.json frontend/dist/manifest.json ## Look for known weaknesses of the components, when those who list them answer
	@echo "== failles connues"
	@.ci/audit

bench: bin/escale ## Measure against the budgets, each figure beside its target: the page in Chromium, then the server
	@.ci/install postgis chromium
	cd frontend && npm run --silent measure
	go run ./internal/bench $(if $(RECORD),-record docs/mesures.md)

bench-quick: frontend/dist/manifest.json ## Measure the server alone, with the places of a département, in less than a minute
	@.ci/install postgis
	go run ./internal/bench -quick $(if $(RECORD),-record docs/mesures.md)

screenshots: bin/escale ## Take the screenshots of docs/
	@.ci/install postgis chromium
	cd frontend && npm run --silent screenshots

clean: ## Remove what was built; the data under var stay
	rm -rf bin frontend/node_modules frontend/test-results frontend/playwright-report
	find frontend/dist -type f ! -name .gitkeep -delete

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	@echo "== paquets du front"
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

frontend/dist/manifest.json: frontend/node_modules/.package-lock.json $(FRONT_SOURCES)
	@echo "== construction du front"
	cd frontend && npm run --silent build

bin/escale: frontend/dist/manifest.json $(GO_SOURCES)
	@echo "== construction du programme"
	go build -o $@ ./cmd/escale
