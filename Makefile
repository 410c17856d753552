# entente: make demo runs the main job; make test runs every check.
GO ?= go
FUZZTIME ?= 5s
PURE := $(shell $(GO) list ./... 2>/dev/null | grep -v -e /duckdb -e /cmd/ -e /storetest)

# How many runs make crash ends at random moments; make test ends 25.
N ?= 200

.PHONY: browser shards needs demo build scripts test check bench crash gates fuzz tidy-tools clean

demo: build
	bin/entente demo --html bin/demo.html
	@echo
	@echo "The answer stands at the top; the rest is its evidence. Leaf through it: bin/entente demo | less"
	@echo "The same brief as a page, every number linked to its sentences: bin/demo.html"
	@echo "The desk in a browser: bin/entente demo --serve"

build: scripts
	@mkdir -p bin
	$(GO) build -o bin/entente ./cmd/entente

# Scripts and map of the desk, from packages of npm into the folder that the program
# embeds. Without npm, or where it reaches nothing, the program is built without them.
scripts:
	@if ! command -v npm >/dev/null; then echo "no npm: the desk is built without its scripts and map"; \
	elif ! $(MAKE) --no-print-directory web/script/node_modules/.package-lock.json; then echo "npm ci did not get its packages: the desk is built without new scripts and map"; \
	else $(MAKE) --no-print-directory web/dist/desk.js; fi

web/script/node_modules/.package-lock.json: web/script/package-lock.json
	cd web/script && npm ci --no-audit --no-fund --ignore-scripts
	@touch $@

web/dist/desk.js: $(wildcard web/script/src/*.ts) web/script/build.mjs web/script/node_modules/.package-lock.json
	cd web/script && npm run --silent check && npm run --silent build

# test is all that .ci/run calls.
test: needs build check
	@if [ -d web/script/node_modules ]; then cd web/script && npm run --silent check && npm test --silent; else echo "no packages of npm: the scripts are not tested"; fi
	$(GO) test -timeout 30m ./...
	CGO_ENABLED=0 $(GO) build $(PURE)
	bin/entente lexicon check
	$(MAKE) fuzz

check:
	@test -z "$$(gofmt -l .)" || { echo "not gofmt'ed:"; gofmt -l .; exit 1; }
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	GOARCH=arm64 $(GO) vet ./syntax
	@! GOARCH=arm64 $(GO) build -gcflags=-S ./syntax 2>&1 | grep -E '(net|decode|product)\.go.*FN?M(ADD|SUB)' || \
	  { echo "reading has a fused step on arm64: convert the product to float32"; exit 1; }

# Each fuzz target by itself, since go test takes one at a time.
fuzz:
	@for dir in $$($(GO) list -f '{{.Dir}}' ./...); do \
	  for target in $$(grep -ho 'func Fuzz[A-Za-z0-9_]*' $$dir/*_test.go 2>/dev/null | cut -c6-); do \
	    echo "fuzz $${dir##*/} $$target"; \
	    (cd $$dir && $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) .) || exit 1; \
	  done; \
	done

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Kills runs and cuts their power, and holds the store to what they acknowledged.
crash:
	$(GO) test ./cmd/entente -run '^Test(Crash|Cuts)$$' -crashes $(N) -cuts $$((5 * $(N))) -timeout 0 -v

# What the tests need, where it can be installed; without it they say what they skip.
needs:
	@command -v chromium >/dev/null || $(MAKE) browser || echo "no chromium: the walk through the pages is skipped"
	@command -v clickhouse-server >/dev/null || $(MAKE) shards || echo "no clickhouse-server: what is promised of a store on servers is not tested"
	@command -v npm >/dev/null || { apt-get update && apt-get install -y --no-install-recommends npm; } || echo "no npm: scripts, map and axe-core are skipped"

# Debian's Chromium, with which tests walk the pages; without it they skip that.
browser:
	apt-get update && apt-get install -y --no-install-recommends chromium fonts-dejavu-core

# Debian's servers of ClickHouse, of which tests start two on loopback; without them they skip that.
shards:
	apt-get update && apt-get install -y --no-install-recommends clickhouse-server

gates: build
	./gates.sh

clean:
	rm -rf bin out web/script/out web/dist/desk.js web/dist/world.json
