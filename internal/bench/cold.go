package main

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// hellos are the peers with programs below the folder hello, and where.
var hellos = subjects("bluebird", "grpc-go", "net/rpc", "limit", "bare")

var helloFolders = map[string]string{"bluebird": "bluebird", "grpc-go": "grpc", "net/rpc": "netrpc", "limit": "limit", "bare": "bare"}

// startsPerRound is how often the programs are started in each round.
const startsPerRound = 10

// programs are the hello programs of peers, stripped, in a folder for each. They are built when they are first needed.
type programs struct {
	dir   string
	sizes map[string]figures // by peer
}

func newPrograms() (*programs, error) {
	dir, err := os.MkdirTemp("", "bluebird-bench")
	return &programs{dir, map[string]figures{}}, err
}

func (p *programs) remove() { os.RemoveAll(p.dir) }

// cold starts the programs of a peer again and again.
func (p *programs) cold(_ *row, peer string) (figures, error) {
	dir := filepath.Join(p.dir, helloFolders[peer])
	if p.sizes[peer] == nil {
		sizes := figures{}
		for side, m := range map[string]metric{"server": serverSize, "client": clientSize} {
			var err error
			if sizes[m], err = buildHello(dir, helloFolders[peer], side); err != nil {
				return nil, err
			}
		}
		p.sizes[peer] = sizes
	}
	var starts []figures
	for range startsPerRound {
		s, err := startHello(dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", peer, err)
		}
		starts = append(starts, s)
	}
	f := medians(starts)
	maps.Copy(f, p.sizes[peer])
	return f, nil
}

// buildHello returns the size of the program in MiB.
func buildHello(dir, folder, side string) (float64, error) {
	out := filepath.Join(dir, side)
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, "./hello/"+folder+"/"+side)
	cmd.Dir = here()
	if text, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%w\n%s", err, text)
	}
	info, err := os.Stat(out)
	if err != nil {
		return 0, err
	}
	return float64(info.Size()) / mib, nil
}

// startHello starts a server, and a client as soon as it listens, and waits for the client's answer.
func startHello(dir string) (figures, error) {
	began := time.Now()
	server := exec.Command(filepath.Join(dir, "server"))
	in, err := server.StdinPipe()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	addr, end, err := firstLine(server)
	if err != nil {
		return nil, err
	}
	defer end()
	listens := time.Now()
	_, end, err = firstLine(exec.Command(filepath.Join(dir, "client"), addr))
	if err != nil {
		return nil, err
	}
	answered := time.Now()
	end()
	in.Close()
	return figures{
		startup:    micros(listens.Sub(began)) / 1e3,
		firstReply: micros(answered.Sub(began)) / 1e3,
	}, nil
}

// firstLine starts cmd and returns the first line that it prints. End waits for it, for a while.
func firstLine(cmd *exec.Cmd) (line string, end func(), err error) {
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	timer := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
	end = func() {
		_ = cmd.Wait() // what matters has been printed
		timer.Stop()
	}
	line, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		cmd.Process.Kill()
		end()
		return "", nil, fmt.Errorf("%s printed nothing: %w", cmd.Path, err)
	}
	return line[:len(line)-1], end, nil
}
