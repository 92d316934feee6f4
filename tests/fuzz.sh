#!/bin/sh
# Runs every fuzz target of the module for the time given, say 60s. The targets are
# found, not listed here; that none is found is a failure.
set -eu
cd "$(dirname "$0")/.."
[ $# -eq 1 ] || {
	echo "usage: fuzz.sh TIME, say fuzz.sh 60s" >&2
	exit 2
}
ran=0
for pkg in $(go list ./...); do
	listed=$(go test -list '^Fuzz' "$pkg")
	for target in $(printf '%s\n' "$listed" | grep '^Fuzz' || true); do
		echo "$pkg $target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" "$pkg"
		ran=$((ran + 1))
	done
done
echo "$ran fuzz targets were run"
[ "$ran" -gt 0 ]
