#!/usr/bin/env bash
# From a clean clone to a finished Job, as a person would see it: builds the plugin, brings a Kubernetes
# cluster up on this machine, and runs one Job in a namespace of its own. The cluster stays up to play with.
#
# DEMO_NAME is the cluster's name, DEMO_NODE its kind of node: auto, real or simulated.
set -euo pipefail

cd "$(dirname -- "${BASH_SOURCE[0]}")/.."
root=$PWD
name=${DEMO_NAME:-demo}
node=${DEMO_NODE:-auto}
manifest=testdata/seed/pi.yaml
pi=3.14159265358979

bold='' dim='' red='' green='' off=''
if [ -t 1 ] && [ -z "${NO_COLOR-}" ] && [ "${TERM-}" != dumb ]; then
	bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' off=$'\e[0m'
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

span() {
	if [ "$1" -ge 60 ]; then printf '%dm%02ds' $(($1 / 60)) $(($1 % 60)); else printf '%ds' "$1"; fi
}

# step TEXT: the heading of what follows.
step() {
	began=$SECONDS
	printf '\n%s==> %s%s\n' "$bold" "$1" "$off"
}
finished() { printf '%s    %s%s\n' "$dim" "took $(span $((SECONDS - began)))" "$off"; }

# show COMMAND...: shows the command as one would type it. say COMMAND...: shows it, then runs it.
show() { printf '%s$ %s%s\n' "$bold" "$*" "$off"; }
say() {
	show "$@"
	"$@"
}

fail() {
	printf '\n%sFAILED: %s%s (after %s)\n' "$red" "$1" "$off" "$(span "$SECONDS")" >&2
	exit 1
}

# field KEY: a text or true/false of the flat JSON object in $status.
field() {
	printf '%s' "$status" | tr '\n' ' ' |
		sed -n -e 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p' -e 's/.*"'"$1"'" *: *\(true\|false\).*/\1/p'
}

step 'Build the plugin'
make --no-print-directory build || fail 'the plugin did not build'
finished

step "Bring up a Kubernetes cluster named $name on this machine"
echo '    The first time this builds Kubernetes from source: ten minutes on two cores. After that: seconds.'
status=$(go -C test/cluster run . up --name "$name" --node "$node" -o json) || fail 'the cluster did not come up'
KUBECONFIG=$(field kubeconfig)
bin=$(field binDir)
real=$(field real)
reason=$(field reason)
if [ -z "$KUBECONFIG" ] || [ -z "$bin" ] || [ -z "$real" ]; then
	fail "the cluster's own description was not understood: $status"
fi
export KUBECONFIG PATH="$root/bin:$bin:$PATH"
if [ "$real" = true ]; then
	echo '    Its node is real: containers run.'
else
	echo "    Its node is SIMULATED${reason:+ ($reason)}: the API server and the Job controller are real,"
	echo '    but no container runs, and what Pods "print" is made up.'
fi
finished

step 'A namespace of its own'
i=1
taken=$(kubectl get namespaces -o name) || fail 'the cluster does not answer'
while printf '%s\n' "$taken" | grep -qx "namespace/demo-$i"; do i=$((i + 1)); done
ns=demo-$i
say kubectl create namespace "$ns" || fail "namespace $ns was not made"
finished

step 'Run a Job, wait for its end, read its log'
run=(kubectl job run -f "$manifest" --wait --logs -n "$ns")
show "${run[@]}"
# Standard output alone goes through the pipe: on a terminal, progress on standard error stays live.
code=0
"${run[@]}" | tee "$scratch/out" || code=${PIPESTATUS[0]}
[ "$code" -eq 0 ] || fail "kubectl job run ended with exit status $code"
complete=$(kubectl get job pi -n "$ns" -o 'jsonpath={.status.conditions[?(@.type=="Complete")].status}')
[ "$complete" = True ] || fail 'the Job did not complete'
if [ "$real" = true ]; then
	grep -qF "$pi" "$scratch/out" || fail "the Job's output lacks $pi"
	echo "    The output holds $pi: a container really computed it."
else
	echo '    The node is simulated, so the log above is simulated too: no pi was computed.'
fi
finished

step 'Look at it again'
say kubectl job watch pi -n "$ns" || fail "kubectl job watch ended with exit status $?"
finished

printf '\n%sDone in %s.%s The cluster stays up. To go on playing:\n\n' "$green$bold" "$(span "$SECONDS")" "$off"
cat <<HOW
    export KUBECONFIG=$KUBECONFIG
    export PATH=$root/bin:$bin:\$PATH

    kubectl job run hello --image=busybox --backoff-limit=0 --wait --logs -- sh -c 'echo hi; exit 42'
    kubectl job watch pi -n $ns
    kubectl get jobs --all-namespaces

    make cluster-down$([ "$name" = demo ] || printf ' NAME=%s' "$name")      # when you are done
HOW
