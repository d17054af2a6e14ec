package pod

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// envSource is where the value of an environment variable can come from.
type envSource struct {
	name  string
	check func(field.Value)
}

func envSources() []envSource {
	return []envSource{
		{"fieldRef", checkEnvField},
		{"resourceFieldRef", checkResourceRef},
		{"configMapKeyRef", checkKeyRef},
		{"secretKeyRef", checkKeyRef},
		{"fileKeyRef", checkFileKeyRef},
	}
}

// checkEnv checks the environment variables of a container (ValidateEnv). Their values stay out of messages: they may be
// secret.
func checkEnv(env field.Value) {
	sources := envSources()
	for _, variable := range env.Items() {
		if name := variable.Get("name"); name.Str() == "" {
			wantText(name, ruleEnv, "the variable needs one")
		} else if bad := badEnvName(name); bad != "" {
			name.Problem(ruleEnv, field.Invalid, "name %q %s", name.Str(), bad)
		}
		if from := variable.Get("valueFrom"); from.IsSet() {
			checkValueFrom(variable, from, sources)
		}
	}
}

func checkValueFrom(variable, from field.Value, sources []envSource) {
	var found []string
	for _, s := range sources {
		if v := from.Get(s.name); v.IsSet() {
			found = append(found, s.name)
			s.check(v)
		}
	}
	switch {
	case len(found) == 0:
		expected := "fieldRef, resourceFieldRef, configMapKeyRef or secretKeyRef"
		if from.Checker().Since(35) {
			expected = "fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef or fileKeyRef"
		}
		from.Problem(ruleEnv, field.Invalid, "valueFrom has no source: expected %s", expected)
	case variable.Get("value").Str() != "":
		from.Problem(ruleEnv, field.Invalid, "the variable has value and valueFrom: expected one of them")
	case len(found) > 1:
		from.Problem(ruleEnv, field.Invalid, "valueFrom has %s: expected one source", strings.Join(found, " and "))
	}
}

// checkEnvFrom checks the sources of many environment variables at once (ValidateEnvFrom). The API server reports the number
// of sources at the list.
func checkEnvFrom(list field.Value) {
	for _, from := range list.Items() {
		if prefix := from.Get("prefix"); prefix.Str() != "" {
			if bad := badEnvName(prefix); bad != "" {
				prefix.Problem(ruleEnvFrom, field.Invalid, "prefix %q %s", prefix.Str(), bad)
			}
		}
		configMap, secret := from.Get("configMapRef"), from.Get("secretRef")
		for _, ref := range []field.Value{configMap, secret} {
			if ref.IsSet() {
				checkEnvObject(ref.Get("name"))
			}
		}
		switch {
		case configMap.IsSet() && secret.IsSet():
			list.ProblemAt(from.Range(), ruleEnvFrom, field.Invalid, "the item has configMapRef and secretRef: expected one of them; give the other an item of its own")
		case !configMap.IsSet() && !secret.IsSet():
			list.ProblemAt(from.Range(), ruleEnvFrom, field.Invalid, "the item has no source: expected configMapRef or secretRef")
		}
	}
}

// checkEnvObject checks the name of a ConfigMap or Secret. Here, the API server also takes the beginning of a name.
func checkEnvObject(name field.Value) {
	if name.Str() == "" {
		wantText(name, ruleEnvFrom, "it says which object has the variables")
		return
	}
	if bad := names.Subdomain(names.Prefix(name.Str())); bad != "" {
		name.Problem(ruleEnvFrom, field.Invalid, "name %q %s", name.Str(), bad)
	}
}

// badEnvName says what is wrong with the name of an environment variable (IsEnvVarName, IsRelaxedEnvVarName).
func badEnvName(name field.Value) string {
	if name.Checker().Since(32) {
		return badLaxEnvName(name.Str())
	}
	s := name.Str()
	for i := range len(s) {
		if c := s[i]; !isKeyChar(c) || i == 0 && c >= '0' && c <= '9' {
			return "must consist of letters, digits, -, _ and ., and not begin with a digit"
		}
	}
	return badDots(s)
}

// badLaxEnvName says what is wrong with the name of an environment variable since 1.32.
func badLaxEnvName(name string) string {
	for i := range len(name) {
		if c := name[i]; c < ' ' || c > '~' || c == '=' {
			return "must consist of printable ASCII characters other than ="
		}
	}
	return ""
}

// checkKeyRef checks a key of a ConfigMap or Secret (validateConfigMapKeySelector, validateSecretKeySelector).
func checkKeyRef(ref field.Value) {
	if name := ref.Get("name"); name.Str() == "" {
		name.Problem(ruleEnvKey, field.Invalid, "name is missing: it says which object has the key")
	} else {
		wantSubdomain(name, ruleEnvKey)
	}
	key := ref.Get("key")
	if key.Str() == "" {
		wantText(key, ruleEnvKey, "it says which entry of the ConfigMap or Secret is the value")
	} else if bad := badKey(key.Str()); bad != "" {
		key.Problem(ruleEnvKey, field.Invalid, "key %q %s", key.Str(), bad)
	}
}

// maxKey is how many bytes a key of a ConfigMap or Secret may have.
const maxKey = 253

// badKey says what is wrong with a key of a ConfigMap or Secret (IsConfigMapKey).
func badKey(key string) string {
	if len(key) > maxKey {
		return "is too long: at most 253 bytes are allowed"
	}
	for i := range len(key) {
		if !isKeyChar(key[i]) {
			return "must consist of letters, digits, -, _ and ."
		}
	}
	return badDots(key)
}

func isKeyChar(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.'
}

func badDots(s string) string {
	if s == "." || strings.HasPrefix(s, "..") {
		return "must not be . nor begin with .."
	}
	return ""
}
