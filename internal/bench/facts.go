package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/bench/peer"
)

// facts tells on what machine and with what versions figures were measured, one fact a line.
func facts(p pace) []string {
	return []string{
		fmt.Sprintf("%s, %d CPUs, %s of memory", processor(), runtime.NumCPU(), memory()),
		fmt.Sprintf("%s %s, %s/%s, load %s when it ended", runtime.Version(), kernel(), runtime.GOOS, runtime.GOARCH, loadAverage()),
		fmt.Sprintf("%d rounds of %v for each row and peer, %s", p.rounds, p.round, time.Now().UTC().Format("2006-01-02 15:04 UTC")),
		"Bluebird at " + revision() + "; " + strings.Join(versions(), ", "),
	}
}

func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range bytes.Lines(info) {
		if name, value, ok := bytes.Cut(line, []byte(":")); ok && string(bytes.TrimSpace(name)) == "model name" {
			return string(bytes.TrimSpace(value))
		}
	}
	return "unknown processor"
}

func memory() string {
	info, _ := os.ReadFile("/proc/meminfo")
	return fmt.Sprintf("%.1f GiB", float64(kilobytes(info, "MemTotal:"))/(1<<30))
}

func kernel() string {
	release, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	return "Linux " + string(bytes.TrimSpace(release))
}

func loadAverage() string {
	b, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(b), " ")
	return first
}

// revision is what of Bluebird was measured, as git calls it.
func revision() string {
	cmd := exec.Command("git", "describe", "--always", "--dirty")
	cmd.Dir = here()
	out, err := cmd.Output()
	if err != nil {
		return "an unknown revision"
	}
	return string(bytes.TrimSpace(out))
}

// versions returns the modules of the peers, as they are linked.
func versions() []string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	var all []string
	for _, p := range peer.All {
		for _, d := range info.Deps {
			if d.Path == p.Module && d.Replace == nil {
				all = append(all, p.Name+" "+d.Version)
			}
		}
	}
	return all
}
