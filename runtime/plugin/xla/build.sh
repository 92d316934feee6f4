#!/bin/sh
# Builds the library for XLA with a C compiler, and Go, which writes the CUDA kernels:
#
#   runtime/plugin/xla/build.sh FILE [FLAG...]
#
# CC names the compiler; the flags come last, -fsanitize=address for instance.
set -eu
out=$1
shift
case $out in /*) ;; *) out=$PWD/$out ;; esac
cd "$(dirname "$0")"
mkdir -p "$(dirname "$out")"
# Into another file first: a process may have the old one open.
temp=$out.$$
trap 'rm -f "$temp" "$temp.c"' EXIT
${GO:-go} run ../../../internal/ptxsource >"$temp.c"
${CC:-cc} -std=c11 -D_DEFAULT_SOURCE -O2 -fPIC -shared -pthread -fvisibility=hidden -Wall -Wextra -Werror -I . \
	../kernels/*.c call.c cpu.c cuda.c driver.c parallel.c "$temp.c" -ldl -o "$temp" "$@"
mv "$temp" "$out"
