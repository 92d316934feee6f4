#!/bin/sh
# libtpu.sh VERSION: unpacks libtpu where tests/setup.sh keeps its files, and prints the
# library. libtpu is proprietary: only make tpu-check asks for it. Needs the environment
# that tests/setup.sh prints.
set -eu
version=$1
dir=${UNSWAG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/unswagc}/libtpu-$version
[ -e "$dir/complete" ] || {
	rm -rf "$dir"
	mkdir -p "$dir/wheel"
	"$UNSWAG_PYTHON_TRAIN" -m pip download --quiet --disable-pip-version-check --no-deps \
		--only-binary :all: --dest "$dir/wheel" "libtpu==$version" >&2
	"$UNSWAG_PYTHON_TRAIN" -m zipfile -e "$dir"/wheel/*.whl "$dir" >&2
	rm -rf "$dir/wheel"
	: >"$dir/complete"
}
echo "$dir/libtpu/libtpu.so"
