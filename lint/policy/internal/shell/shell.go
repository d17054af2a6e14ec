// Package shell looks at the scripts that containers hand to a shell: whether a failure in them can be seen from outside,
// and whether they come to an end. It knows as much of the shell's language as that takes, and says nothing where it is not
// sure.
package shell

import (
	"path"
	"slices"
	"strings"
)

// Script is what can be said of a script.
type Script struct {
	// Shell is the name of the shell: sh, bash, ...
	Shell string
	// Errexit and Pipefail say that set -e and set -o pipefail hold, or the shell's options of that name.
	Errexit, Pipefail bool
	// Commands are how many commands follow each other with ; or newlines, outside of conditions.
	Commands int
	// Unchecked is the first of them, but the last, whose failure the script would not see; empty if there is none.
	Unchecked string
	// Piped is the first command of a pipeline, if its failure would be hidden; empty if there is none.
	Piped string
	// Background says that the script ends while a command that it put into the background still runs.
	Background bool
	// Masked is what makes the script succeed whatever happens: || true, exit 0. Empty if nothing does.
	Masked string
	// Tail is the command at its end if that says nothing of the work before: echo or sleep.
	Tail string
	// Forever is what never ends: sleep infinity, tail -f, while true. Empty if nothing does.
	Forever string
	// Exec says that the last command takes the shell's place, Trap that the script handles signals.
	Exec, Trap bool
	// Names are the variables that it refers to.
	Names []string
	// Extra are the arguments behind the script: they are not part of it. Positional says that it uses them, as $1 or $@.
	Extra      []string
	Positional bool
}

// Is says whether a program is a shell whose -c takes a script.
func Is(program string) bool {
	return slices.Contains([]string{"sh", "bash", "ash", "dash", "zsh", "ksh"}, path.Base(program))
}

// Of finds the script in a command line: sh -c SCRIPT, with or without a path, env, options. at is its place among the words.
// It is nil if there is none.
func Of(words []string) (s *Script, at int) {
	i := 0
	for i < len(words) && (path.Base(words[i]) == "env" || isWrapper(words[i])) {
		i++
		for i < len(words) && (strings.HasPrefix(words[i], "-") || strings.Contains(words[i], "=")) {
			i++
		}
	}
	if i >= len(words) || !Is(words[i]) {
		return nil, 0
	}
	s = &Script{Shell: path.Base(words[i])}
	for i++; i < len(words) && len(words[i]) > 1 && (words[i][0] == '-' || words[i][0] == '+'); i++ {
		option := words[i]
		if strings.HasPrefix(option, "--") {
			continue
		}
		s.flags(option, words[i+1:])
		if strings.Contains(option, "o") { // the next word is its name
			i++
		}
		if !strings.Contains(option, "c") {
			continue
		}
		if i+1 >= len(words) {
			return nil, 0
		}
		s.read(words[i+1])
		s.Extra = words[i+2:]
		return s, i + 1
	}
	return nil, 0
}

func isWrapper(word string) bool {
	return slices.Contains([]string{"tini", "dumb-init", "catatonit"}, path.Base(word))
}

func (s *Script) option(name string) {
	switch name {
	case "errexit":
		s.Errexit = true
	case "pipefail":
		s.Pipefail = true
	}
}

// flags takes in options such as -euo, whose o names its option in the next word.
func (s *Script) flags(flags string, rest []string) {
	if flags[0] == '+' {
		return
	}
	if strings.Contains(flags, "e") {
		s.Errexit = true
	}
	if strings.Contains(flags, "o") && len(rest) > 0 {
		s.option(rest[0])
	}
}
