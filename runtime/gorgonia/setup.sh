#!/bin/sh
# Gets what gorgonia.org/cu is compiled and linked against where no CUDA toolkit is, and
# prints where it is:
#
#   env=$(runtime/gorgonia/setup.sh [include]) && eval "$env"
#
#   UNSWAG_CUDA_INCLUDE   the folder of cuda.h, from the wheel nvidia-cuda-runtime-cu12 12.4.127
#   CGO_CFLAGS, CGO_LDFLAGS   that folder, and the folder of a libcuda for the linker; not
#                         with include
#
# They lie under ${UNSWAG_CACHE:-${XDG_CACHE_HOME:-~/.cache}/unswagc}. cu v0.9.6 does not
# compile against the headers of CUDA 13. The lines for eval go to stdout, all else to stderr.
set -eu
version=12.4.127
cache=${UNSWAG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/unswagc}
dir=$cache/cuda-$version
here=$(cd "$(dirname "$0")" && pwd)

if [ ! -e "$dir/complete" ]; then
	mkdir -p "$cache"
	temp=$(mktemp -d "$cache/cuda.XXXXXX")
	trap 'rm -rf "$temp"' EXIT
	echo "setup.sh: getting cuda.h $version" >&2
	${PYTHON:-python3} -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
		--platform manylinux2014_x86_64 --dest "$temp" "nvidia-cuda-runtime-cu12==$version" >&2
	${PYTHON:-python3} - "$temp" <<'PY'
import glob, sys, zipfile
[wheel] = glob.glob(sys.argv[1] + "/*.whl")
zipfile.ZipFile(wheel).extractall(sys.argv[1])
PY
	mv "$temp/nvidia/cuda_runtime/include" "$temp/include"
	rm -rf "$temp/nvidia" "$temp"/*.whl "$temp"/*.dist-info
	touch "$temp/complete"
	rm -rf "$dir"
	mv "$temp" "$dir"
fi

# The linker's libcuda has every name of cuda.h, each a function that is weak and answers
# CUDA_ERROR_NOT_SUPPORTED: at run time the driver's own library stands there.
mkdir -p "$dir/lib"
${CC:-cc} -E -I "$dir/include" -include cuda.h -x c /dev/null | grep -o 'cu[A-Z][A-Za-z0-9_]* *(' | tr -d ' (' |
	sort -u | sed 's/.*/__attribute__((weak)) int &(void) { return 801; }/' >"$dir/lib/stub.c"
${CC:-cc} -fno-builtin -shared -fPIC -Wl,-soname,libcuda.so.1 -o "$dir/lib/libcuda.so" "$dir/lib/stub.c" >&2
ln -sf libcuda.so "$dir/lib/libcuda.so.1"

echo "export UNSWAG_CUDA_INCLUDE='$dir/include'"
[ "${1-}" = include ] || cat <<END
export CGO_CFLAGS='-I$dir/include'
export CGO_LDFLAGS='-L$dir/lib'
END
