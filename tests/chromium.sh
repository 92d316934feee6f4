#!/bin/sh
# Prints the program of a Chromium for the tests of the page that inspect -html writes:
# what UNSWAG_CHROMIUM names, or one on PATH, or else a headless shell that it unpacks,
# once, from the npm package @sparticuz/chromium into $1 (70 MB to download, 220 MB on
# the disk). Prints nothing where none can be had, and says what to do.
set -eu
version=153.0.0
sum=20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0
dir=$1/chromium-$version

say() { echo "chromium.sh: $*" >&2; }

if [ -n "${UNSWAG_CHROMIUM:-}" ]; then
	echo "$UNSWAG_CHROMIUM"
	exit
fi
for p in chromium chromium-browser google-chrome google-chrome-stable chrome-headless-shell; do
	if command -v "$p" 2>/dev/null; then
		exit
	fi
done

# unpack: from the package in the folder $new into what is to be $dir. Its libraries are
# those that a machine without a desktop lacks, and so are its fonts.
unpack() {
	mkdir "$new/lib" &&
		tar -xzf "$new"/*.tgz -C "$new" &&
		for f in chromium al2023.tar fonts.tar; do
			node -e 'const fs = require("fs"), zlib = require("zlib");
fs.writeFileSync(process.argv[2], zlib.brotliDecompressSync(fs.readFileSync(process.argv[1])));' \
				"$new/package/bin/$f.br" "$new/$f" || return 1
		done &&
		tar -xf "$new/al2023.tar" -C "$new" &&
		tar -xf "$new/fonts.tar" -C "$new" &&
		cat >"$new/fonts.conf" <<EOF &&
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>/usr/share/fonts</dir><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
EOF
		cat >"$new/run" <<'EOF' &&
#!/bin/sh
here=$(dirname "$0")
LD_LIBRARY_PATH=$here/lib FONTCONFIG_FILE=$here/fonts.conf exec "$here/chromium" "$@"
EOF
		chmod +x "$new/chromium" "$new/run" &&
		rm -rf "$new/package" "$new"/*.tgz "$new"/*.tar
}

# install: the folder gets its name last, so that half of one is never used, and where
# two installs run at once the first one stays.
install() {
	new=$(mktemp -d "$1/chromium-XXXXXX") || return 1
	trap 'rm -rf "$new"' EXIT
	say "unpacking Chromium $version into $dir"
	(cd "$new" && npm pack --silent "@sparticuz/chromium@$version" >/dev/null) &&
		echo "$sum  $(echo "$new"/*.tgz)" | sha256sum --check --quiet >&2 &&
		unpack &&
		{ mv -T "$new" "$dir" 2>/dev/null || [ -x "$dir/run" ]; }
}

if [ ! -x "$dir/run" ] && [ "$(uname -sm)" = "Linux x86_64" ] && command -v npm >/dev/null && command -v node >/dev/null; then
	install "$1" || say "Chromium was not unpacked: see the messages above"
fi
if [ -x "$dir/run" ]; then
	echo "$dir/run"
else
	say "no Chromium was found, so the tests of the page are skipped: install one (Debian: apt-get install chromium), or name its program in UNSWAG_CHROMIUM"
fi
