package diag

import "strings"

// Code is a kind of message.
type Code struct {
	Code  string   // "BB012": it stays, whatever becomes of the wording
	Says  []string // messages of this kind hold the parts of one of these, in order; … stands between parts
	Title string
	Text  string // what it is about and what to do
}

// Lookup returns the code of a message, or "" if it has none. Where several fit, it is the first one of Codes.
func Lookup(text string) string {
	for _, c := range Codes {
		for _, pattern := range c.Says {
			if says(text, pattern) {
				return c.Code
			}
		}
	}
	return ""
}

// says reports whether the parts of pattern occur in text one behind the other.
func says(text, pattern string) bool {
	for part := range strings.SplitSeq(pattern, "…") {
		_, after, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = after
	}
	return true
}

// Codes are all kinds of message, by number.
var Codes = []Code{
	// Contracts come first, because they quote names of all kinds.
	{"BB090", []string{"contract: …: breaks"}, "a change breaks callers",
		"Callers who were built before the change, or servers that still run the old code, would no longer understand each other. Undo the change, make it in a compatible way (add a field or a method beside the old one, keep a name with //bluebird:was, a wire name with name= or a msg tag), or take it on purpose with -accept."},
	{"BB091", []string{"contract: …: needs the server first"}, "a change needs the server to be deployed first",
		"Old clients get on with new servers. New clients do not get on with old servers: deploy the servers first."},
	{"BB092", []string{"contract: …: needs the clients first"}, "a change needs the clients to be deployed first",
		"New clients get on with old servers. Old clients do not get on with new servers: deploy all clients first."},
	{"BB093", []string{"contract: …: safe"}, "a change is safe",
		"Clients and servers from before and after the change understand each other, whichever is deployed first. Behind the verdict stands what else there is to know, for example what callers by name have to change."},
	{"BB094", []string{"the contract cannot be read"}, "bluebird.api cannot be read",
		"The file beside the generated code keeps the contract, and somebody has changed it by hand or left marks of a merge conflict in it. Restore it from version control; in a merge, take the file of the branch that is deployed and run bluebird-gen. With -accept it is begun anew, and what it knew of the past is lost."},

	// This one quotes other messages.
	{"BB082", []string{"is left out of"}, "note: a variant is left out",
		"A type implements the interface and cannot be sent. To send one is an error that names it."},

	// Directives.
	{"BB001", []string{"this comment is not a directive"}, "a comment looks like a directive and is none",
		"Go takes only comments of the form //bluebird:verb for directives: no space behind the slashes or around the colon, lower case, and not /* */."},
	{"BB002", []string{"unknown directive"}, "an unknown directive",
		"The verbs are rpc, service, ignore, default, idempotent, union, codec, client, package and was."},
	{"BB003", []string{"takes no options", "has no option"}, "an unknown option of a directive",
		"Options are words or key=value behind the verb; each verb has its own. A remark may follow behind //."},
	{"BB004", []string{"= is given twice"}, "an option is given twice",
		"Keep the one that is meant."},
	{"BB005", []string{"max=…a size", "max=…the size"}, "max= is no size",
		"Write max=1048576, max=1024KiB, max=64MiB or max=1GiB: the most bytes that one message of the method may have."},
	{"BB006", []string{"name=…: ", "quoted string in //bluebird", "was no name on the wire"}, "name= is no name for the wire",
		"A wire name is at most 128 letters, digits and underscores of ASCII with single dots between them."},
	{"BB007", []string{"stands here twice", "stands here and at", "stands here for the second time"}, "a directive stands in two places",
		"One of them is enough; the other would contradict it sooner or later."},
	{"BB008", []string{"cannot stand on"}, "a directive on the wrong kind of declaration",
		"//bluebird:rpc belongs on a function, //bluebird:service on a type, //bluebird:ignore on a method of a service, //bluebird:union on an interface type or the package clause, and //bluebird:package, //bluebird:codec and //bluebird:client on the package clause."},
	{"BB009", []string{"belongs to no declaration", "is inside a function", "is inside a declaration"}, "a directive that belongs to nothing",
		"Directives stand in the doc comment of a declaration at package level: directly above it, with no blank line between."},
	{"BB010", []string{"without //bluebird:rpc", "on a method of a type that is no service", "which is unexported and is not published"}, "a directive on something that is not published",
		"//bluebird:default, //bluebird:idempotent and the like say how a method is called; what cannot be called needs none. Annotate the function or the type, or remove the directive."},
	{"BB011", []string{"a default can be", "cannot be the default of", "is not a Go expression", "is not a constant", "//bluebird:default takes", "the value of … is missing", "has two defaults"}, "a default that cannot be one",
		"//bluebird:default n=5 gives callers by name a value for a parameter that they leave out. It is a constant Go expression up to the end of the line, and fits the parameter's type, which is a bool, a number or a string."},
	{"BB012", []string{"has no parameter"}, "a directive names a parameter that is not there",
		"Check the spelling. The context and unnamed parameters have no name that callers could use."},
	{"BB013", []string{"nothing in this package has"}, "settings of a package without anything to call",
		"//bluebird:package is about the functions and services of the package, and there are none with an annotation."},
	{"BB014", []string{"//bluebird:package needs a name"}, "//bluebird:package without a name",
		"Write //bluebird:package name=acme.calc: wire names in this package then begin with acme.calc."},
	{"BB015", []string{"//bluebird:was", "cannot answer to it too", "it is no former name", "cannot be read by it too", "takes the former name", "on several fields at once"}, "a former name that cannot be one",
		"//bluebird:was Sum on a function, method, service, field or variant, and //bluebird:was n=count for a parameter, keep a former name in use. It must not be the name of something else, and each field needs a line of its own."},
	{"BB016", []string{"//bluebird:union needs", "is no interface type", "is no union", "are listed already", "a variant is a type", "does not implement", "is listed twice"}, "a list of types that cannot be one",
		"//bluebird:union Circle *Square on an interface, or //bluebird:union image.Image *image.RGBA above the package clause, lists the types that values of the interface have. Each must implement it, by value or by pointer as written."},
	{"BB029", []string{"is no type", "there is no type", "is not sent anywhere"}, "a directive about a type that is not there",
		"The types that //bluebird:union and //bluebird:codec name are written as in Go code of this file, those of other packages with an import. A value of the type that a directive is about must occur in a signature of the package."},
	{"BB017", []string{"//bluebird:codec takes", "is no codec", "has no method … of its own", "no type with methods of its own", "has a codec already"}, "//bluebird:codec cannot be followed",
		"//bluebird:codec decimal.Decimal text above the package clause says how a type encodes itself: by text, binary or json, which it needs the methods for, or by its fields."},
	{"BB018", []string{"//bluebird:client takes", "types=…it can be copy"}, "//bluebird:client cannot be followed",
		"//bluebird:client types=copy declares the package's types anew in the client package, so that clients do not link the server. //bluebird:client none makes no client."},
	{"BB019", []string{"is not supported yet"}, "a directive of a later version",
		"The word is reserved. Use a newer bluebird-gen."},

	// Declarations.
	{"BB020", []string{"and a client could not call it"}, "an unexported function",
		"Only exported functions are called from elsewhere."},
	{"BB021", []string{"write a function for each type"}, "a generic function",
		"A caller on another machine cannot say with which types a generic function is to be instantiated. Write a function for each."},
	{"BB022", []string{"is declared twice"}, "something is declared twice",
		"The Go compiler will say the same."},
	{"BB023", []string{"could not be registered"}, "an unexported service",
		"Give the type a capital letter, so that a server can be handed one."},
	{"BB024", []string{"annotate an alias"}, "a generic service",
		"Annotate an alias of an instance: type Ints = Cache[int]."},
	{"BB025", []string{"is an alias of a type without methods", "is another name of", "only a type of this package can be a service"}, "a type that cannot be a service",
		"A service is a type that this package declares, with methods of its own. For one of another package declare a type here with methods that call it."},
	{"BB026", []string{"is a constraint"}, "a constraint in place of a type",
		"No value has a constraint for a type. Use an interface with methods only."},
	{"BB027", []string{"has no exported methods"}, "a service without methods",
		"Exported methods of the type itself are published. Methods of embedded types are not, and neither are those with //bluebird:ignore."},
	{"BB028", []string{"of embedded types are not published"}, "note: methods of embedded types",
		"Embedding a mutex or a database must not publish it. To publish such a method, write one that calls it."},

	// Signatures.
	{"BB030", []string{"a second context", "the context must be the first"}, "a context in the wrong place",
		"The context of a call is the first parameter; there is one or none."},
	{"BB031", []string{"a context cannot be returned", "a context cannot be part of a message"}, "a context as a value",
		"A context lives in one process. Its deadline and metadata travel with the call by themselves."},
	{"BB032", []string{"the error must be the last result", "a second error"}, "an error in the wrong place",
		"The error of a call is the last result; there is one or none. errors.Join makes one of several."},
	{"BB033", []string{"options cannot be sent as functions"}, "functions as options",
		"Options of the form func(*settings) change memory of one process. Take a struct of settings."},
	{"BB034", []string{"callbacks are not supported", "streams are not supported"}, "a stream or a function as a value",
		"A channel, an iterator, a reader or a function cannot be copied to another process. Send a slice or bytes."},

	// Types.
	{"BB040", []string{"uintptr cannot be sent", "unsafe.Pointer cannot be sent"}, "an address",
		"An address means nothing to another process."},
	{"BB041", []string{"is too large to be sent"}, "an array that is too large",
		"Arrays of more than 2 GiB cannot be sent. Use a slice."},
	{"BB042", []string{"goes on for ever"}, "a type without an end",
		"A generic type that contains itself with a larger type argument each time would need infinitely many codecs."},
	{"BB043", []string{"cannot be a key"}, "a map key that differs on the other side",
		"Pointers and interfaces are compared by identity, which is lost on the way. Use a key of plain values."},
	{"BB044", []string{"it is an interface", "an error as a value", "name the type of the value", "it has no variants"}, "an interface that could hold anything",
		"The receiver must know which types a value can have. Seal the interface with an unexported method, list its variants with //bluebird:union, or use a struct."},
	{"BB045", []string{"it guards the memory of one process"}, "a mutex in a message",
		"Keep locks out of what is sent: send a struct with the data only."},
	{"BB046", []string{"its unexported field"}, "state that would be lost",
		"Unexported fields are not sent, and nothing is left out in silence. Export the field, tag it `msg:\"-\"` to leave it behind, or give the type MarshalBinary and UnmarshalBinary."},
	{"BB047", []string{"the tag of … is malformed"}, "a malformed tag",
		"A tag is key:\"value\" pairs with single spaces between; a misspelt one would silently rename a field."},
	{"BB048", []string{"are both called … on the wire"}, "two things of one wire name",
		"Fields travel by their msg tag, else json tag, else Go name, and the variants of an interface by the names of their types. Give one of the fields another tag, or one of the types another name."},
	{"BB049", []string{"is declared in the client package"}, "a type of the client package",
		"The client package is made from this one and cannot be needed to make it. Declare the type here or in a third package."},
	{"BB050", []string{"a client could not name it", "which nobody can import", "is internal: package"}, "a type that a client cannot name",
		"A client writes the types of arguments and results. They must be exported, declared at package level, and importable from the client package."},
	{"BB051", []string{"whose types are copied for clients", "would have none: declare it", "would not have its methods"}, "a type that cannot be copied",
		"Types of package main, and with types=copy, are declared anew in the client package: without methods, and not if they are generic. Declare the type in a package of its own."},
	{"BB052", []string{"a cgo type cannot be sent"}, "a type of C",
		"Use a Go type in the signature, such as int32, and convert."},
	{"BB053", []string{"could not import"}, "a package that cannot be imported",
		"A type in the signature comes from a package that the go command cannot find or build. The message ends with what it says."},
	{"BB054", []string{"undefined: ", "its type is not known"}, "a type that is not known",
		"The Go compiler does not know the type in the signature either."},

	// Names.
	{"BB060", []string{"cannot be a name on the wire", "cannot begin a name on the wire"}, "a Go name that cannot be a wire name",
		"Wire names are ASCII letters, digits, underscores and dots, at most 128. Choose another with name=."},
	{"BB061", []string{"on the wire, and so is the method at"}, "two methods of one wire name",
		"Choose another for one of them with //bluebird:rpc name=."},
	{"BB062", []string{"is the name of … rename this one", "is imported here, and it is the name of", "is already … rename the type"}, "a name that generated code needs",
		"Generated code adds RegisterFuncs, a Register function for each service, and bluebirdGen to the package."},
	{"BB063", []string{"would be both"}, "two declarations of one name in the client package",
		"The client package has Client and NewClient for functions, and for a service Log the names Log, LogClient and NewLogClient. Rename one of the types."},

	// Files and packages.
	{"BB070", []string{"generated code is built always"}, "an annotation in a file that is not always built",
		"Generated code has no build constraints, so what it calls must be there always. Move the annotated declaration to a file without constraint, and call what depends on the platform from there."},
	{"BB071", []string{"this name is reserved for generated code"}, "a file that was not generated stands in the way",
		"bluebird_gen.go is written by bluebird-gen, and what somebody else wrote is not overwritten. Rename the file."},
	{"BB072", []string{"and a folder holds one package"}, "two packages in one folder",
		"The Go compiler will say the same."},
	{"BB073", []string{"generated code needs"}, "a package that generated code needs is missing",
		"Add the Bluebird module to go.mod: go get github.com/bluebird-rpc/bluebird."},
	{"BB074", []string{"bluebird-gen bug"}, "a bug of bluebird-gen",
		"The generated code does not compile, and nothing was written. Please report it with the declaration that it names."},
	{"BB075", []string{"expected ", "missing '", "missing ", "illegal ", "not terminated"}, "a syntax error",
		"The file does not parse; the Go compiler will say the same."},

	// Notes.
	{"BB080", []string{"clients link"}, "note: clients link the annotated package",
		"A signature uses a type that the annotated package declares itself, so its clients import that package and all that it imports. Declare such types in a package of their own, or write //bluebird:client types=copy."},
	{"BB081", []string{"whose decoders Bluebird bounds", "Bluebird bounds what that sees"}, "note: types that decode themselves",
		"The type has its own codec, which Bluebird runs on at most MaxForeign bytes. What that codec allocates is beyond Bluebird."},
	{"BB083", []string{"is sent without what is unexported"}, "note: unexported fields are not sent",
		"The receiver gets a value without them. Tag them `msg:\"-\"` to say that this is meant, or give the type MarshalBinary and UnmarshalBinary."},
}
