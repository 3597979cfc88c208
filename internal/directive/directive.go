// Package directive knows the grammar of //bluebird: comments.
//
// A directive is one line of a doc comment: a verb, then words and key=value options.
//
//	//bluebird:rpc name=calc.Plus max=64MiB
//	//bluebird:service name=acme.Log
//	//bluebird:ignore
//	//bluebird:idempotent
//	//bluebird:default n=5
//	//bluebird:package name=acme.calc
//	//bluebird:was Sum
//	//bluebird:was n=count
//
// The package reads single comments. Which declaration a directive belongs to, and whether it makes
// sense there, is for the model to say.
package directive

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
)

// Verb is the word behind the colon.
type Verb string

// The verbs that are understood.
const (
	RPC        Verb = "rpc"        // a function can be called
	Service    Verb = "service"    // the methods of a type can be called
	Ignore     Verb = "ignore"     // this method of a service cannot
	Default    Verb = "default"    // what a parameter is for a caller who leaves it out
	Idempotent Verb = "idempotent" // running it twice does no harm
	Package    Verb = "package"    // settings of the package
	Client     Verb = "client"     // how the client package is made, or that it is not
	Union      Verb = "union"      // the types that values of an interface have
	Codec      Verb = "codec"      // how a type is encoded
	Was        Verb = "was"        // a former name, which is still understood
)

// options lists what each verb takes. The arguments of Default and Was are no options.
var options = map[Verb][]string{
	RPC:        {"name", "max"},
	Service:    {"name", "max"},
	Ignore:     nil,
	Default:    nil,
	Idempotent: nil,
	Package:    {"name"},
	Client:     {"types"},
	Union:      nil,
	Codec:      nil,
	Was:        nil,
}

// later lists the verbs that are reserved and not supported yet.
var later []string

// Directive is one well-formed //bluebird: comment.
type Directive struct {
	Verb Verb
	Pos  token.Pos // of its slashes

	Name    string    // of name=, a valid wire name; "" if absent
	NamePos token.Pos // of the value of name=
	Max     int64     // of max=, in bytes; 0 if absent

	Param    string // of Default, and of Was if it is about one: the parameter,
	ParamPos token.Pos
	Expr     string // and the Go expression behind the =
	ExprPos  token.Pos

	Old    string // of Was: the former name
	OldPos token.Pos

	Copy  bool   // of Client: types=copy
	None  bool   // of Client: none
	Words []Word // of Union: types; of Codec: a type and how it is encoded
}

// Word is one word behind a verb.
type Word struct {
	Text string
	Pos  token.Pos
}

// String returns the directive as its author thinks of it: "//bluebird:rpc".
func (d Directive) String() string { return "//bluebird:" + string(d.Verb) }

// Error is a fault in a directive.
type Error struct {
	Code diag.Code
	Pos  token.Pos
	Text string
}

func (e *Error) Error() string { return e.Text }

// errorf returns an *Error at pos.
func errorf(code diag.Code, pos token.Pos, format string, args ...any) *Error {
	return &Error{code, pos, fmt.Sprintf(format, args...)}
}

// Is reports whether c is a directive or was surely meant as one.
func Is(c *ast.Comment) bool {
	if d, ok := ast.ParseDirective(c.Slash, c.Text); ok {
		return d.Tool == "bluebird"
	}
	return meant(c.Text) != ""
}

