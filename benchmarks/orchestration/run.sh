#!/bin/bash
# Measures the platform itself on the real distribution: run.sh DIST [SCENARIO]...
# DIST is the distribution's folder; scenarios: ready rest paced flat nodes deploy catalogs updates memory
# tenants large. Prints one markdown table.
# KEEP=1 keeps the data folders; WORK names the folder for them (default: a new one in TMPDIR); FLAT is the number of
# requests of the scenario flat (20000), FLOOD and MILLIS those of a flood of jobs of no time (15000) and the jobs' times (200 1000 0) of
# the scenario tenants. CPU time counts the warm-up's.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd -P)
dist=$(cd "${1:?the distribution folder}" && pwd -P)
shift
scenarios=${*:-ready rest paced flat nodes deploy catalogs updates memory tenants large}
flat=${FLAT:-20000}
work=${WORK:-$(mktemp -d "${TMPDIR:-/tmp}/lapidary-orchestration.XXXXXX")}
classpath=$(ls "$dist"/lib/cli/slf4j-nop-*.jar "$dist"/system/01/slf4j-api-*.jar | paste -sd:):$dist/system/05/*:$dist/system/20/*
pids=()
mkdir -p "$work"

finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap finish EXIT

fail() {
  echo "run.sh: $*" >&2
  exit 1
}

java_here() {
  java -Xmx512m -XX:+UseSerialGC -Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.lapidary.events -cp "$work/classes:$classpath" "$@"
}

build() {
  mkdir -p "$work/classes" "$work/bundle" "$work/deploy" "$work/configs"
  cp "$dist"/configs/*.cfg "$work/configs/"
  echo "root = $work/store" >"$work/configs/io.lapidary.store.cfg"
  javac -proc:none -d "$work/classes" -cp "$classpath" "$here"/*.java
  javac -proc:none -d "$work/bundle" -cp "$dist/lib/*:$classpath" "$here/technique/IdleTechnique.java"
  bundle "$work/idle.jar" idle 1.0.0
  cp "$work/idle.jar" "$work/deploy/"
}

# bundle FILE ID VERSION: the technique under another id and version, as a bundle of its own.
bundle() {
  sed "s/^Technique-Id: .*/Technique-Id: $2/; s/^Bundle-SymbolicName: .*/Bundle-SymbolicName: benchmarks-$2/
    s/^Bundle-Version: .*/Bundle-Version: $3/" "$here/technique/MANIFEST.MF" >"$work/MANIFEST.MF"
  jar --create --file "$1" --manifest "$work/MANIFEST.MF" -C "$work/bundle" .
}

now() { date +%s%N; }
since() { echo $((($(now) - $1) / 1000000)); }
load() { cut -d' ' -f1 /proc/loadavg; }
row() { echo "| $1 | $2 | $3 |"; }
field() { sed -n "s/.*\b$1=\([^ ]*\).*/\1/p" <<<"$2"; }

