#!/usr/bin/env bash
# What needs a browser: the packed tarballs in Chromium, where it is installed. Writes a report for tools/count-tests.mjs to the file named by the first
# argument; the file stays empty where the lane is skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
chromium=${FIRSTMOVER_CHROMIUM:-/usr/bin/chromium}

if [ ! -x "$chromium" ]; then
  echo "Lane browser: skipped, because there is no Chromium at $chromium (set FIRSTMOVER_CHROMIUM, or: apt-get install chromium)."
  exit 0
fi
echo "Lane browser: the packed tarballs in $chromium"
npx tsx tools/browser.ts "$1"
