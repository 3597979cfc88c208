// Package exampletest runs the examples as processes of their own.
package exampletest

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// patience is how long a program may take. It is there to end a test that hangs, not to measure.
const patience = 2 * time.Minute

// Build compiles the program in folder dir and returns its file.
func Build(t testing.TB, dir string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), filepath.Base(dir))
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", file, "./"+dir).CombinedOutput(); err != nil {
		t.Fatalf("go build ./%s: %v\n%s", dir, err, out)
	}
	return file
}

// Serve starts the server in folder dir on a free port, and returns its address when it serves. When the test ends
// the server is interrupted, and must then end by itself, without an error.
func Serve(t testing.TB, dir string, flags ...string) (addr string) {
	t.Helper()
	cmd := exec.Command(Build(t, dir), append(flags, "-addr", "localhost:0")...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	t.Cleanup(func() {
		defer kill.Stop()
		if runtime.GOOS == "windows" { // has no interrupt for one process
			cmd.Process.Kill()
			cmd.Wait()
			return
		}
		cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s, interrupted: %v\n%s", dir, err, &stderr)
		}
	})
	line, _ := bufio.NewReader(stdout).ReadString('\n')
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "serving on ")
	if !ok {
		t.Fatalf("%s printed %q; want the address it serves on\n%s", dir, line, &stderr)
	}
	return addr
}

// Run runs a program to its end and returns what it printed.
func Run(t testing.TB, file string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, file, args...)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", filepath.Base(file), strings.Join(args, " "), err, &stdout, &stderr)
	}
	return stdout.String()
}
