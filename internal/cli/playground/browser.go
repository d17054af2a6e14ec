package playground

import (
	"context"
	"os/exec"
	"runtime"
)

// open shows an address in the user's browser.
func open(ctx context.Context, address string) error {
	name, args := opener(runtime.GOOS)
	cmd := exec.CommandContext(ctx, name, append(args, address)...)
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() { _ = cmd.Wait() }() // some openers stay as long as the browser does
	return nil
}

func opener(system string) (name string, args []string) {
	switch system {
	case "darwin":
		return "open", nil
	case "windows":
		return "rundll32", []string{"url.dll,FileProtocolHandler"}
	default:
		return "xdg-open", nil
	}
}
