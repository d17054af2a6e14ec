package build

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// meter shows how far a build is. Packages differ in size, so it is an estimate.
type meter struct {
	out   io.Writer
	name  string
	tty   bool
	begun time.Time

	mu          sync.Mutex
	done, total int
	errors      []string
}

func newMeter(out io.Writer, name string) *meter {
	f, ok := out.(*os.File)
	return &meter{out: out, name: name, tty: ok && term.IsTerminal(int(f.Fd())), begun: time.Now()}
}

func (m *meter) run(ctx context.Context, dir string, p program, target string) error {
	m.total = m.countStale(ctx, dir, p)
	args := append([]string{"build", "-v", "-o", target}, p.flags()...)
	cmd := exec.CommandContext(ctx, "go", append(args, p.packages...)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), p.environment()...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // go removes its work directory then
	cmd.WaitDelay = 5 * time.Second
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	stop := m.show()
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		m.line(lines.Text())
	}
	err = cmd.Wait()
	stop()
	if ctx.Err() != nil {
		return fmt.Errorf("building %s: %w", m.name, context.Cause(ctx))
	}
	if err != nil {
		return fmt.Errorf("building %s: %w\n%s", m.name, err, strings.Join(m.errors, "\n"))
	}
	return nil
}

// countStale asks how many packages have to be compiled. Not to know is no error.
func (m *meter) countStale(ctx context.Context, dir string, p program) int {
	const format = `{{if and .Stale (ne .StaleReason "not installed but available in build cache")}}{{.ImportPath}}{{end}}`
	args := append([]string{"list", "-deps", "-f", format}, p.flags()...)
	out, err := output(ctx, dir, p.environment(), "go", append(args, p.packages...)...)
	if err != nil {
		return 0
	}
	return len(strings.Fields(out))
}

// line takes a line of "go build -v": a package that is being built, or a complaint.
func (m *meter) line(text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if strings.ContainsAny(text, " \t") {
		if !strings.HasPrefix(text, "go: downloading") {
			m.errors = append(m.errors, text)
			m.errors = m.errors[max(0, len(m.errors)-20):]
		}
		return
	}
	m.done++
}

// show prints the progress now and then until stop is called.
func (m *meter) show() (stop func()) {
	every := 15 * time.Second
	if m.tty {
		every = time.Second
	}
	tick := time.NewTicker(every)
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				m.print()
			}
		}
	})
	return func() {
		tick.Stop()
		close(done)
		wg.Wait()
		end := fmt.Sprintf("built %s in %s", m.name, time.Since(m.begun).Round(time.Second))
		if m.tty {
			end = "\r\033[K" + end
		}
		_, _ = fmt.Fprintln(m.out, end)
	}
}

func (m *meter) print() {
	m.mu.Lock()
	text := describe(m.name, m.done, m.total, time.Since(m.begun))
	m.mu.Unlock()
	if m.tty {
		_, _ = fmt.Fprintf(m.out, "\r\033[K%s", text)
		return
	}
	_, _ = fmt.Fprintln(m.out, text)
}

func describe(name string, done, total int, elapsed time.Duration) string {
	elapsed = elapsed.Round(time.Second)
	switch {
	case total == 0:
		return fmt.Sprintf("building %s: %d packages, %s", name, done, elapsed)
	case done >= total:
		return fmt.Sprintf("building %s: linking, %s", name, elapsed)
	}
	const width = 30
	bar := strings.Repeat("#", width*done/total)
	return fmt.Sprintf("building %s [%-*s] %d of %d packages, %s%s", name, width, bar, done, total, elapsed, left(done, total, elapsed))
}

// left says how long the rest may take at the pace so far, once there is a pace to speak of.
func left(done, total int, elapsed time.Duration) string {
	const few = 20
	if done < few {
		return ""
	}
	rest := time.Duration(float64(elapsed) / float64(done) * float64(total-done))
	return fmt.Sprintf(", about %s left", rest.Round(10*time.Second))
}
