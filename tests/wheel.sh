#!/bin/sh
# wheel.sh PYTHON DIR PACKAGE VERSION [PATTERN]: unpacks a wheel, once, into the folder DIR:
# all of it, or the files whose names match the regular expression PATTERN. PYTHON has pip.
set -eu
python=$1 dir=$2 package=$3 version=$4 pattern=${5-}

say() { echo "wheel.sh: $*" >&2; }

# The lock is flock(2) on descriptor 9: it ends with the process, however that ends. The
# file "complete" is written last, so that half of a wheel is never used.
mkdir -p "$(dirname "$dir")"
exec 9>"$dir.lock"
"$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'
[ -e "$dir/complete" ] || {
	say "unpacking $package $version into $dir"
	rm -rf "$dir" &&
		mkdir -p "$dir/wheel" &&
		"$python" -m pip download --quiet --disable-pip-version-check --no-deps \
			--only-binary :all: --dest "$dir/wheel" "$package==$version" >&2 &&
		"$python" -c 'import glob, re, sys, zipfile
z = zipfile.ZipFile(glob.glob(sys.argv[1] + "/wheel/*.whl")[0])
z.extractall(sys.argv[1], [n for n in z.namelist() if re.search(sys.argv[2], n)])' "$dir" "$pattern" >&2 &&
		rm -rf "$dir/wheel" &&
		: >"$dir/complete"
} || {
	say "$package $version was not unpacked: see the messages above"
	exit 1
}
