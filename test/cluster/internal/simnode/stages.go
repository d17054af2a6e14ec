package simnode

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

//go:embed kwok.yaml
var stages string

// Conditions in jq, for the selectors of the stages.
const (
	define = `def s(k): .metadata.annotations as $a | if $a == null then null else ($a["sim.test/now."+k] // $a["sim.test/"+k]) end; ` +
		`def on(k): (s(k) // "") as $v | ($v != "" and $v != "false"); `

	// The Pod's annotations do not depend on the attempt, or the attempt is known: see needsAttempt.
	resolved = `(.metadata.annotations // {} | (has("sim.test/attempt") or ([to_entries[] | select(.key | startswith("sim.test/")) | ` +
		`select(.key != "sim.test/logs" and .key != "sim.test/log-cut") | ` +
		`select((.key | startswith("sim.test/index-")) or (.value | contains(",")))] | length == 0)))`

	pending = `.metadata.deletionTimestamp == null and .status.phase == "Pending" and ` + resolved
	waiting = `(.status.containerStatuses[0].state.waiting.reason // "")`
)

// WriteConfig writes kwok's configuration.
// port is that of the kubelet endpoint. (kwok would listen on a port that it is told of, so it is not.)
func WriteConfig(dir string, port int) error {
	text := strings.NewReplacer(
		"@ARCH@", runtime.GOARCH,
		"@PORT@", strconv.Itoa(port),
		"@CREATING@", define+pending+` and (on("pull-error") | not) and (on("stuck") or on("start-delay")) and `+waiting+` == ""`,
		"@RUNNING@", define+pending+` and (on("pull-error") | not) and (on("stuck") | not) and ((on("start-delay") | not) or `+waiting+` != "")`,
		"@PULL_ERROR@", define+pending+` and on("pull-error") and `+waiting+` == ""`,
		"@PULL_BACKOFF@", define+pending+` and `+waiting+` == "ErrImagePull"`,
		"@FINISH@", define+`.metadata.deletionTimestamp == null and .status.phase == "Running" and .spec.restartPolicy != "Always" and (on("hang") | not)`,
		"@TERMINATE@", `.metadata.deletionTimestamp != null and (.status.phase == "Pending" or .status.phase == "Running")`,
		"@DELETE@", `.metadata.deletionTimestamp != null and (.status.phase == "Succeeded" or .status.phase == "Failed")`,
		"@START_DELAY@", define+`s("start-delay")`,
		"@RUN_FOR@", define+`s("run-for")`,
	).Replace(stages)
	if err := os.WriteFile(filepath.Join(dir, "kwok.yaml"), []byte(text), 0o600); err != nil {
		return fmt.Errorf("kwok's configuration: %w", err)
	}
	return nil
}
