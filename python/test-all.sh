#!/bin/sh
# Tests the Python package with PyTorch, JAX and ONNX Runtime, in the environment that
# setup.sh makes, where nothing may be skipped; then what needs no framework in each version
# of Python that is found (interpreters.sh), alone in an environment of its own.
set -eu
cd "$(dirname "$0")"
env=$(./setup.sh)
eval "$env"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$UNSWAG_PYTHON_FRAMEWORKS" -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir "$folder" .
export WHEEL="$(echo "$folder"/unswag-*.whl)"
PYTHON=$UNSWAG_PYTHON_FRAMEWORKS UNSWAG_REQUIRE_FRAMEWORKS=1 ./test.sh
missing=
for version in 3.10 3.11 3.12 3.13 3.14; do
	found=$(./interpreters.sh $version)
	if [ -z "$found" ]; then
		missing="$missing $version"
		continue
	fi
	echo "test-all.sh: Python $found"
	"${found#* }" -m venv --without-pip "$folder/$version"
	PYTHON=$folder/$version/bin/python ./test.sh
done
[ -z "$missing" ] || echo "test-all.sh: not found and not tested: Python$missing"
