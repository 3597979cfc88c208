package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"runtime/debug"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/bench/peer"
)

// A role is what a child process is started for, as JSON in the hidden flag -child.
type role struct {
	Server bool
	Peer   string
	Addr   string // of the server, for a client
	TLS    *identity
	setup  // but for its TLS, which is the one above
}

// A request is a line on a child's standard input, an answer one on its output.
type request struct {
	Conns   int    // connections to make, and to make a call on
	Collect bool   // collect garbage before usage is taken
	Profile string // file for a CPU profile, or "stop"
	Load    *load
}

type answer struct {
	Err    string
	Addr   string // of a server, in its first answer
	Usage  usage
	Result result
}

// runChild is main for child processes. It returns when standard input ends: when the parent is gone or wants no more.
func runChild(config string) error {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})))
	var r role
	if err := json.Unmarshal([]byte(config), &r); err != nil {
		return err
	}
	var c child
	first, err := c.start(r)
	if err != nil {
		first.Err = err.Error()
	}
	in, out := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for {
		if err := out.Encode(first); err != nil {
			return err
		}
		var q request
		if err := in.Decode(&q); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		first = c.answer(&q)
	}
}

// child is the side of a child process that answers requests.
type child struct {
	dial    func(context.Context) (peer.Conn, error) // of a client
	conns   []peer.Conn
	profile *os.File
}

func (c *child) start(r role) (answer, error) {
	p, err := peer.Find(r.Peer)
	if err != nil {
		return answer{}, err
	}
	if r.NoYield {
		withoutYield()
	}
	if r.GOGC != 0 {
		debug.SetGCPercent(r.GOGC)
	}
	if r.Server {
		return c.serve(p, r)
	}
	var config peer.Config
	if r.TLS != nil {
		if config.TLS, err = r.TLS.client(); err != nil {
			return answer{}, err
		}
	}
	c.dial = func(ctx context.Context) (peer.Conn, error) { return p.Dial(ctx, r.Addr, config) }
	return answer{}, nil
}

func (c *child) serve(p peer.Peer, r role) (answer, error) {
	config := peer.Config{Methods: r.Methods}
	if r.TLS != nil {
		var err error
		if config.TLS, err = r.TLS.server(); err != nil {
			return answer{}, err
		}
	}
	serve, err := p.Server(config)
	if err != nil {
		return answer{}, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return answer{}, err
	}
	go func() {
		err := serve(l)
		fmt.Fprintln(os.Stderr, p.Name, "stopped serving:", err)
		os.Exit(1)
	}()
	return answer{Addr: l.Addr().String()}, nil
}

// connect makes n connections, and a call on each: some peers do not connect before.
func (c *child) connect(n int) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for range n {
		conn, err := c.dial(ctx)
		if err != nil {
			return err
		}
		c.conns = append(c.conns, conn)
		call, err := conn.Call(add)
		if err != nil {
			return err
		}
		if err := call(); err != nil {
			return err
		}
	}
	return nil
}

// answer does what q asks for.
func (c *child) answer(q *request) (a answer) {
	if err := c.profiling(q.Profile); err != nil {
		return answer{Err: err.Error()}
	}
	if err := c.connect(q.Conns); err != nil {
		return answer{Err: err.Error()}
	}
	if q.Load != nil {
		var err error
		if a.Result, err = q.Load.run(c.conns); err != nil {
			return answer{Err: err.Error()}
		}
	}
	a.Usage = currentUsage(q.Collect)
	return a
}

// process is a child as its parent sees it.
type process struct {
	role role
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *json.Decoder
	addr string
}

// patience is how long a child may take beyond what it was asked to do.
const patience = time.Minute

func start(r role) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	config, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	p := &process{role: r, cmd: exec.Command(self, "-child", string(config))}
	p.cmd.Stderr = os.Stderr
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = json.NewDecoder(out)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	a, err := p.receive(0)
	if err != nil {
		p.stop()
		return nil, err
	}
	p.addr = a.Addr
	return p, nil
}

// ask sends a request and waits for its answer.
func (p *process) ask(q request) (answer, error) {
	b, err := json.Marshal(q)
	if err != nil {
		return answer{}, err
	}
	if _, err := p.in.Write(append(b, '\n')); err != nil {
		return answer{}, fmt.Errorf("%s: %w", p.role.Peer, err)
	}
	var d time.Duration
	if q.Load != nil {
		d = q.Load.For
	}
	return p.receive(d)
}

// receive waits for an answer, and kills a child that does not give one.
func (p *process) receive(d time.Duration) (answer, error) {
	timer := time.AfterFunc(d+patience, func() { p.cmd.Process.Kill() })
	defer timer.Stop()
	var a answer
	if err := p.out.Decode(&a); err != nil {
		return answer{}, fmt.Errorf("%s: the process does not answer: %w", p.role.Peer, err)
	}
	if a.Err != "" {
		return answer{}, fmt.Errorf("%s: %s", p.role.Peer, a.Err)
	}
	return a, nil
}

// stop ends the child and waits for it.
func (p *process) stop() {
	p.in.Close()
	timer := time.AfterFunc(5*time.Second, func() { p.cmd.Process.Kill() })
	defer timer.Stop()
	_ = p.cmd.Wait() // a child that was killed has been reported already
}
