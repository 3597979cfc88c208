package schema

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

const plot = header + `
method calc.Plot
method calc.Plot idempotent
method calc.Plot param p []Point
method calc.Plot param title string
method calc.Plot param limit map[string][4]*Shape
reserved method calc.Plot param color int
method calc.Plot default title = "a = b"
method calc.Plot result r0 stream Color
method calc.Plot result sum text(decimal.Pair[map[string]int, (x)])
method calc.Plot error
method calc.Plot was title = heading
method calc.Plot was calc.Draw
reserved method calc.Print server stream
reserved method calc.Print param p Point
error calc.ErrDivide
error calc.RangeError *Point
reserved error calc.ErrGone
type Color is int
type Color constant Red = 0
reserved type Color constant Blue = -1
type Forest is []Forest
type Point struct
type Point field X float64
type Point field "a b" float64
reserved type Point field W int
type Point was X = "the \"x\""
type Shape union
type Shape variant "*Square" *Point
reserved type Gone struct
reserved type Gone field X int
`

func parsed(t *testing.T, text string) *Contract {
	t.Helper()
	c, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestContractIsParsedBackExactly(t *testing.T) {
	c := parsed(t, plot)
	if got := string(Format(c)); got != plot {
		t.Errorf("got\n%s\nwant\n%s", got, plot)
	}
	if items := Diff(c, parsed(t, plot)); len(items) > 0 {
		t.Errorf("a contract differs from itself: %v", items)
	}
	if got := string(Format(Merge(c, parsed(t, plot)))); strings.Count(got, "\n") != strings.Count(plot, "\n") {
		t.Errorf("merged with itself it is\n%s", got)
	}
}

func TestDamagedContractIsRefusedAtItsLine(t *testing.T) {
	for text, want := range map[string]int{
		"# x\nmethod\n":                                                  2,
		"<<<<<<< HEAD\n":                                                 1,
		"method a\nmethod a\n":                                           2,
		"method a\nmethod a param p [x]int":                              2,
		"method a\nmethod a param p map[int":                             2,
		"method a\nmethod a param p text(int":                            2,
		"method a\nmethod a default p = 5":                               2,
		"method a\nmethod a was p = q":                                   2,
		"error a.E\nerror a.E":                                           2,
		"error a.E *Point":                                               1,
		"method \"a b\" stream":                                          1,
		"type T thing":                                                   1,
		"type T struct\ntype T size 5":                                   2,
		"type T is int\ntype T constant A 1":                             2,
		"type T is int\ntype T constant A =":                             2,
		"type T is int\ntype T constant A = 1\ntype T constant A = 2":    3,
		"method a\nmethod a param p Point":                               1,
		"method a b":                                                     1,
		"method a param p int":                                           1,
		"method a\nmethod a error\nmethod a error":                       3,
		"method a\nmethod a  error":                                      2,
		"method a\nmethod a param p int\nmethod a param p bool":          3,
		"reserved method a\nmethod a error":                              2,
		"type T struct\ntype T field \"A\" int":                          2,
		"type T struct\ntype T field A int\nreserved type T field A int": 3,
	} {
		_, err := Parse([]byte(text))
		if e, ok := err.(*ParseError); !ok || e.Line != want {
			t.Errorf("%q: %v, want an error in line %d", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(plot)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse([]byte(text))
		if err != nil {
			return
		}
		Diff(c, c)
		Diff(c, &Contract{})
		again, err := Parse(Format(c))
		if err != nil {
			t.Fatalf("%q cannot be read: %v", Format(c), err)
		}
		if got, want := Format(again), Format(c); !bytes.Equal(got, want) {
			t.Errorf("%q is not what it was: %q", got, want)
		}
		Format(Merge(c, again))
	})
}

// What is no more stays reserved, and a reserved name may only come back as what it was.
func TestRemovedNamesStayReserved(t *testing.T) {
	old := parsed(t, "method a.F\nmethod a.F param p Point\nmethod a.G\nmethod a.G param n int\ntype Point struct\ntype Point field X int\ntype Point field Y string\n")
	less := parsed(t, "method a.F\nmethod a.F param p Point\ntype Point struct\ntype Point field X int\n")
	kept := Merge(old, less)
	want := header + `
method a.F
method a.F param p Point
reserved method a.G
reserved method a.G param n int
type Point struct
type Point field X int
reserved type Point field Y string
`
	if got := string(Format(kept)); got != want {
		t.Errorf("kept is\n%s\nwant\n%s", got, want)
	}
	if got := string(Format(Merge(kept, less))); got != want {
		t.Errorf("kept again it is\n%s\nwant\n%s", got, want)
	}
	if items := Diff(kept, less); len(items) > 0 {
		t.Errorf("reserved names differ: %v", items)
	}
	for _, tt := range []struct {
		name, text, want string
	}{
		{"the field as it was", strings.Replace(string(Format(less)), "field X int", "field X int\ntype Point field Y string", 1), "Point: field Y: is added: safe"},
		{"the field as another", strings.Replace(string(Format(less)), "field X int", "field X int\ntype Point field Y bool", 1), "comes back as bool, and the name is reserved for string: breaks"},
		{"the method as it was", string(Format(less)) + "method a.G\nmethod a.G param n int\n", "a.G: is added: safe"},
		{"the method as another", string(Format(less)) + "method a.G\nmethod a.G param n bool\n", "comes back with another signature, and the name is reserved: breaks"},
	} {
		items := Diff(kept, parsed(t, tt.text))
		if len(items) != 1 || !strings.Contains(items[0].String(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, items, tt.want)
		}
	}
}

// Whoever still uses a name that was given up is not to be misunderstood: it stays reserved with its type, be it the
// name of a parameter or a former name of something.
func TestNamesThatWereGivenUpStayReserved(t *testing.T) {
	old := parsed(t, `method a.F
method a.F param count int
method a.F param limit int
method a.F result sum int
method a.F was limit = max
method a.F was a.E
method a.F param p Point
type Point struct
type Point field X int
type Point was X = Z
`)
	now := parsed(t, `method a.F
method a.F param n int
method a.F param limit int
method a.F param p Point
method a.F result total int
type Point struct
type Point field X int
`)
	kept := Merge(old, now)
	want := header + `
reserved method a.E
reserved method a.E param count int
reserved method a.E param limit int
reserved method a.E param p Point
reserved method a.E result sum int
reserved method a.E was limit = max
method a.F
method a.F param n int
method a.F param limit int
method a.F param p Point
reserved method a.F param count int
reserved method a.F param max int
method a.F result total int
reserved method a.F result sum int
type Point struct
type Point field X int
reserved type Point field Z int
`
	if got := string(Format(kept)); got != want {
		t.Errorf("kept is\n%s\nwant\n%s", got, want)
	}
	if got := string(Format(Merge(parsed(t, want), now))); got != want {
		t.Errorf("kept again it is\n%s\nwant\n%s", got, want)
	}
	if items := Diff(kept, now); len(items) > 0 {
		t.Errorf("reserved names differ: %v", items)
	}
	for _, tt := range []struct {
		name, old, new string
		want           []string
	}{
		{"a parameter added", "param p Point\n", "param p Point\nmethod a.F param count string\n",
			[]string{"a.F: parameter count: comes back as string, and the name is reserved for int: breaks old clients and new clients of old servers"}},
		{"a parameter renamed", "param p Point\n", "param count Point\n",
			[]string{"a.F: parameter p: is called count now: safe; //bluebird:was count=p takes both names; callers by name must follow",
				"a.F: parameter count: comes back as Point, and the name is reserved for int: breaks old clients and new clients of old servers"}},
		{"a parameter renamed back", "param n int\n", "param count int\n",
			[]string{"a.F: parameter n: is called count now: safe; //bluebird:was count=n takes both names; callers by name must follow"}},
		{"a former name", "result total int\n", "result total int\nmethod a.F was p = max\n",
			[]string{"a.F: parameter max: comes back as Point, and the name is reserved for int: breaks old clients and new clients of old servers"}},
		{"a result renamed", "result total int\n", "result sum string\n",
			[]string{"a.F: result total: is called sum now: safe; callers by name must follow",
				"a.F: result sum: comes back as string, and the name is reserved for int: breaks old clients and new clients of old servers",
				"a.F: result total: int becomes string: breaks old clients and new clients of old servers"}},
		{"a field", "field X int\n", "field X int\ntype Point field Z bool\n",
			[]string{"Point: field Z: comes back as bool, and the name is reserved for int: breaks old clients and new clients of old servers"}},
		{"a method", "method a.F\n", "method a.E\nmethod a.E param count bool\nmethod a.F\n",
			[]string{"a.E: comes back with another signature, and the name is reserved: breaks old clients"}},
		{"a former name of a field", "field X int\n", "field X bool\ntype Point was X = Z\n",
			[]string{"Point: field X: int becomes bool: breaks old clients and new clients of old servers",
				"Point: field Z: comes back as bool, and the name is reserved for int: breaks old clients and new clients of old servers"}},
		{"a field renamed", "field X int\n", "field Z string\ntype Point was Z = X\n",
			[]string{"Point: field X: is called Z now and is read under both names: needs the server first; the tag `msg:\"X\"` would keep the name",
				"Point: field X: int becomes string: breaks old clients and new clients of old servers",
				"Point: field Z: comes back as string, and the name is reserved for int: breaks old clients and new clients of old servers"}},
		{"a former name of a method", "method a.F\n", "method a.D\nmethod a.D was a.E\nmethod a.F\n",
			[]string{"a.D: is added: safe",
				"a.D: answers to a.E too, and that name is reserved for another signature: breaks old clients"}},
	} {
		next := strings.Replace(string(Format(now)), tt.old, tt.new, 1)
		var got []string
		for _, item := range Diff(kept, parsed(t, next)) {
			got = append(got, strings.SplitN(item.String(), "; callers from before", 2)[0])
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got\n\t%s\nwant\n\t%s", tt.name, strings.Join(got, "\n\t"), strings.Join(tt.want, "\n\t"))
		}
	}
}

func TestFormerNamesThatAreForgottenAreTold(t *testing.T) {
	old := parsed(t, "method a.F\nmethod a.F param n int\nmethod a.F was n = count\n")
	now := parsed(t, "method a.F\nmethod a.F param n int\n")
	items := Diff(old, now)
	const want = "a.F: parameter n: is not taken under the name count any more: safe; callers by name must follow"
	if len(items) != 1 || items[0].String() != want {
		t.Errorf("got %v, want %s", items, want)
	}
}

func TestErrorsAreToldAndHarmless(t *testing.T) {
	without := parsed(t, "method a.F\nmethod a.F param n int\n")
	with := parsed(t, "method a.F\nmethod a.F param n int\nmethod a.F error\n")
	for want, items := range map[string][]Item{
		"a.F: returns an error now: safe; stubs always do":                         Diff(without, with),
		"a.F: returns no error of its own any more: safe; stubs always return one": Diff(with, without),
	} {
		if len(items) != 1 || items[0].String() != want {
			t.Errorf("got %v, want %s", items, want)
		}
	}
	if got := string(Format(Merge(with, without))); strings.Contains(got, "error") {
		t.Errorf("an error that is gone is kept:\n%s", got)
	}
}

func TestEachChangeIsToldOnce(t *testing.T) {
	old := parsed(t, "method a.F\nmethod a.F param p []Point\nmethod a.G\nmethod a.G result p map[int]*Point\ntype Point struct\ntype Point field X float32\n")
	now := parsed(t, "method a.F\nmethod a.F param p []Dot\nmethod a.G\nmethod a.G result p map[int]*Dot\ntype Dot struct\ntype Dot field X float64\n")
	items := Diff(old, now)
	if len(items) != 1 || items[0].Verdict != Breaks || items[0].Method != "a.F" {
		t.Errorf("got %v, want one item that breaks, about a.F", items)
	}
}

func TestErrorsThatClientsTestForAreKept(t *testing.T) {
	old := parsed(t, "error a.ErrFull\nerror a.Range *Range\ntype Range struct\ntype Range field N int\n")
	none := parsed(t, "method a.F\n")
	kept := Merge(old, none)
	for _, tt := range []struct {
		name     string
		old, new *Contract
		want     []string
	}{
		{"added", none, old, []string{"a.F: is removed", "a.ErrFull: is added: safe", "a.Range: is added: safe"}},
		{"removed", old, none, []string{"a.F: is added",
			"a.ErrFull: is removed: breaks old clients; clients that test for it do not find it any more",
			"a.Range: is removed: breaks old clients; clients that test for it do not find it any more"}},
		{"by value now", old, parsed(t, "error a.ErrFull\nerror a.Range Range\ntype Range struct\ntype Range field N int\n"),
			[]string{"a.Range: *Range becomes Range: safe"}},
		{"a field more", old, parsed(t, "error a.ErrFull\nerror a.Range *Range\ntype Range struct\ntype Range field N int\ntype Range field M int\n"),
			[]string{"Range: field M: is added: safe"}},
		{"another field", old, parsed(t, "error a.ErrFull\nerror a.Range *Range\ntype Range struct\ntype Range field N bool\n"),
			[]string{"Range: field N: int becomes bool: breaks old clients and new clients of old servers"}},
		{"a type of a variable", old, parsed(t, "error a.ErrFull *Range\nerror a.Range *Range\ntype Range struct\ntype Range field N int\n"),
			[]string{"a.ErrFull: is a type now, and was a variable: breaks old clients and new clients of old servers"}},
		{"back again", kept, parsed(t, "method a.F\n"+string(Format(old))), []string{"a.ErrFull: is added: safe", "a.Range: is added: safe"}},
		{"back as another", kept, parsed(t, "error a.ErrFull\nerror a.Range *Range\ntype Range struct\ntype Range field N bool\nmethod a.F\n"),
			[]string{"a.ErrFull: is added: safe", "a.Range: comes back as another error, and the name is reserved: breaks old clients"}},
	} {
		items := Diff(tt.old, tt.new)
		same := len(items) == len(tt.want)
		for i := 0; same && i < len(items); i++ {
			same = strings.HasPrefix(items[i].String(), tt.want[i])
		}
		if !same {
			t.Errorf("%s: got %v, want %q", tt.name, items, tt.want)
		}
	}
	const want = header + `
method a.F
reserved error a.ErrFull
reserved error a.Range *Range
reserved type Range struct
reserved type Range field N int
`
	if got := string(Format(kept)); got != want {
		t.Errorf("kept is\n%s\nwant\n%s", got, want)
	}
}

// TestContractsOfFlows reads and writes again what flows, and judges its changes.
func TestContractsOfFlows(t *testing.T) {
	const text = `method calc.Tail bidi
method calc.Tail param seen func(int, []Point) (bool, map[string]Point)
method calc.Tail param told func(Point)
method calc.Tail param asked func() bool
method calc.Tail param xs stream (string, []Point)
method calc.Tail param r reader
method calc.Tail param w writer
method calc.Tail result r0 stream Point
type Point struct
type Point field X float32
`
	c, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(Format(c)); got != header+"\n"+text {
		t.Errorf("it was written as\n%s", got)
	}
	for _, tt := range []struct{ old, new, want string }{
		{"r0 stream Point", "r0 stream int", "calc.Tail: result r0: stream Point becomes stream int: breaks"},
		{"r0 stream Point", "r0 Point", "calc.Tail: result r0: stream Point becomes Point: breaks"},
		{"r reader", "r stream Point", "calc.Tail: parameter r: reader becomes stream Point: breaks"},
		{"method calc.Tail bidi\n", "method calc.Tail\n", "calc.Tail: bidi becomes unary: breaks"},
		{"xs stream (string, []Point)", "xs stream (string, []Point)", ""},
		{"xs stream (string,", "xs stream (int,", "calc.Tail: parameter xs: stream (string, []Point) becomes stream (int, []Point): breaks"},
		{"told func(Point)", "told func(Point, int)", "calc.Tail: parameter told: parameter a1: is added: needs the server first"},
		{"asked func() bool", "asked func() (bool, int)", "calc.Tail: parameter asked: result r1: is added: needs the server first"},
		{"asked func() bool", "asked func(int) bool", "calc.Tail: parameter asked: parameter a0: is added: needs the server first"},
		{"w writer", "w any", "calc.Tail: parameter w: writer becomes any: breaks old clients and new clients of old servers"},
		{"X float32", "X float64", "Point: field X: float32 becomes float64: breaks"},
		{"method calc.Tail param w writer\n", "method calc.Tail param w writer\nmethod calc.Tail param more reader\n", "calc.Tail: parameter more: is added: breaks"},
	} {
		changed, err := Parse([]byte(strings.Replace(text, tt.old, tt.new, 1)))
		if err != nil {
			t.Errorf("%s: %v", tt.new, err)
			continue
		}
		items := Diff(c, changed)
		switch {
		case tt.want == "" && len(items) == 0:
		case strings.Contains(tt.new, "func(") && items[0].Callers:
			t.Errorf("%s: %v; callers by name have no funcs", tt.new, items)
		case len(items) != 1 || !strings.HasPrefix(items[0].String(), tt.want):
			t.Errorf("%s: %v; want %s", tt.new, items, tt.want)
		}
	}
	for _, bad := range []string{"func(int", "func(int bool", "func int", "stream (int)", "stream", "(int, int, int)", "func(Nobody)"} {
		if _, err := Parse([]byte("method calc.Add\nmethod calc.Add param p " + bad + "\n")); err == nil && bad != "stream" {
			t.Errorf("%q was read", bad)
		}
	}
}
