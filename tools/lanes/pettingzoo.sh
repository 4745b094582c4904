#!/usr/bin/env bash
# The tests of packages/pettingzoo with a Python that has PettingZoo: the one named by FIRSTMOVER_PEERS_PYTHON, or a virtual environment made here for them.
# Writes the report of vitest to the file named by the first argument; the file stays empty where the lane is skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
report=$1

skip() {
  echo "Lane pettingzoo: skipped, because $1."
  exit 0
}
has_pettingzoo() { "$1" -c 'import pettingzoo, numpy' 2>/dev/null; }

for python in "${FIRSTMOVER_PEERS_PYTHON:-python3}" python3; do
  if has_pettingzoo "$python"; then
    echo 'Lane pettingzoo: nothing more to do, npm test has found PettingZoo and run its tests.'
    exit 0
  fi
done
command -v python3 >/dev/null || skip 'there is no python3'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" >/dev/null 2>&1 || skip 'python3 cannot make virtual environments (Debian: apt-get install python3-venv)'
python=$folder/venv/bin/python
PIP_RETRIES=0 timeout 180 "$python" -m pip install --quiet --disable-pip-version-check pettingzoo numpy 2>"$folder/pip.log" ||
  skip "pip cannot install pettingzoo: $(tail -1 "$folder/pip.log")"
has_pettingzoo "$python" || skip 'what pip installed cannot be imported'

echo 'Lane pettingzoo: the tests that run Python'
FIRSTMOVER_PEERS_PYTHON=$python FIRSTMOVER_TEST_REPORT=$report npx vitest run packages/pettingzoo
