#!/bin/sh
# Compares unswagc with its peers on the same files: read, rewrite, write.
#
#   bench/io.sh [CASE...]     cases: chain7k chain100k chain140k inline external (default: all)
#
# Needs Go, Python 3.11 or newer with venv, and 16 GB of disk; takes about half an hour,
# most of it in the slowest peers. Makes a virtual environment of requirements.txt, and
# its inputs, under ${UNSWAG_CACHE:-${XDG_CACHE_HOME:-~/.cache}/unswagc} and uses both
# again. Prints markdown: see measure.py for what is measured. SCALE=10 makes the two
# large cases a tenth of their size, ROUNDS is 5, PYTHON names the interpreter.
set -eu
cd "$(dirname "$0")/.."
cache=${UNSWAG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/unswagc}
scale=${SCALE:-100}
rounds=${ROUNDS:-5}
work=${BENCH_DIR:-$cache/bench-data}
out=$work/out
env=$cache/bench-$(cksum <bench/requirements.txt | tr -d ' ')
py=$env/bin/python
export PYTHONSAFEPATH=1 # else the folders here are taken for packages

if ! [ -e "$env/complete" ]; then
	echo "making $env of bench/requirements.txt" >&2
	"${PYTHON:-python3}" -m venv --clear "$env"
	"$py" -m pip install -q --disable-pip-version-check --no-deps -r bench/requirements.txt
	: >"$env/complete"
fi
mkdir -p "$work" bin
go build -o bin/unswagc ./cmd/unswagc
go build -o bin/genmodel ./bench/genmodel
go build -tags protobufgo -o bin/protobufgo ./bench/protobufgo
# The inputs of another version of genmodel are not used again.
made=$(cat internal/genmodel/*.go bench/genmodel/*.go | cksum | cut -d' ' -f1)

# input DIR KIND NUMBER: makes DIR/in.onnx unless it is there.
input() {
	[ -e "$1/done" ] && return
	rm -rf "$1" && mkdir -p "$1"
	bin/genmodel "$2" "$3" "$1" && : >"$1/done"
}

# compare TITLE DIR [NAME=COMMAND...]: runs all tools on DIR/in.onnx.
compare() {
	title=$1 dir=$2 in=$2/in.onnx
	shift 2
	cat "$dir"/* >/dev/null # into the page cache
	"$py" bench/measure.py "$rounds" "$out" "$title" "$@" \
		"unswagc=bin/unswagc $in -o $out/out.onnx -no-verify -q" \
		"protobuf-go read + write=bin/protobufgo $in $out/out.onnx" \
		"onnx load + save=$py bench/peers.py onnx $in $out/out.onnx" \
		"onnxscript rewriter, no match=$py bench/peers.py nomatch $in $out/out.onnx" \
		"onnxscript rewriter, Gemm + Relu=$py bench/peers.py fuse $in $out/out.onnx" \
		"onnxsim=$py bench/peers.py onnxsim $in $out/out.onnx"
}

echo "$(uname -sm), $(nproc) cores, $(go version | cut -d' ' -f3), $("$py" --version)"
for case in ${*:-chain7k chain100k chain140k inline external}; do
	dir=$work/$case-$scale-$made
	case $case in
	chain7k)
		input "$dir" chain 1000
		compare "7,002 nodes, 1,000 sites" "$dir"
		;;
	chain100k)
		input "$dir" lean 20000
		compare "100,002 nodes, 20,000 sites" "$dir"
		;;
	chain140k)
		input "$dir" chain 20000
		compare "140,002 nodes, 20,000 sites" "$dir"
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
