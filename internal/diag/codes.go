package diag

// Code is the stable name of a kind of message. It stays, whatever becomes of the wording.
type Code string

// The codes. Explanations says what each means. A number is never used again for something else.
const (
	// Directives.
	NotADirective      Code = "BB001"
	UnknownDirective   Code = "BB002"
	UnknownOption      Code = "BB003"
	OptionTwice        Code = "BB004"
	BadSize            Code = "BB005"
	BadName            Code = "BB006"
	DirectiveTwice     Code = "BB007"
	DirectiveMisplaced Code = "BB008"
	DirectiveDangling  Code = "BB009"
	NotPublished       Code = "BB010"
	BadDefault         Code = "BB011"
	NoParameter        Code = "BB012"
	NothingToCall      Code = "BB013"
	NoPackageName      Code = "BB014"
	BadFormerName      Code = "BB015"
	BadUnion           Code = "BB016"
	BadCodec           Code = "BB017"
	BadClient          Code = "BB018"
	NotSupportedYet    Code = "BB019"

	// Declarations.
	FuncUnexported    Code = "BB020"
	FuncGeneric       Code = "BB021"
	DeclaredTwice     Code = "BB022"
	ServiceUnexported Code = "BB023"
	ServiceGeneric    Code = "BB024"
	NoServiceType     Code = "BB025"
	Constraint        Code = "BB026"
	NoMethods         Code = "BB027"
	MethodsPromoted   Code = "BB028"
	NoSuchType        Code = "BB029"

	// Signatures.
	ContextPlace Code = "BB030"
	ContextValue Code = "BB031"
	ErrorPlace   Code = "BB032"
	OptionFuncs  Code = "BB033"
	FlowValue    Code = "BB034"
	FlowPlace    Code = "BB035"

	// Types.
	Address        Code = "BB040"
	ArrayTooLarge  Code = "BB041"
	TypeEndless    Code = "BB042"
	MapKey         Code = "BB043"
	OpenInterface  Code = "BB044"
	Mutex          Code = "BB045"
	HiddenState    Code = "BB046"
	BadTag         Code = "BB047"
	WireNameShared Code = "BB048"
	TypeOfClient   Code = "BB049"
	TypeUnnameable Code = "BB050"
	TypeUncopyable Code = "BB051"
	TypeOfC        Code = "BB052"
	BadImport      Code = "BB053"
	TypeUnknown    Code = "BB054"

	// Names.
	GoNameNotWire   Code = "BB060"
	WireNameTaken   Code = "BB061"
	ServerNameTaken Code = "BB062"
	ClientNameTaken Code = "BB063"

	// Files and packages.
	FileConstrained Code = "BB070"
	FileNotOurs     Code = "BB071"
	TwoPackages     Code = "BB072"
	RuntimeMissing  Code = "BB073"
	GeneratorBug    Code = "BB074"
	SyntaxError     Code = "BB075"
	PackageRefused  Code = "BB076"

	// Notes.
	ClientImports  Code = "BB080"
	ForeignDecoder Code = "BB081"
	VariantLeftOut Code = "BB082"
	FieldsLeftOut  Code = "BB083"
	ErrorLeftOut   Code = "BB084"

	// Contracts.
	ContractBreaks       Code = "BB090"
	ContractServersFirst Code = "BB091"
	ContractClientsFirst Code = "BB092"
	ContractSafe         Code = "BB093"
	ContractUnreadable   Code = "BB094"
)

// Explanation is what there is to know about a code.
type Explanation struct {
	Code  Code
	Title string
	Text  string // what it is about and what to do
}

// Explain returns the explanation of a code.
func Explain(code Code) (Explanation, bool) {
	for _, e := range Explanations {
		if e.Code == code {
			return e, true
		}
	}
	return Explanation{}, false
}

