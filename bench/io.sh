#!/bin/sh
# Compares unswagc with its peers on the same files: read, rewrite, write.
#
#   bench/io.sh [CASE...]     cases: chain7k chain100k chain140k inline external (default: all)
#
# Needs Go, Python 3.11 or newer, and 12 GB of disk. Makes a virtual environment with
# onnx, onnxscript and onnxsim, and its inputs, under ${XDG_CACHE_HOME:-~/.cache}/unswagc
# and uses both again. Prints markdown. SCALE=10 makes the two large cases a tenth of
# their size, ROUNDS is 5.
set -eu
cd "$(dirname "$0")/.."
cache=${XDG_CACHE_HOME:-$HOME/.cache}/unswagc
scale=${SCALE:-100}
rounds=${ROUNDS:-5}
work=${BENCH_DIR:-$cache/bench-data}
out=$work/out
py=$cache/bench/bin/python
packages="onnx==1.23.2 onnxscript==0.7.2 onnxsim==0.8.1"

if ! [ -e "$cache/bench/ready-$(echo "$packages" | tr ' =' '__')" ]; then
	echo "making $cache/bench with $packages" >&2
	python3 -m venv --clear "$cache/bench"
	"$py" -m pip install -q --disable-pip-version-check $packages
	touch "$cache/bench/ready-$(echo "$packages" | tr ' =' '__')"
fi
mkdir -p "$work" bin
go build -o bin/unswagc ./cmd/unswagc
go build -o bin/genmodel ./bench/genmodel
go build -tags protobufgo -o bin/protobufgo ./bench/protobufgo

# input DIR ARGS...: makes DIR/in.onnx with gen.py unless it is there.
input() {
	dir=$1
	shift
	[ -e "$dir/done" ] && return
	rm -rf "$dir" && mkdir -p "$dir"
	"$py" bench/gen.py "$@" "$dir/in.onnx" && touch "$dir/done"
}

# compare TITLE DIR [NAME=COMMAND...]: runs all tools on DIR/in.onnx.
compare() {
	title=$1 in=$2/in.onnx
	shift 2
	cat "$(dirname "$in")"/* >/dev/null # warm cache
	"$py" bench/measure.py "$rounds" "$out" "$title" "$@" \
		"unswagc=bin/unswagc $in -o $out/out.onnx -no-verify -q" \
		"protobuf-go read + write=bin/protobufgo $in $out/out.onnx" \
		"onnx load + save=$py bench/peers.py onnx $in $out/out.onnx" \
		"onnxscript rewriter=$py bench/peers.py rewriter $in $out/out.onnx" \
		"onnxsim=$py bench/peers.py onnxsim $in $out/out.onnx"
}

echo "$(uname -sm), $(nproc) cores, $(go version | cut -d' ' -f3), $packages"
for case in ${*:-chain7k chain100k chain140k inline external}; do
	dir=$work/$case-$scale
	case $case in
	chain7k)
		input "$dir" chain 1000 7
		compare "7,000 nodes, 1,000 sites" "$dir"
		;;
	chain100k)
		input "$dir" chain 20000 5
		compare "100,000 nodes, 20,000 sites" "$dir"
		;;
	chain140k) # names, doc strings and types as ONNX Runtime writes them
		[ -e "$dir/done" ] || { mkdir -p "$dir" && bin/genmodel chain 20000 "$dir" && touch "$dir/done"; }
		compare "140,000 nodes with names, docs and types, 20,000 sites" "$dir"
		;;
	inline)
		input "$dir" inline $((19000000 * scale))
		compare "$((19 * scale)) MB of weights in the file" "$dir" \
			"cp and sync=cp --reflink=never $dir/in.onnx $out/out.onnx && sync -f $out/out.onnx"
		;;
	external)
		input "$dir" external $((27000000 * scale))
		compare "$((27 * scale)) MB of weights beside the file, saved to another folder" "$dir" \
			"cp and sync=cp --reflink=never $dir/in.onnx $dir/weights.bin $out && sync -f $out/weights.bin"
		;;
	*)
		echo "unknown case $case" >&2
		exit 2
		;;
	esac
done
