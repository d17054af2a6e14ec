# `make help` lists the targets. GNU make and a POSIX shell; everything else is Go, pinned in go.mod files.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

# The modules that hold code of ours. `make lint` fails where a go.mod stands that no list here names.
MODULES     := . test/cluster test/e2e lint/schema/gen
# Checked for format and tidiness only: to analyse these means to analyse all of Kubernetes.
BIG_MODULES := test/cluster/kube test/parity
# Pins of programs and nothing else. Those that `make bench` compares with are fetched only then.
# What only `make dist` needs is fetched only then.
DIST_MODULES := tools/goreleaser
PEER_MODULES := $(patsubst %/go.mod,%,$(sort $(wildcard test/bench/peers/*/go.mod)))
PIN_MODULES  := test/cluster/nodetools $(filter-out $(DIST_MODULES),$(patsubst %/go.mod,%,$(sort $(wildcard tools/*/go.mod))))

# The cluster that demo, cluster-up and cluster-down mean, and the kind of node it gets: auto, real or simulated.
NAME ?= demo
NODE ?= auto

# More arguments for go test, e.g. TESTFLAGS=-v or TESTFLAGS='-run TestWatch'.
TESTFLAGS ?=
# A test binary that hangs is stopped with a dump of its goroutines. The cluster's first build counts.
CLUSTER_TIMEOUT ?= 40m

VERSION_PKG := github.com/kubectl-job/kubectl-job/internal/version
VERSION = $(or $(shell git describe --tags --match 'v*' --dirty 2>/dev/null),dev)
COMMIT  = $(or $(shell git rev-parse --short=12 HEAD 2>/dev/null),unknown)
# The commit's date, not the clock's: the same commit builds the same bytes.
DATE    = $(or $(shell TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd 2>/dev/null),unknown)
# -s -w: without the tables of a debugger; panics still show their lines.
LDFLAGS = -s -w -X $(VERSION_PKG).Version=$(VERSION) -X $(VERSION_PKG).Commit=$(COMMIT) -X $(VERSION_PKG).Date=$(DATE)

# The version is written in above, so that building does not depend on what git thinks of the folder.
export GOFLAGS := $(strip $(filter-out -buildvcs%,$(shell go env GOFLAGS)) -buildvcs=false)
# The race detector needs a C compiler.
RACE = $(shell [ "$$(go env CGO_ENABLED)" = 1 ] && command -v "$$(go env CC)" >/dev/null 2>&1 && echo -race)

export STARTED := $(shell date +%s)
STEP := hack/step

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

##@ Build and play

# The playground's page, which goes into the plugin. Without npm the plugin is built without it, and says so when it is asked for.
SITE := internal/cli/playground/site/index.html.gz
SITE_SOURCES = $(shell find wasm analyze lint job policies testdata/err testdata/seed testdata/ok internal/cli/analyze/testdata/out-of-memory.yaml web hack/web \
	-name node_modules -prune -o -name dist -prune -o -name generated -prune -o -type f ! -name '*_test.go' ! -path 'web/test/*' -print)

.PHONY: build
build: $(if $(shell command -v npm),$(SITE)) ## build the plugin into bin/
	@$(STEP) 'build bin/kubectl-job and bin/kubectl-job-lint' go build -trimpath -ldflags '$(LDFLAGS)' -o bin/ ./cmd/...

.PHONY: site
site: $(SITE) ## build the playground's page, which goes into the plugin
	@:

$(SITE): $(SITE_SOURCES) web/node_modules/.package-lock.json
	@$(STEP) 'the linter for the browser' hack/web web/generated
	@$(STEP) 'the playground' sh -c 'cd web && npx --no-install vite build --logLevel error'

.PHONY: playground
playground: build ## serve the playground, and open it
	@bin/kubectl-job playground

