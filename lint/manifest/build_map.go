package manifest

import "slices"

// manyFields is from how many fields on a map is looked up by hash.
const manyFields = 12

// fields is a Map in the making.
type fields struct {
	node    *Node
	owner   *Node // the map that the fields end up in: another one while a map is merged
	builder *builder
	index   map[string]int // nil while the fields are few
}

// find is the place of a key, or -1.
func (m *fields) find(key string) int {
	if m.index != nil {
		if i, ok := m.index[key]; ok {
			return i
		}
		return -1
	}
	for i := range m.node.Entries {
		if m.node.Entries[i].Key == key {
			return i
		}
	}
	return -1
}

// put adds a field, or replaces the one of that name: the last wins.
func (m *fields) put(e Entry) {
	i := m.find(e.Key)
	if i < 0 {
		m.node.Entries = append(m.node.Entries, e)
		n := len(m.node.Entries)
		if m.index != nil {
			m.index[e.Key] = n - 1
		} else if n == manyFields {
			m.index = make(map[string]int, 4*manyFields)
			for i := range m.node.Entries {
				m.index[m.node.Entries[i].Key] = i
			}
		}
		return
	}
	m.complain(&m.node.Entries[i], &e)
	m.node.Entries[i] = e
}

// complain reports a field that is given twice.
func (m *fields) complain(old, e *Entry) {
	if old.Merged {
		return
	}
	related := old.KeyRange
	p := Problem{
		Kind: DuplicateKey, Range: e.KeyRange, Related: &related,
		Message: "found the key " + excerpt([]byte(e.Key)) + " a second time in this map; the first is at " + related.String(),
		Hint:    "remove one of them: kubectl takes the last one, a strict API server refuses both",
	}
	if e.Merged {
		p.Kind = MergeOverride
		p.Message = "this merge replaces the key " + excerpt([]byte(e.Key)) + " that stands before it, at " + related.String()
		p.Hint = "put `<<` first: what stands behind it wins"
	}
	m.builder.problems = append(m.builder.problems, p)
}

// mapInto adds the fields of a map as written.
func (b *builder) mapInto(m *fields, r *raw) {
	for i := 0; i < len(r.children); i += 2 {
		key, value := r.children[i], r.children[i+1]
		if isMerge(key) {
			b.merge(m, key, value)
			continue
		}
		name := b.key(m, key)
		n := b.value(value)
		m.put(Entry{Key: name, KeyRange: b.lines.span(key.start, key.end), Value: n, outer: key.outer})
	}
}

// merge adds the fields of a map, or of several, of which the first wins.
func (b *builder) merge(m *fields, key, value *raw) {
	if value.kind != rawList {
		b.mergeOne(m, key, value)
		return
	}
	for _, child := range slices.Backward(value.children) {
		b.mergeOne(m, key, child)
	}
}

func (b *builder) mergeOne(m *fields, key, value *raw) {
	from := value
	if value.kind == rawAlias {
		from = value.target
	}
	if from.kind != rawMap {
		fail(value, "", "found a value that is no map behind `<<`, expected a map, an alias of a map, or a list of these")
	}
	b.visit(value)
	at := b.lines.span(key.start, key.end)
	var source *Node
	if value.kind == rawAlias {
		source = b.follow(value, func() *Node { return b.shared(from) })
	} else {
		// A map written in place: its fields stand where they are used.
		source = &Node{Kind: Map}
		b.mapInto(&fields{node: source, owner: m.owner, builder: b}, from)
	}
	for _, e := range source.Entries {
		e.Merged = true
		if value.kind == rawAlias {
			e.KeyRange = at
			e.Value = b.moved(e.Value, value)
		}
		m.put(e)
	}
}

// key is the name that a key comes to.
func (b *builder) key(m *fields, r *raw) string {
	b.visit(r)
	if r.kind == rawAlias {
		name := ""
		b.follow(r, func() *Node {
			name = b.key(m, r.target)
			return nil
		})
		return name
	}
	if r.kind != rawScalar {
		hint := ""
		if r.kind == rawMap && r.style == Flow {
			hint = "put {{ }} in quotes, or render the template first"
		}
		fail(r, hint, "found a %s as a key, expected text", map[rawKind]string{rawList: "list", rawMap: "map"}[r.kind])
	}
	v, problem := resolve(r)
	if problem != "" {
		fail(r, "", "%s", problem)
	}
	name, ok := v.keyText()
	if !ok {
		what := "null"
		if v.huge {
			what = "a number above the largest int64"
		}
		b.refuse(r, m.owner, "put the key in quotes", "found "+what+" as a key, expected text")
	}
	return name
}
