#!/bin/sh
# Builds the wheel of the Python package and runs its tests on what is in it, then the
# examples. PYTHON names the interpreter; what needs onnxruntime, torch or jax is skipped,
# with the reason, where it has none. The example for transformers, a download of its own, is run
# by hand.
set -eu
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$PYTHON" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$folder" .
"$PYTHON" -m zipfile -e "$folder"/unswag-*.whl "$folder/packages"
chmod +x "$folder/packages/unswag/bin/"*
export PYTHONPATH="$folder/packages" PYTHONDONTWRITEBYTECODE=1
"$PYTHON" -m unittest discover -v -s tests
# example FOLDER MODULE
example() {
	if "$PYTHON" -c "import $2" 2>/dev/null; then
		"$PYTHON" "../examples/$1/main.py"
	else
		echo "examples/$1 skipped: $2 cannot be imported"
	fi
}
example pytorch torch
example jax jax