# The broker that the launcher would start, alone, so that nodes can come and go beside it.
start_broker() {
  java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$dist/lib/broker/*" io.lapidary.broker.BrokerMain \
    --data "$work/broker" --port 29192 ${BROKER_CONFIG:+--config "$BROKER_CONFIG"} >"$work/broker.out" 2>"$work/broker.err" &
  pids+=($!)
  broker_pid=$!
  for _ in $(seq 600); do
    servers=$(sed -n 's/^ready bootstrap.servers=//p' "$work/broker.out")
    [ -n "$servers" ] && return
    kill -0 $broker_pid 2>/dev/null || fail "the broker ended: $(cat "$work/broker.err")"
    sleep 0.1
  done
  fail "the broker is not ready"
}

# start_node NAME [OPTION]...: sets node_pid, and ready_ms from the command to the file that says that it is ready.
start_node() {
  local name=$1 data=$work/$1 from
  shift
  from=$(now)
  "$dist/bin/lapidary" start --data "$data" --node-id "$name" --configs "$work/configs" --deploy "$work/deploy" "$@" \
    >"$work/$name.out" 2>&1 &
  node_pid=$!
  pids+=($node_pid)
  until [ -f "$data/node.json" ]; do
    kill -0 $node_pid 2>/dev/null || fail "node $name ended: $(cat "$work/$name.out")"
    sleep 0.02
  done
  ready_ms=$(since "$from")
}

stop() {
  kill "$1"
  wait "$1" 2>/dev/null || true
}

# All but the broker.
stop_nodes() {
  for pid in "${pids[@]:1}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || true; done
}

ask() { java_here Load --bootstrap "$servers" --store "$work/store" "$@"; }

resident() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$1/status"; }

# CPU time that a process has taken, user and system, in ms.
cpu() { awk -v tick="$(getconf CLK_TCK)" '{ print int(($14 + $15) * 1000 / tick) }' "/proc/$1/stat"; }

# Three runs; the median of each field is what counts. The first also warms up what a short warm-up does not reach.
median() { sort -n | sed -n 2p; }

three() {
  local title=$1 lines='' costs='' line before node_cpu broker_cpu asked
  shift
  for run in 1 2 3; do
    before=$(load)
    node_cpu=$(cpu $node_pid) broker_cpu=$(cpu $broker_pid)
    line=$(ask "$@" || true)
    asked=$(field count "$line")
    node_cpu=$((($(cpu $node_pid) - node_cpu) * 1000 / asked)) broker_cpu=$((($(cpu $broker_pid) - broker_cpu) * 1000 / asked))
    echo "$title, run $run, load $before, CPU µs a request: node $node_cpu, broker $broker_cpu: $line" >&2
    lines+="$line"$'\n'
    costs+="$node_cpu $broker_cpu"$'\n'
  done
  cost="$(cut -d' ' -f1 <<<"${costs%$'\n'}" | median) + $(cut -d' ' -f2 <<<"${costs%$'\n'}" | median)"
  p50=$(sed -n 's/.*p50_ms=\([0-9]*\).*/\1/p' <<<"$lines" | median)
  p99=$(sed -n 's/.*p99_ms=\([0-9]*\).*/\1/p' <<<"$lines" | median)
  per_s=$(sed -n 's/.*per_s=\([0-9]*\).*/\1/p' <<<"$lines" | median)
  results=$(sed -n 's/.*results=\([0-9]*\) succeeded=\([0-9]*\) doubled=\([0-9]*\).*/\1 results, \2 succeeded, \3 doubled/p' <<<"$lines" | sort -u | paste -sd';')
  by_node=$(sed -n 's/.*by_node=\([^ ]*\).*/\1/p' <<<"$lines" | paste -sd' ')
}

scenario_ready() {
  local alone=() beside=() before
  before=$(load)
  for run in 1 2 3; do
    start_node "embedded$run"
    alone+=("$ready_ms")
    stop $node_pid
    start_node "beside$run" --bootstrap-servers "$servers"
    beside+=("$ready_ms")
    stop $node_pid
  done
  row "ready beside a running broker, ms (3 starts)" "${beside[*]}" "$before"
  row "ready with the embedded broker, ms (3 starts)" "${alone[*]}" "$before"
}

scenario_rest() {
  start_node rest --bootstrap-servers "$servers"
  sleep 30
  row "resident memory at rest, 30 s after the start, MB" "$(resident $node_pid)" "$(load)"
  local node_cpu broker_cpu
  node_cpu=$(cpu $node_pid) broker_cpu=$(cpu $broker_pid)
  sleep 30
  row "CPU time at rest, ms in a second: node; broker" \
    "$((($(cpu $node_pid) - node_cpu) / 30)); $((($(cpu $broker_pid) - broker_cpu) / 30))" "$(load)"
  stop $node_pid
}

scenario_paced() {
  local before
  start_node one --bootstrap-servers "$servers"
  before=$(load)
  three "100/s, steps remembered" --count 2000 --rate 100 --remembered --warm 500
  row "100 requests/s, steps remembered: p50, p99 in ms; $results" "$p50, $p99" "$before"
  before=$(load)
  three "100/s, each step run" --count 2000 --rate 100 --warm 100
  row "100 requests/s, each step run: p50, p99 in ms; $results" "$p50, $p99" "$before"
  row "resident memory after it, MB" "$(resident $node_pid)" "$(load)"
  stop $node_pid
}

