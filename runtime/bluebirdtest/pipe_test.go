package bluebirdtest_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// ends is how a test makes both ends of a connection.
type ends func() (client, server net.Conn)

// halfCloser is what the ends of a Pipe, and TCP connections, can do beside net.Conn.
type halfCloser interface{ CloseWrite() error }

func mustWrite(t *testing.T, c net.Conn, s string) {
	t.Helper()
	if n, err := c.Write([]byte(s)); n != len(s) || err != nil {
		t.Errorf("Write(%.20q) = %d, %v", s, n, err)
	}
}

func mustRead(t *testing.T, c net.Conn, want string) {
	t.Helper()
	b := make([]byte, len(want))
	if _, err := io.ReadFull(c, b); err != nil || string(b) != want {
		t.Fatalf("read %q, %v; want %q", b, err, want)
	}
}

func wantRead(t *testing.T, c net.Conn, want error) {
	t.Helper()
	n, err := c.Read(make([]byte, 8))
	if n != 0 || !errors.Is(err, want) {
		t.Errorf("Read = %d, %v; want %v", n, err, want)
	}
}

func wantWrite(t *testing.T, c net.Conn, want error) {
	t.Helper()
	if n, err := c.Write([]byte("x")); n != 0 || !errors.Is(err, want) {
		t.Errorf("Write = %d, %v; want %v", n, err, want)
	}
}

func TestPipeTakesBytesWithoutAReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := bluebirdtest.Pipe()
		half := bytes.Repeat([]byte("0123456789abcdef"), 2<<10)
		for range 2 {
			mustWrite(t, a, string(half)) // 64 KiB in all
		}
		wrote := false
		go func() {
			mustWrite(t, a, "!")
			wrote = true
		}()
		synctest.Wait()
		if wrote {
			t.Error("a full pipe took another byte")
		}
		mustRead(t, b, "0")
		synctest.Wait()
		if !wrote {
			t.Error("a write was not woken by a read")
		}
		mustRead(t, b, string(half[1:])+string(half)+"!")
		mustWrite(t, b, "back")
		mustRead(t, a, "back")
	})
}

func TestPipeCarriesEverythingInOrder(t *testing.T) {
	a, b := bluebirdtest.Pipe()
	const size = 3 << 20
	sent := make([]byte, size)
	for i := range sent {
		sent[i] = byte(rand.Uint32())
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for rest := sent; len(rest) > 0; {
			n := min(len(rest), 1+rand.IntN(200_000))
			if k, err := a.Write(rest[:n]); k != n || err != nil {
				t.Errorf("Write = %d, %v; want %d", k, err, n)
				return
			}
			rest = rest[n:]
		}
		a.Close()
	})
	var got []byte
	for {
		chunk := make([]byte, 1+rand.IntN(100_000))
		n, err := b.Read(chunk)
		got = append(got, chunk[:n]...)
		if err != nil {
			break
		}
	}
	wg.Wait()
	if !bytes.Equal(got, sent) {
		t.Errorf("%d bytes arrived of %d, or others", len(got), len(sent))
	}
}

func TestPipeCloses(t *testing.T) {
	a, b := bluebirdtest.Pipe()
	mustWrite(t, a, "last words")
	if err := a.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	wantRead(t, a, net.ErrClosed)
	wantWrite(t, a, net.ErrClosed)
	if err := a.Close(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("second Close = %v; want %v", err, net.ErrClosed)
	}
	if err := a.SetDeadline(time.Now()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("SetDeadline after Close = %v; want %v", err, net.ErrClosed)
	}
	mustRead(t, b, "last words")
	wantRead(t, b, io.EOF)
	wantWrite(t, b, syscall.EPIPE)
}

func TestPipeClosesHalf(t *testing.T) {
	a, b := bluebirdtest.Pipe()
	mustWrite(t, a, "question")
	if err := a.(halfCloser).CloseWrite(); err != nil {
		t.Errorf("CloseWrite = %v", err)
	}
	wantWrite(t, a, syscall.EPIPE)
	mustRead(t, b, "question")
	wantRead(t, b, io.EOF)
	mustWrite(t, b, "answer")
	b.Close()
	mustRead(t, a, "answer")
	wantRead(t, a, io.EOF)
}

func TestPipeResets(t *testing.T) {
	a, b := bluebirdtest.Pipe()
	mustWrite(t, a, "lost")
	a.(interface{ Reset() }).Reset()
	wantRead(t, b, syscall.ECONNRESET)
	wantWrite(t, b, syscall.ECONNRESET)
	wantRead(t, a, net.ErrClosed)
}

// TestPipeWakesWhoWaits closes or resets either end, or lets a deadline pass, while a Read and a Write wait.
func TestPipeWakesWhoWaits(t *testing.T) {
	for _, tt := range []struct {
		name        string
		do          func(a, b net.Conn)
		read, write error // of a
	}{
		{"own close", func(a, b net.Conn) { a.Close() }, net.ErrClosed, net.ErrClosed},
		{"other close", func(a, b net.Conn) { b.Close() }, io.EOF, syscall.EPIPE},
		{"reset", func(a, b net.Conn) { b.(interface{ Reset() }).Reset() }, syscall.ECONNRESET, syscall.ECONNRESET},
		{"deadline in an hour", func(a, b net.Conn) { a.SetDeadline(time.Now().Add(time.Hour)) }, os.ErrDeadlineExceeded, os.ErrDeadlineExceeded},
		{"deadline in the past", func(a, b net.Conn) { a.SetDeadline(time.Unix(1, 0)) }, os.ErrDeadlineExceeded, os.ErrDeadlineExceeded},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a, b := bluebirdtest.Pipe()
				mustWrite(t, a, string(make([]byte, 64<<10)))
				var wg sync.WaitGroup
				wg.Go(func() { wantRead(t, a, tt.read) })
				wg.Go(func() { wantWrite(t, a, tt.write) })
				synctest.Wait()
				tt.do(a, b)
				wg.Wait()
			})
		})
	}
}

func TestPipeDeadlineCanBeMoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := bluebirdtest.Pipe()
		start := time.Now()
		a.SetReadDeadline(start.Add(time.Minute))
		a.SetReadDeadline(start.Add(time.Hour))
		wantRead(t, a, os.ErrDeadlineExceeded)
		if got := time.Since(start); got != time.Hour {
			t.Errorf("Read waited %v; want 1h", got)
		}
		var ne net.Error
		if _, err := a.Read(make([]byte, 1)); !errors.As(err, &ne) || !ne.Timeout() {
			t.Errorf("%v is not a timeout", err)
		}
		mustWrite(t, a, "writes have a deadline of their own")
		a.SetReadDeadline(time.Time{})
		mustWrite(t, b, "again")
		mustRead(t, a, "again")
	})
}

func TestPipeHasAddresses(t *testing.T) {
	a, b := bluebirdtest.Pipe()
	got := fmt.Sprintf("%v %v %v %v %s", a.LocalAddr(), a.RemoteAddr(), b.LocalAddr(), b.RemoteAddr(), a.LocalAddr().Network())
	if want := "client server server client memory"; got != want {
		t.Errorf("addresses: %s; want %s", got, want)
	}
}
