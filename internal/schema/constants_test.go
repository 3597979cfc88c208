package schema

import (
	"slices"
	"strings"
	"testing"
)

// enum returns a contract of a method that takes a Color, whose lines about constants are given as "Red = 0".
func enum(t *testing.T, lines ...string) *Contract {
	t.Helper()
	text := "method a.F\nmethod a.F param c []Color\ntype Color is int\n"
	for _, line := range lines {
		begin := "type Color constant "
		if rest, gone := strings.CutPrefix(line, "reserved "); gone {
			begin, line = "reserved "+begin, rest
		}
		text += begin + line + "\n"
	}
	return parsed(t, text)
}

func TestConstantsThatTakeTheValuesOfOthersBreak(t *testing.T) {
	const note = "; clients and servers of different age take one for the other; give what is new a value of its own"
	for _, tt := range []struct {
		name     string
		old, new []string
		want     []string
	}{
		{"nothing", []string{"Red = 0", "Blue = 1"}, []string{"Blue = 1", "Red = 0"}, nil},
		{"one more at the end", []string{"Red = 0"}, []string{"Red = 0", "Blue = 1"},
			[]string{"Color: constant Blue: is added: safe; old readers get 1 and have no name for it"}},
		{"one more in the middle", []string{"Red = 0", "Blue = 1", "Teal = 2"}, []string{"Red = 0", "Green = 1", "Blue = 2", "Teal = 3"}, []string{
			"Color: constant Green: is 1 now, which was Blue: breaks old clients and new clients of old servers" + note,
			"Color: constant Blue: is 2 now, which was Teal: breaks old clients and new clients of old servers" + note,
			"Color: constant Teal: is 3 now, and was 2: breaks old clients and new clients of old servers; old clients and servers go on with what it was",
		}},
		{"one less in the middle", []string{"Red = 0", "Blue = 1", "Teal = 2"}, []string{"Red = 0", "Teal = 1"}, []string{
			"Color: constant Teal: is 1 now, which was Blue: breaks old clients and new clients of old servers" + note,
			"Color: constant Blue: is removed: safe; old clients and servers may still send 1",
		}},
		{"two swapped", []string{"Red = 0", "Blue = 1"}, []string{"Red = 1", "Blue = 0"}, []string{
			"Color: constant Blue: is 0 now, which was Red: breaks old clients and new clients of old servers" + note,
			"Color: constant Red: is 1 now, which was Blue: breaks old clients and new clients of old servers" + note,
		}},
		{"a text of its own", []string{`Red = "r"`}, []string{`Red = "red"`},
			[]string{`Color: constant Red: is "red" now, and was "r": breaks old clients and new clients of old servers; old clients and servers go on with what it was`}},
		{"another name", []string{"Red = 0"}, []string{"Crimson = 0"}, []string{"Color: constant Red: is called Crimson now: safe"}},
		{"a name more", []string{"Red = 0"}, []string{"Red = 0", "Default = 0"}, nil},
		{"a name that points elsewhere", []string{"Red = 0", "Blue = 1", "Default = 0"}, []string{"Red = 0", "Blue = 1", "Default = 1"},
			[]string{"Color: constant Default: is 1 now, and was 0: safe; old clients and servers go on with what it was"}},
		{"a name less", []string{"Red = 0", "Default = 0"}, []string{"Red = 0"}, []string{"Color: constant Default: is removed: safe; old clients and servers may still send 0"}},
		{"a reserved value", []string{"Red = 0", "reserved Blue = 1"}, []string{"Red = 0", "Teal = 1"},
			[]string{"Color: constant Teal: is 1, which is reserved for Blue: breaks old clients and new clients of old servers" + note}},
		{"a reserved name", []string{"Red = 0", "reserved Blue = 1"}, []string{"Red = 0", "Blue = 2"},
			[]string{"Color: constant Blue: comes back as 2, and the name is reserved for 1: breaks old clients and new clients of old servers"}},
		{"a value left, and taken later", []string{"Red = 5", "reserved Red = 0"}, []string{"Red = 5", "New = 0"},
			[]string{"Color: constant New: is 0, which is reserved for Red: breaks old clients and new clients of old servers" + note}},
		{"back where it was", []string{"Red = 5", "reserved Red = 0"}, []string{"Red = 0"},
			[]string{"Color: constant Red: is 0 now, and was 5: breaks old clients and new clients of old servers; old clients and servers go on with what it was"}},
		{"back as it was", []string{"Red = 0", "reserved Blue = 1"}, []string{"Red = 0", "Blue = 1"},
			[]string{"Color: constant Blue: is added: safe; old readers get 1 and have no name for it"}},
	} {
		var got []string
		for _, item := range Diff(enum(t, tt.old...), enum(t, tt.new...)) {
			got = append(got, item.String())
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
		}
	}
}

func TestRemovedConstantsStayReserved(t *testing.T) {
	kept := Merge(enum(t, "Red = 0", "Blue = 1", "Plum = 3", "reserved Teal = 2"), enum(t, "Red = 0", "Teal = 2", "Plum = 4"))
	want := header + `
method a.F
method a.F param c []Color
type Color is int
type Color constant Red = 0
type Color constant Teal = 2
type Color constant Plum = 4
reserved type Color constant Blue = 1
reserved type Color constant Plum = 3
`
	if got := string(Format(kept)); got != want {
		t.Errorf("kept is\n%s\nwant\n%s", got, want)
	}
	if items := Diff(kept, enum(t, "Red = 0", "Teal = 2", "Plum = 4")); len(items) > 0 {
		t.Errorf("reserved constants differ: %v", items)
	}
}

// Contracts from before constants were described say "int" where they say "Color" now.
func TestConstantsThatAreDescribedAtLastChangeNothing(t *testing.T) {
	old := parsed(t, "method a.F\nmethod a.F param c []int\n")
	for _, pair := range [][2]*Contract{{old, enum(t, "Red = 0")}, {enum(t, "Red = 0"), old}} {
		if items := Diff(pair[0], pair[1]); len(items) > 0 {
			t.Errorf("something has changed: %v", items)
		}
	}
}
