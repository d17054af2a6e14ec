package schema

import (
	"bytes"
	"compress/gzip"
	"reflect"
	"slices"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// The table of the newest version has the fields of the Go types that the API server decodes into: the same names, of the
// same types, no more and no less.
func TestTableAgainstGoTypes(t *testing.T) {
	tab := loaded()
	referee := map[string]map[string]string{}
	collect(t, referee, reflect.TypeFor[batchv1.Job]())
	collect(t, referee, reflect.TypeFor[batchv1.CronJob]())
	ours := map[string]map[string]string{}
	count := 0
	for name, o := range tab.objects {
		for i := range o.fields {
			if f := &o.fields[i]; f.in(Newest.Minor) {
				if ours[name] == nil {
					ours[name] = map[string]string{}
				}
				ours[name][f.name] = strings.TrimSuffix(typeText(f.typ)+" ~"+f.mergeKey, " ~")
				count++
			}
		}
	}
	for name, fields := range referee {
		if !reflect.DeepEqual(fields, ours[name]) && len(fields) > 0 {
			t.Errorf("%s: the Go type has\n%v\nthe table\n%v", name, fields, ours[name])
		}
	}
	for name := range ours {
		if referee[name] == nil {
			t.Errorf("%s is in the table, and no field is of that Go type", name)
		}
	}
	t.Logf("%d types, %d fields in %s", len(referee), count, Newest)
}

// collect writes down the fields of a Go struct and of all that it leads to.
func collect(t *testing.T, into map[string]map[string]string, typ reflect.Type) {
	t.Helper()
	if into[typ.Name()] != nil {
		return
	}
	into[typ.Name()] = map[string]string{}
	collectFields(t, into, into[typ.Name()], typ)
}

func collectFields(t *testing.T, into map[string]map[string]string, fields map[string]string, typ reflect.Type) {
	t.Helper()
	for f := range typ.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			collectFields(t, into, fields, f.Type)
		case name == "" || name == "-":
			t.Errorf("%s.%s has no name in JSON", typ, f.Name)
		default:
			fields[name] = strings.TrimSuffix(goText(t, into, f.Type)+" ~"+f.Tag.Get("patchMergeKey"), " ~")
		}
	}
}

// goText writes a Go type as the table does.
func goText(t *testing.T, into map[string]map[string]string, typ reflect.Type) string {
	t.Helper()
	switch typ {
	case reflect.TypeFor[resource.Quantity]():
		return "quantity"
	case reflect.TypeFor[intstr.IntOrString]():
		return "int-or-string"
	case reflect.TypeFor[metav1.Time]():
		return "time"
	case reflect.TypeFor[metav1.FieldsV1]():
		return "any"
	}
	switch typ.Kind() {
	case reflect.Pointer:
		return goText(t, into, typ.Elem())
	case reflect.Slice:
		return "[]" + goText(t, into, typ.Elem())
	case reflect.Map:
		return "{}" + goText(t, into, typ.Elem())
	case reflect.Struct:
		collect(t, into, typ)
		return typ.Name()
	default:
		return typ.Kind().String()
	}
}

func typeText(t *typ) string {
	switch t.kind {
	case kindList:
		return "[]" + typeText(t.elem)
	case kindMap:
		return "{}" + typeText(t.elem)
	case kindObject:
		return t.object.name
	default:
		return []string{"string", "bool", "int32", "int64", "quantity", "int-or-string", "time", "any"}[t.kind]
	}
}

func TestTableRange(t *testing.T) {
	tab := loaded()
	if tab.oldest != Oldest.Minor || tab.newest != Newest.Minor {
		t.Errorf("the table has 1.%d to 1.%d, the package %s to %s", tab.oldest, tab.newest, Oldest, Newest)
	}
	for name, o := range tab.objects {
		sorted := slices.IsSortedFunc(o.fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
		if !sorted {
			t.Errorf("%s is not sorted", name)
		}
	}
}

// Every hand-written drop is about a field that these versions have.
func TestDropsAreFields(t *testing.T) {
	tab := loaded()
	for _, d := range drops {
		o := tab.objects[d.object]
		if o == nil {
			t.Errorf("no type %s", d.object)
			continue
		}
		for m := d.from; m <= d.to; m++ {
			if o.field(d.field, m) == nil {
				t.Errorf("%s.%s: not in 1.%d", d.object, d.field, m)
			}
		}
		if d.from > tab.newest || d.from > d.to {
			t.Errorf("%s.%s: %d to %d", d.object, d.field, d.from, d.to)
		}
	}
}

func TestTableSize(t *testing.T) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(tableText)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("table.txt: %d bytes, gzip %d", len(tableText), packed.Len())
	if packed.Len() > 6000 {
		t.Errorf("the table takes %d bytes of download", packed.Len())
	}
}

func BenchmarkDecodeTable(b *testing.B) {
	for b.Loop() {
		t := decode(tableText)
		t.addDrops(drops)
	}
}
