package schema

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/runtime"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// Documents that the table itself makes up, with a mistake here and there, get the verdict of the decoder that the API
// server uses, and the same unknown fields.
func TestAgainstDecoder(t *testing.T) {
	scheme := runtime.NewScheme()
	if err := batchv1.AddToScheme(scheme); err != nil {
		t.Fatal(err)
	}
	decoder := serializer.NewSerializerWithOptions(serializer.DefaultMetaFactory, scheme, scheme, serializer.SerializerOptions{Strict: true})
	g := generator{rand: rand.New(rand.NewPCG(1, 1)), table: loaded()}
	refused, unknown := 0, 0
	const documents = 2000
	for range documents {
		kind := "Job"
		if g.rand.IntN(2) == 0 {
			kind = "CronJob"
		}
		doc := g.object(g.table.object(kind), 0)
		doc["apiVersion"], doc["kind"] = "batch/v1", kind
		data, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = decoder.Decode(data, nil, nil)
		problems := Check(manifest.Parse("", data, manifest.Limits{})[0].Root, Newest)
		problems = slices.DeleteFunc(problems, func(p Problem) bool { return p.Severity != Error })
		if (err != nil) != (len(problems) > 0) {
			t.Errorf("the API server says %v, we say %v:\n%s", err, problems, data)
			continue
		}
		if err == nil {
			continue
		}
		refused++
		if !runtime.IsStrictDecodingError(err) {
			continue
		}
		unknown++
		var wanted, found []string
		for _, m := range unknownPattern.FindAllStringSubmatch(err.Error(), -1) {
			wanted = append(wanted, m[1])
		}
		for _, p := range problems {
			found = append(found, p.Path)
		}
		slices.Sort(wanted)
		slices.Sort(found)
		if !slices.Equal(wanted, found) {
			t.Errorf("unknown are %q, we say %q:\n%s", wanted, found, data)
		}
	}
	t.Logf("%d documents, %d refused, %d of them for unknown fields only", documents, refused, unknown)
}

// generator makes documents up.
type generator struct {
	rand  *rand.Rand
	table *table
}

func (g *generator) object(o *object, depth int) map[string]any {
	const most, deepest = 5, 9
	made := map[string]any{}
	if depth > deepest {
		return made
	}
	for range g.rand.IntN(most) {
		if len(o.fields) == 0 {
			break
		}
		// Outer fields lead to more of the schema.
		f := &o.fields[g.rand.IntN(len(o.fields))]
		if f.in(Newest.Minor) {
			made[f.name] = g.value(f.typ, depth)
		}
	}
	for _, name := range []string{"spec", "jobTemplate", "template", "containers"} {
		if f := o.field(name, Newest.Minor); f != nil {
			made[name] = g.value(f.typ, depth)
		}
	}
	if g.rand.IntN(150) == 0 {
		names := []string{"unknown", "Name", "name", "restartPolicy", "spec", "image"}
		made[names[g.rand.IntN(len(names))]] = g.value(&typ{kind: kindString}, depth)
	}
	return made
}

func (g *generator) value(t *typ, depth int) any {
	if g.rand.IntN(150) == 0 {
		junk := []any{
			nil, true, 0, math.Copysign(0, -1), 5, -1, 1.5, 3e9, 1e20, 1e300, "", "x", "5", "true", "1GB", "1Gi", "2024-01-01",
			[]any{},
			[]any{nil},
			[]any{1},
			[]any{"a"},
			map[string]any{},
			map[string]any{"a": nil},
			map[string]any{"a": "b"},
			map[string]any{"a": 1},
			[]any{map[string]any{}},
		}
		return junk[g.rand.IntN(len(junk))]
	}
	pick := func(values ...any) any { return values[g.rand.IntN(len(values))] }
	switch t.kind {
	case kindBool:
		return pick(true, false, nil)
	case kindInt32:
		return pick(0, 1, -5, 2147483647, -2147483648, nil)
	case kindInt64:
		return pick(0, 1, 3000000000, int64(9223372036854775807), nil)
	case kindQuantity:
		return pick("1", "100m", "1.5Gi", 1, 0.5, 1e21, nil)
	case kindIntOrString:
		return pick(1, "http", "50%", nil)
	case kindTime:
		return pick("2006-01-02T15:04:05Z", "2006-01-02T15:04:05.123+02:00", nil)
	case kindAny:
		return pick(map[string]any{"f:spec": 1}, "x", 1, nil)
	case kindList:
		list := []any{}
		for range g.rand.IntN(3) {
			list = append(list, g.value(t.elem, depth+1))
		}
		return list
	case kindMap:
		made := map[string]any{}
		for _, key := range []string{"a", "b.c/d"}[:g.rand.IntN(3)] {
			made[key] = g.value(t.elem, depth+1)
		}
		return made
	case kindObject:
		return g.object(t.object, depth+1)
	default:
		return pick("", "a", "5", "true", nil)
	}
}