# goreleaser takes the commit only from a clone, which has a remote; a remote that is there comes before.
REMOTE = $(if $(shell git config remote.origin.url),,env GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=remote.origin.url GIT_CONFIG_VALUE_0=https://github.com/kubectl-job/kubectl-job)

.PHONY: dist
dist: $(if $(shell command -v npm),$(SITE)) ## the archives of a release, for six platforms, in dist/; krew installs the one for this machine
	@$(STEP) 'goreleaser check' hack/tool goreleaser check
	@$(STEP) 'goreleaser release --snapshot' $(REMOTE) hack/tool goreleaser release --snapshot --clean --skip=sbom,sign,docker
	@$(STEP) 'krew manifest' hack/krew-manifest dist
	@$(STEP) 'krew installs it' env KUBECTL_JOB_TEST_DIST='$(CURDIR)/dist' go -C test/e2e test -count=1 -run TestKrew $(TESTFLAGS) .

# Twice the same commit, twice the same bytes.
.PHONY: dist-twice
dist-twice: dist ## make dist, and a second time from nothing: the checksums have to be the same
	@cp dist/checksums.txt .cache/checksums.txt
	@$(STEP) 'goreleaser again' $(REMOTE) hack/tool goreleaser release --snapshot --clean --skip=sbom,sign,docker
	@$(STEP) 'the same bytes' diff .cache/checksums.txt dist/checksums.txt

.PHONY: demo
demo: ## run one Job to its end in a cluster of its own, and leave it up to play with
	@DEMO_NAME='$(NAME)' DEMO_NODE='$(NODE)' hack/demo.sh

.PHONY: cluster-up
cluster-up: ## bring the cluster up (NAME=demo NODE=auto|real|simulated)
	@go -C test/cluster run . up --name '$(NAME)' --node '$(NODE)'

.PHONY: cluster-down
cluster-down: ## take that cluster down
	@go -C test/cluster run . down --name '$(NAME)'

##@ Check

.PHONY: test
test: lint test-unit test-web test-size test-browser test-parity test-cluster test-e2e ## everything that must pass: lint, unit tests, the playground's, the reports', the cluster's, scenarios
	@echo "All passed, in $$(( ($$(date +%s) - STARTED) / 60 ))m$$(( ($$(date +%s) - STARTED) % 60 ))s."

# Budgets in MB, as released for linux/amd64; the first holds the playground, where npm is there.
.PHONY: test-size
test-size: $(if $(shell command -v npm),$(SITE)) ## how large the programs are, by dependency, within a budget
	@$(STEP) 'size of kubectl-job' hack/size 90 ./cmd/kubectl-job
	@$(STEP) 'size of kubectl-job-lint' hack/size 8 ./cmd/kubectl-job-lint

.PHONY: test-unit
test-unit: ## the product's Go tests, with the race detector where a C compiler is there
	@$(STEP) 'unit tests$(if $(RACE), with the race detector, (no C compiler: without the race detector))' \
		go test $(RACE) $(TESTFLAGS) ./...
	@$(STEP) 'lint/schema/gen' go -C lint/schema/gen test $(TESTFLAGS) ./...

# The time zones are Go's own on both sides.
.PHONY: test-web
test-web: $(SITE) ## the playground: in Node, and in Chromium where it is there
	@$(STEP) 'what the native linter says' sh -c 'ZONEINFO=$$(go env GOROOT)/lib/time/zoneinfo.zip go run ./wasm/reference testdata >web/generated/reference.jsonl'
	@$(STEP) 'web: tests' sh -c 'cd web && npx --no-install vitest run $(WEBTESTFLAGS)'

.PHONY: test-browser
test-browser: ## the pages of analyze -o html, in Chromium
	@if [ -n "$(CI)" ] || { command -v npm && command -v chromium; } >/dev/null 2>&1; then \
		$(STEP) 'test/browser: packages' npm --prefix test/browser ci --no-audit --no-fund && \
		$(STEP) 'test/browser' node --test test/browser/report.test.js; \
	else \
		echo 'skipped: test/browser (npm or chromium is not installed here; CI runs it)'; \
	fi

.PHONY: diagnoses
diagnoses: build ## docs/diagnoses.md and the recorded snapshots, from a real cluster with a real node
	@DIAGNOSES='$(CURDIR)' go -C test/e2e test -run TestDiagnoses -count=1 -timeout $(CLUSTER_TIMEOUT) .
	@go test ./internal/cli/analyze -update

.PHONY: test-parity
test-parity: ## the linter beside the code of the API server, on a corpus and on new manifests (its first build takes some minutes)
	@$(STEP) 'test/parity' go -C test/parity test -count=1 $(TESTFLAGS) ./...

.PHONY: test-cluster
test-cluster: ## the tests of the cluster itself (its first build takes about ten minutes)
	@$(STEP) 'test/cluster' go -C test/cluster test -count=1 -timeout $(CLUSTER_TIMEOUT) $(TESTFLAGS) ./...

# Scenarios wait more than they compute: four at a time.
.PHONY: test-e2e
test-e2e: build ## scenarios: the built plugin against a real control plane
	@$(STEP) 'test/e2e' go -C test/e2e test -count=1 -parallel 4 -timeout $(CLUSTER_TIMEOUT) $(TESTFLAGS) ./...

.PHONY: bench
bench: bench-lint bench-web bench-cluster ## benchmarks (BENCH=pattern), lint beside other linters, and commands beside kubectl
	@go test -run '^$$' -bench '$(or $(BENCH),.)' -benchmem ./...

.PHONY: bench-lint
bench-lint: build ## lint as a whole process, beside other linters at pinned versions
	@score=$$(hack/tool --path kube-score) && go run ./test/bench \
		'kubectl-job-lint=bin/kubectl-job-lint' 'kubectl-job-lint, info too=bin/kubectl-job-lint --level=info' \
		'kubectl-job lint=bin/kubectl-job lint' "kube-score=$$score score"

.PHONY: bench-web
bench-web: build ## the playground: bytes to load, time to the first finding, time from key to finding
	@cd web && BENCH=1 npx --no-install vitest run --no-file-parallelism test/bench.test.ts test/size.test.ts

.PHONY: bench-cluster
bench-cluster: ## commands beside kubectl, on clusters of their own (BENCH=pattern)
	@go -C test/e2e test -run '^$$' -bench '$(or $(BENCH),.)' -benchtime 1x .

.PHONY: picture
picture: build ## the pictures in the README, from a real run
	@PICTURES='$(CURDIR)/docs' go -C test/e2e test -run TestPicture -count=1 .
	@cd web && SCREENSHOTS='$(CURDIR)/docs' npx --no-install vitest run test/browser.test.ts -t screenshots

##@ Code

.PHONY: lint
lint: lint-modules lint-format lint-shell lint-tidy lint-vet lint-platforms lint-wasm lint-staticcheck lint-golangci lint-policies lint-web ## every static check

.PHONY: fmt
fmt: ## format the code
	@hack/tool gofumpt -l -w $(GO_DIRS)
	@hack/tool opa fmt --write policies
	@if [ -f web/package.json ]; then cd web && npx --no-install biome check --write .; fi

.PHONY: clean
clean: ## remove what the build left in this folder (caches and clusters stay)
	@rm -rf bin dist .cache web/dist web/generated internal/cli/playground/site/assets internal/cli/playground/site/*.gz

# The steps of lint, each also a target of its own.

# Packages from npm may carry Go files of their own: gofumpt keeps out of web/.
GO_DIRS  := $(filter-out bin/ dist/ docs/ hack/ tools/ web/,$(wildcard */))
POLICIES := $(wildcard policies/*/*.rego)

.PHONY: lint-modules
lint-modules:
	@$(STEP) 'every module is in a list of the Makefile' hack/modules $(MODULES) $(BIG_MODULES) $(PIN_MODULES) $(PEER_MODULES) $(DIST_MODULES)

.PHONY: lint-format
lint-format:
	@$(STEP) 'gofumpt' sh -c 'files=$$(hack/tool gofumpt -l $(GO_DIRS)) || exit; [ -z "$$files" ] || { echo "not formatted (make fmt mends it):"; echo "$$files"; exit 1; }'

.PHONY: lint-shell
lint-shell:
	@if command -v shellcheck >/dev/null 2>&1 || [ -n "$(CI)" ]; then \
		$(STEP) 'shellcheck' shellcheck hack/* .ci/run examples/gitops/flux-push; \
	else \
		echo 'skipped: shellcheck (not installed here; CI runs it)'; \
	fi

.PHONY: lint-tidy
lint-tidy:
	@for m in $(MODULES) $(BIG_MODULES) $(PIN_MODULES); do $(STEP) "go mod tidy: $$m" go -C $$m mod tidy -diff || exit 1; done

.PHONY: lint-vet
lint-vet:
	@for m in $(MODULES); do $(STEP) "go vet: $$m" go -C $$m vet ./... || exit 1; done

# The product and its unit tests compile for the other systems of a release.
.PHONY: lint-platforms
lint-platforms:
	@$(STEP) 'macOS and Windows' go run ./release/platforms

# What the browser will run.
.PHONY: lint-wasm
lint-wasm:
	@$(STEP) 'lint for WebAssembly' env GOOS=js GOARCH=wasm go vet ./job ./lint ./analyze/... ./wasm/...

.PHONY: lint-staticcheck
lint-staticcheck:
	@tool=$$(hack/tool --path staticcheck) || exit 1; \
	for m in $(MODULES); do $(STEP) "staticcheck: $$m" sh -c 'cd "$$1" && "$$0" ./...' "$$tool" $$m || exit 1; done

.PHONY: lint-golangci
lint-golangci:
	@tool=$$(hack/tool --path golangci-lint) || exit 1; \
	$(STEP) 'golangci-lint: its configuration' "$$tool" config verify || exit 1; \
	for m in $(MODULES); do \
		$(STEP) "golangci-lint: $$m" sh -c 'cd "$$1" && "$$0" run --config "$$2" ./...' "$$tool" $$m "$(CURDIR)/.golangci.yml" || exit 1; \
	done

.PHONY: lint-policies
lint-policies:
	@$(STEP) 'opa fmt' hack/tool opa fmt --fail --list policies
	@$(STEP) 'opa check' hack/tool opa check --strict --schema policies/facts.schema.json --capabilities policies/capabilities.json $(filter-out %_test.rego,$(POLICIES))
	@$(STEP) 'opa check, with the tests' hack/tool opa check --strict $(POLICIES)
	@$(STEP) 'opa test' hack/tool opa test $(POLICIES) policies/data.yaml
	@$(STEP) 'opa test: every line of every rule' sh -c 'hack/tool opa test --coverage --threshold 100 $(POLICIES) policies/data.yaml >/dev/null'

.PHONY: lint-web
lint-web:
ifneq ($(wildcard web/package.json),)
lint-web: web/node_modules/.package-lock.json
	@$(STEP) 'web: biome' sh -c 'cd web && npx --no-install biome ci .'
	@$(STEP) 'web: tsc' sh -c 'cd web && npx --no-install tsc --noEmit'
endif

web/node_modules/.package-lock.json: web/package-lock.json
	@$(STEP) 'web: packages' npm --prefix web ci --no-audit --no-fund
