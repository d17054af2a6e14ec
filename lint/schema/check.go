package schema

import (
	"strconv"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// Check compares a document of batch/v1 Job or CronJob with what the API server of a version can decode. For any other
// kind it says nothing. The problems are in the order of the document. Versions out of range mean the nearest one.
//
// A null stands for a field that is not set, whatever its type, as in the server.
func Check(root *manifest.Node, v Version) []Problem {
	kind := root.Get("kind")
	if kind == nil || kind.Kind != manifest.String {
		return nil
	}
	return CheckAs(root, kind.Text, v)
}

// CheckAs is Check for an object whose kind is known from elsewhere: the items of a JobList need not tell theirs.
func CheckAs(root *manifest.Node, kind string, v Version) []Problem {
	if root == nil || kind != "Job" && kind != "CronJob" {
		return nil
	}
	t := loaded()
	c := &checker{table: t, root: t.object(kind), minor: v.Clamp().Minor, newest: t.newest}
	c.value(root, &typ{kind: kindObject, object: c.root}, &field{})
	return c.problems
}

// checker walks a document along the types.
type checker struct {
	table         *table
	root          *object
	minor, newest int

	path     []byte  // of the value at hand
	frames   []frame // the objects that the value at hand is in, outermost first
	advice   int     // how often the tables were searched for a better place
	problems []Problem
}

// frame is an object of the document on the way to the value at hand.
type frame struct {
	object *object
	node   *manifest.Node
	via    string // the field that holds the object, or the list of it
	path   string
}

func (c *checker) top() *frame { return &c.frames[len(c.frames)-1] }

func (c *checker) add(p Problem) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, p)
	}
}

// pathOf is the path of a field of the object at hand.
func (c *checker) pathOf(name string) string { return join(c.top().path, name) }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// object checks the fields of a map.
func (c *checker) object(n *manifest.Node, o *object, via string) {
	c.frames = append(c.frames, frame{object: o, node: n, via: via, path: string(c.path)})
	for i := range n.Entries {
		if len(c.problems) == maxProblems {
			break
		}
		e := &n.Entries[i]
		f := o.field(e.Key, c.minor)
		if f == nil {
			c.unknown(e)
			continue
		}
		if f.drops != nil {
			c.dropped(f, e)
		}
		end := len(c.path)
		if end > 0 {
			c.path = append(c.path, '.')
		}
		c.path = append(c.path, f.name...)
		c.value(e.Value, f.typ, f)
		c.path = c.path[:end]
	}
	c.frames = c.frames[:len(c.frames)-1]
}

// value checks the value of a field, or an item of it. The document itself is the value of a field without name.
func (c *checker) value(n *manifest.Node, t *typ, f *field) {
	if n.Kind == manifest.Null {
		return
	}
	end := len(c.path)
	switch t.kind {
	case kindAny:
	case kindObject:
		if n.Kind != manifest.Map {
			c.wrongType(n, t, f)
			return
		}
		c.object(n, t.object, f.name)
	case kindList:
		if n.Kind != manifest.List {
			c.wrongType(n, t, f)
			return
		}
		for i, item := range n.Items {
			c.path = append(c.path, '[')
			c.path = strconv.AppendInt(c.path, int64(i), 10)
			c.path = append(c.path, ']')
			c.value(item, t.elem, f)
			c.path = c.path[:end]
		}
	case kindMap:
		if n.Kind != manifest.Map {
			c.wrongType(n, t, f)
			return
		}
		for i := range n.Entries {
			c.path = append(c.path, '[')
			c.path = append(c.path, n.Entries[i].Key...)
			c.path = append(c.path, ']')
			c.value(n.Entries[i].Value, t.elem, f)
			c.path = c.path[:end]
		}
	default:
		c.scalar(n, t, f)
	}
}