// Parse reads one comment. A comment that is not a directive, and not nearly one, gives nil and nil. A
// directive with a faulty option is returned together with the error, so that what it stands on is
// known to be annotated.
func Parse(c *ast.Comment) (*Directive, *Error) {
	raw, ok := ast.ParseDirective(c.Slash, c.Text)
	switch {
	case !ok:
		if verb := meant(c.Text); verb != "" {
			return nil, errorf(diag.NotADirective, c.Slash, "this comment is not a directive: write //bluebird:%s, in lower case and without spaces around it", verb)
		}
		return nil, nil
	case raw.Tool != "bluebird":
		return nil, nil
	}
	d := &Directive{Verb: Verb(raw.Name), Pos: raw.Slash}
	if err := checkVerb(raw); err != nil {
		return nil, err
	}
	if d.Verb == Default {
		if err := d.readDefault(raw); err != nil {
			return nil, err
		}
		return d, nil
	}
	if d.Verb == Was {
		if err := d.readWas(raw); err != nil {
			return nil, err
		}
		return d, nil
	}
	if d.Verb == Union || d.Verb == Codec {
		return d, d.readWords(raw)
	}
	return d, d.readOptions(raw)
}

// nearly matches comments that look like directives to a person: a space before or within, a capital
// letter, the other kind of comment. A comment that starts with a space, as prose does, must have the
// verb right behind the colon.
var nearly = regexp.MustCompile(`^(?://[ \t]+bluebird:|//bluebird[ \t]*:[ \t]*|/\*[ \t]*bluebird:[ \t]*)(\w+)`)

// meant returns the verb of a comment that is not a directive but nearly one, else "".
func meant(text string) string {
	m := nearly.FindStringSubmatch(strings.ToLower(text))
	if m == nil || !slices.Contains(verbs(), m[1]) {
		return ""
	}
	return m[1]
}

// verbs returns all known verbs in alphabetical order.
func verbs() []string {
	all := slices.Clone(later)
	for v := range options {
		all = append(all, string(v))
	}
	slices.Sort(all)
	return all
}

func checkVerb(raw ast.Directive) *Error {
	if slices.Contains(later, raw.Name) {
		return errorf(diag.NotSupportedYet, raw.Slash, "//bluebird:%s is not supported yet", raw.Name)
	}
	if _, known := options[Verb(raw.Name)]; known {
		return nil
	}
	return errorf(diag.UnknownDirective, raw.Slash+token.Pos(len("//bluebird:")), "unknown directive //bluebird:%s%s",
		raw.Name, diag.DidYouMean(raw.Name, verbs()))
}

// readDefault reads "n=5". The value reaches to the end of the line.
func (d *Directive) readDefault(raw ast.Directive) *Error {
	name, value, ok := strings.Cut(raw.Args, "=")
	d.Param, d.ParamPos = strings.TrimSpace(name), raw.ArgsPos
	d.Expr = strings.TrimSpace(value)
	d.ExprPos = raw.ArgsPos + token.Pos(len(raw.Args)-len(d.Expr))
	switch {
	case !ok || !token.IsIdentifier(d.Param):
		return errorf(diag.BadDefault, raw.ArgsPos, "//bluebird:default takes a parameter and its value, as in //bluebird:default n=5")
	case d.Expr == "":
		return errorf(diag.BadDefault, raw.ArgsPos, "the value of %s is missing, as in //bluebird:default %s=5", d.Param, d.Param)
	}
	return nil
}

// readWas reads "Sum" or "n=count".
func (d *Directive) readWas(raw ast.Directive) *Error {
	args, err := raw.ParseArgs()
	if err != nil {
		return errorf(diag.BadName, raw.ArgsPos, "%v", err)
	}
	if len(args) == 0 || len(args) > 1 && !strings.HasPrefix(args[1].Arg, "//") {
		return errorf(diag.BadFormerName, raw.ArgsPos, "//bluebird:was takes one former name, as in //bluebird:was Sum, or //bluebird:was n=count for a parameter")
	}
	d.Old, d.OldPos = args[0].Arg, args[0].Pos
	param, old, found := strings.Cut(args[0].Arg, "=")
	if !found {
		return nil
	}
	d.Param, d.ParamPos = param, args[0].Pos
	d.Old, d.OldPos = old, args[0].Pos+token.Pos(len(param)+1)
	if !token.IsIdentifier(param) || !token.IsIdentifier(old) {
		return errorf(diag.BadFormerName, args[0].Pos, "//bluebird:was takes a parameter and its former name, as in //bluebird:was n=count")
	}
	return nil
}

