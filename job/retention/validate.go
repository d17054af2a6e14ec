package retention

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Validate says what a filter has that it cannot: the name of the setting, what was found, and what was expected.
func (f Filter) Validate() error {
	for _, s := range f.Statuses {
		if !slices.Contains(Statuses(), s) {
			return fmt.Errorf("status %q: expected complete, failed, finished or suspended", s)
		}
	}
	if f.Name != "" {
		if _, err := path.Match(f.Name, ""); err != nil {
			return fmt.Errorf("name %q: expected a pattern such as backup-*: %w", f.Name, err)
		}
	}
	if f.Owner != "" && f.Owner != "none" {
		if kind, name, ok := strings.Cut(f.Owner, "/"); !ok || kind == "" || name == "" || strings.Contains(name, "/") {
			return fmt.Errorf("owner %q: expected KIND/NAME, such as cronjob/backup, or none", f.Owner)
		}
	}
	switch {
	case f.OlderThan < 0:
		return fmt.Errorf("older-than %s: expected 0 or more", f.OlderThan)
	case f.KeepLast != nil && *f.KeepLast < 0:
		return fmt.Errorf("keep-last %d: expected 0 or more", *f.KeepLast)
	case f.GroupBy != (Grouping{}) && f.KeepLast == nil:
		return errors.New("group-by needs keep-last")
	default:
		return nil
	}
}

// ParseGrouping reads owner, name, or label=KEY.
func ParseGrouping(text string) (Grouping, error) {
	key, isLabel := strings.CutPrefix(text, "label=")
	switch {
	case text == "" || text == "owner":
		return Grouping{}, nil
	case text == "name":
		return Grouping{Name: true}, nil
	case isLabel && key != "":
		return Grouping{Label: key}, nil
	default:
		return Grouping{}, fmt.Errorf("group-by %q: expected owner, name or label=KEY", text)
	}
}
