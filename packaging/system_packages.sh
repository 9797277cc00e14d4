#!/bin/sh
# The system packages that Spoken Digits needs on Debian and its relatives: installs those that are
# missing, with sudo where one is not root; elsewhere says what to install.
# Usage: system_packages.sh run|train|test|package
set -eu

# Qt's own list: it blames libxcb-cursor0 whichever of them is missing.
qt_packages="libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon-x11-0 libxcb-cursor0 \
    libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 \
    fonts-dejavu-core"
run_packages="python3-venv libportaudio2 libasound2-plugins $qt_packages"
# Synthetic voices to train on.
voices="espeak-ng flite festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts"
# A virtual microphone, voices for test speech, a decoder for M4A, a screen, hands for it, and
# what a screen reader reads it with.
test_packages="$run_packages $voices pulseaudio pulseaudio-utils ffmpeg xvfb xauth xdotool openbox \
    x11-utils dbus-daemon at-spi2-core"
# Python as a library, for a Python that is Debian's own; what takes libraries apart and makes a
# .deb; what looks at its menu entry.
package_packages="$run_packages libpython3-dev binutils dpkg-dev desktop-file-utils appstream"

case "${1:-}" in
    run) packages=$run_packages ;;
    train) packages=$voices ;;
    test) packages=$test_packages ;;
    package) packages=$package_packages ;;
    *) echo "usage: $0 run|train|test|package" >&2; exit 2 ;;
esac

if ! command -v apt-get >/dev/null 2>&1; then
    case "$(uname -s)" in
        Linux) cat <<TEXT
This is not Debian: please see to it that these are installed, under your system's own names:
  PortAudio (libportaudio2) and ALSA's plugins for PulseAudio or PipeWire (libasound2-plugins)
  what Qt needs of X11: libxcb-cursor, libxkbcommon-x11, EGL and GL, fontconfig, a font
TEXT
            [ "$1" != train ] && [ "$1" != test ] || echo "  for the training: espeak-ng, flite, festival with the voices kal, ked and slt (hts)"
            [ "$1" != test ] || echo "  for the tests: pulseaudio with pactl and paplay, ffmpeg, Xvfb, xdotool, openbox, xprop, dbus-daemon, at-spi2-core"
            [ "$1" != package ] || echo "  for the package: binutils, dpkg-dev" ;;
    esac
    exit 0
fi

missing=""
for package in $packages; do
    # A Python that did not come from Debian brings venv along.
    if [ "$package" = python3-venv ] && python3 -c "import ensurepip, venv" 2>/dev/null; then
        continue
    fi
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo"
else
    echo "Please have these packages installed (they need root's rights):" >&2
    echo "  apt-get install$missing" >&2
    exit 1
fi
echo "Installing$missing"
# shellcheck disable=SC2086 # the lists are meant to be split
{
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends $missing >/dev/null 2>&1 || {
        $as_root apt-get update -qq
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends $missing
    }
}
