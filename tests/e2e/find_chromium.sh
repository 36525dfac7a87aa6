#!/bin/sh
# Print the path of a Chromium or Chrome; install Debian's or Ubuntu's package when there is none and we may.
find_it() {
    for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" 2>/dev/null && return 0
    done
    return 1
}
find_it && exit 0
if command -v apt-get >/dev/null 2>&1; then
    as_root=""
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo -n"; else as_root="no"; fi
    fi
    if [ "$as_root" != no ]; then
        echo "Installing Chromium for the browser tests …" >&2
        { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium; } >&2
        find_it && exit 0
    fi
fi
echo "No Chromium was found and it could not be installed. The tests in tests/e2e need it: install the package “chromium”, or set CHROMIUM to a browser's path." >&2
exit 1