scenario_flat() {
  local before
  start_node one --bootstrap-servers "$servers"
  before=$(load)
  three "flat out, steps remembered" --count $flat --remembered --warm 500
  row "$flat requests at once, steps remembered: results/s; CPU µs a request, node + broker; $results" "$per_s; $cost" "$before"
  before=$(load)
  three "flat out, each step run" --count $flat --warm 500
  row "$flat requests at once, each step run: results/s; CPU µs a request, node + broker; $results" "$per_s; $cost" "$before"
  stop $node_pid
}

scenario_nodes() {
  local before one
  start_node one --bootstrap-servers "$servers"
  before=$(load)
  three "200 ms of waiting, one node" --count 200 --parameters millis=200 --warm 20
  one=$per_s
  row "200 requests that wait 200 ms, one node: results/s" "$one" "$before"
  start_node two --bootstrap-servers "$servers"
  before=$(load)
  three "200 ms of waiting, two nodes" --count 200 --parameters millis=200 --warm 20 --nodes 2
  row "the same, two nodes: results/s (by node: $by_node)" "$per_s ($(awk "BEGIN { printf \"%.2f\", $per_s / $one }") times)" "$before"
  stop_nodes
}

make_jars() {
  mkdir -p "$work/jars"
  for i in $(seq -w 20); do bundle "$work/jars/idle-$i.jar" "idle-$i" 1.0.0; done
}

scenario_deploy() {
  local before line
  make_jars
  start_node one --bootstrap-servers "$servers"
  before=$(load)
  line=$(ask --jars "$work/jars" --deploy "$work/deploy" || true)
  echo "deploy, load $before: $line" >&2
  row "20 jars, moved into deploy/ to first request served: p50, p95, max in ms" \
    "$(field p50_ms "$line"), $(field p95_ms "$line"), $(field max_ms "$line")" "$before"
  stop $node_pid
  rm "$work"/deploy/idle-*.jar
}

# Two nodes that watch one folder.
scenario_catalogs() {
  local before line
  make_jars
  start_node one --bootstrap-servers "$servers"
  start_node two --bootstrap-servers "$servers"
  before=$(load)
  line=$(java_here Catalogs "$servers" "$work/jars" "$work/deploy" 2)
  echo "catalogs, load $before: $line" >&2
  row "20 jars, moved into the deploy/ of two nodes and taken out, until both catalogs tell it: p50, max of each in ms" \
    "$(field added_p50_ms "$line"), $(field added_max_ms "$line"); $(field removed_p50_ms "$line"), $(field removed_max_ms "$line")" "$before"
  stop_nodes
}

# A new version every 3 s, up and down, over the one before.
scenario_updates() {
  local before line loading
  mkdir -p "$work/versions"
  for i in $(seq 20); do bundle "$work/versions/$i.jar" idle "1.$((i % 3 + 1)).$i"; done
  start_node one --bootstrap-servers "$servers"
  before=$(load)
  ask --rate 20 --count 1300 --warm 100 >"$work/updates.out" &
  loading=$!
  sleep 15
  for i in $(seq 20); do
    sleep 2.5
    mv "$work/versions/$i.jar" "$work/deploy/idle.jar"
  done
  wait $loading || true
  line=$(cat "$work/updates.out")
  echo "updates, load $before, live at the end: $(grep -c 'is started: benchmarks-idle' "$work/one.out") bundles began: $line" >&2
  row "20 updates under 20 requests/s: sent, succeeded, doubled; p50, p99 in ms; updates taken up" \
    "$(field count "$line"), $(field succeeded "$line"), $(field doubled "$line"); $(field p50_ms "$line"), $(field p99_ms "$line"); $(($(grep -c 'is started: benchmarks-idle' "$work/one.out") - 1))" "$before"
  stop $node_pid
  cp "$work/idle.jar" "$work/deploy/"
}

