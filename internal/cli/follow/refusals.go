package follow

import "time"

// refusalWindow is how soon a second refusal has to follow the first to end the following: a watch tries again
// within half a minute, and a token that is renewed at that moment is refused once.
const refusalWindow = time.Minute

// Refusals are when the watch of each resource was refused last: by the credentials, or for want of permission.
type Refusals map[string]time.Time

// Before tells whether the watch was refused the last time, too, which trying again will not mend, and takes note of it.
func (r Refusals) Before(resource string, now time.Time) bool {
	last := r[resource]
	r[resource] = now
	return !last.IsZero() && now.Sub(last) < refusalWindow
}
