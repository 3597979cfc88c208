package directive

import (
	"go/ast"
	"reflect"
	"strings"
	"testing"
)

// parse parses a comment whose first byte has position 1, so that positions are columns.
func parse(text string) (*Directive, *Error) {
	return Parse(&ast.Comment{Slash: 1, Text: text})
}

func TestDirectivesAreRead(t *testing.T) {
	for text, want := range map[string]Directive{
		"//bluebird:rpc": {Verb: RPC, Pos: 1},
		"//bluebird:rpc name=calc.Plus max=64MiB":   {Verb: RPC, Pos: 1, Name: "calc.Plus", NamePos: 21, Max: 64 << 20},
		"//bluebird:rpc\tmax=1048576":               {Verb: RPC, Pos: 1, Max: 1 << 20},
		"//bluebird:service name=acme.Log // a log": {Verb: Service, Pos: 1, Name: "acme.Log", NamePos: 25},
		"//bluebird:ignore ":                        {Verb: Ignore, Pos: 1},
		"//bluebird:idempotent":                     {Verb: Idempotent, Pos: 1},
		"//bluebird:package name=acme.calc":         {Verb: Package, Pos: 1, Name: "acme.calc", NamePos: 25},
		"//bluebird:client types=copy":              {Verb: Client, Pos: 1, Copy: true},
		"//bluebird:client none":                    {Verb: Client, Pos: 1, None: true},
		"//bluebird:union Circle *Square // both":   {Verb: Union, Pos: 1, Words: []Word{{"Circle", 18}, {"*Square", 25}}},
		"//bluebird:codec big.Thing text":           {Verb: Codec, Pos: 1, Words: []Word{{"big.Thing", 18}, {"text", 28}}},
		"//bluebird:default n=5":                    {Verb: Default, Pos: 1, Param: "n", ParamPos: 20, Expr: "5", ExprPos: 22},
		"//bluebird:default größe = 3 * time.Hour ": {Verb: Default, Pos: 1, Param: "größe", ParamPos: 20, Expr: "3 * time.Hour", ExprPos: 30},
		`//bluebird:default s="a = b"`:              {Verb: Default, Pos: 1, Param: "s", ParamPos: 20, Expr: `"a = b"`, ExprPos: 22},
	} {
		got, err := parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if !reflect.DeepEqual(*got, want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", text, *got, want)
		}
	}
}

func TestOrdinaryCommentsAreLeftAlone(t *testing.T) {
	for _, text := range []string{
		"// Add adds.", "//go:generate go tool bluebird-gen ./...", "//nolint:bluebird", "//", "/* text */",
		"// bluebird: a framework", "// bluebird:sings", "// the directive //bluebird:rpc", "//\t//bluebird:rpc",
		"// bluebird: default settings are these", "//bluebirds:rpc", "//bluebird", "//bluebird:",
	} {
		if d, err := parse(text); d != nil || err != nil || Is(&ast.Comment{Text: text}) {
			t.Errorf("%q is taken for a directive: %v, %v", text, d, err)
		}
	}
}

func TestMistakesAreFoundAtTheirPlace(t *testing.T) {
	for _, tt := range []struct {
		text   string
		column int
		want   string
	}{
		{"// bluebird:rpc", 1, "write //bluebird:rpc"},
		{"//bluebird: rpc", 1, "write //bluebird:rpc"},
		{"//bluebird :rpc", 1, "write //bluebird:rpc"},
		{"//Bluebird:RPC name=x", 1, "write //bluebird:rpc"},
		{"/*bluebird:service*/", 1, "write //bluebird:service"},
		{"//bluebird:rcp", 12, "unknown directive //bluebird:rcp; did you mean rpc?"},
		{"//bluebird:dance", 12, "unknown directive //bluebird:dance"},
		{"//bluebird:union", 1, "needs the types of the values"},
		{"//bluebird:codec time.Time", 1, "takes a type and one of text, binary, json, fields"},
		{"//bluebird:codec time.Time txt", 28, "txt is no codec; there are text, binary, json, fields; did you mean text?"},
		{"//bluebird:client", 1, "takes either types=copy or none"},
		{"//bluebird:client none types=copy", 1, "takes either types=copy or none"},
		{"//bluebird:client types=move", 25, "types=move: it can be copy"},
		{"//bluebird:was", 15, "//bluebird:was takes one former name"},
		{"//bluebird:was n=", 16, "takes a parameter and its former name"},
		{"//bluebird:was a b", 16, "takes one former name"},
		{"//bluebird:rpc nmae=x", 16, `no option "nmae"; it takes name= and max=; did you mean name?`},
		{"//bluebird:rpc max=1 name=x fast", 29, `no option "fast"`},
		{"//bluebird:ignore all", 19, "//bluebird:ignore takes no options"},
		{"//bluebird:rpc name", 21, "name=: the name is empty"},
		{"//bluebird:rpc name=.x", 21, "a dot must stand between"},
		{"//bluebird:rpc name=a-b", 21, "'-' cannot stand in a name"},
		{"//bluebird:rpc name=" + strings.Repeat("x", 129), 21, "129 bytes, more than 128"},
		{"//bluebird:rpc max=1 max=2", 22, "max= is given twice"},
		{"//bluebird:rpc max=1.5GiB", 20, "write a size as"},
		{"//bluebird:rpc max=64MB", 20, "write a size as"},
		{"//bluebird:rpc max=0", 20, "must be positive"},
		{"//bluebird:rpc max=9223372036854775807GiB", 20, "too large"},
		{"//bluebird:rpc `x", 16, "invalid quoted string"},
		{"//bluebird:package", 19, "needs a name"},
		{"//bluebird:default", 19, "takes a parameter and its value"},
		{"//bluebird:default 5", 20, "takes a parameter and its value"},
		{"//bluebird:default n", 20, "takes a parameter and its value"},
		{"//bluebird:default n=", 20, "the value of n is missing"},
		{"//bluebird:default a.b=1", 20, "takes a parameter and its value"},
	} {
		_, err := parse(tt.text)
		if err == nil {
			t.Errorf("%s: no error", tt.text)
		} else if !strings.Contains(err.Text, tt.want) || int(err.Pos) != tt.column {
			t.Errorf("%s: column %d: %s; want column %d: ...%s", tt.text, err.Pos, err.Text, tt.column, tt.want)
		}
	}
}

func TestAFaultyOptionKeepsTheVerb(t *testing.T) {
	d, err := parse("//bluebird:rpc max=big")
	if err == nil || d == nil || d.Verb != RPC {
		t.Errorf("got %v, %v; want an rpc and an error", d, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("//bluebird:rpc name=x max=1MiB")
	f.Add("//bluebird:default n = \"x\" // y")
	f.Add("/*bluebird:service*/")
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "\n") {
			t.Skip("a comment is one line")
		}
		d, err := parse(text)
		if (d != nil || err != nil) && !Is(&ast.Comment{Slash: 1, Text: text}) {
			t.Errorf("%q is parsed as %v, %v and is no directive", text, d, err)
		}
		if err != nil && (int(err.Pos) < 1 || int(err.Pos) > len(text)+2) {
			t.Errorf("%q: an error at column %d: %v", text, err.Pos, err)
		}
		if d != nil && d.Name != "" && CheckName(d.Name) != nil {
			t.Errorf("%q has the invalid name %q", text, d.Name)
		}
	})
}
