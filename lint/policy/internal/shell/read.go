package shell

import (
	"path"
	"slices"
	"strings"
)

// command is a simple command: its words, and the operator behind it.
type command struct {
	words []token
	// next is what follows: ; & | && || or nothing.
	next string
	// depth counts the loops, conditions, groups and functions around it.
	depth int
	// tested says that its failure is looked at: it is a condition, or && or || stands before or behind it.
	tested bool
}

func (c command) name() string {
	for _, w := range c.words {
		if !strings.Contains(w.text, "=") || strings.HasPrefix(w.text, "=") {
			return path.Base(strings.Trim(w.text, `'"`))
		}
	}
	return ""
}

// args are the words behind the name.
func (c command) args() []string {
	var list []string
	for i, w := range c.words {
		if i > 0 {
			list = append(list, strings.Trim(w.text, `'"`))
		}
	}
	return list
}

func (c command) text() string {
	var list []string
	for _, w := range c.words {
		list = append(list, w.text)
	}
	return strings.Join(list, " ")
}

// The words that open and close what is around commands.
func opens(word string) bool {
	return slices.Contains([]string{"if", "while", "until", "for", "case", "{", "select"}, word)
}

func closes(word string) bool { return slices.Contains([]string{"fi", "done", "esac", "}"}, word) }

func tests(word string) bool {
	return slices.Contains([]string{"if", "while", "until", "elif", "!"}, word)
}

// commands puts tokens together to commands.
func commands(list []token) []command {
	var (
		all     []command
		current command
		depth   int
		tested  bool
	)
	flush := func(operator string) {
		if len(current.words) > 0 {
			current.next, current.depth = operator, depth
			current.tested = current.tested || tested || operator == "&&" || operator == "||"
			all = append(all, current)
		}
		tested = operator == "&&" || operator == "||"
		current = command{}
	}
	redirected := false
	for _, t := range list {
		switch {
		case t.operator && strings.ContainsAny(t.text, "<>"):
			redirected = true
			continue
		case t.operator && t.text == "(":
			flush("")
			depth++
		case t.operator && t.text == ")":
			flush("")
			depth = max(depth-1, 0)
		case t.operator:
			flush(strings.ReplaceAll(t.text, "\n", ";"))
		case redirected:
		case len(current.words) == 0 && !t.quoted && closes(t.text):
			depth = max(depth-1, 0)
		case len(current.words) == 0 && !t.quoted && opens(t.text):
			depth++
			tested = tests(t.text)
			if t.text == "for" || t.text == "case" || t.text == "select" {
				current.words = append(current.words, t)
			}
			if t.text == "while" || t.text == "until" {
				current.words, current.tested = append(current.words, t), true
			}
		case len(current.words) == 0 && !t.quoted && slices.Contains([]string{"then", "do", "else"}, t.text):
			tested = false
		case len(current.words) == 0 && !t.quoted && tests(t.text):
			tested = true
		default:
			current.words = append(current.words, t)
		}
		redirected = false
	}
	flush("")
	return all
}

// read takes in a script.
func (s *Script) read(script string) {
	all := commands(tokens(script))
	waits, stop := false, lastStop(all)
	for i, c := range all {
		s.set(c)
		switch c.name() {
		case "trap":
			s.Trap = true
		case "wait", "fg":
			waits = true
		}
		if c.depth == 0 && !c.tested && c.next != "|" && c.name() != "set" && c.name() != "trap" && !assigns(c) {
			s.Commands++
			if s.Unchecked == "" && i+1 < len(all) && c.next == ";" && canFail(c) && !harmless(c) {
				s.Unchecked = c.name()
			}
		}
		if s.Piped == "" && c.next == "|" && !c.tested && (i == 0 || all[i-1].next != "|") && canFail(c) {
			s.Piped = c.name()
		}
		if s.Forever == "" {
			s.Forever = forever(c, stop > i)
		}
	}
	s.Names, s.Positional = names(script), positional(script)
	if n := len(all); n > 0 {
		s.end(all, all[n-1], waits)
	}
}

// set takes in set -e, and the like.
func (s *Script) set(c command) {
	if c.name() != "set" {
		return
	}
	args := c.args()
	for i, a := range args {
		if len(a) > 1 && a[0] == '-' {
			s.flags(a, args[i+1:])
		}
	}
}

