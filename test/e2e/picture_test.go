package e2e

import (
	"fmt"
	"html"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// TestPicture makes the picture of the README from a real run; `make picture` keeps it in the folder that PICTURES names.
func TestPicture(t *testing.T) {
	dir := os.Getenv("PICTURES")
	t.Parallel()
	cluster := testcluster.Shared(t)
	const namespace = "shop" // it is in the picture
	cluster.Kubectl(t, "create", "namespace", namespace)
	t.Cleanup(func() {
		gone := exec.Command(filepath.Join(cluster.BinDir, "kubectl"), "--kubeconfig="+cluster.Kubeconfig, "delete", "namespace", namespace) // t.Context has ended
		if out, err := gone.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	})
	say := func(name string, args ...string) { kubectlJob(t, cluster, namespace, simulated(name, args...)...) }
	say("backup", "--annotations=sim.test/run-for=2s", "--wait") // so that it stands below those that run
	say("migrate", "--backoff-limit=3", "--annotations=sim.test/exit-code=3")
	say("train", "--deadline=2h", "--annotations=sim.test/hang=true")
	say("mail", "--annotations=sim.test/pull-error=true")
	say("report", "--suspend")
	say("import", "--completions=40", "--parallelism=4", "--annotations=sim.test/run-for=4s")
	say("resize", "--indexed", "--completions=64", "--parallelism=8", "--annotations=sim.test/run-for=5s", "--annotations=sim.test/index-3.exit-code=1,0")

	x := onTerminal(t, cluster, namespace, 124, 14, "watch", "-n", namespace)
	x.until(`^. resize .* 1\d/64 `)
	at := regexp.MustCompile(`(?m)^▸ (\w+) `)
	chosen := func() string { return at.FindString(x.text()) }
	for !strings.Contains(chosen(), "migrate") {
		was := chosen()
		x.press("j")
		x.wait(func() bool { return chosen() != was }, "the next Job is not chosen")
	}
	x.press("\r")
	x.until(`(?s)^    #1 +migrate-\w{5} on sim-\d: failed: exit code 3.*^. backup .* complete$`)
	for _, row := range []string{`import .* \d+s left`, `resize .* [1-5]\d/64 .* left`, `train .* deadline in 119m`} {
		x.until("^. " + row + "$")
	}
	picture := svg(x.screen)
	if !strings.Contains(picture, "migrate") {
		t.Errorf("no Job is in the picture:\n%s", picture)
	}
	if dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "watch.svg"), []byte(picture), 0o644); err != nil { //nolint:gosec // it is published
			t.Fatal(err)
		}
	}
	x.press("q")
	x.exits(0)
}

// svg draws a terminal's screen.
func svg(screen *vt.SafeEmulator) string {
	const (
		cell, line = 8.4, 19
		margin     = 14
		size       = 14
	)
	var b strings.Builder
	width, height := float64(screen.Width())*cell+2*margin, screen.Height()*line+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" viewBox="0 0 %.0f %d" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="%d">`+"\n", width, height, width, height, size)
	fmt.Fprintf(&b, `<title>kubectl job watch: seven Jobs on a terminal</title>`+"\n"+`<rect width="100%%" height="100%%" rx="8" fill="#161b22"/>`+"\n")
	for y := range screen.Height() {
		for x := 0; x < screen.Width(); {
			text, style, n := run(screen, x, y)
			if words := strings.TrimSpace(text); words != "" {
				left := x + strings.Index(text, words)
				fmt.Fprintf(&b, `<text x="%.1f" y="%d" textLength="%.1f" lengthAdjust="spacingAndGlyphs" %s>%s</text>`+"\n",
					margin+float64(left)*cell, margin+(y+1)*line-5, float64(ansi.StringWidth(words))*cell, look(style), html.EscapeString(words))
			}
			x += n
		}
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// run is what stands in one style from a cell on, up to where two blanks follow.
func run(screen *vt.SafeEmulator, x, y int) (text string, style uv.Style, n int) {
	at := func(x int) uv.Cell {
		if c := screen.CellAt(x, y); c != nil && c.Content != "" {
			return *c
		}
		return uv.Cell{Content: " ", Width: 1}
	}
	first := at(x)
	for x+n < screen.Width() {
		c := at(x + n)
		if n > 0 && (!c.Style.Equal(&first.Style) || gap(at, x+n)) {
			break
		}
		text += c.Content
		n += max(c.Width, 1)
	}
	return text, first.Style, n
}

// gap says that two blanks stand here: columns stay columns in any font.
func gap(at func(int) uv.Cell, x int) bool { return at(x).Content == " " && at(x+1).Content == " " }

// look is a style in the colours of the picture.
func look(s uv.Style) string {
	fill := "#c9d1d9"
	palette := map[color.Color]string{ansi.Red: "#ff7b72", ansi.Green: "#56d364", ansi.Yellow: "#e3b341"}
	if named, ok := palette[s.Fg]; ok {
		fill = named
	}
	switch {
	case s.Attrs&uv.AttrFaint != 0:
		return `fill="#8b949e"`
	case s.Attrs&uv.AttrBold != 0:
		return `fill="#f0f6fc" font-weight="bold"`
	default:
		return `fill="` + fill + `"`
	}
}
