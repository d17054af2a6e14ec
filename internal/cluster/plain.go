package cluster

import "net/http"

// plainWatches asks for watches that are not compressed. The API server compresses one that begins with a list, each event for
// itself (pkg/endpoints/handlers/watch.go, perFlushGzipWriter): that makes an event smaller by little, and later by as long as all
// else takes.
func plainWatches(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(request *http.Request) (*http.Response, error) {
		if request.URL.Query().Get("watch") == "true" && request.Header.Get("Accept-Encoding") == "" {
			request = request.Clone(request.Context())
			request.Header.Set("Accept-Encoding", "identity")
		}
		return next.RoundTrip(request)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }
