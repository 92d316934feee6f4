#!/bin/sh
# Measures FFN-4 with its tokens split among the devices of one host, by XLA.
#
#   bench/xla/shard.sh [PLUGIN [DEVICES]]
#
# PLUGIN is cuda (default), cpu or the path of a PJRT plugin (docs/PJRT.md), DEVICES how many of
# its devices to take (default: 2). For each type of elements and each partitioner it prints what XLA
# plans for one device of 1 and of DEVICES, with masks and without; then it runs the graph, with
# masks and without, and compares the results, every one of which must have the same bytes.
# TOKENS (default: 16384), SHAPE (default: 3584x14336), ELEMENTS (default: "bfloat16 float") and
# WORDS, further words of genmodel such as trained, change the graph.
#
# `make xla-bench` builds what it needs into bin/. The exit code is 1 if something failed, or if
# results differ.
set -u
cd "$(dirname "$0")/../.."
plugin=${1:-cuda} devices=${2:-2} tokens=${TOKENS:-16384}
for file in unswagc genmodel; do
	[ -e "bin/$file" ] || {
		echo "shard.sh: bin/$file is missing: build it by make xla-bench, where Go is" >&2
		exit 1
	}
done
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
result=0

# step runs a graph, leaves its results' lines in a file, and prints the lines on time and memory.
step() {
	graph=$1 to=$2
	shift 2
	bin/unswagc run "$graph" -device "pjrt:$plugin" -dim "tokens=$tokens" "$@" >"$dir/out" || {
		result=1
		return
	}
	grep -E '^(output|yield|updated) ' "$dir/out" >"$to"
	grep -vE '^(output|yield|updated) ' "$dir/out" | tail -n +2
}

# same compares the results' lines of two runs.
same() {
	if [ -s "$1" ] && cmp -s "$1" "$2"; then
		echo "every result has the same bytes with masks and without"
	else
		echo "RESULTS DIFFER:" && diff "$1" "$2"
		result=1
	fi
}

for elem in ${ELEMENTS:-bfloat16 float}; do
	# shellcheck disable=SC2086
	bin/genmodel ffn 4 "$dir" "$elem" ${WORDS:-} "${SHAPE:-3584x14336}" &&
		bin/unswagc "$dir/in.onnx" -o "$dir/masks.onnx" -f -q -no-verify -dim "tokens=$tokens" || exit 1
	for split in "" "-shard tokens=$devices" "-shard tokens=$devices -shardy"; do
		echo "== $elem ${split:-one device}"
		# shellcheck disable=SC2086
		bin/unswagc aot "$dir/in.onnx" -device "pjrt:$plugin" -dim "tokens=$tokens" $split || result=1
		echo "-- run without masks"
		# shellcheck disable=SC2086
		step "$dir/in.onnx" "$dir/plain" $split
		echo "-- run with masks"
		# shellcheck disable=SC2086
		step "$dir/masks.onnx" "$dir/masked" $split
		same "$dir/plain" "$dir/masked"
	done
done
exit $result
