package main

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"syscall"
	"time"
)

// usage is what a process has used since it began, and what it holds now.
type usage struct {
	CPU                time.Duration
	Mallocs, MallocLen uint64 // allocations, and their bytes
	Resident, Peak     int64  // bytes of memory
	Goroutines         int
}

func (u usage) since(before usage) usage {
	u.CPU -= before.CPU
	u.Mallocs -= before.Mallocs
	u.MallocLen -= before.MallocLen
	return u
}

func currentUsage(collect bool) usage {
	if collect {
		runtime.GC()
		debug.FreeOSMemory()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	u := usage{Mallocs: m.Mallocs, MallocLen: m.TotalAlloc, Goroutines: runtime.NumGoroutine()}
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err == nil {
		u.CPU = time.Duration(r.Utime.Nano() + r.Stime.Nano())
	}
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		u.Resident, u.Peak = kilobytes(status, "VmRSS:"), kilobytes(status, "VmHWM:")
	}
	return u
}

// kilobytes returns the number behind key in bytes, 0 if it is not there.
func kilobytes(status []byte, key string) int64 {
	for line := range bytes.Lines(status) {
		if rest, ok := bytes.CutPrefix(line, []byte(key)); ok {
			n, err := strconv.ParseInt(string(bytes.Fields(rest)[0]), 10, 64)
			if err != nil {
				return 0
			}
			return n << 10
		}
	}
	return 0
}

// profiling starts a CPU profile into the file, or ends the one that runs if file is "stop".
func (c *child) profiling(file string) error {
	switch file {
	case "":
		return nil
	case "stop":
		pprof.StopCPUProfile()
		return c.profile.Close()
	}
	var err error
	if c.profile, err = os.Create(file); err != nil {
		return err
	}
	return pprof.StartCPUProfile(c.profile)
}
