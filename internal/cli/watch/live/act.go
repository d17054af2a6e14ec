package live

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// act does what a key asks of the selected Job.
func (m *model) act(key string) tea.Cmd {
	chosen := m.chosen()
	if chosen == nil {
		return nil
	}
	j := *chosen
	name := j.Metadata.Name
	switch key {
	case "enter", "space":
		m.expanded[j.Metadata.UID] = !m.expanded[j.Metadata.UID]
	case "l":
		m.log = openLog(m.ctx, m.options, j)
		return m.tick()
	case "s":
		return m.suspend(j)
	case "r":
		m.asked = &question{"run " + name + " again, as a new Job?", m.do("run again", func(ctx context.Context) (string, error) { return rerun(ctx, m.options.Cluster, j) })}
	case "d":
		what := "delete " + name + " with its Pods and their logs?"
		if !j.Finished() {
			what = name + " has not finished: delete it with its Pods and their logs?"
		}
		m.asked = &question{what, m.do("delete", func(ctx context.Context) (string, error) {
			return "job.batch/" + name + " deleted", m.options.Cluster.DeleteJob(ctx, j.Metadata.Namespace, name, j.Metadata.UID)
		})}
	}
	return nil
}

func (m *model) suspend(j job.Job) tea.Cmd {
	name := j.Metadata.Name
	suspend := !j.Spec.Suspended()
	if j.Finished() {
		m.said = name + " has finished: there is nothing to suspend"
		return nil
	}
	done := map[bool]string{true: "suspended", false: "resumed"}[suspend]
	do := m.do("suspend", func(ctx context.Context) (string, error) {
		_, err := m.options.Cluster.PatchJob(ctx, j.Metadata.Namespace, name, j.Metadata.UID, map[string]any{"suspend": suspend}, false)
		return "job.batch/" + name + " " + done, err
	})
	if !suspend || j.Status.Active == 0 {
		return do
	}
	m.asked = &question{fmt.Sprintf("suspend %s? Its %d active Pods are deleted", name, j.Status.Active), do}
	return nil
}

// do works in the background and tells what became of it.
func (m *model) do(what string, work func(context.Context) (string, error)) tea.Cmd {
	return func() tea.Msg {
		said, err := work(m.ctx)
		if err != nil {
			return saidMsg(paint(term.Bad, what+": "+err.Error()))
		}
		return saidMsg(said)
	}
}

// rerun creates a Job like another one, under a name of its own.
func rerun(ctx context.Context, c *cluster.Cluster, j job.Job) (string, error) {
	object, err := c.JobObject(ctx, j.Metadata.Namespace, j.Metadata.Name)
	if err != nil {
		return "", err
	}
	again, err := jobspec.FromJob(object, jobspec.Generated(j.Metadata.Name))
	if err != nil {
		return "", err
	}
	created, err := c.CreateJob(ctx, again, false)
	if err != nil {
		return "", err
	}
	return "job.batch/" + created.GetName() + " created", nil
}
