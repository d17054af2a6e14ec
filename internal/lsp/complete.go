package lsp

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// complete offers the fields that a map may have, and the values that a field may have.
func (s *Server) complete(p positionParams) (completionList, error) {
	d := s.documents[p.TextDocument.URI]
	if d == nil {
		return completionList{}, invalid("%s is not open", p.TextDocument.URI)
	}
	c, ok := d.text.at(p.Position)
	if !ok || !c.ours() {
		return completionList{Items: []completionItem{}}, nil
	}
	if c.key != "" {
		return completionList{Items: c.values(p.Position)}, nil
	}
	return completionList{Items: c.fields(p.Position, d.result.version)}, nil
}

// ours says whether the document is a Job or CronJob, or nothing yet.
func (c *cursor) ours() bool {
	return schema.Known(c.kind) && c.batch || c.kind == "" && len(c.path) == 0
}

func (c *cursor) fields(at position, v schema.Version) []completionItem {
	kind := c.kind
	if kind == "" {
		kind = "Job"
	}
	items := []completionItem{}
	for _, f := range schema.Fields(kind, c.path, v) {
		if slices.Contains(c.taken, f.Name) || f.Name == "status" && len(c.path) == 0 || c.kind == "" && f.Name != "apiVersion" && f.Name != "kind" {
			continue
		}
		item := completionItem{
			Label: f.Name, Kind: itemProperty, Detail: f.Type, SortText: "2" + f.Name,
			TextEdit: &textEdit{Range: span{Start: c.start, End: at}, NewText: f.Name + ":" + behind(f.Type, c.indent)},
		}
		if f.Required {
			item.Detail, item.SortText = f.Type+", required", "1"+f.Name
		}
		if said, ok := documentation(kind, append(slices.Clone(c.path), f.Name)); ok && said.text != "" {
			item.Documentation = &markup{Kind: "markdown", Value: said.text}
		}
		items = append(items, item)
	}
	return items
}

// behind is what follows the colon of a field.
func behind(typ string, indent int) string {
	in := "\n" + strings.Repeat(" ", indent)
	switch {
	case strings.HasPrefix(typ, "[]"):
		return in + "- "
	case strings.HasPrefix(typ, "{}"), typ[0] >= 'A' && typ[0] <= 'Z':
		return in + "  "
	default:
		return " "
	}
}

func (c *cursor) values(at position) []completionItem {
	items := []completionItem{}
	for i, v := range values(c.kind, append(slices.Clone(c.path), c.key)) {
		items = append(items, completionItem{
			Label: v, Kind: itemEnumMember, SortText: fmt.Sprintf("%02d", i),
			TextEdit: &textEdit{Range: span{Start: c.start, End: at}, NewText: c.space(at) + v},
		})
	}
	return items
}

// space is what has to stand between the colon and the value, where nothing does.
func (c *cursor) space(at position) string {
	if c.word == "" && at.Character == c.indent+units(c.key)+1 {
		return " "
	}
	return ""
}
