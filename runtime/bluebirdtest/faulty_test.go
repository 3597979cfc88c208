package bluebirdtest_test

import (
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// tcp returns the two ends of a connection over loopback.
func tcp(t *testing.T) ends {
	return func() (client, server net.Conn) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		if client, err = net.Dial("tcp", l.Addr().String()); err != nil {
			t.Fatal(err)
		}
		if server, err = l.Accept(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { client.Close(); server.Close() })
		return client, server
	}
}

func TestCutConnectionsEnd(t *testing.T) {
	for name, pipe := range map[string]ends{"memory": bluebirdtest.Pipe, "TCP": tcp(t)} {
		t.Run(name+"/writes with FIN", func(t *testing.T) {
			a, b := pipe()
			a = bluebirdtest.CutWrites(a, 5, bluebirdtest.FIN)
			mustWrite(t, a, "123")
			if n, err := a.Write([]byte("456")); n != 2 || !errors.Is(err, syscall.EPIPE) {
				t.Errorf("Write = %d, %v; want 2, %v", n, err, syscall.EPIPE)
			}
			mustRead(t, b, "12345")
			wantRead(t, b, io.EOF)
			wantRead(t, a, io.EOF)
		})
		t.Run(name+"/writes with RST", func(t *testing.T) {
			a, b := pipe()
			a = bluebirdtest.CutWrites(a, 5, bluebirdtest.RST)
			mustWrite(t, a, "12345")
			wantRead(t, a, syscall.ECONNRESET)
			wantWrite(t, a, syscall.ECONNRESET)
			if _, err := io.ReadAll(b); !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("the other end reads %v; want %v", err, syscall.ECONNRESET)
			}
		})
		t.Run(name+"/reads", func(t *testing.T) {
			a, b := pipe()
			a = bluebirdtest.CutReads(a, 2, bluebirdtest.FIN)
			mustWrite(t, b, "123")
			mustRead(t, a, "12")
			wantRead(t, a, io.EOF)
			wantWrite(t, a, syscall.EPIPE)
		})
		t.Run(name+"/at once", func(t *testing.T) {
			a, _ := pipe()
			wantWrite(t, bluebirdtest.CutWrites(a, 0, bluebirdtest.FIN), syscall.EPIPE)
		})
		t.Run(name+"/closed by its owner", func(t *testing.T) {
			a, _ := pipe()
			a = bluebirdtest.CutWrites(a, 9, bluebirdtest.RST)
			a.Close()
			wantRead(t, a, net.ErrClosed)
			wantWrite(t, a, net.ErrClosed)
		})
	}
}

func TestChopLimitsEveryCall(t *testing.T) {
	a, b := bluebirdtest.Pipe()
	below := bluebirdtest.Record(a)
	a = bluebirdtest.Chop(below, 1, 3)
	mustWrite(t, a, "12345678")
	mustRead(t, b, "12345678")
	if got, want := below.Writes(), []int{3, 3, 2}; !slices.Equal(got, want) {
		t.Errorf("writes of %v; want %v", got, want)
	}
	mustWrite(t, b, "ab")
	mustRead(t, a, "ab")
	if got, want := below.Reads(), []int{1, 1}; !slices.Equal(got, want) {
		t.Errorf("reads of %v; want %v", got, want)
	}
}

func TestFlipWritesChangesOneBit(t *testing.T) {
	a, b := bluebirdtest.Pipe()
	a = bluebirdtest.FlipWrites(a, 4, 5)
	mine := []byte("cde")
	mustWrite(t, a, "ab")
	if _, err := a.Write(mine); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, a, "fg")
	mustRead(t, b, "abcdEfg")
	if string(mine) != "cde" {
		t.Errorf("the caller's bytes became %q", mine)
	}
}

func TestStalledConnectionsStandStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := bluebirdtest.Pipe()
		s := bluebirdtest.Stall(a)
		mustWrite(t, s, "moves")
		mustRead(t, b, "moves")

		read := make(chan string, 1)
		go func() {
			buf := make([]byte, 8)
			n, err := s.Read(buf)
			read <- string(buf[:n])
			if err != nil {
				t.Error(err)
			}
		}()
		synctest.Wait() // it waits below
		s.Stop()
		mustWrite(t, b, "late")
		wrote := make(chan bool, 1)
		go func() {
			mustWrite(t, s, "later")
			wrote <- true
		}()
		synctest.Wait()
		if len(read)+len(wrote) != 0 {
			t.Error("a stalled connection moved")
		}
		s.Resume()
		if got := <-read; got != "late" {
			t.Errorf("read %q; want late", got)
		}
		<-wrote
		mustRead(t, b, "later")
	})
}

func TestStalledConnectionsHaveDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := bluebirdtest.Pipe()
		s := bluebirdtest.Stall(a)
		var wg sync.WaitGroup
		wg.Go(func() { wantRead(t, s, os.ErrDeadlineExceeded) }) // waits below when it stops
		synctest.Wait()
		s.Stop()
		mustWrite(t, b, "kept")
		synctest.Wait()
		start := time.Now()
		s.SetDeadline(start.Add(time.Minute))
		wg.Go(func() { wantWrite(t, s, os.ErrDeadlineExceeded) })
		wg.Wait()
		if got := time.Since(start); got != time.Minute {
			t.Errorf("the deadline came after %v; want 1m", got)
		}
		s.SetDeadline(time.Time{})
		s.Resume()
		mustRead(t, s, "kept")

		s.StopReads()
		wg.Go(func() { wantRead(t, s, net.ErrClosed) })
		synctest.Wait()
		mustWrite(t, s, "writes move")
		s.Close()
		wg.Wait()
	})
}

func TestStallAfterSoManyBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := bluebirdtest.Pipe()
		s := bluebirdtest.Stall(a)
		s.StopAfter(3)
		go mustWrite(t, s, "12345")
		mustRead(t, b, "123")
		synctest.Wait()
		b.SetReadDeadline(time.Now().Add(time.Second))
		wantRead(t, b, os.ErrDeadlineExceeded)
		b.SetReadDeadline(time.Time{})
		s.Resume()
		mustRead(t, b, "45")
	})
}

func TestFaultsCanBeStacked(t *testing.T) {
	a, b := bluebirdtest.Pipe()
	a = bluebirdtest.Chop(bluebirdtest.Record(bluebirdtest.FlipWrites(bluebirdtest.CutWrites(a, 9, bluebirdtest.FIN), 0, 0)), 1, 1)
	mustWrite(t, a, "`bc")
	mustRead(t, b, "abc")
	if err := a.(halfCloser).CloseWrite(); err != nil {
		t.Errorf("CloseWrite through four connections: %v", err)
	}
	wantRead(t, b, io.EOF)
}