// Explanations are those of all codes, by number.
var Explanations = []Explanation{
	// Directives.
	{NotADirective, "a comment looks like a directive and is none",
		"Go takes only comments of the form //bluebird:verb for directives: no space behind the slashes or around the colon, lower case, and not /* */."},
	{UnknownDirective, "an unknown directive",
		"The verbs are rpc, service, ignore, default, idempotent, union, codec, client, package and was."},
	{UnknownOption, "an unknown option of a directive",
		"Options are words or key=value behind the verb; each verb has its own. A remark may follow behind //."},
	{OptionTwice, "an option is given twice",
		"Keep the one that is meant."},
	{BadSize, "max= is no size",
		"Write max=1048576, max=1024KiB, max=64MiB or max=1GiB: the most bytes that one message of the method may have."},
	{BadName, "name= is no name for the wire",
		"A wire name is at most 128 letters, digits and underscores of ASCII with single dots between them."},
	{DirectiveTwice, "a directive stands in two places",
		"One of them is enough; the other would contradict it sooner or later."},
	{DirectiveMisplaced, "a directive on the wrong kind of declaration",
		"//bluebird:rpc belongs on a function, //bluebird:service on a type, //bluebird:ignore on a method of a service, //bluebird:union on an interface type or the package clause, and //bluebird:package, //bluebird:codec and //bluebird:client on the package clause."},
	{DirectiveDangling, "a directive that belongs to nothing",
		"Directives stand in the doc comment of a declaration at package level: directly above it, with no blank line between."},
	{NotPublished, "a directive on something that is not published",
		"//bluebird:default, //bluebird:idempotent and the like say how a method is called; what cannot be called needs none. Annotate the function or the type, or remove the directive."},
	{BadDefault, "a default that cannot be one",
		"//bluebird:default n=5 gives callers by name a value for a parameter that they leave out. It is a constant Go expression up to the end of the line, and fits the parameter's type, which is a bool, a number or a string."},
	{NoParameter, "a directive names a parameter that is not there",
		"Check the spelling. The context and unnamed parameters have no name that callers could use."},
	{NothingToCall, "settings of a package without anything to call",
		"//bluebird:package is about the functions and services of the package, and there are none with an annotation."},
	{NoPackageName, "//bluebird:package without a name",
		"Write //bluebird:package name=acme.calc: wire names in this package then begin with acme.calc."},
	{BadFormerName, "a former name that cannot be one",
		"//bluebird:was Sum on a function, method, service, field or variant, and //bluebird:was n=count for a parameter, keep a former name in use. It must not be the name of something else, and each field needs a line of its own."},
	{BadUnion, "a list of types that cannot be one",
		"//bluebird:union Circle *Square on an interface, or //bluebird:union image.Image *image.RGBA above the package clause, lists the types that values of the interface have. Each must implement it, by value or by pointer as written."},
	{BadCodec, "//bluebird:codec cannot be followed",
		"//bluebird:codec decimal.Decimal text above the package clause says how a type encodes itself: by text, binary or json, which it needs the methods for, or by its fields."},
	{BadClient, "//bluebird:client cannot be followed",
		"//bluebird:client types=copy declares the package's types anew in the client package, so that clients do not link the server. //bluebird:client none makes no client."},
	{NotSupportedYet, "a directive of a later version",
		"The word is reserved. Use a newer bluebird-gen."},

	// Declarations.
	{FuncUnexported, "an unexported function",
		"Only exported functions are called from elsewhere."},
	{FuncGeneric, "a generic function",
		"A caller on another machine cannot say with which types a generic function is to be instantiated. Write a function for each."},
	{DeclaredTwice, "something is declared twice",
		"The Go compiler will say the same."},
	{ServiceUnexported, "an unexported service",
		"Give the type a capital letter, so that a server can be handed one."},
	{ServiceGeneric, "a generic service",
		"Annotate an alias of an instance: type Ints = Cache[int]."},
	{NoServiceType, "a type that cannot be a service",
		"A service is a type that this package declares, with methods of its own. For one of another package declare a type here with methods that call it."},
	{Constraint, "a constraint in place of a type",
		"No value has a constraint for a type. Use an interface with methods only."},
	{NoMethods, "a service without methods",
		"Exported methods of the type itself are published. Methods of embedded types are not, and neither are those with //bluebird:ignore."},
	{MethodsPromoted, "note: methods of embedded types",
		"Embedding a mutex or a database must not publish it. To publish such a method, write one that calls it."},
	{NoSuchType, "a directive about a type that is not there",
		"The types that //bluebird:union and //bluebird:codec name are written as in Go code of this file, those of other packages with an import. A value of the type that a directive is about must occur in a signature of the package."},

	// Signatures.
	{ContextPlace, "a context in the wrong place",
		"The context of a call is the first parameter; there is one or none."},
	{ContextValue, "a context as a value",
		"A context lives in one process. Its deadline and metadata travel with the call by themselves."},
	{ErrorPlace, "an error in the wrong place",
		"The error of a call is the last result; there is one or none. errors.Join makes one of several."},
	{OptionFuncs, "functions as options",
		"Options of the form func(*settings) change memory of one process. Take a struct of settings."},
	{FlowValue, "a stream or a function as a value",
		"A channel, an iterator, a reader, a writer or a function cannot be copied to another process. It may be a parameter or result of its own, and then flows beside the messages; inside a struct, slice or map send a slice or bytes."},
	{FlowPlace, "a stream or a function in the wrong place",
		"Iterators and <-chan T may be parameters and results, an io.Reader and an io.Writer parameters, an io.ReadCloser both, and a func a parameter. A channel as a parameter needs a context beside it."},

	// Types.
	{Address, "an address",
		"An address means nothing to another process."},
	{ArrayTooLarge, "an array that is too large",
		"Arrays of more than 2 GiB cannot be sent. Use a slice."},
	{TypeEndless, "a type without an end",
		"A generic type that contains itself with a larger type argument each time would need infinitely many codecs. Type arguments may nest 12 deep."},
	{MapKey, "a map key that differs on the other side",
		"Pointers and interfaces are compared by identity, which is lost on the way, and keys that differ only in what is unexported would be one. Use a key of plain values, all of them sent."},
	{OpenInterface, "an interface that could hold anything",
		"The receiver must know which types a value can have. Seal the interface with an unexported method, list its variants with //bluebird:union, or use a struct."},
	{Mutex, "a mutex in a message",
		"Keep locks out of what is sent: send a struct with the data only."},
	{HiddenState, "state that would be lost",
		"Unexported fields are not sent, and nothing is left out in silence. Export the field, tag it `msg:\"-\"` to leave it behind, or give the type MarshalBinary and UnmarshalBinary."},
	{BadTag, "a malformed tag",
		"A tag is key:\"value\" pairs with single spaces between; a misspelt one would silently rename a field."},
	{WireNameShared, "two things of one wire name",
		"Fields travel by their msg tag, else json tag, else Go name, and the variants of an interface by the names of their types. Give one of the fields another tag, or one of the types another name."},
	{TypeOfClient, "a type of the client package",
		"The client package is made from this one and cannot be needed to make it. Declare the type here or in a third package."},
	{TypeUnnameable, "a type that a client cannot name",
		"A client writes the types of arguments and results. They must be exported, declared at package level, and importable from the client package, and so must be what type arguments and structs without a name consist of. Declare a type for such a struct."},
	{TypeUncopyable, "a type that cannot be copied",
		"Types of package main, and with types=copy, are declared anew in the client package: without methods or what is not sent, and not if they are generic. Declare the type in a package of its own."},
	{TypeOfC, "a type of C",
		"Use a Go type in the signature, such as int32, and convert."},
	{BadImport, "a package that cannot be imported",
		"A type in the signature comes from a package that the go command cannot find or build. The message ends with what it says."},
	{TypeUnknown, "a type that is not known",
		"The Go compiler does not know the type in the signature either."},

	// Names.
	{GoNameNotWire, "a Go name that cannot be a wire name",
		"Wire names are ASCII letters, digits, underscores and dots, at most 128. Choose another with name=."},
	{WireNameTaken, "two methods of one wire name",
		"Choose another for one of them with //bluebird:rpc name=."},
	{ServerNameTaken, "a name that generated code needs",
		"Generated code adds RegisterFuncs, a Register function for each service, and bluebirdGen to the package."},
	{ClientNameTaken, "two declarations of one name in the client package",
		"The client package has Client and NewClient for functions, and for a service Log the names Log, LogClient and NewLogClient. Rename one of the types."},

	// Files and packages.
	{FileConstrained, "an annotation in a file that is not always built",
		"Generated code has no build constraints, so what it calls must be there always. Move the annotated declaration to a file without constraint, and call what depends on the platform from there."},
	{FileNotOurs, "a file that was not generated stands in the way",
		"bluebird_gen.go is written by bluebird-gen, and what somebody else wrote is not overwritten. Rename the file."},
	{TwoPackages, "two packages in one folder",
		"The Go compiler will say the same."},
	{RuntimeMissing, "a package that generated code needs is missing",
		"Add the Bluebird module to go.mod: go get github.com/bluebird-rpc/bluebird."},
	{GeneratorBug, "a bug of bluebird-gen",
		"The generated code does not compile, and nothing was written. Please report it with the declaration that it names."},
	{SyntaxError, "a syntax error",
		"The file does not parse; the Go compiler will say the same."},
	{PackageRefused, "the go command refuses a package",
		"The message is that of the go command. It says the same when the package is built."},

	// Notes.
	{ClientImports, "note: clients link the annotated package",
		"A signature uses a type that the annotated package declares itself, so its clients import that package and all that it imports. Declare such types in a package of their own, or write //bluebird:client types=copy."},
	{ForeignDecoder, "note: types that decode themselves",
		"The type has its own codec, which Bluebird runs on at most MaxForeign bytes. What that codec allocates is beyond Bluebird."},
	{VariantLeftOut, "note: a variant is left out",
		"A type implements the interface and cannot be sent. To send one is an error that names it."},
	{FieldsLeftOut, "note: unexported fields are not sent",
		"The receiver gets a value without them. Tag them `msg:\"-\"` to say that this is meant, or give the type MarshalBinary and UnmarshalBinary."},
	{ErrorLeftOut, "note: errors of a type arrive as text",
		"The type is exported and an error, and its values cannot be sent. Its callers get its text, its code and what it wraps; errors.As does not find it."},

	// Contracts.
	{ContractBreaks, "a change breaks callers",
		"Callers who were built before the change, or servers that still run the old code, would no longer understand each other. Undo the change, make it in a compatible way (add a field or a method beside the old one, keep a name with //bluebird:was, a wire name with name= or a msg tag), or take it on purpose with -accept."},
	{ContractServersFirst, "a change needs the server to be deployed first",
		"Old clients get on with new servers. New clients do not get on with old servers: deploy the servers first."},
	{ContractClientsFirst, "a change needs the clients to be deployed first",
		"New clients get on with old servers. Old clients do not get on with new servers: deploy all clients first."},
	{ContractSafe, "a change is safe",
		"Clients and servers from before and after the change understand each other, whichever is deployed first. Behind the verdict stands what else there is to know, for example what callers by name have to change."},
	{ContractUnreadable, "bluebird.api cannot be read",
		"The file beside the generated code keeps the contract, and somebody has changed it by hand or left marks of a merge conflict in it. Restore it from version control; in a merge, take the file of the branch that is deployed and run bluebird-gen. With -accept it is begun anew, and what it knew of the past is lost."},
}
