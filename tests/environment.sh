# Functions that make Python environments, for the scripts that source this at the top of
# the repository: setup.sh here, and python/setup.sh. The environments lie in $cache, named
# after what they hold, so that they are made once and used by every later run.
unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_USER

cache=${UNSWAG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/unswagc}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)

say() { echo "$(basename "$0"): $*" >&2; }

# fits PYTHON: whether it can make an environment for wheels of these packages.
fits() {
	"$1" -c 'import sys, ensurepip, venv
sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)) or sys.maxsize < 2**32)' >/dev/null 2>&1
}

find_python() {
	for p in ${PYTHON:-python3.11 python3.12 python3 python}; do
		if fits "$p"; then
			echo "$p"
			return
		fi
	done
	say "found no usable Python 3.11 or 3.12${PYTHON:+ in PYTHON=$PYTHON}: the pinned packages have no wheels for newer ones. Install one with its venv module (Debian: apt-get install python3.11-venv), or name one in PYTHON."
	return 1
}

# works DIR MODULES: whether the install there was finished and still runs.
works() {
	[ -e "$1/complete" ] && "$1/bin/python" -c "import $2" >/dev/null 2>&1
}

# download DIR REQUIREMENTS: --no-deps, so that nothing comes in that is not pinned.
download() {
	for pause in 2 10 0; do
		if "$1/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
			--only-binary :all: --requirement "$2" >&2; then
			return
		fi
		say "the download failed$([ "$pause" = 0 ] || echo ", trying again in $pause s")"
		sleep "$pause"
	done
	say "cannot install $2: see pip's messages above. Check the network (pip's settings and proxies are used as they are) and run this again."
	return 1
}

# consistent DIR [LEFT_OUT]: whether the packages fit together. LEFT_OUT is a regular
# expression of those that are missing on purpose.
consistent() {
	problems=$("$1/bin/python" -m pip --disable-pip-version-check check) && return
	problems=$(echo "$problems" | grep -vE " requires (${2:-nothing}), which is not installed" || true)
	[ -z "$problems" ] || {
		echo "$problems" >&2
		return 1
	}
}

# install DIR REQUIREMENTS MODULES [LEFT_OUT]. The file "complete" is written last, so that
# a broken install is never used.
install() {
	say "installing into $1: $(grep -v '^#' "$2" | tr '\n' ' ')"
	rm -rf "$1" &&
		"$python" -m venv "$1" >&2 &&
		download "$1" "$2" &&
		consistent "$1" "${4-}" &&
		"$1/bin/python" -c "import $3" >&2 &&
		: >"$1/complete"
}

# environment NAME REQUIREMENTS MODULES [LEFT_OUT]: makes it unless it is there, and prints
# its folder. MODULES are those that have to be there: a, b.
# The lock is flock(2) on descriptor 9: it ends with the process, however that ends.
environment() {
	hash=$({ "$python" -c 'import sys; print(sys.version)' && cat "$2"; } | cksum | tr -d ' ')
	dir=$cache/$1-$hash
	exec 9>"$cache/$1.lock"
	"$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' || return 1
	works "$dir" "$3" || install "$dir" "$2" "$3" "${4-}" || {
		say "the environment $dir was not made"
		return 1
	}
	exec 9>&-
	echo "$dir"
}

# export_line NAME VALUE: in single quotes, so that any path survives eval.
export_line() {
	printf "export %s='%s'\n" "$1" "$(printf %s "$2" | sed "s/'/'\\\\''/g")"
}
