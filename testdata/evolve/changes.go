package evolve

// Changes are the changes of types, after the table in the documentation of contracts.
var Changes = []Change{
	{
		Name:  "FieldAdded",
		Decls: [2]string{"type P§ struct{ X int }", "type P§ struct{ X, Y int }"}, Type: [2]string{"P§", "P§"},
		Value: [2]string{"P§{1}", "P§{1, 2}"}, Want: [2]string{`{"X":1,"Y":0}`, `{"X":1}`},
		In: "safe", Out: "safe",
	},
	{
		Name:  "FieldDropped",
		Decls: [2]string{"type P§ struct{ X, Y int }", "type P§ struct{ X int }"}, Type: [2]string{"P§", "P§"},
		Value: [2]string{"P§{1, 2}", "P§{1}"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name:  "FieldRenamed",
		Decls: [2]string{"type P§ struct{ X int }", "type P§ struct{ Z int }"}, Type: [2]string{"P§", "P§"},
		Value: [2]string{"P§{1}", "P§{1}"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name:  "FieldTagged",
		Decls: [2]string{"type P§ struct{ X int }", "type P§ struct {\n\tZ int `msg:\"X\"`\n}"}, Type: [2]string{"P§", "P§"},
		Value: [2]string{"P§{1}", "P§{1}"}, Want: [2]string{`{"Z":1}`, `{"X":1}`},
		In: "safe", Out: "safe",
	},
	{
		Name:  "FieldWas",
		Decls: [2]string{"type P§ struct{ X int }", "type P§ struct {\n\t//bluebird:was X\n\tZ int\n}"}, Type: [2]string{"P§", "P§"},
		Value: [2]string{"P§{1}", "P§{1}"}, Want: [2]string{`{"Z":1}`, `{"X":1}`},
		In: "needs the server first", Out: "needs the clients first",
	},
	{
		Name:  "FieldsReordered",
		Decls: [2]string{"type P§ struct{ X, Y int }", "type P§ struct{ Y, X int }"}, Type: [2]string{"P§", "P§"},
		Value: [2]string{"P§{X: 1, Y: 2}", "P§{X: 1, Y: 2}"}, Want: [2]string{`{"Y":2,"X":1}`, `{"X":1,"Y":2}`},
		In: "safe", Out: "safe",
	},
	{
		Name: "IntWider", Type: [2]string{"int32", "int64"},
		Value: [2]string{"-7", "-7"}, Odd: [2]string{"", "1 << 40"},
		In: "safe", Out: "safe",
	},
	{
		Name: "IntNarrower", Type: [2]string{"int64", "int32"},
		Value: [2]string{"1 << 40", "-7"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "IntSigned", Type: [2]string{"int32", "uint32"},
		Value: [2]string{"7", "7"}, Odd: [2]string{"-1", "1 << 31"},
		In: "safe", Out: "safe",
	},
	{
		Name: "UintToInt", Type: [2]string{"uint32", "int64"},
		Value: [2]string{"1<<32 - 1", "7"}, Odd: [2]string{"", "-1"},
		In: "safe", Out: "safe",
	},
	{
		Name: "IntToInt64", Type: [2]string{"int", "int64"},
		Value: [2]string{"-1 << 31", "-1 << 31"},
		In:    "safe", Out: "safe",
	},
	{
		Name: "FloatWider", Type: [2]string{"float32", "float64"},
		Value: [2]string{"0.5", "0.1"},
		In:    "needs the server first", Out: "needs the clients first",
	},
	{
		Name: "FloatNarrower", Type: [2]string{"float64", "float32"},
		Value: [2]string{"0.1", "0.5"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "IntToFloat", Type: [2]string{"int64", "float64"},
		Value: [2]string{"7", "7"}, Odd: [2]string{"1<<60 + 1", "0.5"},
		In: "safe", Out: "safe",
	},
	{
		Name: "FloatToInt", Type: [2]string{"float64", "int64"},
		Value: [2]string{"7", "7"}, Odd: [2]string{"0.5", "1<<60 + 1"},
		In: "safe", Out: "safe",
	},
	{
		Name: "ComplexWider", Type: [2]string{"complex64", "complex128"},
		Value: [2]string{"0.5 + 2i", "0.1"},
		In:    "needs the server first", Out: "needs the clients first",
	},
	{
		Name:  "ValueToPointer",
		Decls: [2]string{"type P§ struct{ X int }", "type P§ struct{ X int }"}, Type: [2]string{"P§", "*P§"},
		Value: [2]string{"P§{1}", "&P§{1}"},
		In:    "safe", Out: "safe",
	},
	{
		Name:  "PointerToValue",
		Decls: [2]string{"type P§ struct{ X int }", "type P§ struct{ X int }"}, Type: [2]string{"*P§", "P§"},
		Value: [2]string{"(*P§)(nil)", "P§{1}"}, Want: [2]string{`{"X":0}`, `{"X":1}`},
		In: "safe", Out: "safe",
	},
	{
		Name: "IntToPointer", Type: [2]string{"int", "*int64"},
		Value: [2]string{"5", "ptr[int64](5)"},
		In:    "safe", Out: "safe",
	},
	{
		Name: "SliceToPointer", Type: [2]string{"[]string", "*[]string"},
		Value: [2]string{`[]string{"a"}`, `ptr([]string{"a"})`},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "SliceToArray", Type: [2]string{"[]string", "[2]string"},
		Value: [2]string{`[]string{"a", "b", "c"}`, `[2]string{"a", "b"}`},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "ArrayToSlice", Type: [2]string{"[2]int", "[]int"},
		Value: [2]string{"[2]int{1, 2}", "[]int{1, 2, 3}"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "SliceToMap", Type: [2]string{"[]int", "map[int]int"},
		Value: [2]string{"[]int{1, 2}", "map[int]int{1: 2}"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "ArrayLonger", Type: [2]string{"[3]int", "[4]int"},
		Value: [2]string{"[3]int{}", "[4]int{}"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "StringToBytes", Type: [2]string{"string", "[]byte"},
		Value: [2]string{`"hi"`, `[]byte("hi")`}, Want: [2]string{`"aGk="`, `"hi"`},
		In: "safe", Out: "safe",
	},
	{
		Name: "BytesToString", Type: [2]string{"[]byte", "string"},
		Value: [2]string{`[]byte("hi")`, `"hi"`}, Want: [2]string{`"hi"`, `"aGk="`},
		In: "safe", Out: "safe",
	},
	{
		Name: "BlockWider", Type: [2]string{"[]int32", "[]int64"},
		Value: [2]string{"[]int32{1, 2, 3, 4, 5, 6, 7, 8, -9}", "[]int64{1, 2, 3, 4, 5, 6, 7, 8, -9}"},
		Odd:   [2]string{"", "[]int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40}"},
		In:    "safe", Out: "safe",
	},
	{
		Name: "MapElementWider", Type: [2]string{"map[string]uint16", "map[string]uint32"},
		Value: [2]string{`map[string]uint16{"a": 1}`, `map[string]uint32{"a": 1}`}, Odd: [2]string{"", `map[string]uint32{"a": 1 << 20}`},
		In: "safe", Out: "safe",
	},
	{
		Name: "MapKeyRetyped", Type: [2]string{"map[string]int", "map[int]int"},
		Value: [2]string{`map[string]int{"a": 1}`, "map[int]int{1: 2}"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name:  "TypeRenamed",
		Decls: [2]string{"type P§ struct{ X int }", "type Q§ struct{ X int }"}, Type: [2]string{"P§", "Q§"},
		Value: [2]string{"P§{1}", "Q§{1}"},
		In:    "safe", Out: "safe",
	},
	{
		Name:  "TypeNamed",
		Decls: [2]string{"", "type Level§ int"}, Type: [2]string{"int", "Level§"},
		Value: [2]string{"1", "1"},
		In:    "safe", Out: "safe",
	},
	{
		Name: "VariantAdded",
		Decls: [2]string{
			"type Shape§ interface{ shape§() }\n\ntype Circle§ struct{ R int }\n\nfunc (Circle§) shape§() {}",
			"type Shape§ interface{ shape§() }\n\ntype Circle§ struct{ R int }\n\nfunc (Circle§) shape§() {}\n\ntype Square§ struct{ A int }\n\nfunc (Square§) shape§() {}",
		},
		Type:  [2]string{"Shape§", "Shape§"},
		Value: [2]string{"Circle§{1}", "Circle§{1}"}, Odd: [2]string{"", "Square§{1}"},
		In: "safe", Out: "safe",
	},
	{
		Name: "VariantRemoved",
		Decls: [2]string{
			"type Shape§ interface{ shape§() }\n\ntype Circle§ struct{ R int }\n\nfunc (Circle§) shape§() {}\n\ntype Square§ struct{ A int }\n\nfunc (Square§) shape§() {}",
			"type Shape§ interface{ shape§() }\n\ntype Circle§ struct{ R int }\n\nfunc (Circle§) shape§() {}",
		},
		Type:  [2]string{"Shape§", "Shape§"},
		Value: [2]string{"Square§{1}", "Circle§{1}"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "VariantRenamed",
		Decls: [2]string{
			"type Shape§ interface{ shape§() }\n\ntype Line§ struct{ L int }\n\nfunc (Line§) shape§() {}\n\ntype Circle§ struct{ R int }\n\nfunc (Circle§) shape§() {}",
			"type Shape§ interface{ shape§() }\n\ntype Line§ struct{ L int }\n\nfunc (Line§) shape§() {}\n\ntype Round§ struct{ R int }\n\nfunc (Round§) shape§() {}",
		},
		Type:  [2]string{"Shape§", "Shape§"},
		Value: [2]string{"Circle§{1}", "Line§{1}"}, Odd: [2]string{"", "Round§{1}"},
		In: "breaks", Out: "breaks",
	},
	{
		Name: "VariantWas",
		Decls: [2]string{
			"type Shape§ interface{ shape§() }\n\ntype Circle§ struct{ R int }\n\nfunc (*Circle§) shape§() {}",
			"type Shape§ interface{ shape§() }\n\n//bluebird:was Circle§\ntype Round§ struct{ R int }\n\nfunc (*Round§) shape§() {}",
		},
		Type:  [2]string{"Shape§", "Shape§"},
		Value: [2]string{"&Circle§{1}", "&Round§{1}"},
		In:    "needs the server first", Out: "needs the clients first",
	},
	{
		Name:  "StructToUnion",
		Decls: [2]string{"type P§ struct{ X int }", "type P§ interface{ p§() }\n\ntype Q§ struct{ X int }\n\nfunc (Q§) p§() {}"}, Type: [2]string{"P§", "P§"},
		Value: [2]string{"P§{1}", "Q§{1}"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "CodecGained",
		Decls: [2]string{
			"type P§ struct{ X int }",
			"type P§ struct{ x int }\n\nfunc (p P§) MarshalBinary() ([]byte, error) { return []byte{byte(p.x)}, nil }\n\n" +
				"func (p *P§) UnmarshalBinary(b []byte) error {\n\tif len(b) != 1 {\n\t\treturn errors.New(\"not one byte\")\n\t}\n\tp.x = int(b[0])\n\treturn nil\n}",
		},
		Type:  [2]string{"P§", "P§"},
		Value: [2]string{"P§{1}", "P§{1}"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "Retyped", Type: [2]string{"int", "string"},
		Value: [2]string{"1", `"1"`},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "BoolToInt", Type: [2]string{"bool", "int"},
		Value: [2]string{"true", "1"},
		In:    "breaks", Out: "breaks",
	},
	{
		Name: "TimeToString", Type: [2]string{"time.Time", "string"},
		Value: [2]string{"time.Unix(1, 0).UTC()", `"1970"`},
		In:    "breaks", Out: "breaks",
	},
	{
		Name:  "StructToSlice",
		Decls: [2]string{"type P§ struct{ X int }", ""}, Type: [2]string{"P§", "[]int"},
		Value: [2]string{"P§{1}", "[]int{1}"},
		In:    "breaks", Out: "breaks",
	},
}

// Signature is a change of what is around the types.
type Signature struct {
	Name    string
	Source  [2]string
	Func    [2]string // name of the stub, with the name of its service and a dot in front; "" is the name of the change
	Args    [2]string // arguments of a call by the stub of that age; "" for no call
	Good    [2]string // the results of the call, in JSON, if nothing is lost
	Verdict string

	Named map[string]any // arguments by name for the server after the change, as a caller from before it sends them
	Found string         // what that call returns, "" for an error
}

// Signatures are changes of names, parameters, results and directives.
var Signatures = []Signature{
	{
		Name:    "FuncAdded",
		Source:  [2]string{"", "//bluebird:rpc\nfunc FuncAdded(v int) int { return v }"},
		Verdict: "safe",
	},
	{
		Name:    "FuncRemoved",
		Source:  [2]string{"//bluebird:rpc\nfunc FuncRemoved(v int) int { return v }", ""},
		Args:    [2]string{"1", ""},
		Good:    [2]string{"[1]", ""},
		Verdict: "breaks",
	},
	{
		Name:    "FuncRenamed",
		Source:  [2]string{"//bluebird:rpc\nfunc FuncRenamed(v int) int { return v }", "//bluebird:rpc\nfunc FuncRenamedNow(v int) int { return v }"},
		Func:    [2]string{"", "FuncRenamedNow"},
		Args:    [2]string{"1", ""},
		Good:    [2]string{"[1]", ""},
		Verdict: "breaks",
	},
	{
		Name:    "FuncWas",
		Source:  [2]string{"//bluebird:rpc\nfunc FuncWas(v int) int { return v }", "//bluebird:was FuncWas\n//bluebird:rpc\nfunc FuncWasNow(v int) int { return v }"},
		Func:    [2]string{"", "FuncWasNow"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "needs the server first",
		Named:   map[string]any{"v": 1}, Found: "1",
	},
	{
		Name:    "WireNameKept",
		Source:  [2]string{"//bluebird:rpc\nfunc WireNameKept(v int) int { return v }", "//bluebird:rpc name=evolve.WireNameKept\nfunc WireNameKeptNow(v int) int { return v }"},
		Func:    [2]string{"", "WireNameKeptNow"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "safe",
	},
	{
		Name:    "ServiceWas",
		Source:  [2]string{"//bluebird:service\ntype Library struct{}\n\nfunc (*Library) Shelf(n int) int { return n }", "//bluebird:was Library\n//bluebird:service\ntype Archive struct{}\n\nfunc (*Archive) Shelf(n int) int { return n }"},
		Func:    [2]string{"Library.Shelf", "Archive.Shelf"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "needs the server first",
	},
	{
		Name:    "MethodRemoved",
		Source:  [2]string{"//bluebird:service\ntype Book struct{}\n\nfunc (*Book) Page(n int) int { return n }\n\nfunc (*Book) Tear(n int) int { return n }", "//bluebird:service\ntype Book struct{}\n\nfunc (*Book) Page(n int) int { return n }"},
		Func:    [2]string{"Book.Tear", "Book.Page"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "breaks",
	},
	{
		Name:    "MethodWas",
		Source:  [2]string{"// Note is renamed.\nfunc (*Book) Note(n int) int { return n }", "// Remark was renamed.\n//\n//bluebird:was Note\nfunc (*Book) Remark(n int) int { return n }"},
		Func:    [2]string{"Book.Note", "Book.Remark"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "needs the server first",
	},
	{
		Name:    "ParamRenamed",
		Source:  [2]string{"//bluebird:rpc\nfunc ParamRenamed(count int) int { return count }", "//bluebird:rpc\nfunc ParamRenamed(n int) int { return n }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "safe",
		Named:   map[string]any{"count": 1},
	},
	{
		Name:    "ParamWas",
		Source:  [2]string{"//bluebird:rpc\nfunc ParamWas(count int) int { return count }", "//bluebird:was n=count\n//bluebird:rpc\nfunc ParamWas(n int) int { return n }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "safe",
		Named:   map[string]any{"count": 1}, Found: "1",
	},
	{
		Name:    "ParamWasDropped",
		Source:  [2]string{"//bluebird:was n=count\n//bluebird:rpc\nfunc ParamWasDropped(n int) int { return n }", "//bluebird:rpc\nfunc ParamWasDropped(n int) int { return n }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "safe",
		Named:   map[string]any{"count": 1},
	},
	{
		Name:    "ParamAppended",
		Source:  [2]string{"//bluebird:rpc\nfunc ParamAppended(a int) int { return a }", "//bluebird:rpc\nfunc ParamAppended(a, b int) int { return a + b }"},
		Args:    [2]string{"1", "1, 2"},
		Good:    [2]string{"[1]", "[3]"},
		Verdict: "needs the server first",
		Named:   map[string]any{"a": 1},
	},
	{
		Name:    "ParamAppendedWithDefault",
		Source:  [2]string{"//bluebird:rpc\nfunc ParamAppendedWithDefault(a int) int { return a }", "//bluebird:default b=5\n//bluebird:rpc\nfunc ParamAppendedWithDefault(a, b int) int { return a + b }"},
		Args:    [2]string{"1", "1, 2"},
		Good:    [2]string{"[1]", "[3]"},
		Verdict: "needs the server first",
		Named:   map[string]any{"a": 1}, Found: "6",
	},
	{
		Name:    "ResultAppended",
		Source:  [2]string{"//bluebird:rpc\nfunc ResultAppended(a int) int { return a }", "//bluebird:rpc\nfunc ResultAppended(a int) (int, string) { return a, \"x\" }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", `[1,"x"]`},
		Verdict: "needs the server first",
	},
	{
		Name:    "ParamInserted",
		Source:  [2]string{"//bluebird:rpc\nfunc ParamInserted(a int, b string) string { return Show(b) }", "//bluebird:rpc\nfunc ParamInserted(a int, x bool, b string) string { return Show(b) }"},
		Args:    [2]string{`1, "b"`, `1, true, "b"`},
		Good:    [2]string{`["\"b\""]`, `["\"b\""]`},
		Verdict: "breaks",
	},
	{
		Name:    "ParamsReordered",
		Source:  [2]string{"//bluebird:rpc\nfunc ParamsReordered(a, b int) int { return a - b }", "//bluebird:rpc\nfunc ParamsReordered(b, a int) int { return a - b }"},
		Args:    [2]string{"3, 1", "1, 3"},
		Good:    [2]string{"[2]", "[2]"},
		Verdict: "breaks",
		Named:   map[string]any{"a": 3, "b": 1}, Found: "2",
	},
	{
		Name:    "ParamDropped",
		Source:  [2]string{"//bluebird:rpc\nfunc ParamDropped(a, b int) int { return a + b }", "//bluebird:rpc\nfunc ParamDropped(a int) int { return a }"},
		Args:    [2]string{"1, 2", "1"},
		Good:    [2]string{"[3]", "[1]"},
		Verdict: "breaks",
		Named:   map[string]any{"a": 1, "b": 2},
	},
	{
		Name:    "ResultDropped",
		Source:  [2]string{"//bluebird:rpc\nfunc ResultDropped(a int) (int, string) { return a, \"x\" }", "//bluebird:rpc\nfunc ResultDropped(a int) int { return a }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{`[1,"x"]`, "[1]"},
		Verdict: "breaks",
	},
	{
		Name:    "ContextAdded",
		Source:  [2]string{"//bluebird:rpc\nfunc ContextAdded(a int) int { return a }", "//bluebird:rpc\nfunc ContextAdded(ctx context.Context, a int) int { return a }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "safe",
	},
	{
		Name:    "ErrorAdded",
		Source:  [2]string{"//bluebird:rpc\nfunc ErrorAdded(a int) int { return a }", "//bluebird:rpc\nfunc ErrorAdded(a int) (int, error) { return a, nil }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "safe",
	},
	{
		Name:    "ErrorDropped",
		Source:  [2]string{"//bluebird:rpc\nfunc ErrorDropped(ctx context.Context, a int) (int, error) { return a, nil }", "//bluebird:rpc\nfunc ErrorDropped(a int) int { return a }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "safe",
	},
	{
		Name:    "VariadicToSlice",
		Source:  [2]string{"//bluebird:rpc\nfunc VariadicToSlice(v ...string) int { return len(v) }", "//bluebird:rpc\nfunc VariadicToSlice(v []string) int { return len(v) }"},
		Args:    [2]string{`"a", "b"`, `[]string{"a", "b"}`},
		Good:    [2]string{"[2]", "[2]"},
		Verdict: "safe",
	},
	{
		Name:    "DefaultRemoved",
		Source:  [2]string{"//bluebird:default a=5\n//bluebird:rpc\nfunc DefaultRemoved(a int) int { return a }", "//bluebird:rpc\nfunc DefaultRemoved(a int) int { return a }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "safe",
		Named:   map[string]any{},
	},
	{
		Name:    "DefaultChanged",
		Source:  [2]string{"//bluebird:default a=5\n//bluebird:rpc\nfunc DefaultChanged(a int) int { return a }", "//bluebird:default a=6\n//bluebird:rpc\nfunc DefaultChanged(a int) int { return a }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "safe",
		Named:   map[string]any{}, Found: "6",
	},
	{
		Name:    "IdempotentDropped",
		Source:  [2]string{"//bluebird:idempotent\n//bluebird:rpc\nfunc IdempotentDropped(a int) int { return a }", "//bluebird:rpc\nfunc IdempotentDropped(a int) int { return a }"},
		Args:    [2]string{"1", "1"},
		Good:    [2]string{"[1]", "[1]"},
		Verdict: "safe",
	},
}
