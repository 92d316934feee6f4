#!/bin/sh
# Builds the wheel of the Python package and runs its tests on what is in it. PYTHON names
# the interpreter; the tests of unswag.torch are skipped, with the reason, where it has no torch.
set -eu
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$PYTHON" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$folder" .
"$PYTHON" -m zipfile -e "$folder"/unswag-*.whl "$folder/packages"
chmod +x "$folder/packages/unswag/bin/"*
PYTHONPATH=$folder/packages PYTHONDONTWRITEBYTECODE=1 "$PYTHON" -m unittest discover -v -s tests