// Codecs are the ways to encode a type that //bluebird:codec knows.
var Codecs = []string{"text", "binary", "json", "fields"}

// readWords reads "Circle *Square" or "decimal.Decimal text".
func (d *Directive) readWords(raw ast.Directive) *Error {
	args, err := raw.ParseArgs()
	if err != nil {
		return errorf(diag.BadName, raw.ArgsPos, "%v", err)
	}
	for _, a := range args {
		if strings.HasPrefix(a.Arg, "//") {
			break // a remark behind the directive
		}
		d.Words = append(d.Words, Word{a.Arg, a.Pos})
	}
	switch {
	case d.Verb == Union && len(d.Words) == 0:
		return errorf(diag.BadUnion, raw.Slash, "//bluebird:union needs the types of the values, as in //bluebird:union Circle *Square")
	case d.Verb == Codec && len(d.Words) != 2:
		return errorf(diag.BadCodec, raw.Slash, "//bluebird:codec takes a type and one of %s, as in //bluebird:codec decimal.Decimal text", strings.Join(Codecs, ", "))
	case d.Verb == Codec && !slices.Contains(Codecs, d.Words[1].Text):
		return errorf(diag.BadCodec, d.Words[1].Pos, "%s is no codec; there are %s%s", d.Words[1].Text, strings.Join(Codecs, ", "),
			diag.DidYouMean(d.Words[1].Text, Codecs))
	}
	return nil
}

func (d *Directive) readOptions(raw ast.Directive) *Error {
	args, err := raw.ParseArgs()
	if err != nil {
		return errorf(diag.BadName, raw.ArgsPos, "%v", err)
	}
	seen := map[string]bool{}
	for _, a := range args {
		if strings.HasPrefix(a.Arg, "//") {
			break // a remark behind the directive
		}
		if d.Verb == Client && a.Arg == "none" {
			d.None = true
			continue
		}
		key, value, _ := strings.Cut(a.Arg, "=")
		if !slices.Contains(options[d.Verb], key) {
			return d.unknownOption(a.Pos, key)
		}
		if seen[key] {
			return errorf(diag.OptionTwice, a.Pos, "%s= is given twice", key)
		}
		seen[key] = true
		if err := d.set(key, value, a.Pos+token.Pos(len(key)+1)); err != nil {
			return err
		}
	}
	if d.Verb == Client && d.None == d.Copy {
		return errorf(diag.BadClient, raw.Slash, "//bluebird:client takes either types=copy or none")
	}
	if d.Verb == Package && d.Name == "" {
		return errorf(diag.NoPackageName, raw.ArgsPos, "//bluebird:package needs a name, as in //bluebird:package name=calc")
	}
	return nil
}

func (d *Directive) unknownOption(pos token.Pos, key string) *Error {
	known := options[d.Verb]
	if len(known) == 0 {
		return errorf(diag.UnknownOption, pos, "%v takes no options", d)
	}
	return errorf(diag.UnknownOption, pos, "%v has no option %q; it takes %s=%s", d, key, strings.Join(known, "= and "),
		diag.DidYouMean(key, known))
}

func (d *Directive) set(key, value string, pos token.Pos) *Error {
	switch key {
	case "name":
		if err := CheckName(value); err != nil {
			return errorf(diag.BadName, pos, "name=%s: %v", value, err)
		}
		d.Name, d.NamePos = value, pos
	case "max":
		n, err := parseSize(value)
		if err != nil {
			return errorf(diag.BadSize, pos, "max=%s: %v", value, err)
		}
		d.Max = n
	case "types":
		if value != "copy" {
			return errorf(diag.BadClient, pos, "types=%s: it can be copy", value)
		}
		d.Copy = true
	}
	return nil
}
