#!/usr/bin/env bash
# Builds @tensorflow/tfjs-node from source against the C library inside the Python wheel tensorflow-cpu, for machines where its install
# script cannot download (Linux x64). Prints the folder of the built package, which FIRSTMOVER_TFJS_NODE may then name:
#
#   FIRSTMOVER_TFJS_NODE=$(tools/tfjs-node/build.sh) npx firstmover doctor
#
# The result is kept in ~/.cache/firstmover (XDG_CACHE_HOME is honoured; 1.1 GB) and a later call only prints where it is.
# Exit codes: 0 it is there, 3 a part is missing here (each is named), 1 the build failed.
set -euo pipefail

version=4.22.0
tensorflow=2.21
cache=${XDG_CACHE_HOME:-$HOME/.cache}/firstmover/tfjs-node-$version-tensorflow-$tensorflow
package=node_modules/@tensorflow/tfjs-node

say() { echo "tfjs-node: $*" >&2; }

if [ -e "$cache/$package/lib/napi-v8/tfjs_binding.node" ]; then
  echo "$cache/$package"
  exit 0
fi

missing=()
[ "$(uname -sm)" = 'Linux x86_64' ] || missing+=("Linux on x86_64 (this is $(uname -sm))")
command -v node >/dev/null || missing+=('node')
command -v npm >/dev/null || missing+=('npm')
command -v python3 >/dev/null || missing+=('python3')
python3 -m pip --version >/dev/null 2>&1 || missing+=('pip (python3 -m pip)')
command -v make >/dev/null || missing+=('make')
command -v "${CXX:-g++}" >/dev/null || missing+=("a C++ compiler (${CXX:-g++})")
if [ "${#missing[@]}" -gt 0 ]; then
  for part in "${missing[@]}"; do say "missing: $part"; done
  exit 3
fi

mkdir -p "$(dirname "$cache")"
work=$(mktemp -d "$cache.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

say "getting the wheel tensorflow-cpu $tensorflow"
if ! PIP_RETRIES=0 python3 -m pip download --quiet --no-deps --only-binary=:all: --dest wheel "tensorflow-cpu==$tensorflow.*" >pip.log 2>&1; then
  tail -n 3 pip.log >&2
  say "missing: the wheel tensorflow-cpu $tensorflow for $(python3 --version), which pip could not get"
  exit 3
fi

say "getting @tensorflow/tfjs-node $version"
echo '{ "private": true }' >package.json
if ! npm install --ignore-scripts --no-audit --no-fund "@tensorflow/tfjs-node@$version" >npm.log 2>&1; then
  tail -n 3 npm.log >&2
  say "missing: @tensorflow/tfjs-node $version, which npm could not get"
  exit 3
fi

say 'unpacking the C library and its headers'
python3 - "$package/deps" <<'EOF'
import glob, os, shutil, sys, zipfile

deps = sys.argv[1]
libraries = {"tensorflow/libtensorflow_cc.so.2": "libtensorflow", "tensorflow/libtensorflow_framework.so.2": "libtensorflow_framework"}
headers = "tensorflow/include/"
with zipfile.ZipFile(glob.glob("wheel/*.whl")[0]) as wheel:
    wheel.extractall("unpacked", [name for name in wheel.namelist() if name in libraries or name.startswith(headers)])
os.makedirs(f"{deps}/lib")
shutil.move(f"unpacked/{headers}", f"{deps}/include")
for path, short in libraries.items():
    shutil.move(f"unpacked/{path}", f"{deps}/lib/")
    os.symlink(os.path.basename(path), f"{deps}/lib/{short}.so")
EOF
rm -rf wheel unpacked

# The headers beside this node, where it has them; node-gyp downloads them otherwise.
prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
if [ -z "${npm_config_nodedir:-}" ] && [ -e "$prefix/include/node/node_api.h" ]; then export npm_config_nodedir=$prefix; fi

say 'compiling'
if ! (cd "$package" && JOBS=${JOBS:-2} "$work/node_modules/.bin/node-pre-gyp" install --build-from-source) >build.log 2>&1; then
  tail -n 20 build.log >&2
  if grep -q 'gyp ERR! configure error' build.log; then
    say 'missing: the headers of node, which node-gyp could not get (npm_config_nodedir may name a folder that has include/node)'
    exit 3
  fi
  say 'the build failed'
  exit 1
fi
rm -rf "$package/deps/include" "$package/build"

# Another build may have been faster.
mv -T "$work" "$cache" 2>/dev/null || [ -e "$cache/$package/lib/napi-v8/tfjs_binding.node" ]
say 'built'
echo "$cache/$package"
