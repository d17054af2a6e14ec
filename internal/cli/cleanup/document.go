package cleanup

import (
	"encoding/json"
	"fmt"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/job/retention"
)

// document is the output for programs. Times are RFC 3339. New fields may come; none goes or changes.
type document struct {
	DryRun string  `json:"dryRun"` // none, client or server
	Action string  `json:"action"` // delete, or setTTL
	Items  []entry `json:"items"`
}

type entry struct {
	Kind      string     `json:"kind"` // Job, or Pod for one whose Job is gone
	Namespace string     `json:"namespace"`
	Name      string     `json:"name"`
	UID       string     `json:"uid"`
	Owner     string     `json:"owner,omitempty"` // KIND/NAME
	Status    string     `json:"status"`
	Reason    string     `json:"reason,omitempty"`
	Active    bool       `json:"active"`
	Created   time.Time  `json:"created"`
	Finished  *time.Time `json:"finished,omitempty"`
	Pods      *int       `json:"pods,omitempty"` // absent if not known
	Bytes     int        `json:"bytes"`
	// Result is planned, done, gone, changed, failed or left; kept for what stays by Rule.
	Result string         `json:"result"`
	Rule   retention.Rule `json:"rule,omitempty"`
	Why    string         `json:"why,omitempty"`
}

// document writes what was planned and what became of it, if it was asked for.
func (o *Options) document(plan retention.Plan, s *sweep) error {
	if o.Output == "name" && o.DryRun == arg.DryRunClient {
		for _, list := range [][]retention.Candidate{plan.Delete, plan.Active} {
			for _, c := range list {
				if _, err := fmt.Fprintln(o.Out, c.Ref()); err != nil {
					return fmt.Errorf("write: %w", err)
				}
			}
		}
	}
	if !o.structured() {
		return nil
	}
	d := document{DryRun: string(o.DryRun), Action: "delete", Items: []entry{}}
	if o.TTL != nil {
		d.Action = "setTTL"
	}
	for _, list := range [][]retention.Candidate{plan.Delete, plan.Active} {
		for _, c := range list {
			e := newEntry(c)
			e.Result = "planned"
			if became, ok := s.outcomes[c.UID]; ok {
				e.Result = string(became.result)
				if became.err != nil {
					e.Why = became.err.Error()
				}
			} else if o.DryRun != arg.DryRunClient {
				e.Result = string(left)
			}
			d.Items = append(d.Items, e)
		}
	}
	for _, k := range plan.Kept {
		e := newEntry(k.Candidate)
		e.Result, e.Rule, e.Why = "kept", k.Kept.Rule, k.Kept.Why
		d.Items = append(d.Items, e)
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err == nil && o.Output == "yaml" {
		text, err = yaml.JSONToYAML(text)
	}
	if err != nil {
		return fmt.Errorf("write the document: %w", err)
	}
	if o.Output == "json" {
		text = append(text, '\n')
	}
	if _, err := o.Out.Write(text); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

func newEntry(c retention.Candidate) entry {
	e := entry{
		Kind: "Job", Namespace: c.Namespace, Name: c.Name, UID: c.UID, Owner: c.Owner.String(), Status: string(c.State),
		Reason: c.Reason, Active: c.Active, Created: c.Created, Bytes: c.Size,
	}
	if c.Pod {
		e.Kind = "Pod"
	}
	if c.Finished() && !c.Pod {
		e.Finished = &c.Since
	}
	if c.Pods != retention.Unknown {
		e.Pods = &c.Pods
	}
	return e
}
