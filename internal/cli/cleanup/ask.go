package cleanup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ask asks a question on the terminal; whatever is not yes is no.
func (o *Options) ask(ctx context.Context, question string) (bool, error) {
	if _, err := fmt.Fprintf(o.ErrOut, "%s [y/N] ", question); err != nil {
		return false, fmt.Errorf("ask: %w", err)
	}
	type answer struct {
		text string
		err  error
	}
	answered := make(chan answer, 1)
	go func() { // reading cannot be stopped; it ends with the program
		text, err := bufio.NewReaderSize(oneByte{o.In}, 16).ReadString('\n')
		answered <- answer{text, err}
	}()
	select {
	case <-ctx.Done():
		_, _ = fmt.Fprintln(o.ErrOut)
		return false, context.Cause(ctx)
	case a := <-answered:
		if a.err != nil && !errors.Is(a.err, io.EOF) {
			return false, fmt.Errorf("read the answer: %w", a.err)
		}
		if a.err != nil {
			_, _ = fmt.Fprintln(o.ErrOut) // nobody has ended the line
		}
		text := strings.ToLower(strings.TrimSpace(a.text))
		return text == "y" || text == "yes", nil
	}
}

// oneByte leaves what comes after the line for the next question.
type oneByte struct{ io.Reader }

func (r oneByte) Read(p []byte) (int, error) {
	if len(p) > 1 {
		p = p[:1]
	}
	return r.Reader.Read(p) //nolint:wrapcheck // io.EOF
}
