package lsp

import (
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// hover shows the page of the rule that has a finding at a place, or else what there is to know of the field.
func (s *Server) hover(p positionParams) (*hover, error) {
	d := s.documents[p.TextDocument.URI]
	if d == nil {
		return nil, invalid("%s is not open", p.TextDocument.URI)
	}
	at := span{Start: p.Position, End: p.Position}
	var pages []string
	var where *span
	for i := range d.result.findings {
		f := &d.result.findings[i]
		if !f.at.touches(at) {
			continue
		}
		if rule, ok := lint.FindRule(f.Rule); ok {
			pages = append(pages, s.options.Page(rule))
			where = &f.at
		}
	}
	if len(pages) > 0 {
		return &hover{Contents: markup{Kind: "markdown", Value: strings.Join(pages, "\n---\n\n")}, Range: where}, nil
	}
	return d.field(p.Position), nil
}

// field is about the key at a place; nil if there is none that is known.
func (d *document) field(p position) *hover {
	r := newRow(d.text.line(p.Line))
	end := position{Line: p.Line, Character: r.column + len(r.key)}
	if r.key == "" || p.Character < r.column || p.Character > end.Character {
		return nil
	}
	c, ok := d.text.at(end)
	if !ok || !schema.Known(c.kind) || !c.batch {
		return nil
	}
	i := slices.IndexFunc(schema.Fields(c.kind, c.path, d.result.version), func(f schema.Field) bool { return f.Name == r.key })
	if i < 0 {
		return nil
	}
	f := schema.Fields(c.kind, c.path, d.result.version)[i]
	said, _ := documentation(c.kind, append(slices.Clone(c.path), r.key))
	text := "**" + f.Name + "** `" + f.Type + "`\n\n" + said.text
	if choices := values(c.kind, append(slices.Clone(c.path), r.key)); len(choices) > 0 {
		text += "\n\nOne of: `" + strings.Join(choices, "`, `") + "`"
	}
	return &hover{
		Contents: markup{Kind: "markdown", Value: text},
		Range:    &span{Start: position{Line: p.Line, Character: r.column}, End: end},
	}
}
