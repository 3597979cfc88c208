package bluebird_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"log/slog"
	"math/big"
	"net"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// authority signs certificates.
type authority struct {
	t    testing.TB
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pool *x509.CertPool
}

func newAuthority(t testing.TB) *authority {
	a := &authority{t: t, pool: x509.NewCertPool()}
	a.cert, a.key, _ = a.make(&x509.Certificate{
		Subject: pkix.Name{CommonName: "Test CA"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	})
	a.pool.AddCert(a.cert)
	return a
}

// make signs a certificate, by itself if a has none yet.
func (a *authority) make(c *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey, tls.Certificate) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	c.SerialNumber, c.NotBefore, c.NotAfter = big.NewInt(time.Now().UnixNano()), time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	parent, signer := a.cert, a.key
	if parent == nil {
		parent, signer = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, parent, &key.PublicKey, signer)
	if err != nil {
		a.t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return cert, key, tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// issue returns a certificate for a name, for servers and clients.
func (a *authority) issue(name string) tls.Certificate {
	_, _, c := a.make(&x509.Certificate{
		Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	})
	return c
}

func TestTLSServesAndChecks(t *testing.T) {
	leavesNothing(t)
	ours, others := newAuthority(t), newAuthority(t)
	serverConfig := &tls.Config{Certificates: []tls.Certificate{ours.issue("localhost")}}
	state := make(chan *tls.ConnectionState, 1)
	srv := does(&bluebird.Server{TLSConfig: serverConfig}, func(ctx context.Context, _ string) (string, error) {
		p, _ := bluebird.PeerFrom(ctx)
		state <- p.TLS
		return "", nil
	})
	addr := portOf(t, listen(t, srv, "tcp", "localhost:0"))
	plain := portOf(t, listen(t, does(&bluebird.Server{Logger: slog.New(slog.DiscardHandler)}, nothing), "tcp", "localhost:0"))

	config := &tls.Config{RootCAs: ours.pool}
	conn := dial(t, &bluebird.Dialer{TLSConfig: config}, addr)
	if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil {
		t.Fatal(err)
	}
	if s := <-state; s == nil || s.Version != tls.VersionTLS13 || s.NegotiatedProtocol != wire.ALPN || s.ServerName != "localhost" {
		t.Errorf("the handler sees %+v", s)
	}
	if config.ServerName != "" || config.NextProtos != nil || config.MinVersion != 0 || serverConfig.NextProtos != nil || serverConfig.MinVersion != 0 {
		t.Error("the user's configuration was changed")
	}

	for _, tt := range []struct {
		name   string
		config *tls.Config
		addr   string
		says   []string
	}{
		{"unknown authority", &tls.Config{RootCAs: others.pool}, addr, []string{addr, "TLS handshake: ", "certificate", "unknown authority"}},
		{"wrong name", &tls.Config{RootCAs: ours.pool, ServerName: "example.com"}, addr, []string{"TLS handshake: ", "example.com"}},
		{"TLS 1.2", &tls.Config{RootCAs: ours.pool, MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12}, addr, []string{"TLS handshake: ", "version"}},
		{"another protocol", &tls.Config{RootCAs: ours.pool, NextProtos: []string{"h2"}}, addr, []string{"TLS handshake: ", "protocol"}},
		{"no TLS", nil, addr, []string{"the server wants TLS", "Dialer.TLSConfig"}},
		{"TLS to a server without", config, plain, []string{"TLS handshake", "does the server speak TLS?"}},
	} {
		start := time.Now()
		c, err := (&bluebird.Dialer{TLSConfig: tt.config}).Dial(bluebirdtest.Soon(t), tt.addr)
		if err == nil {
			c.Close()
		}
		wantText(t, err, tt.says...)
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("%s: the error came after %v", tt.name, d)
		}
	}
}

func TestTLS12ServersAreRefused(t *testing.T) {
	ours := newAuthority(t)
	srv := does(&bluebird.Server{TLSConfig: &tls.Config{Certificates: []tls.Certificate{ours.issue("localhost")},
		MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12}}, nothing)
	addr := portOf(t, listen(t, srv, "tcp", "localhost:0"))
	_, err := (&bluebird.Dialer{TLSConfig: &tls.Config{RootCAs: ours.pool}}).Dial(bluebirdtest.Soon(t), addr)
	wantText(t, err, "TLS handshake", "version")
	// Whoever asks for TLS 1.2 gets it.
	conn := dial(t, &bluebird.Dialer{TLSConfig: &tls.Config{RootCAs: ours.pool, MinVersion: tls.VersionTLS12}}, addr)
	if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil {
		t.Error(err)
	}
}

func TestMutualTLSShowsTheCallersCertificate(t *testing.T) {
	leavesNothing(t)
	ours := newAuthority(t)
	srv := does(&bluebird.Server{TLSConfig: &tls.Config{
		Certificates: []tls.Certificate{ours.issue("localhost")}, ClientCAs: ours.pool, ClientAuth: tls.RequireAndVerifyClientCert,
	}}, func(ctx context.Context, _ string) (string, error) {
		p, _ := bluebird.PeerFrom(ctx)
		return p.TLS.PeerCertificates[0].Subject.CommonName, nil
	})
	addr := portOf(t, listen(t, srv, "tcp", "localhost:0"))
	conn := dial(t, &bluebird.Dialer{TLSConfig: &tls.Config{RootCAs: ours.pool, Certificates: []tls.Certificate{ours.issue("alice")}}}, addr)
	if name, err := run(bluebirdtest.Soon(t), conn, ""); name != "alice" || err != nil {
		t.Errorf("the handler was called by %q, %v", name, err)
	}
	for name, d := range map[string]*bluebird.Dialer{
		"no certificate":    {TLSConfig: &tls.Config{RootCAs: ours.pool}},
		"another authority": {TLSConfig: &tls.Config{RootCAs: ours.pool, Certificates: []tls.Certificate{newAuthority(t).issue("alice")}}},
	} {
		c, err := d.Dial(bluebirdtest.Soon(t), addr)
		if err == nil {
			c.Close()
			t.Errorf("%s: accepted", name)
			continue
		}
		wantText(t, err, "certificate")
	}
}

// portOf returns addr with the name that the tests' certificates are for.
func portOf(t testing.TB, addr string) string {
	t.Helper()
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	return "localhost:" + port
}

// A function of the configuration is called with what the peer has sent.
func TestPanicsOfTheTLSConfigurationEndTheirConnection(t *testing.T) {
	ours := newAuthority(t)
	certificate := ours.issue("localhost")
	srv := does(&bluebird.Server{TLSConfig: &tls.Config{GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if h.ServerName != "localhost" {
			panic("who?")
		}
		return &certificate, nil
	}}}, nothing)
	addr := portOf(t, listen(t, srv, "tcp", "localhost:0"))
	if _, err := (&bluebird.Dialer{TLSConfig: &tls.Config{RootCAs: ours.pool, ServerName: "example.com"}}).Dial(bluebirdtest.Soon(t), addr); err == nil {
		t.Error("there is a connection")
	}
	conn := dial(t, &bluebird.Dialer{TLSConfig: &tls.Config{RootCAs: ours.pool}}, addr)
	if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil {
		t.Error(err)
	}
}
