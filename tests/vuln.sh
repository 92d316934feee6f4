#!/bin/sh
# Runs govulncheck, given as module@version, on every module of the tree, with the Go
# release that its go.mod names as toolchain (an older one has known faults). Where the
# vulnerability database cannot be reached, it is made of the module golang.org/x/vulndb,
# which holds its sources, under ${UNSWAG_CACHE:-${XDG_CACHE_HOME:-~/.cache}/unswagc}.
# Where that cannot be had either the check is left out, and says so.
set -eu
cd "$(dirname "$0")/.."
cache=${UNSWAG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/unswagc}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# check DIR ARGUMENT...: the output goes to the log.
check() (
	cd "$1"
	shift
	if [ -x setup.sh ]; then # what cgo needs
		env=$(./setup.sh)
		eval "$env"
	fi
	GOTOOLCHAIN=$(go mod edit -json | sed -n 's/.*"Toolchain": "\(.*\)".*/\1/p')
	export GOTOOLCHAIN
	go run "$@" ./... >"$log" 2>&1
)

unreachable() {
	grep -q 'fetching vulnerabilities: .*\(no such host\|connection refused\|i/o timeout\|network is unreachable\)' "$log"
}

# own_database: makes the database and prints its folder.
own_database() {
	module=$(go mod download -json golang.org/x/vulndb@latest) || return 1
	version=$(echo "$module" | sed -n 's/.*"Version": "\(.*\)".*/\1/p')
	sources=$(echo "$module" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
	dir=$cache/vulndb-$version
	[ -e "$dir" ] || {
		rm -rf "$dir.new" &&
			go run "golang.org/x/vulndb/cmd/indexdb@$version" -vulns "$sources/data/osv" -out "$dir.new" >&2 &&
			mv "$dir.new" "$dir"
	} || return 1
	echo "$dir"
}

database=
for module in $(git ls-files '*go.mod'); do
	dir=$(dirname "$module")
	if [ -z "$database" ] && ! check "$dir" "$1" && unreachable; then
		if ! database=$(own_database); then
			echo "SKIPPED govulncheck: neither the vulnerability database nor golang.org/x/vulndb can be reached: $(tail -n 2 "$log" | head -n 1)"
			exit 0
		fi
		echo "govulncheck: the vulnerability database cannot be reached, using $(basename "$database")"
	fi
	if [ -n "$database" ]; then
		check "$dir" "$1" -db "file://$database" || { cat "$log"; exit 1; }
	fi
	echo "govulncheck: $dir: $(grep -m 1 -E 'No vulnerabilities|affected by 0' "$log" || { cat "$log"; exit 1; })"
done
