#!/bin/sh
# Builds the probe for both architectures and writes src/docker/probeBinaries.ts. Only to be run when probe.c changed.
# Needs gcc on linux/amd64 and, from Debian, gcc-aarch64-linux-gnu. Then raise the version in src/docker/probeImage.ts.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=$here/../../src/docker/probeBinaries.ts
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

build() { # <compiler prefix> <architecture>
  "$1gcc" -static -nostdlib -ffreestanding -Os -fno-pie -no-pie -Wall -Wextra -Werror \
    -fno-stack-protector -fno-asynchronous-unwind-tables -fno-unwind-tables \
    -Wl,--build-id=none -Wl,--nmagic -Wl,-z,noexecstack -Wl,-z,norelro \
    -o "$scratch/$2" "$here/probe.c"
  "$1strip" --strip-all --remove-section=.comment "$scratch/$2"
  printf '  %s: %s bytes\n' "$2" "$(wc -c <"$scratch/$2")" >&2
}

build x86_64-linux-gnu- amd64
build aarch64-linux-gnu- arm64

{
  echo '// Written by scripts/probe/build.sh from scripts/probe/probe.c: do not change by hand.'
  echo
  echo '/** The probe as a static program for each architecture an engine may have, in base64. */'
  echo 'export const probeBinaries: Readonly<Record<string, string>> = {'
  for architecture in amd64 arm64; do
    printf '  %s:\n' "$architecture"
    base64 -w 110 "$scratch/$architecture" | sed "s/.*/    '&' +/" | sed '$s/ +$/,/'
  done
  echo '};'
} >"$target"