# After two full collections: resident memory, live heap, metaspace with the class space, in MB.
after_collection() {
  jcmd "$1" GC.run >/dev/null
  jcmd "$1" GC.run >/dev/null
  local heap
  heap=$(jcmd "$1" GC.heap_info)
  echo "$(resident "$1"), $(sum_used '(new generation|tenured generation)' "$heap"), $(sum_used ' Metaspace' "$heap")"
}

sum_used() { awk -v line="$1" '$0 ~ line { for (i = 1; i < NF; i++) if ($i == "used") sum += $(i + 1) } END { printf "%.1f", sum / 1024 }' <<<"$2"; }

# The first requests are the warm-up's, which count: a node's own code and tables are made by them.
scenario_memory() {
  local before first
  start_node one --bootstrap-servers "$servers"
  before=$(load)
  ask --count 900 --rate 100 --warm 100 >&2 || true
  sleep 10
  first=$(after_collection $node_pid)
  ask --count 9000 --rate 100 --warm 0 --timeout 600 >&2 || true
  sleep 10
  row "after 1,000; after 10,000 requests, each step run, and full collections: resident, live heap, metaspace in MB" \
    "$first; $(after_collection $node_pid)" "$before"
  stop $node_pid
}

# One tenant has far more waiting than can be done; the other sends a job now and then, for which its share of the node is
# enough: two fifths of a core at most. Jobs of no time stand for what is bound by the platform itself.
scenario_tenants() {
  local before millis every flood alone beside flooding waiting cores
  cores=$(nproc)
  "$dist/bin/lapidary" tenant add flood --bootstrap-servers "$servers" >&2
  "$dist/bin/lapidary" tenant add calm --bootstrap-servers "$servers" >&2
  start_node one --bootstrap-servers "$servers"
  ask --tenant flood --count 500 --warm 200 >&2 || true
  for millis in ${MILLIS:-200 1000 0}; do
    every=$((millis * 5 / 2 > 1000 ? millis * 5 / 2 : 1000))
    # The flood lasts until the other tenant has sent all of its jobs, and a third longer.
    flood=$((millis > 0 ? cores * every * 40 / millis * 4 / 3 : ${FLOOD:-15000}))
    before=$(load)
    alone=$(ask --tenant calm --count 30 --every $every --warm 0 --parameters millis=$millis || true)
    ask --tenant flood --count $flood --warm 0 --parameters millis=$millis --timeout 900 >"$work/flood.out" 2>&1 &
    flooding=$!
    sleep 5
    beside=$(ask --tenant calm --count 30 --every $every --warm 0 --parameters millis=$millis || true)
    waiting=$("$dist/bin/lapidary" tenant list --bootstrap-servers "$servers")
    wait $flooding || true # what is left of it
    echo "tenants, jobs of $millis ms, load $before: alone $alone; beside a flood $beside; the flood: $(cat "$work/flood.out")" >&2
    echo "$waiting" >&2
    row "jobs of $millis ms, one in $every ms: p95 of waiting alone, beside another tenant's flood, ms" \
      "$(field wait_p95_ms "$alone"), $(field wait_p95_ms "$beside")" "$before"
  done
  stop $node_pid
}

scenario_large() {
  local before line
  start_node one --bootstrap-servers "$servers"
  ask --count 1 --warm 20 >&2
  for layers in 8 40; do
    java_here LargeModel "$work/large.tflite" $layers >&2
    before=$(load)
    line=$(ask --model "$work/large.tflite" --technique float16 --count 1 --warm 0 --timeout 300 || true)
    echo "large, $layers layers, load $before: $line" >&2
    row "float16 of $(stat -c %s "$work/large.tflite") bytes, heap 256 MB: succeeded; step, request to result in s" \
      "$(field succeeded "$line"); $(field step_s "$line"), $(awk "BEGIN { print $(field max_ms "$line") / 1000 }")" "$before"
    rm "$work/large.tflite"
  done
  row "resident memory after it, mapped files included, MB" "$(resident $node_pid)" "$(load)"
  stop $node_pid
}

build
start_broker
echo "| what | figure | load before |"
echo "| --- | --- | --- |"
for scenario in $scenarios; do
  "scenario_$scenario"
done
