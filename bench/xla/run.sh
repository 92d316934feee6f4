#!/bin/sh
# Measures graphs that unswagc lowers to StableHLO, on the machine's GPU by XLA.
#
#   bench/xla/run.sh [SECTION...]
#
#   devices   what is found
#   ffi       the functions of bin/libunswag_ffi.so against the reference, and in graphs
#   ffn       FFN-4: memory and time with masks and without, every result compared
#   wall      a layer with 3,758,096,384 elements in its activation
#   context   the most tokens that one layer trains on within 16 GB
#   grid      memory of 32 networks, with every form of masks
#   convnets  memory of five convolutional nets; not run unless it is named
#
# `make xla-bench` builds what it needs into bin/; beside that it needs python3 and a PJRT
# plugin for CUDA (docs/PJRT.md). Tables go to stdout, JSON to the folder OUT (default:
# out/xla). The exit code is 1 if a section failed.
set -u
cd "$(dirname "$0")/../.."
OUT=${OUT:-out/xla}
PYTHON=${PYTHON:-python3}
mkdir -p "$OUT"
export PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TF_CPP_MIN_LOG_LEVEL=3
for file in unswagc genmodel step pjrt.test stablehlo.test libunswag_ffi.so; do
	[ -e "bin/$file" ] || {
		echo "run.sh: bin/$file is missing: build it by make xla-bench, where Go is" >&2
		exit 1
	}
done
[ $# -gt 0 ] || set -- devices ffi ffn wall context grid

# ffi runs the tests that are for GPUs. They skip where no plugin is named.
ffi() {
	UNSWAG_FFI=$PWD/bin/libunswag_ffi.so
	UNSWAG_PJRT_CUDA=${UNSWAG_PJRT_CUDA:-$(bin/unswagc devices | sed -n 's/^pjrt:cuda: XLA by //p')}
	export UNSWAG_FFI UNSWAG_PJRT_CUDA
	(cd runtime/pjrt && ../../bin/pjrt.test -test.v -test.run FFIOperatorsOnCUDA) >"$OUT/ffi.log" 2>&1 &&
		(cd lower/stablehlo && ../../bin/stablehlo.test -test.v -test.run ByFFIOnCUDA) >>"$OUT/ffi.log" 2>&1
	code=$?
	grep -E '^--- |^ +--- (FAIL|SKIP)|_test.go' "$OUT/ffi.log"
	return $code
}

result=0
for section; do
	echo "== $section"
	case $section in
	devices) bin/unswagc devices ;;
	ffi) ffi ;;
	ffn | wall) "$PYTHON" bench/xla/ffn.py "$section" cuda "$OUT" ;;
	context) "$PYTHON" bench/xla/context.py pjrt:cuda ;;
	grid) "$PYTHON" bench/xla/grid.py pjrt:cuda ;;
	convnets) "$PYTHON" bench/xla/convnets.py pjrt:cuda ;;
	*) echo "there is no section $section" && false ;;
	esac || result=1
done
exit $result