// assigns says whether a command is nothing but NAME=VALUE, or makes variables known.
func assigns(c command) bool {
	return c.name() == "" || slices.Contains([]string{"export", "local", "readonly", "unset", "cd", "shopt", "umask", "ulimit"}, c.name())
}

// canFail leaves out commands whose failure in a pipeline says nothing.
func canFail(c command) bool {
	return !slices.Contains([]string{"", "echo", "printf", "yes", "true", "for", "while", "until", "case", "cat", "head", "tail"}, c.name())
}

// harmless commands hardly ever fail, or it does not matter.
func harmless(c command) bool {
	return slices.Contains([]string{"sleep", "date", "pwd", "ls", "env", "uname", "hostname", "id", "whoami", "wait", "exit", ":"}, c.name())
}

// positional says whether a script uses its arguments.
func positional(script string) bool {
	for rest := script; ; {
		_, after, found := strings.Cut(rest, "$")
		if !found {
			return strings.Contains(script, "shift") || strings.Contains(script, "getopts")
		}
		if name := strings.TrimPrefix(after, "{"); name != "" && strings.ContainsRune("0123456789@*#", rune(name[0])) {
			return true
		}
		rest = after
	}
}

// end looks at how the script ends.
func (s *Script) end(all []command, last command, waits bool) {
	s.Exec = last.name() == "exec" && len(last.words) > 1
	s.Background = last.next == "&" && !waits
	if last.depth > 0 {
		return
	}
	before := command{}
	if len(all) > 1 {
		before = all[len(all)-2]
	}
	switch name := last.name(); {
	case before.next == "||" && (name == "true" || name == ":" || name == "echo" || name == "exit" && zero(last)):
		s.Masked = "|| " + last.text()
	case name == "exit" && zero(last) && before.next == ";":
		s.Masked = last.text()
	case name == "true" && before.next == ";" || name == ":" && before.next == ";":
		s.Masked = last.text()
	case (name == "echo" || name == "sleep" || name == "printf") && before.next == ";":
		s.Tail = name
	}
}

func zero(c command) bool { return slices.Equal(c.args(), []string{"0"}) }

// lastStop is the place of the last command that may end a loop, or the script; -1 if there is none.
func lastStop(all []command) int {
	for i, c := range slices.Backward(all) {
		if slices.Contains([]string{"break", "exit", "return", "exec", "kill"}, c.name()) {
			return i
		}
	}
	return -1
}

// forever is a command that does not come to an end by itself, if no later one stops it.
func forever(c command, stopped bool) string {
	args := c.args()
	switch name := c.name(); {
	case c.next == "&" || c.next == "|":
		return ""
	case name == "sleep" && slices.Contains(args, "infinity"):
		return "sleep infinity"
	case name == "tail" && slices.ContainsFunc(args, follows):
		return "tail -f"
	case name == "while" && len(args) == 1 && (args[0] == "true" || args[0] == ":" || args[0] == "1") && !stopped:
		return "while " + args[0]
	case name == "until" && len(args) == 1 && args[0] == "false" && !stopped:
		return "until false"
	default:
		return ""
	}
}

func follows(arg string) bool {
	return arg == "--follow" || len(arg) > 1 && arg[0] == '-' && arg[1] != '-' && strings.ContainsAny(arg, "fF")
}

// names are the variables that a script refers to, as $NAME or ${NAME...}, each once.
func names(script string) []string {
	var list []string
	seen := map[string]bool{}
	for i := range max(len(script)-1, 0) {
		if script[i] != '$' {
			continue
		}
		rest := strings.TrimPrefix(script[i+1:], "{")
		n := 0
		for n < len(rest) && (rest[n] == '_' || rest[n] >= 'A' && rest[n] <= 'Z' || rest[n] >= 'a' && rest[n] <= 'z' || n > 0 && rest[n] >= '0' && rest[n] <= '9') {
			n++
		}
		if name := rest[:n]; name != "" && !seen[name] {
			list, seen[name] = append(list, name), true
		}
	}
	return list
}

// Endless is what a command line without a shell runs that never ends; empty if it does not look so.
func Endless(words []string) string {
	var list []token
	for _, w := range words {
		list = append(list, token{text: w})
	}
	return forever(command{words: list}, false)
}
