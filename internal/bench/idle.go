package main

// idle opens connections, makes one call on each, and sees what the server holds for them when they rest.
func (r *row) idle(peer string) (figures, error) {
	p, err := startPair(subject{peer: peer}, nil, nil)
	if err != nil {
		return nil, err
	}
	defer p.stop()
	before, err := p.server.ask(request{Collect: true})
	if err != nil {
		return nil, err
	}
	if _, err := p.client.ask(request{Conns: r.conns}); err != nil {
		return nil, err
	}
	after, err := p.server.ask(request{Collect: true})
	if err != nil {
		return nil, err
	}
	n := float64(r.conns)
	return figures{
		perConn:    float64(after.Usage.Resident-before.Usage.Resident) / n,
		goroutines: float64(after.Usage.Goroutines-before.Usage.Goroutines) / n,
	}, nil
}
