package schema

import (
	"go/token"
	"strings"
)

// Verdict says what a change asks of those who deploy it.
type Verdict int

// The verdicts, the harmless first.
const (
	Safe         Verdict = iota // in any order
	ServersFirst                // old clients and new servers understand each other
	ClientsFirst                // new clients and old servers do
	Breaks                      // no order helps, or the rules of the contract forbid it
)

func (v Verdict) String() string {
	return [...]string{"safe", "needs the server first", "needs the clients first", "breaks"}[v]
}

// Effect is what a change does to a value on its way from a writer of one age to a reader of another.
type Effect int

// The effects, from best to worst.
const (
	None    Effect = iota // the value arrives
	Some                  // it arrives unless it uses what is new; that is refused, or skipped, as the note says
	Loses                 // something of it is lost without a word
	Refuses               // it is refused, or taken for something else
)

// Item is one difference between two contracts.
type Item struct {
	Subject string // "calc.Add", "calc.Add: parameter a", "Point: field X"
	Change  string // "int32 becomes int64"
	Verdict Verdict

	OldClients Effect // what becomes of their calls of a new server
	NewClients Effect // what becomes of their calls of an old server
	Callers    bool   // callers by name have to change what they write

	Note   string    // what else there is to know
	Method string    // the method that it is about, or the first one that reaches the type
	Pos    token.Pos // of what has changed as it is now, if that is known
}

// String returns the item as one line.
func (i Item) String() string {
	s := i.Subject + ": " + i.Change + ": " + i.Verdict.String()
	if whom := i.Whom(); i.Verdict == Breaks && len(whom) > 0 {
		s += " " + strings.Join(whom, " and ")
	}
	if i.Note != "" {
		s += "; " + i.Note
	}
	if i.Callers && i.Verdict != Breaks {
		s += "; callers by name must follow"
	}
	return s
}

// Whom lists who is broken.
func (i Item) Whom() []string {
	var whom []string
	if i.OldClients >= Loses {
		whom = append(whom, "old clients")
	}
	if i.NewClients >= Loses {
		whom = append(whom, "new clients of old servers")
	}
	if i.Callers {
		whom = append(whom, "callers by name")
	}
	return whom
}

// judge sets the verdict that follows from the effects.
func (i *Item) judge() {
	old, young := i.OldClients >= Loses, i.NewClients >= Loses
	switch {
	case old && young:
		i.Verdict = Breaks
	case old:
		i.Verdict = ClientsFirst
	case young:
		i.Verdict = ServersFirst
	}
}

// Broken returns the items that are written only on purpose.
func Broken(items []Item) []Item {
	var list []Item
	for _, i := range items {
		if i.Verdict == Breaks {
			list = append(list, i)
		}
	}
	return list
}

// ways says which way a type travels.
type ways struct{ in, out bool }

// effects turns what happens between writers and readers into what happens to clients: forward is an
// old writer and a new reader, backward a new writer and an old reader. Arguments go from clients to
// servers, results from servers to clients.
func (w ways) effects(forward, backward Effect) (oldClients, newClients Effect) {
	if w.in {
		oldClients, newClients = forward, backward
	}
	if w.out {
		oldClients, newClients = max(oldClients, backward), max(newClients, forward)
	}
	return oldClients, newClients
}
