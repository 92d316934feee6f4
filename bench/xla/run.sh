#!/bin/sh
# Measures graphs that unswagc lowers to StableHLO, on the machine's GPU by XLA.
#
#   bench/xla/run.sh [SECTION...]
#
#   devices   what is found
#   ffn       FFN-4: memory and time with masks and without, every result compared
#   wall      a layer with 3,758,096,384 elements in its activation
#   context   the most tokens that one layer trains on within 16 GB
#   grid      memory of 32 networks, with every form of masks
#
# `make xla-bench` builds what it needs into bin/; beside that it needs python3 and a PJRT
# plugin for CUDA (docs/PJRT.md). Tables go to stdout, JSON to the folder OUT (default:
# out/xla). The exit code is 1 if a section failed.
set -u
cd "$(dirname "$0")/../.."
OUT=${OUT:-out/xla}
PYTHON=${PYTHON:-python3}
export PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TF_CPP_MIN_LOG_LEVEL=3
for file in unswagc genmodel step; do
	[ -e "bin/$file" ] || {
		echo "run.sh: bin/$file is missing: build it by make xla-bench, where Go is" >&2
		exit 1
	}
done
[ $# -gt 0 ] || set -- devices ffn wall context grid
result=0
for section; do
	echo "== $section"
	case $section in
	devices) bin/unswagc devices ;;
	ffn | wall) "$PYTHON" bench/xla/ffn.py "$section" cuda "$OUT" ;;
	context) "$PYTHON" bench/xla/context.py pjrt:cuda ;;
	grid) "$PYTHON" bench/xla/grid.py pjrt:cuda ;;
	*) echo "there is no section $section" && false ;;
	esac || result=1
done
exit $result
