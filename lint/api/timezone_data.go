//go:build !js

package api

import _ "time/tzdata" // not every machine has the zones; the browser loads them when a manifest names one
