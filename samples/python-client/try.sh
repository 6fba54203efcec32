#!/bin/sh
# Runs the client against a node of this machine: makes a virtual environment, sends a request for the digits sample.
# Usage: try.sh [DATA], the node's data folder (default: $LAPIDARY_DATA, else ~/.lapidary)
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
data=${1:-${LAPIDARY_DATA:-$HOME/.lapidary}}
[ -f "$data/node.json" ] || { echo "try.sh: no node runs on $data: start one with 'lapidary start --data $data'." >&2; exit 1; }
field() { sed -n "s/.*\"$1\": \"\(.*\)\".*/\1/p" "$data/node.json"; }

work=$(mktemp -d)
trap 'rm -rf "$work/venv"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q -r "$here/requirements.txt"
"$work/venv/bin/python" "$here/lapidary_client.py" --bootstrap-servers "$(field bootstrapServers)" --store "$(field store)" \
  --step float16 --test "$here/../digits/digits-test.npz" --out "$work/out" "$here/../digits/digits.tflite"
