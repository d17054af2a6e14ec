package config

import "github.com/bmatcuk/doublestar/v4"

// Skips says whether a path, relative to the folder of the file and with / between folders, is to be skipped. The pattern
// of a folder takes all that is in it.
func (c Config) Skips(path string) bool {
	for _, pattern := range c.Skip {
		if doublestar.MatchUnvalidated(pattern, path) || doublestar.MatchUnvalidated(pattern+"/**", path) {
			return true
		}
	}
	return false
}

func validPattern(pattern string) bool { return doublestar.ValidatePattern(pattern) }
