# Paddock: every target sets up what it needs.

TAGS    := sqlite_fts5 sqlite_math_functions sqlite_omit_load_extension netgo osusergo nodynamic timetzdata
# On Linux the binary is static where the C library has an archive to link: it then also runs inside
# images that have no C library, or another one.
STATIC  := $(if $(filter Linux,$(shell uname -s)),$(shell f=$$(cc -print-file-name=libc.a 2>/dev/null); test -f "$$f" && echo -linkmode external -extldflags -static))
FIXTURE := fixtures/apps/outbound
NPM     := $(FIXTURE) fixtures/apps/outbound-sandbox fixtures/apps/sandboxes fixtures/npm
GO      := house_test.go cmd jsruntime polyfills bindings proxy wrangler fixtures/bench
export CGO_ENABLED := 1

help: ## show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'

tools:
	@for t in go:golang cc:gcc node:nodejs npm:npm curl:curl; do \
		command -v $${t%%:*} >/dev/null || { echo "paddock: $${t%%:*} is missing. Install it, on Debian with: apt-get install $${t##*:}" >&2; exit 1; }; \
	done

setup: tools $(NPM:%=%/node_modules/.package-lock.json) ## install what the fixtures need

%/node_modules/.package-lock.json: %/package-lock.json %/package.json
	cd $* && npm ci --no-fund --no-audit
	@touch $@

build: tools ## build ./paddock
	go build -tags "$(TAGS)" -ldflags "$(strip -s -w $(STATIC))" -o paddock ./cmd/paddock

demo: setup build ## the main job: a sandbox whose HTTP is answered by the project's handlers
	$(FIXTURE)/demo.sh

test: setup ## vet and run every test
	go vet -tags "$(TAGS)" ./...
	go test -tags "$(TAGS)" -timeout 15m ./...
	@test -n "$$DOCKER_HOST" || test -S /var/run/docker.sock || { test "$$(id -u)" = 0 && command -v dockerd >/dev/null; } || \
		echo "*** The tests of the engine docker did NOT run: no daemon, and no dockerd that may be started. ***" >&2

check: tools ## format, vet and the rules of the house
	@unformatted=$$(gofmt -l $(GO)) && test -z "$$unformatted" || { echo "not formatted: $$unformatted" >&2; exit 1; }
	go vet -tags "$(TAGS)" ./...
	go test -tags "$(TAGS)" .

race: setup ## every test under the race detector
	GORACE=atexit_sleep_ms=0 go test -race -tags "$(TAGS)" -timeout 30m ./...

browser: setup build fixtures/apps/sandboxes/vite/app/node_modules/.package-lock.json ## the terminal and the preview URL of sandboxes, in a real browser
	go vet -tags "$(TAGS) browser" ./fixtures/browser
	go test -tags "$(TAGS) browser" -timeout 10m ./fixtures/browser

bench: setup build ## whole stories beside a plain net/http server, and workerd and mitmproxy where they are installed
	go build -tags "$(TAGS)" -o .cache/bench ./fixtures/bench
	.cache/bench

microbench: setup ## benchmarks of single operations
	go test -tags "$(TAGS)" -run '^$$' -bench . ./...

clean: ## remove what was built
	rm -rf paddock

.PHONY: help tools setup build demo test check race browser bench microbench clean
