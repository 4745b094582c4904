#!/usr/bin/env bash
# What needs a browser, where Chromium is installed: the packed tarballs, and the tests named *.browser.test.ts. Writes reports for tools/count-tests.mjs to the
# files named by the first and the second argument; they stay empty where the lane is skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
chromium=${FIRSTMOVER_CHROMIUM:-/usr/bin/chromium}

if [ ! -x "$chromium" ]; then
  echo "Lane browser: skipped, because there is no Chromium at $chromium (set FIRSTMOVER_CHROMIUM, or: apt-get install chromium)."
  exit 0
fi
echo "Lane browser: the packed tarballs in $chromium"
status=0
npx tsx tools/browser.ts "$1" || status=1

echo "Lane browser: the pages of reports in $chromium"
FIRSTMOVER_CHROMIUM=$chromium FIRSTMOVER_TEST_REPORT=$2 npx vitest run .browser.test || status=1
exit "$status"
