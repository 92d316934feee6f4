#!/bin/sh
# libtpu.sh VERSION: unpacks libtpu where tests/setup.sh keeps its files, and prints the
# library. libtpu is proprietary: only make tpu-check asks for it. Needs the environment
# that tests/setup.sh prints.
set -eu
dir=${UNSWAG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/unswagc}/libtpu-$1
"$(dirname "$0")/wheel.sh" "$UNSWAG_PYTHON_TRAIN" "$dir" libtpu "$1"
echo "$dir/libtpu/libtpu.so"
