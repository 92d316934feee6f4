#!/bin/sh
# interpreters.sh VERSION...: prints a line "VERSION PATH" for each version of Python (3.12) that
# works here, on PATH or in pyenv. A name on PATH may be pyenv's and start nothing, so each is
# tried. PYTHONS names interpreters to try first.
set -u
for version; do
	for p in ${PYTHONS-} "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python; do
		path=$("$p" -c 'import sys, venv
sys.exit("%d.%d" % sys.version_info[:2] != sys.argv[1] or print(sys.executable))' "$version" 2>/dev/null) || continue
		echo "$version $path"
		break
	done
done
