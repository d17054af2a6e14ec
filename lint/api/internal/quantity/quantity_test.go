package quantity_test

import (
	"encoding/json"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/quantity"
)

func texts() []string {
	return []string{
		"", " ", "0", "1", "-1", "+1", "01", "00", "-0", "+", "-", ".", "1.", ".5", "0.5", "-.5", "1.50", "100m", "1500m", "1000m", "0.1m",
		"1u", "1n", "0.1n", "-0.1n", "1k", "1M", "1G", "1T", "1P", "1E", "1000E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei", "8Ei", "1Zi", "1K",
		"1gi", "1GB", "1 Gi", " 1Gi ", "1Gi\n", "1024", "1024Ki", "1000Ki", "1025Ki", "1032Ki", "0.5Gi", "1.5Gi", "0.1Gi", "0.0001Ki", ".5Ki",
		"0.0000000001Ki", "1e3", "1E3", "1e", "1e+3", "1e-3", "1e-9", "1e-10", "12e6", "1.2e6", "1e21", "1e1.5", "1e0", "1e2147483648", "Ki", "Pi",
		".Ki", ".e-20", "e3", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "9223372036854775807Ki",
		"-9223372036854775807Ki", "10000000000000000", "9000000000000000", "9999999999999999k", "999999999999999999G", "1e30",
		"123456789012345678", "1234567890123456789", "0.123456789", "0.1234567891", "999999999.9999999999", "99999999999999Ki", "9999Ti", "9Pi",
		"999999m", "0.9999", "1.0001", "100000000000000000000000001m", "2000", "2000k", "2048Mi", "1023Ki", "1Mi1", "1m1", "--1", "1..2", "1,5",
	}
}

// parseReal is what the API server reads.
func parseReal(t *testing.T, text string) (resource.Quantity, bool) {
	t.Helper()
	encoded, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	q := resource.Quantity{}
	return q, q.UnmarshalJSON(encoded) == nil
}

// tooFar says of a text that the real package would compute a number of millions of digits.
func tooFar(text string) bool {
	exponent := strings.TrimLeft(text[strings.LastIndexAny(text, "eE")+1:], "+-")
	return strings.ContainsAny(text, "eE") && len(exponent) > 3 || len(text) > 200
}

// FuzzParse holds the package to the real one, amount by amount.
func FuzzParse(f *testing.F) {
	for _, text := range texts() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if tooFar(text) {
			t.Skip()
		}
		got, ok := quantity.Parse(text)
		want, wantOK := parseReal(t, text)
		if ok != wantOK {
			t.Fatalf("%q: read %v, the API server: %v", text, ok, wantOK)
		}
		if !ok {
			return
		}
		if got.String() != want.String() || got.Sign() != want.Sign() {
			t.Errorf("%q: %s (sign %d), the API server: %s (%d)", text, got, got.Sign(), &want, want.Sign())
		}
		rounded := got.RoundMilli()
		want.RoundUp(resource.Milli)
		if rounded.String() != want.String() {
			t.Errorf("%q: rounded %s, the API server: %s", text, rounded, &want)
		}
		if got.Sign() < 0 {
			return // refused, whole or not
		}
		if whole := want.MilliValue()%1000 == 0; rounded.IsWhole() != whole {
			t.Errorf("%q: whole %v, the API server: %v", text, rounded.IsWhole(), whole)
		}
		page := resource.MustParse("2Mi")
		own, _ := quantity.Parse("2Mi")
		if multiple := want.Value()%page.Value() == 0; rounded.IsMultiple(own) != multiple {
			t.Errorf("%q: multiple %v, the API server: %v", text, rounded.IsMultiple(own), multiple)
		}
	})
}

// FuzzPair compares and adds.
func FuzzPair(f *testing.F) {
	all := texts()
	for i := range all {
		f.Add(all[i], all[(i*7+3)%len(all)])
		f.Add(all[i], all[len(all)-1-i])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if tooFar(a) || tooFar(b) {
			t.Skip()
		}
		x, okX := quantity.Parse(a)
		y, okY := quantity.Parse(b)
		if !okX || !okY {
			return
		}
		wantX, _ := parseReal(t, a)
		wantY, _ := parseReal(t, b)
		if got, want := x.Cmp(y), wantX.Cmp(wantY); got != want {
			t.Errorf("%q and %q: %d, the API server: %d", a, b, got, want)
		}
		sum := wantX.DeepCopy()
		sum.Add(wantY)
		text := sum.AsDec().String()
		want, ok := quantity.Parse(text)
		if got := x.Add(y); !ok || got.Cmp(want) != 0 {
			t.Errorf("%q and %q: the sum is %s, in the API server %s", a, b, got, text)
		}
	})
}

func TestHostile(t *testing.T) {
	for _, text := range []string{"1e2000000000", "-1e2000000000", "1e-2000000000", strings.Repeat("9", 1<<20) + "Ei", "0." + strings.Repeat("0", 1<<20) + "1Ei"} {
		q, ok := quantity.Parse(text)
		if !ok {
			t.Fatalf("%.20s is no quantity", text)
		}
		one, _ := quantity.Parse("1")
		if sum := q.Add(one); sum.RoundMilli().Sign() != q.Add(one).Sign() {
			t.Errorf("%.20s: the sum changes its sign", text)
		}
		q.IsWhole()
		q.IsMultiple(one)
		if again, _ := quantity.Parse(text); q.Cmp(again) != 0 {
			t.Errorf("%.20s differs from itself", text)
		}
		if s := q.String(); len(s) > 40 {
			t.Errorf("%.20s is written with %d bytes", text, len(s))
		}
	}
}
