package bluebird

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// Caller starts calls: a *Conn, or one of its Named views.
type Caller interface {
	// Start begins a call of m. Generated code fills and makes it, and frees it.
	Start(m *Method) *Call
}

// ErrConnClosed is why calls on a closed Conn fail.
var ErrConnClosed = errors.New("the connection was closed by its owner")

// Conn is a connection to a server. It may be used from any number of goroutines, and carries all their calls
// at once. When the connection is lost, it dials again by itself: calls meanwhile wait for that attempt, within
// their deadline, and fail as not sent when it fails.
type Conn struct {
	dialer Dialer
	addr   string
	cfg    mux.Config
	limits limits
	lines  []line

	ctx  context.Context // ends with Close
	stop context.CancelFunc
	wg   sync.WaitGroup

	named sync.Map // prefixed names → *Method
}

// line is one of the connections of a Conn, through all its losses.
type line struct {
	conn *Conn
	link atomic.Pointer[link] // nil while there is none
	load atomic.Int64         // calls that have chosen the line

	mu       sync.Mutex // guards what follows
	closed   bool
	dialing  *attempt
	delay    time.Duration // before the next attempt
	next     time.Time     // not earlier
	draining map[*link]struct{}
}

// attempt is dialing under way; done is closed when link or err is set.
type attempt struct {
	done chan struct{}
	link *link
	err  error
}

// The pause between attempts to connect: it starts with the first failure, grows, and is spread by a fifth either way.
const (
	firstDelay = 50 * time.Millisecond
	delayGrows = 1.6
	maxDelay   = 5 * time.Second
	// dialTimeout bounds an attempt that nobody's context bounds.
	dialTimeout = 10 * time.Second
)

// link is a connection that stands, until it is lost or the server leaves.
type link struct {
	line   *line
	mux    *mux.Conn
	few    atomic.Pointer[[]keyedGrant] // the first fewGranted
	grants sync.Map                     // *Method, or a name → grant; the others
}

// keyedGrant is a grant beside its key. A few of them are sooner looked through than a map is asked.
type keyedGrant struct {
	key   any // *Method, or a name
	grant *grant
}

// grant is what the server said about a method.
type grant struct {
	number  uint32
	compact bool
	results []string // names, for a caller without a stub
	text    string   // the signature, likewise
}

// Addr returns the address that was dialed.
func (c *Conn) Addr() string { return c.addr }

// Close ends the connection and all calls on it, and waits for its goroutines, but not for interceptors that still run. It may be called
// more than once, and by an interceptor.
func (c *Conn) Close() error {
	c.stop()
	for i := range c.lines {
		c.lines[i].close()
	}
	c.wg.Wait()
	return nil
}

func (l *line) close() {
	l.mu.Lock()
	l.closed = true
	links := make([]*link, 0, 1+len(l.draining))
	if cur := l.link.Swap(nil); cur != nil {
		links = append(links, cur)
	}
	for old := range l.draining {
		links = append(links, old)
	}
	l.mu.Unlock()
	for _, k := range links {
		k.mux.Close()
	}
}

// Ping asks the server for an answer and returns how long it took. It connects first if it has to.
func (c *Conn) Ping(ctx context.Context) (time.Duration, error) {
	l, err := c.pick().get(ctx)
	if err != nil {
		return 0, fmt.Errorf("ping %s: %w", c.addr, err)
	}
	d, err := l.mux.Ping(ctx)
	if err != nil {
		return 0, fmt.Errorf("ping %s: %w", c.addr, err)
	}
	return d, nil
}

// Named returns a view of c whose calls go to what was registered on Server.Named with the same prefix.
func (c *Conn) Named(prefix string) Caller { return namedConn{c, prefix + "."} }

type namedConn struct {
	conn   *Conn
	prefix string
}

// namedMethod is the key of a method under a prefix.
type namedMethod struct {
	method *Method
	prefix string
}

func (n namedConn) Start(m *Method) *Call {
	key := namedMethod{m, n.prefix}
	p, ok := n.conn.named.Load(key)
	if !ok {
		named := *m
		named.Name = n.prefix + m.Name
		p, _ = n.conn.named.LoadOrStore(key, &named)
	}
	return n.conn.Start(p.(*Method))
}

// pick chooses the line with the fewest calls. One that is not connected is left to connect, as long as another is.
func (c *Conn) pick() *line {
	best := &c.lines[0]
	if len(c.lines) == 1 {
		return best
	}
	var linked *line
	for i := range c.lines {
		l := &c.lines[i]
		if l.load.Load() < best.load.Load() {
			best = l
		}
		if l.link.Load() != nil && (linked == nil || l.load.Load() < linked.load.Load()) {
			linked = l
		}
	}
	if linked == nil || best.link.Load() != nil {
		return best
	}
	best.redial()
	return linked
}

// redial starts an attempt to connect, unless there is one, or it is too early.
func (l *line) redial() {
	if !l.mu.TryLock() { // somebody is about to
		return
	}
	defer l.mu.Unlock()
	if l.link.Load() == nil && !l.closed && l.dialing == nil && !time.Now().Before(l.next) {
		l.start()
	}
}

