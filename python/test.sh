#!/bin/sh
# Runs the tests of the Python package on what is in its wheel, then the examples. PYTHON names
# the interpreter; what needs onnxruntime, torch, jax or transformers is skipped, with the
# reason, where it has none. With UNSWAG_REQUIRE_FRAMEWORKS=1 a skip is a failure. WHEEL
# names the wheel, otherwise it is built. test-all.sh makes an environment that has them all.
set -eu
cd "$(dirname "$0")"
PYTHON=${PYTHON:-python3}
require=${UNSWAG_REQUIRE_FRAMEWORKS:-0}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
[ -n "${WHEEL-}" ] || {
	"$PYTHON" -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir "$folder" .
	WHEEL=$(echo "$folder"/unswag-*.whl)
}
"$PYTHON" -m zipfile -e "$WHEEL" "$folder/packages"
chmod +x "$folder/packages/unswag/bin/"*
"$PYTHON" -m compileall -q "$folder/packages" # every module, for this version of the language
export PYTHONPATH="$folder/packages" PYTHONDONTWRITEBYTECODE=1
result=0
"$PYTHON" -m unittest discover -v -s tests 2>"$folder/log" || result=$?
cat "$folder/log"
[ "$result" = 0 ] || exit "$result"
if [ "$require" = 1 ] && grep -q 'skipped=' "$folder/log"; then
	echo "test.sh: tests were skipped, and UNSWAG_REQUIRE_FRAMEWORKS=1 says that none may be"
	exit 1
fi
# example FOLDER MODULE
example() {
	if [ "$require" = 1 ] || "$PYTHON" -c "import $2" 2>/dev/null; then
		"$PYTHON" "../examples/$1/main.py"
	else
		echo "examples/$1 skipped: $2 cannot be imported"
	fi
}
example pytorch torch
example jax jax
example huggingface transformers
