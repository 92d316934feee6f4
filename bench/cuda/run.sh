#!/bin/sh
# Tests and measures the CUDA kernels on the machine's GPU.
#
#   bench/cuda/run.sh [SECTION...]
#
#   suite      every kernel against the reference, and what the driver refuses (bin/cuda.test)
#   exact      against torch's own operations, bit for bit
#   wall       tensors of 3,758,096,384 and 2^33 + 37 elements, every bit checked
#   speed      beside torch's copy_, eager operations and reads, 2^29 elements
#   small      what a launch takes the host, through Go and through torch
#   blaslt     beside cuBLASLt's products that keep a mask
#   sanitizer  compute-sanitizer's four tools
#   docs       the programs of docs/CUDA.md
#   gorgonia   through a context of gorgonia.org/cu (bin/gorgonia.test)
#   ffi        the functions that XLA calls, in a stream and in a capture (bin/ffi_call)
#   table      unswagc devices and unswagc bench -device cuda
#
# `make cuda-bench` builds what it needs into bin/; beside that it needs python3 with torch.
# Tables go to stdout, JSON to the folder OUT (default: out/cuda), logs to LOGS (default:
# logs in OUT). The exit code is 1 if a section failed.
set -u
cd "$(dirname "$0")/../.."
OUT=${OUT:-out/cuda}
LOGS=${LOGS:-$OUT/logs}
PYTHON=${PYTHON:-python3}
export UNSWAG_REQUIRE_CUDA=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
mkdir -p "$OUT" "$LOGS"
all="suite exact wall speed small blaslt sanitizer docs gorgonia ffi table"
[ $# -gt 0 ] || set -- $all

for file in unswagc cuda.test kernels.ptx kernels.launch.json; do
	if [ ! -e "bin/$file" ]; then
		echo "run.sh: bin/$file is missing: build it by make cuda-bench, where Go is" >&2
		exit 1
	fi
done

python() { "$PYTHON" "bench/cuda/$1.py" bin/kernels.launch.json "$OUT"; }

# tests BINARY PATTERN NAME: the failures, and the last line.
tests() {
	"$1" -test.v -test.run "$2" -test.timeout 10m >"$LOGS/$3.log" 2>&1
	code=$?
	grep -E '^ *--- (FAIL|SKIP)|^(panic|FAIL|PASS|ok)' "$LOGS/$3.log" | head -40
	[ $code -eq 0 ] || grep -vE '^ *(---|===)' "$LOGS/$3.log" | head -40
	return $code
}

sanitizer() {
	if ! command -v compute-sanitizer >/dev/null; then
		echo "compute-sanitizer is not on PATH: left out"
		return 0
	fi
	failed=0
	for tool in memcheck racecheck initcheck synccheck; do
		compute-sanitizer --tool $tool --error-exitcode 9 bin/cuda.test -test.run '^TestGPUSanitized$' >"$LOGS/$tool.log" 2>&1
		code=$?
		echo "$tool: $(grep -E 'ERROR SUMMARY|RACECHECK SUMMARY|Error: ' "$LOGS/$tool.log" | tail -1) (exit code $code)"
		[ $code -eq 0 ] && grep -q 'SUMMARY' "$LOGS/$tool.log" || failed=1
	done
	return $failed
}

section() {
	case $1 in
	suite) tests bin/cuda.test '^TestGPU|^TestThisMachine' suite ;;
	exact | wall | speed | small | blaslt) python "$1" ;;
	sanitizer) sanitizer ;;
	docs) "$PYTHON" bench/cuda/docs.py ;;
	gorgonia)
		if [ ! -e bin/gorgonia.test ]; then
			echo "bin/gorgonia.test is missing: runtime/gorgonia/build.sh makes it"
			return 1
		fi
		tests bin/gorgonia.test '^Test' gorgonia
		;;
	ffi) bin/ffi_call bin/libunswag_ffi.so cuda ;;
	table) bin/unswagc devices && bin/unswagc bench -device cuda && bin/unswagc bench -device cuda -json >"$OUT/table.json" ;;
	*)
		echo "there is no section $1: $all"
		return 1
		;;
	esac
}

result=0
for name in "$@"; do
	start=$(date +%s)
	echo "== $name"
	if section "$name"; then word=passed; else
		word=FAILED
		result=1
	fi
	summary="${summary-}$name: $word, $(($(date +%s) - start)) s
"
done
printf '\n%s' "$summary"
exit $result
