package schema

import (
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// owner is an object of the schema that has a field, reached by its path from the root.
type owner struct {
	object   *object
	field    string // the field, which is spelled like this
	steps    []step
	shared   int  // how many steps it has in common with the object at hand
	distance int  // how many steps lead up from the object at hand, and down to the owner
	present  int  // how many of the steps down the document has
	taken    bool // the document has the field there already
	required bool // every object on the way down is required
}

// step is a field on the way to an owner.
type step struct {
	name     string
	list     bool
	required bool
}

// near is how far away a field may belong that several objects have. What only one has may be anywhere.
const near = 2

// maxPlaces is how many places a message names. A field that fits in more, such as name, tells nothing.
const maxPlaces = 3

// misplaced says in which of some places a field belongs that the object at hand has not. It is empty for no place.
func (c *checker) misplaced(e *manifest.Entry, places []owner) string {
	if len(places) == 0 {
		return ""
	}
	here := c.top().path
	if here == "" {
		here = "the top level"
	}
	names := make([]string, len(places))
	for i := range places {
		names[i] = c.place(&places[i])
	}
	message := e.Key + " belongs to " + names[0]
	if places[0].field != e.Key {
		message += " as " + places[0].field
	}
	if len(names) > 1 {
		message += " (or " + strings.Join(names[1:], ", ") + ")"
	}
	message += ", found in " + here
	if len(places) == 1 && places[0].taken {
		message += "; it is there already"
	}
	return message
}

// around picks the owners that the object at hand is in, outermost first.
func around(owners []owner, depth int) []owner {
	places := filter(owners, func(o *owner) bool { return o.shared == len(o.steps) && o.shared < depth })
	return places[:min(len(places), maxPlaces)]
}

// below picks the owners that are in the object at hand.
func below(owners []owner, depth int) []owner {
	return filter(owners, func(o *owner) bool { return o.shared == depth })
}

// aside picks those that are near, or the only type that has the field.
func aside(owners []owner) []owner {
	unique := true
	for i := range owners {
		unique = unique && owners[i].object == owners[0].object
	}
	return filter(owners, func(o *owner) bool { return unique || o.distance <= near })
}

// nearest picks the owners that are as near as any. Of several, those count that are in what the document has, then
// those that every document must have: containers rather than initContainers. It picks none of too many.
func nearest(owners []owner) []owner {
	places := best(owners, func(o *owner) int { return -o.distance })
	places = best(places, func(o *owner) int { return o.present })
	places = best(places, func(o *owner) int {
		if o.required {
			return 1
		}
		return 0
	})
	if len(places) > maxPlaces {
		return nil
	}
	return places
}

// best keeps those with the highest score.
func best(owners []owner, score func(*owner) int) []owner {
	var kept []owner
	high := 0
	for i := range owners {
		switch s := score(&owners[i]); {
		case len(kept) == 0 || s > high:
			kept, high = append(kept[:0], owners[i]), s
		case s == high:
			kept = append(kept, owners[i])
		}
	}
	return kept
}

// filter keeps some owners, in their order.
func filter(owners []owner, keep func(*owner) bool) []owner {
	var kept []owner
	for i := range owners {
		if keep(&owners[i]) {
			kept = append(kept, owners[i])
		}
	}
	return kept
}

// otherKind says that a field belongs to the other kind of document: schedule to a CronJob.
func (c *checker) otherKind(e *manifest.Entry) string {
	this, other := "Job", "CronJob"
	if c.root.name == "CronJob" {
		this, other = other, this
	}
	owners := c.owners(c.table.object(other), e)
	if len(owners) == 0 {
		return ""
	}
	first := slices.MinFunc(owners, func(a, b owner) int { return len(a.steps) - len(b.steps) })
	names := make([]string, len(first.steps))
	for i, s := range first.steps {
		names[i] = s.name
	}
	return first.field + " belongs to " + strings.Join(names, ".") + " of a " + other + ", and this is a " + this
}

// owners lists the objects of the schema that have a field, in the order of the schema: those where it takes the value,
// else all. A wrong case is forgiven if nothing has the field as written.
func (c *checker) owners(root *object, e *manifest.Entry) []owner {
	found := c.search(root, func(f *field) bool { return f.name == e.Key && fits(e.Value, f.typ) })
	if len(found) == 0 {
		found = c.search(root, func(f *field) bool { return f.name == e.Key })
	}
	if len(found) == 0 {
		key := fold(e.Key)
		found = c.search(root, func(f *field) bool { return len(f.name) <= len(e.Key) && fold(f.name) == key })
	}
	// name is a field of most objects, and those around this one have theirs. containers belongs to the Pod's spec even
	// if there are some.
	if common(found) {
		found = filter(found, func(o *owner) bool { return !o.taken })
	}
	return found
}

// fewTypes is how many types have a field that is not common: four have restartPolicy, dozens have name.
const fewTypes = 6

// common says whether many types have the field.
func common(owners []owner) bool {
	types := map[*object]bool{}
	for i := range owners {
		types[owners[i].object] = true
	}
	return len(types) > fewTypes
}

// maxSteps ends the search in types that contain themselves. Today none does.
const maxSteps = 16

// search walks the schema. An object comes before those that are in it.
func (c *checker) search(root *object, match func(*field) bool) []owner {
	var owners []owner
	var steps []step
	var visit func(o *object)
	visit = func(o *object) {
		for i := range o.fields {
			if f := &o.fields[i]; f.in(c.minor) && match(f) {
				owners = append(owners, c.owner(o, steps, f.name))
			}
		}
		for i := range o.fields {
			f := &o.fields[i]
			if next := f.target(); next != nil && f.in(c.minor) && len(steps) < maxSteps {
				steps = append(steps, step{name: f.name, list: f.typ.kind == kindList, required: f.required})
				visit(next)
				steps = steps[:len(steps)-1]
			}
		}
	}
	visit(root)
	return owners
}

// owner measures how an object of the schema lies to the object at hand.
func (c *checker) owner(o *object, steps []step, name string) owner {
	w := owner{object: o, field: name, steps: slices.Clone(steps), required: true}
	up := len(c.frames) - 1
	for w.shared < len(steps) && w.shared < up && steps[w.shared].name == c.frames[w.shared+1].via {
		w.shared++
	}
	w.distance = up - w.shared + len(steps) - w.shared
	node := c.frames[w.shared].node
	for _, s := range steps[w.shared:] {
		w.required = w.required && s.required
		if node = node.Get(s.name); s.list {
			node = node.At(0)
		}
		if node != nil {
			w.present++
		}
	}
	w.taken = node.Get(name) != nil
	return w
}

// place writes where an owner is in this document.
func (c *checker) place(o *owner) string {
	at := &c.frames[o.shared]
	path, node := at.path, at.node
	for _, s := range o.steps[o.shared:] {
		path = join(path, s.name)
		node = node.Get(s.name)
		if !s.list {
			continue
		}
		if node != nil && len(node.Items) == 1 {
			path += "[0]"
			node = node.Items[0]
		} else {
			path += "[]"
			node = nil
		}
	}
	if path == "" {
		return "the top level"
	}
	return path
}
