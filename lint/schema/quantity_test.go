package schema

import (
	"encoding/json"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"
)

func quantities() []string {
	return []string{
		"0", "1", "100m", "0.5", "1.5Gi", "128Mi", "1e3", "1E3", "1E", "1e", "1e+3", "1e-3", "1e3.5", "+1", "-1", "+", "-", ".", "+.", "1.",
		".5", ".5Ki", ".Ki", "1.Ki", ".E3", ".e-20", "+.e-20", "-.e-20", "1.e-20", "1GB", "1gi", "1KI", "1K", "1ki", "1mi", "1 Gi", " 1Gi ", "",
		" ", "abc", "--1", "1..2", "1,5", "1_000", "0x10", "Inf", "NaN", "9223372036854775807", "9223372036854775808", "1e10000Ki", "1m1",
		"1Mi1", "1n", "1u", "1T", "1P", "1Ti", "1Pi", "1Ei", "1e99999999999999999999", "00000001", "000", "0.0000000001", "1.0000000001Gi",
		"123456789012345678901234567890", "123456789012345678901234567890Mi", "1\u00a0", "1\u2003", "\u00851", "1Gi\n", "\t1", "1\u2028", "1\u3000", "１", "5.5.5Gi",
		".0Ei", ".Ei", "+.Ei", "0.Ei", "..Ei", "1i", "i", "e3", "E", "Ki", "+Ki", "-m", "Ti", "Pi", "Ei", "+Pi", "0Pi", "e-9", "e-10",
	}
}

// FuzzQuantity holds validQuantity to the real parser.
func FuzzQuantity(f *testing.F) {
	for _, text := range quantities() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if digits := strings.TrimLeft(text[strings.LastIndexAny(text, "eE")+1:], "+-"); len(digits) > 3 && strings.ContainsAny(text, "eE") || len(text) > 200 {
			t.Skip("the real parser computes powers of ten of any size")
		}
		encoded, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		q := resource.Quantity{}
		err = q.UnmarshalJSON(encoded)
		if got := validQuantity(text); got != (err == nil) {
			t.Errorf("%q: %v, the API server: %v", text, got, err)
		}
		quantityHelp(text)
	})
}

func TestQuantityHelp(t *testing.T) {
	for text, want := range map[string]string{
		"1GB":    "did you mean 1Gi (powers of 1024) or 1G (powers of 1000)?",
		"512mb":  "did you mean 512Mi (powers of 1024) or 512M (powers of 1000)?",
		"64 K":   "did you mean 64Ki (powers of 1024) or 64k (powers of 1000)?",
		"1gi":    "did you mean 1Gi?",
		"1.5GiB": "did you mean 1.5Gi?",
		"2 Gi":   "did you mean 2Gi?",
		"2cores": `"cores" is no suffix; those are n, u, m, k, M, G, T, P, E (powers of 1000) and Ki, Mi, Gi, Ti, Pi, Ei (powers of 1024)`,
		"lots":   "expected a number, with a suffix if need be: 500m, 2, 1.5, 128Mi, 1Gi, 10G",
		"1,5":    `",5" is no suffix; those are n, u, m, k, M, G, T, P, E (powers of 1000) and Ki, Mi, Gi, Ti, Pi, Ei (powers of 1024)`,
		"":       "expected a number, with a suffix if need be: 500m, 2, 1.5, 128Mi, 1Gi, 10G",
	} {
		if validQuantity(text) {
			t.Errorf("%q is a quantity", text)
		}
		if got := quantityHelp(text); got != want {
			t.Errorf("%q: %s\nwant %s", text, got, want)
		}
	}
}
