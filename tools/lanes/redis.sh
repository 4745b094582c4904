#!/usr/bin/env bash
# The tests of the queue against Debian's redis-server. Where none is installed, its packages are unpacked into a temporary folder: nothing is installed,
# no service is started, and the tests start servers of their own on loopback, which end with them.
# Writes the report of vitest to the file named by the first argument; the file stays empty where the lane is skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
report=$1

if command -v redis-server >/dev/null; then
  echo 'Lane redis: nothing more to do, npm test has found redis-server and run the tests of the queue with it.'
  exit 0
fi

skip() {
  echo "Lane redis: skipped, because there is no redis-server and $1."
  exit 0
}
command -v apt-get >/dev/null && command -v dpkg >/dev/null || skip 'this is no Debian'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
packages='redis-server redis-tools libjemalloc2 liblua5.1-0 lua-bitop lua-cjson liblzf1'
download() { (cd "$folder" && timeout 120 apt-get -o APT::Sandbox::User=root -qq download $packages 2>/dev/null); }
download || { timeout 120 apt-get -qq update 2>/dev/null && download; } || skip 'its packages cannot be downloaded'
for package in "$folder"/*.deb; do dpkg -x "$package" "$folder/root" || skip 'its packages cannot be unpacked'; done
libraries=$(dirname "$(find "$folder/root" -name 'libjemalloc.so.2' | head -1)")
printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s/root/usr/bin/redis-server "$@"\n' "$libraries" "$folder" >"$folder/redis-server"
chmod +x "$folder/redis-server"
"$folder/redis-server" --version || skip 'its program does not run'

echo 'Lane redis: the tests of the queue'
FIRSTMOVER_REDIS_SERVER=$folder/redis-server FIRSTMOVER_TEST_REPORT=$report npx vitest run packages/queue
