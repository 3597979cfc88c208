package schema

// diffErrors compares the errors that callers can test for. They go from servers to clients; one that the reader does
// not know arrives as its text, its code and what it wraps.
func (d *differ) diffErrors() {
	for _, e := range d.old.Errors {
		if !e.Reserved {
			d.diffError(e)
		}
	}
	for _, e := range d.new.Errors {
		before := d.old.err(e.Name)
		if e.Reserved || before != nil && !before.Reserved {
			continue
		}
		d.method = e.Name
		if before != nil && d.differs(func(t *differ) { t.diffError(before) }) {
			d.add(Item{Subject: e.Name, Change: "comes back as another error, and the name is reserved", OldClients: Loses}, true)
			continue
		}
		d.add(Item{Subject: e.Name, Change: "is added", NewClients: Some}, false)
	}
}

// diffError compares an error with what has become of it.
func (d *differ) diffError(e *Error) {
	d.method = e.Name
	to := d.new.err(e.Name)
	switch {
	case to == nil || to.Reserved:
		d.add(Item{Subject: e.Name, Change: "is removed", OldClients: Loses,
			Note: "clients that test for it do not find it any more"}, true)
	case (e.Type == nil) != (to.Type == nil):
		d.add(Item{Subject: e.Name, Change: "is " + what(to) + " now, and was " + what(e), OldClients: Loses, NewClients: Loses,
			Note: "clients that test for it do not find it any more"}, true)
	case e.Type != nil:
		d.diffValue(e.Name, &Value{Type: e.Type}, &Value{Type: to.Type}, ways{out: true})
	}
}

func what(e *Error) string {
	if e.Type == nil {
		return "a variable"
	}
	return "a type"
}
