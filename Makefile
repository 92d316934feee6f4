# make            build bin/unswagc
# make test       every test; makes what they use (tests/setup.sh); screenshots lie in bin/screenshots
# make test-full  the same, and the large graphs over all feeds
# make python-test  the Python package and its examples with PyTorch, JAX and transformers, of
#                 which it downloads 2.9 GB once, and in each Python that is found
# make check      formatting, vet, staticcheck, govulncheck, race detector, fuzzing, other systems
# make bench      benchmarks of the packages; bench/io.sh and bench/engine.sh compare with other tools
# make cuda-bench  what bench/cuda/run.sh needs on a machine with a GPU, into bin/
# make xla-bench   what bench/xla/run.sh and shard.sh need on a machine with GPUs, into bin/
# make plugin     the libraries for ONNX Runtime (docs/PLUGIN_ORT.md) and XLA
#                 (docs/PLUGIN_XLA.md), into bin/
# make tpu-check   compiles for TPUs with libtpu, which it downloads
# make wheel      the Python package as a wheel, into bin/; bench/torch/run.sh needs it
# make golden     writes the goldens, the scripts' texts and the README's reports anew

GO ?= go
FUZZTIME ?= 60s
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0

# How names of libraries end.
LIBRARY = $$(test "$$(uname -s)" = Darwin && echo dylib || echo so)

.PHONY: build test test-full python-test check fmt vet staticcheck vuln race fuzz cross generate generate-check bench cuda-bench xla-bench plugin tpu-check wheel golden

build:
	$(GO) build -o bin/unswagc ./cmd/unswagc

test:
	env=$$(tests/setup.sh) && eval "$$env" && env=$$(runtime/gorgonia/setup.sh include) && eval "$$env" && UNSWAG_REQUIRE_PYTHON=1 UNSWAG_SCREENSHOTS="$${UNSWAG_SCREENSHOTS:-$(CURDIR)/bin/screenshots}" $(GO) test -timeout 60m ./... && PYTHON=$$UNSWAG_PYTHON_STOCK python/test.sh
	cd runtime/onnxgo && $(GO) vet ./... && $(GO) test -timeout 30m ./...
	runtime/gorgonia/test.sh

test-full:
	UNSWAG_TEST_FULL=1 $(MAKE) test

python-test:
	python/test-all.sh

check: fmt vet staticcheck vuln cross generate-check race fuzz

fmt:
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "run gofmt on: $$unformatted"; exit 1; }

vet:
	$(GO) vet ./...

staticcheck:
	$(GO) run $(STATICCHECK) ./...

vuln:
	tests/vuln.sh $(GOVULNCHECK)

# Everything compiles, tests too.
cross:
	GOOS=linux GOARCH=arm64 $(GO) vet ./...
	GOOS=darwin GOARCH=arm64 $(GO) vet ./...
	GOOS=windows GOARCH=amd64 $(GO) vet ./...

# The assembly of the mask kernels. generate-check generates it elsewhere and compares.
generate:
	cd kernels/gen && $(GO) run . -out ../simd_amd64.s -stubs ../simd_amd64.go -pkg kernels

generate-check:
	@dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && cp -R kernels/gen "$$dir/gen" && \
	(cd "$$dir/gen" && $(GO) vet . && $(GO) run . -out ../simd_amd64.s -stubs ../simd_amd64.go -pkg kernels) && \
	cmp "$$dir/simd_amd64.s" kernels/simd_amd64.s && cmp "$$dir/simd_amd64.go" kernels/simd_amd64.go && \
	echo "the kernels' assembly is what kernels/gen writes"

race:
	$(GO) test -race -short -timeout 30m ./...

fuzz:
	tests/fuzz.sh $(FUZZTIME)

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Without cgo, as released. docs.py builds the Go program of docs/CUDA.md.
cuda-bench: export CGO_ENABLED = 0
cuda-bench: build
	$(GO) test -c -trimpath -ldflags=-s -o bin/cuda.test ./runtime/cuda
	$(GO) run ./bench/cuda/emit bin/kernels
	python3 bench/cuda/docs.py build
	runtime/gorgonia/test.sh
	runtime/plugin/xla/build.sh bin/libunswag_ffi.$(LIBRARY)
	$${CC:-cc} -std=c11 -D_DEFAULT_SOURCE -O1 -pthread -I runtime/plugin/xla tests/xla/testdata/call.c -o bin/ffi_call -ldl

xla-bench: export CGO_ENABLED = 0
xla-bench: build
	$(GO) build -trimpath -ldflags=-s -o bin/ ./bench/genmodel ./bench/xla/step
	$(GO) test -c -trimpath -ldflags=-s -o bin/ ./runtime/pjrt ./lower/stablehlo
	runtime/plugin/xla/build.sh bin/libunswag_ffi.$(LIBRARY)

plugin:
	runtime/plugin/ort/build.sh bin/libunswag_ort.$(LIBRARY)
	runtime/plugin/xla/build.sh bin/libunswag_ffi.$(LIBRARY)

# libtpu is Google's and proprietary: nothing else needs it, and it is not part of a release.
LIBTPU_VERSION ?= 0.0.42.1
tpu-check:
	@echo "libtpu $(LIBTPU_VERSION) is proprietary software of Google, under the Google Cloud terms of service; it is downloaded from PyPI for these tests only"
	env=$$(tests/setup.sh) && eval "$$env" && lib=$$(tests/libtpu.sh $(LIBTPU_VERSION)) && UNSWAG_PJRT_TPU="$$lib" $(GO) test -count 1 -v -run TPU ./runtime/pjrt ./lower/stablehlo ./cmd/unswagc

wheel:
	python3 -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir bin ./python

golden:
	$(GO) test ./pass -run TestGoldens -update
	$(GO) test ./cmd/unswagc -run 'Scripts|Readme' -update
