#!/usr/bin/env bash
# The network tests on @tensorflow/tfjs-node, where it can be built: tools/tfjs-node/build.sh needs pip, a compiler and the packages.
# Writes the report of vitest to the file named by the first argument; the file stays empty where the lane is skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
report=$1

folder=$(timeout 600 tools/tfjs-node/build.sh)
case $? in
  0) ;;
  3)
    echo 'Lane tfjs-node: skipped, because a part to build it with is missing (named above).'
    exit 0
    ;;
  124)
    echo 'Lane tfjs-node: skipped, because the build took more than ten minutes.'
    exit 0
    ;;
  *)
    echo 'Lane tfjs-node: the build failed.'
    echo '{ "numFailedTests": 1 }' >"$report"
    exit 1
    ;;
esac

echo "Lane tfjs-node: the network tests on $folder"
FIRSTMOVER_TFJS_NODE=$folder FIRSTMOVER_TEST_REPORT=$report npx vitest run packages/tfjs
