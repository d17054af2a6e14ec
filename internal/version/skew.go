package version

import "fmt"

// TestedServer is the minor version of Kubernetes 1 whose API server and controllers the end-to-end tests run against.
const TestedServer = 37

// skew is how many minor versions a client and an API server may be apart
// (https://kubernetes.io/releases/version-skew-policy/#kubectl).
const skew = 1

// Servers are the minor versions of Kubernetes 1 that the build is made for, from oldest to newest.
func Servers() (oldest, newest int) { return TestedServer - skew, TestedServer + skew }

// Fit says how an API server and the build go together.
type Fit string

// The fits.
const (
	Tested  Fit = "tested"  // the tests run against this version
	Within  Fit = "within"  // not tested, but within the skew that Kubernetes supports
	Outside Fit = "outside" // too old or too new
)

// FitOf judges the version of an API server, such as v1.37.2 or v1.31.4-gke.1256000.
func FitOf(server string) (Fit, error) {
	var major, minor int
	if _, err := fmt.Sscanf(server, "v%d.%d", &major, &minor); err != nil {
		return "", fmt.Errorf("the API server's version is %q, expected one such as v1.%d.0", server, TestedServer)
	}
	oldest, newest := Servers()
	switch {
	case major == 1 && minor == TestedServer:
		return Tested, nil
	case major == 1 && oldest <= minor && minor <= newest:
		return Within, nil
	default:
		return Outside, nil
	}
}
