package bluebird

import (
	"errors"
	"fmt"
	"reflect"
	"sync"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

// A RegisteredError is an error, or a type of errors, with its name on the wire.
type RegisteredError struct {
	name  string
	err   error       // of a sentinel
	types []errorType // of a type
}

// Sentinel gives an error variable a name. Generated code calls it.
func Sentinel(name string, err error) RegisteredError { return RegisteredError{name: name, err: err} }

// ErrorValue gives a type of errors a name, and another to pointers to it. Generated code calls it.
func ErrorValue[T error](name string, appendTo func([]byte, *T, *codec.Encoder) []byte, read func(*codec.Reader, *T)) RegisteredError {
	return RegisteredError{name: name, types: []errorType{
		valueType(name, appendTo, read),
		pointerType("*"+name, appendTo, read),
	}}
}

// ErrorPointer gives a type, pointers to which are errors, a name. Generated code calls it.
func ErrorPointer[T any, P interface {
	*T
	error
}](name string, appendTo func([]byte, P, *codec.Encoder) []byte, read func(*codec.Reader, P)) RegisteredError {
	return RegisteredError{name: name, types: []errorType{
		pointerType(name, func(b []byte, v *T, e *codec.Encoder) []byte { return appendTo(b, v, e) }, func(r *codec.Reader, v *T) { read(r, v) }),
	}}
}

// RegisterErrors makes errors of this program known under their names: one that comes over the wire by such a name is
// made again, so that errors.Is and errors.As hold. Generated code calls it for the exported errors of an annotated
// package; sentinels of other packages may be registered by hand, under the same names in the server's program and in
// the client's:
//
//	var _ = bluebird.RegisterErrors("example.com/store", bluebird.Sentinel("store.ErrFull", store.ErrFull))
//
// The path is that of the package which declares the errors. It panics if another path has registered one of the names.
// It always returns true.
func RegisterErrors(path string, list ...RegisteredError) bool {
	registry.mu.Lock()
	defer registry.mu.Unlock()
	for _, e := range list {
		registry.claim(path, e.name)
		if e.err != nil {
			registry.addSentinel(e.name, e.err)
		}
		for _, t := range e.types {
			registry.types[t.typ] = t
			registry.byName[t.name] = append(registry.byName[t.name], t)
		}
	}
	return true
}

// registry holds what RegisterErrors was told.
var registry = errorRegistry{
	paths:  map[string]string{},
	errs:   map[string][]error{},
	names:  map[error]string{},
	types:  map[reflect.Type]errorType{},
	byName: map[string][]errorType{},
}

type errorRegistry struct {
	mu        sync.RWMutex
	paths     map[string]string  // name → path of the package
	errs      map[string][]error // several where a client has a copy of what its server has, in one program
	names     map[error]string
	sentinels []sentinel // in order of registration
	types     map[reflect.Type]errorType
	byName    map[string][]errorType
}

type sentinel struct {
	name string
	err  error
}

// claim notes whose name it is.
func (reg *errorRegistry) claim(path, name string) {
	if other, taken := reg.paths[name]; taken && other != path {
		panic(fmt.Sprintf("bluebird: errors of %s and of %s are both called %s on the wire: give one of the packages another name there, with //bluebird:package name=",
			other, path, name))
	}
	reg.paths[name] = path
}

func (reg *errorRegistry) addSentinel(name string, err error) {
	reg.errs[name] = append(reg.errs[name], err)
	if !hashable(err) {
		return
	}
	if _, known := reg.names[err]; !known {
		reg.names[err] = name
		reg.sentinels = append(reg.sentinels, sentinel{name, err})
	}
}

func hashable(err error) bool { return reflect.ValueOf(err).Comparable() }

// describe returns the name of err, which is depth errors deep in a tree, and the details of it if it is one of a
// registered type.
func (reg *errorRegistry) describe(err error, depth, within int) (name string, details []byte) {
	reg.mu.RLock()
	t, typed := reg.types[reflect.TypeOf(err)]
	if hashable(err) {
		name = reg.names[err]
	}
	sentinels := reg.sentinels
	reg.mu.RUnlock()
	if name != "" {
		return name, nil
	}
	if typed && within < maxWithin && depth <= maxTyped[within] {
		if details := t.describe(err, within); details != nil {
			return t.name, details
		}
	}
	return claimed(err, sentinels), nil
}

// claimed returns the name of the sentinel that err says it is, as the errors of system calls do: ENOENT is
// fs.ErrNotExist.
func claimed(err error, sentinels []sentinel) string {
	is, ok := err.(interface{ Is(error) bool })
	if !ok {
		return ""
	}
	for _, s := range sentinels {
		if is.Is(s.err) {
			return s.name
		}
	}
	return ""
}

// restore returns the errors of this program that a name stands for. There are none if this program does not know the
// name, or the details are not what it expects.
func (reg *errorRegistry) restore(name string, details []byte, within int) []error {
	reg.mu.RLock()
	list, types := reg.errs[name], reg.byName[name]
	reg.mu.RUnlock()
	list = list[:len(list):len(list)]
	if len(details) == 0 || len(details) > maxDetails || within >= maxWithin {
		return list
	}
	for _, t := range types {
		if err := t.restore(details, within); err != nil {
			list = append(list, err)
		}
	}
	return list
}

// maxWithin is how deep details may stand in details: an error with another one in a field travels there and as what the
// first one wraps, and each level multiplies that.
const maxWithin = 2

// maxTyped is how deep in a tree errors have details, outside of other details and in them. What is deeper arrives as text.
var maxTyped = [maxWithin]int{12, 4}

// errorType is a registered type, or that of pointers to it.
type errorType struct {
	typ    reflect.Type
	name   string
	append func(b []byte, err error, e *codec.Encoder) []byte // nil if err is a nil pointer
	read   func(r *codec.Reader) error
	size   int // bytes of memory of a value
}

func valueType[T any](name string, appendTo func([]byte, *T, *codec.Encoder) []byte, read func(*codec.Reader, *T)) errorType {
	t := reflect.TypeFor[T]()
	return errorType{
		typ:  t,
		name: name,
		size: int(t.Size()),
		append: func(b []byte, err error, e *codec.Encoder) []byte {
			v := any(err).(T)
			return appendTo(b, &v, e)
		},
		read: func(r *codec.Reader) error {
			var v T
			read(r, &v)
			return any(v).(error)
		},
	}
}

func pointerType[T any](name string, appendTo func([]byte, *T, *codec.Encoder) []byte, read func(*codec.Reader, *T)) errorType {
	t := reflect.TypeFor[*T]()
	return errorType{
		typ:  t,
		name: name,
		size: int(t.Elem().Size()),
		append: func(b []byte, err error, e *codec.Encoder) []byte {
			v := any(err).(*T)
			if v == nil {
				return nil
			}
			return appendTo(b, v, e)
		},
		read: func(r *codec.Reader) error {
			v := new(T)
			read(r, v)
			return any(v).(error)
		},
	}
}

// maxDetails leaves room in an error tree for the text, and for what the error wraps.
const maxDetails = wire.MaxTree / 2

// describe returns the details of err, a list of one value, or nil if they cannot be sent: codecs of the user's own may
// even panic.
func (t *errorType) describe(err error, within int) (details []byte) {
	defer func() {
		if recover() != nil {
			details = nil
		}
	}()
	e := codec.Encoder{NoRefs: true, Within: within + 1}
	b := t.append(msgp.AppendArrayHeader(nil, 1), err, &e)
	if e.Err() != nil || len(b) > maxDetails {
		return nil
	}
	return b
}

// detailsRoom is the memory that small details may take, beside 64 times their size.
const detailsRoom = 512

// restore is the reverse of describe.
func (t *errorType) restore(details []byte, within int) (err error) {
	defer func() {
		if recover() != nil {
			err = nil
		}
	}()
	room := 64*len(details) + detailsRoom
	if t.size > room {
		return nil
	}
	var r codec.Reader
	r.Open(details, false, codec.Limits{MaxDecoded: int64(room)})
	r.Within = within + 1
	if r.Failed() || r.Len() != 1 {
		return nil
	}
	err = t.read(&r)
	if r.Err() != nil {
		return nil
	}
	errors.Is(err, errAny) // asks it what callers will: one whose methods panic for want of a field is none
	return err
}

// errAny is an error that no other is.
var errAny = errors.New("any")