// get returns a link that takes calls. It waits, within ctx, for the attempt to connect that is under way, and starts
// one if there is none.
func (l *line) get(ctx context.Context) (*link, error) {
	if k := l.link.Load(); k != nil {
		return k, nil
	}
	l.mu.Lock()
	if k := l.link.Load(); k != nil {
		l.mu.Unlock()
		return k, nil
	}
	if l.closed {
		l.mu.Unlock()
		return nil, ErrConnClosed
	}
	a := l.dialing
	if a == nil {
		a = l.start()
	}
	l.mu.Unlock()
	select {
	case <-a.done:
		if a.err != nil {
			return nil, noLink{l.conn.addr, a.err}
		}
		return a.link, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for a connection to %s: %w", l.conn.addr, context.Cause(ctx))
	}
}

// noLink is a failure to connect. It is Unavailable, and not worth a second attempt.
type noLink struct {
	addr string
	err  error
}

func (e noLink) Error() string { return fmt.Sprintf("cannot connect to %s: %v", e.addr, e.err) }

func (e noLink) Unwrap() []error { return []error{Unavailable, e.err} }

// start begins an attempt. It is called with mu held.
func (l *line) start() *attempt {
	a := &attempt{done: make(chan struct{})}
	l.dialing = a
	wait := time.Until(l.next)
	l.conn.wg.Go(func() { l.dial(a, wait) })
	return a
}

func (l *line) dial(a *attempt, wait time.Duration) {
	if wait > 0 {
		t := time.NewTimer(wait)
		defer t.Stop()
		select {
		case <-t.C:
		case <-l.conn.ctx.Done():
		}
	}
	ctx, cancel := context.WithTimeout(l.conn.ctx, dialTimeout)
	defer cancel()
	k, err := l.connect(ctx)
	if !l.connected(a, k, err) && k != nil {
		k.mux.Close()
	}
}

// connected ends an attempt. It reports whether the line has taken k.
func (l *line) connected(a *attempt, k *link, err error) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer close(a.done)
	l.dialing = nil
	if l.closed || l.conn.ctx.Err() != nil {
		err = errors.Join(ErrConnClosed, err)
	}
	if err != nil {
		a.err = err
		l.delay = min(max(firstDelay, time.Duration(float64(l.delay)*delayGrows)), maxDelay)
		l.next = time.Now().Add(time.Duration(float64(l.delay) * (0.8 + 0.4*rand.Float64())))
		return false
	}
	a.link = k
	l.delay, l.next = 0, time.Time{}
	l.link.Store(k)
	select {
	case <-k.mux.Done(): // lost before anybody knew it
		l.link.CompareAndSwap(k, nil)
	default:
	}
	return true
}

// Leaving implements mux.Owner: k takes no more calls. If there were calls, the line connects again at once.
func (k *link) Leaving(m *mux.Conn) {
	l := k.line
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-m.Done():
		delete(l.draining, k)
		if !l.closed {
			l.conn.wg.Go(m.Close) // so that Close waits for the goroutines that are still ending
		}
	default:
		l.drain(k)
	}
	l.relink(k)
}

// lose forgets a link that a call has found ended, before the link has said so in Leaving. Close still closes it.
func (l *line) lose(k *link) {
	if k == nil || l.link.Load() != k {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.link.Load() == k {
		l.drain(k)
		l.relink(k)
	}
}

// drain notes that k takes no more calls, but is not closed. It is called with mu held.
func (l *line) drain(k *link) {
	if l.draining == nil {
		l.draining = map[*link]struct{}{}
	}
	l.draining[k] = struct{}{}
}

// relink forgets k, and connects again if somebody waits. It is called with mu held.
func (l *line) relink(k *link) {
	if l.link.CompareAndSwap(k, nil) && !l.closed && l.dialing == nil && l.load.Load() > 0 {
		l.start()
	}
}

// Grant implements mux.Owner. Only the reader of the connection calls it.
func (k *link) Grant(key any, g wire.GrantFrame) {
	var few []keyedGrant
	if p := k.few.Load(); p != nil {
		few = slices.Clone(*p)
	}
	i := slices.IndexFunc(few, func(e keyedGrant) bool { return e.key == key })
	switch {
	case i >= 0: // asked for twice at once
		few[i].grant = newGrant(g)
	case len(few) < fewGranted:
		few = append(few, keyedGrant{key, newGrant(g)})
	default:
		k.grants.Store(key, newGrant(g))
		return
	}
	k.few.Store(&few)
}

// granted returns what the server said about the method of that key, nil if it has not been asked.
func (k *link) granted(key any) *grant {
	few := k.few.Load()
	if few == nil {
		return nil
	}
	for i := range *few {
		if e := &(*few)[i]; e.key == key {
			return e.grant
		}
	}
	if len(*few) < fewGranted {
		return nil
	}
	if g, ok := k.grants.Load(key); ok {
		return g.(*grant)
	}
	return nil
}
