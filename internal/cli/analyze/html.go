package analyze

import (
	_ "embed" // the template
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
)

//go:embed report.html.tmpl
var source string

// page is one file that needs nothing else: no script, no picture, no font from anywhere. html/template escapes all that comes
// from the cluster.
func page(found result, zone *time.Location) (string, error) {
	t, err := template.New("report").Funcs(template.FuncMap{
		"stamp":    func(at time.Time) string { return at.In(zone).Format(stamp) },
		"iso":      func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
		"seconds":  span1,
		"human":    job.Human,
		"next":     nextOf,
		"chart":    func(r analyze.Report) *chart { return chartOf(r, zone) },
		"runs":     func(r analyze.CronReport) *chart { return chartOfRuns(r, zone) },
		"success":  successOf,
		"logTitle": logTitle,
		"heading":  heading,
		"similar":  func(s analyze.Similar) string { return strings.TrimSpace(similar(s)) },
		"first":    func(g analyze.Group) []analyze.Member { return g.Jobs[:min(len(g.Jobs), mostMembers)] },
		"more":     func(g analyze.Group) int { return len(g.Jobs) - mostMembers },
		"commands": func(rules []string) string { return "kubectl job explain " + strings.Join(rules, " ") },
		"lines":    printableLines,
	}).Parse(source)
	if err != nil {
		return "", fmt.Errorf("-o html: %w", err)
	}
	var text strings.Builder
	if err := t.Execute(&text, view{found, titleOf(found)}); err != nil {
		return "", fmt.Errorf("-o html: %w", err)
	}
	return text.String(), nil
}

type view struct {
	result

	Title string
}

func titleOf(found result) string {
	switch {
	case len(found.Jobs) == 1 && len(found.CronJobs) == 0:
		return "Job " + found.Jobs[0].Namespace + "/" + found.Jobs[0].Name
	case len(found.CronJobs) == 1 && len(found.Jobs) == 0:
		return "CronJob " + found.CronJobs[0].Namespace + "/" + found.CronJobs[0].Name
	case found.Fleet != nil:
		return found.Fleet.Summary()
	default:
		return "Jobs"
	}
}

func printableLines(lines []string) string {
	clean := make([]string, len(lines))
	for i, line := range lines {
		clean[i] = printable(line)
	}
	return strings.Join(clean, "\n")
}

// chart is a picture of bars, one a row, in pixels.
type chart struct {
	Label         string // for those who cannot see it
	Width, Height int
	Rows          []bars
	Ticks         []tick
	More          int // rows that are not drawn
}

type bars struct {
	Y, TextY int
	Name     string
	Parts    []part
	Result   string
	ResultX  int
}

type part struct {
	X, Width int
	Class    string // wait, run, succeeded, failed, deleted
	Title    string
}

type tick struct {
	X    int
	Text string
}

// The measures of a chart. The names and results are text within it.
const (
	chartWidth = 900
	chartLeft  = 190
	chartRight = 260
	rowHeight  = 24
	mostRows   = 60
)

func chartOf(r analyze.Report, zone *time.Location) *chart {
	shown := r.Attempts
	if len(shown) == 0 {
		return nil
	}
	first, last := span(r)
	c := newChart(len(shown), first, last, zone)
	c.Label = fmt.Sprintf("Timeline of %d attempts over %s", len(shown), job.Human(last.Sub(first)))
	shown = shown[:len(shown)-c.More]
	for i, a := range shown {
		end := last
		if a.Finished != nil {
			end = *a.Finished
		}
		begun := end
		if a.Started != nil {
			begun = *a.Started
		}
		name := fmt.Sprintf("#%d ", a.Number)
		if a.Index != "" {
			name = fmt.Sprintf("index %s #%d ", a.Index, a.Number)
		}
		row := c.row(i, name+clip(short(a.Pod, r.Name), 22), resultOf(a, last))
		row.Parts = append(row.Parts, c.part(a.Created, begun, first, last, "wait", "waits"))
		if a.Started != nil {
			row.Parts = append(row.Parts, c.part(begun, end, first, last, string(a.Outcome), a.Result))
		}
		c.Rows = append(c.Rows, row)
	}
	return c
}

func chartOfRuns(r analyze.CronReport, zone *time.Location) *chart {
	if len(r.Runs) == 0 {
		return nil
	}
	longest := 1.0
	for _, run := range r.Runs {
		longest = max(longest, run.Seconds)
	}
	start := time.Unix(0, 0)
	end := start.Add(time.Duration(longest * float64(time.Second)))
	c := newChart(len(r.Runs), start, end, zone)
	c.Ticks = []tick{{chartLeft, "0s"}, {chartWidth - chartRight, span1(longest)}}
	c.Label = fmt.Sprintf("Durations of %d runs, the longest %s", len(r.Runs), span1(longest))
	for i, run := range r.Runs[:len(r.Runs)-c.More] {
		class := map[job.State]string{job.StateComplete: "succeeded", job.StateFailed: "failed"}[run.State]
		if class == "" {
			class = "running"
		}
		row := c.row(i, clip(run.Job, 26), string(run.State)+", "+span1(run.Seconds))
		row.Parts = []part{c.part(start, start.Add(time.Duration(run.Seconds*float64(time.Second))), start, end, class, string(run.State))}
		c.Rows = append(c.Rows, row)
	}
	return c
}

func newChart(rows int, first, last time.Time, zone *time.Location) *chart {
	c := &chart{Width: chartWidth, More: max(rows-mostRows, 0)}
	c.Height = (rows-c.More)*rowHeight + 30
	const ticks = 4
	for i := range ticks + 1 {
		at := first.Add(last.Sub(first) * time.Duration(i) / ticks)
		c.Ticks = append(c.Ticks, tick{chartLeft + (chartWidth-chartLeft-chartRight)*i/ticks, at.In(zone).Format("15:04:05")})
	}
	return c
}

func (c *chart) row(i int, name, result string) bars {
	y := 24 + i*rowHeight
	return bars{Y: y, TextY: y + 13, Name: name, Result: clip(result, 40), ResultX: chartWidth - chartRight + 10}
}

func (*chart) part(from, to, first, last time.Time, class, title string) part {
	wide := chartWidth - chartLeft - chartRight
	x := int(int64(wide) * int64(from.Sub(first)) / int64(last.Sub(first)))
	end := int(int64(wide) * int64(to.Sub(first)) / int64(last.Sub(first)))
	return part{X: chartLeft + x, Width: max(end-x, 2), Class: class, Title: title}
}

func clip(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}
