#!/bin/sh
# Builds the custom-op library for ONNX Runtime with a C compiler alone:
#
#   runtime/plugin/ort/build.sh FILE [FLAG...]
#
# CC names the compiler; the flags come last, -fsanitize=address for instance. The runtime's
# header is that of the Go module onnxruntime_go, at a version and sum that are fixed here,
# or lies in the folder that UNSWAG_ORT_INCLUDE names.
set -eu
module=github.com/yalue/onnxruntime_go@v1.27.0
sum=h1:c1YSgDNtpf0WGtxj3YeRIb8VC5LmM1J+Ve3uHdteC1U=
out=$1
shift
case $out in /*) ;; *) out=$PWD/$out ;; esac
cd "$(dirname "$0")"

# field NAME: a string of the JSON that go prints.
field() { printf '%s\n' "$json" | sed -n "s/^.*\"$1\": \"\(.*\)\",*\$/\1/p" | head -n 1; }

include=${UNSWAG_ORT_INCLUDE:-}
if [ -z "$include" ]; then
	json=$(cd / && GOFLAGS= ${GO:-go} mod download -json "$module") || {
		echo "build.sh: cannot get $module, which has onnxruntime_c_api.h: $(field Error) Check the network, or name a folder that has the header in UNSWAG_ORT_INCLUDE." >&2
		exit 1
	}
	[ "$(field Sum)" = "$sum" ] || {
		echo "build.sh: $module has the sum $(field Sum), not $sum: it was changed" >&2
		exit 1
	}
	include=$(field Dir)
fi
mkdir -p "$(dirname "$out")"
# Into another file first: a process may have the old one open.
temp=$out.$$
trap 'rm -f "$temp"' EXIT
${CC:-cc} -std=c11 -O2 -fPIC -shared -fvisibility=hidden -Wall -Wextra -Werror -isystem "$include" \
	../kernels/*.c compute.c describe.c node.c register.c shape.c -o "$temp" "$@"
mv "$temp" "$out"
