// Code written by testdata/evolve/write; DO NOT EDIT.

// Package after is the contract of testdata/evolve after all changes.
//
//bluebird:package name=evolve
package after

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"
)

// Samples holds values to send: one that should arrive and, if there are two, one that the other side refuses.
var Samples = map[string][]any{}

// Show returns v as text.
func Show(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("%+v", v)
	}
	return string(b)
}

var (
	_ context.Context
	_ time.Time
	_ io.Reader
	_ iter.Seq[int]
	_ = errors.New
	_ = slices.Values[[]int]
	_ = strings.NewReader
	_ = ptr[int]
	_ = stream[int]
	_ = channel[int]
)

type PFieldAddedTopIn struct{ X, Y int }

//bluebird:rpc
func FieldAddedTopIn(v PFieldAddedTopIn) string { return Show(v) }

func init() { Samples["FieldAddedTopIn"] = list[PFieldAddedTopIn](PFieldAddedTopIn{1, 2}) }

type PFieldAddedTopOut struct{ X, Y int }

//bluebird:rpc
func FieldAddedTopOut(i int) PFieldAddedTopOut {
	return []PFieldAddedTopOut{PFieldAddedTopOut{1, 2}}[i]
}

type PFieldAddedNestedIn struct{ X, Y int }

type OuterFieldAddedNestedIn struct {
	Before int
	Inner  PFieldAddedNestedIn
	After  string
}

//bluebird:rpc
func FieldAddedNestedIn(v OuterFieldAddedNestedIn) string { return Show(v) }

func init() {
	Samples["FieldAddedNestedIn"] = list[OuterFieldAddedNestedIn](OuterFieldAddedNestedIn{1, PFieldAddedNestedIn{1, 2}, "x"})
}

type PFieldAddedNestedOut struct{ X, Y int }

type OuterFieldAddedNestedOut struct {
	Before int
	Inner  PFieldAddedNestedOut
	After  string
}

//bluebird:rpc
func FieldAddedNestedOut(i int) OuterFieldAddedNestedOut {
	return []OuterFieldAddedNestedOut{OuterFieldAddedNestedOut{1, PFieldAddedNestedOut{1, 2}, "x"}}[i]
}

type PFieldAddedSliceIn struct{ X, Y int }

//bluebird:rpc
func FieldAddedSliceIn(v []PFieldAddedSliceIn) string { return Show(v) }

func init() {
	Samples["FieldAddedSliceIn"] = list[[]PFieldAddedSliceIn]([]PFieldAddedSliceIn{PFieldAddedSliceIn{1, 2}, PFieldAddedSliceIn{1, 2}})
}

type PFieldAddedSliceOut struct{ X, Y int }

//bluebird:rpc
func FieldAddedSliceOut(i int) []PFieldAddedSliceOut {
	return [][]PFieldAddedSliceOut{[]PFieldAddedSliceOut{PFieldAddedSliceOut{1, 2}, PFieldAddedSliceOut{1, 2}}}[i]
}

type PFieldAddedUnionIn struct{ X, Y int }

type UnionFieldAddedUnionIn interface{ unionFieldAddedUnionIn() }

type BoxFieldAddedUnionIn struct{ Inner PFieldAddedUnionIn }

func (BoxFieldAddedUnionIn) unionFieldAddedUnionIn() {}

//bluebird:rpc
func FieldAddedUnionIn(v UnionFieldAddedUnionIn) string { return Show(v) }

func init() {
	Samples["FieldAddedUnionIn"] = list[UnionFieldAddedUnionIn](BoxFieldAddedUnionIn{PFieldAddedUnionIn{1, 2}})
}

type PFieldAddedUnionOut struct{ X, Y int }

type UnionFieldAddedUnionOut interface{ unionFieldAddedUnionOut() }

type BoxFieldAddedUnionOut struct{ Inner PFieldAddedUnionOut }

func (BoxFieldAddedUnionOut) unionFieldAddedUnionOut() {}

//bluebird:rpc
func FieldAddedUnionOut(i int) UnionFieldAddedUnionOut {
	return []UnionFieldAddedUnionOut{BoxFieldAddedUnionOut{PFieldAddedUnionOut{1, 2}}}[i]
}

type PFieldDroppedTopIn struct{ X int }

//bluebird:rpc
func FieldDroppedTopIn(v PFieldDroppedTopIn) string { return Show(v) }

func init() { Samples["FieldDroppedTopIn"] = list[PFieldDroppedTopIn](PFieldDroppedTopIn{1}) }

type PFieldDroppedTopOut struct{ X int }

//bluebird:rpc
func FieldDroppedTopOut(i int) PFieldDroppedTopOut {
	return []PFieldDroppedTopOut{PFieldDroppedTopOut{1}}[i]
}

type PFieldDroppedNestedIn struct{ X int }

type OuterFieldDroppedNestedIn struct {
	Before int
	Inner  PFieldDroppedNestedIn
	After  string
}

//bluebird:rpc
func FieldDroppedNestedIn(v OuterFieldDroppedNestedIn) string { return Show(v) }

func init() {
	Samples["FieldDroppedNestedIn"] = list[OuterFieldDroppedNestedIn](OuterFieldDroppedNestedIn{1, PFieldDroppedNestedIn{1}, "x"})
}

type PFieldDroppedNestedOut struct{ X int }

type OuterFieldDroppedNestedOut struct {
	Before int
	Inner  PFieldDroppedNestedOut
	After  string
}

//bluebird:rpc
func FieldDroppedNestedOut(i int) OuterFieldDroppedNestedOut {
	return []OuterFieldDroppedNestedOut{OuterFieldDroppedNestedOut{1, PFieldDroppedNestedOut{1}, "x"}}[i]
}

type PFieldDroppedSliceIn struct{ X int }

//bluebird:rpc
func FieldDroppedSliceIn(v []PFieldDroppedSliceIn) string { return Show(v) }

func init() {
	Samples["FieldDroppedSliceIn"] = list[[]PFieldDroppedSliceIn]([]PFieldDroppedSliceIn{PFieldDroppedSliceIn{1}, PFieldDroppedSliceIn{1}})
}

type PFieldDroppedSliceOut struct{ X int }

//bluebird:rpc
func FieldDroppedSliceOut(i int) []PFieldDroppedSliceOut {
	return [][]PFieldDroppedSliceOut{[]PFieldDroppedSliceOut{PFieldDroppedSliceOut{1}, PFieldDroppedSliceOut{1}}}[i]
}

type PFieldDroppedUnionIn struct{ X int }

type UnionFieldDroppedUnionIn interface{ unionFieldDroppedUnionIn() }

type BoxFieldDroppedUnionIn struct{ Inner PFieldDroppedUnionIn }

func (BoxFieldDroppedUnionIn) unionFieldDroppedUnionIn() {}

//bluebird:rpc
func FieldDroppedUnionIn(v UnionFieldDroppedUnionIn) string { return Show(v) }

func init() {
	Samples["FieldDroppedUnionIn"] = list[UnionFieldDroppedUnionIn](BoxFieldDroppedUnionIn{PFieldDroppedUnionIn{1}})
}

type PFieldDroppedUnionOut struct{ X int }

type UnionFieldDroppedUnionOut interface{ unionFieldDroppedUnionOut() }

type BoxFieldDroppedUnionOut struct{ Inner PFieldDroppedUnionOut }

func (BoxFieldDroppedUnionOut) unionFieldDroppedUnionOut() {}

//bluebird:rpc
func FieldDroppedUnionOut(i int) UnionFieldDroppedUnionOut {
	return []UnionFieldDroppedUnionOut{BoxFieldDroppedUnionOut{PFieldDroppedUnionOut{1}}}[i]
}

type PFieldRenamedTopIn struct{ Z int }

//bluebird:rpc
func FieldRenamedTopIn(v PFieldRenamedTopIn) string { return Show(v) }

func init() { Samples["FieldRenamedTopIn"] = list[PFieldRenamedTopIn](PFieldRenamedTopIn{1}) }

type PFieldRenamedTopOut struct{ Z int }

//bluebird:rpc
func FieldRenamedTopOut(i int) PFieldRenamedTopOut {
	return []PFieldRenamedTopOut{PFieldRenamedTopOut{1}}[i]
}

type PFieldRenamedNestedIn struct{ Z int }

type OuterFieldRenamedNestedIn struct {
	Before int
	Inner  PFieldRenamedNestedIn
	After  string
}

//bluebird:rpc
func FieldRenamedNestedIn(v OuterFieldRenamedNestedIn) string { return Show(v) }

func init() {
	Samples["FieldRenamedNestedIn"] = list[OuterFieldRenamedNestedIn](OuterFieldRenamedNestedIn{1, PFieldRenamedNestedIn{1}, "x"})
}

type PFieldRenamedNestedOut struct{ Z int }

type OuterFieldRenamedNestedOut struct {
	Before int
	Inner  PFieldRenamedNestedOut
	After  string
}

//bluebird:rpc
func FieldRenamedNestedOut(i int) OuterFieldRenamedNestedOut {
	return []OuterFieldRenamedNestedOut{OuterFieldRenamedNestedOut{1, PFieldRenamedNestedOut{1}, "x"}}[i]
}

type PFieldRenamedSliceIn struct{ Z int }

//bluebird:rpc
func FieldRenamedSliceIn(v []PFieldRenamedSliceIn) string { return Show(v) }

func init() {
	Samples["FieldRenamedSliceIn"] = list[[]PFieldRenamedSliceIn]([]PFieldRenamedSliceIn{PFieldRenamedSliceIn{1}, PFieldRenamedSliceIn{1}})
}

type PFieldRenamedSliceOut struct{ Z int }

//bluebird:rpc
func FieldRenamedSliceOut(i int) []PFieldRenamedSliceOut {
	return [][]PFieldRenamedSliceOut{[]PFieldRenamedSliceOut{PFieldRenamedSliceOut{1}, PFieldRenamedSliceOut{1}}}[i]
}

type PFieldRenamedUnionIn struct{ Z int }

type UnionFieldRenamedUnionIn interface{ unionFieldRenamedUnionIn() }

type BoxFieldRenamedUnionIn struct{ Inner PFieldRenamedUnionIn }

func (BoxFieldRenamedUnionIn) unionFieldRenamedUnionIn() {}

//bluebird:rpc
func FieldRenamedUnionIn(v UnionFieldRenamedUnionIn) string { return Show(v) }

func init() {
	Samples["FieldRenamedUnionIn"] = list[UnionFieldRenamedUnionIn](BoxFieldRenamedUnionIn{PFieldRenamedUnionIn{1}})
}

type PFieldRenamedUnionOut struct{ Z int }

type UnionFieldRenamedUnionOut interface{ unionFieldRenamedUnionOut() }

type BoxFieldRenamedUnionOut struct{ Inner PFieldRenamedUnionOut }

func (BoxFieldRenamedUnionOut) unionFieldRenamedUnionOut() {}

//bluebird:rpc
func FieldRenamedUnionOut(i int) UnionFieldRenamedUnionOut {
	return []UnionFieldRenamedUnionOut{BoxFieldRenamedUnionOut{PFieldRenamedUnionOut{1}}}[i]
}

type PFieldTaggedTopIn struct {
	Z int `msg:"X"`
}

//bluebird:rpc
func FieldTaggedTopIn(v PFieldTaggedTopIn) string { return Show(v) }

func init() { Samples["FieldTaggedTopIn"] = list[PFieldTaggedTopIn](PFieldTaggedTopIn{1}) }

type PFieldTaggedTopOut struct {
	Z int `msg:"X"`
}

//bluebird:rpc
func FieldTaggedTopOut(i int) PFieldTaggedTopOut {
	return []PFieldTaggedTopOut{PFieldTaggedTopOut{1}}[i]
}

type PFieldTaggedNestedIn struct {
	Z int `msg:"X"`
}

type OuterFieldTaggedNestedIn struct {
	Before int
	Inner  PFieldTaggedNestedIn
	After  string
}

//bluebird:rpc
func FieldTaggedNestedIn(v OuterFieldTaggedNestedIn) string { return Show(v) }

func init() {
	Samples["FieldTaggedNestedIn"] = list[OuterFieldTaggedNestedIn](OuterFieldTaggedNestedIn{1, PFieldTaggedNestedIn{1}, "x"})
}

type PFieldTaggedNestedOut struct {
	Z int `msg:"X"`
}

type OuterFieldTaggedNestedOut struct {
	Before int
	Inner  PFieldTaggedNestedOut
	After  string
}

//bluebird:rpc
func FieldTaggedNestedOut(i int) OuterFieldTaggedNestedOut {
	return []OuterFieldTaggedNestedOut{OuterFieldTaggedNestedOut{1, PFieldTaggedNestedOut{1}, "x"}}[i]
}

type PFieldTaggedSliceIn struct {
	Z int `msg:"X"`
}

//bluebird:rpc
func FieldTaggedSliceIn(v []PFieldTaggedSliceIn) string { return Show(v) }

func init() {
	Samples["FieldTaggedSliceIn"] = list[[]PFieldTaggedSliceIn]([]PFieldTaggedSliceIn{PFieldTaggedSliceIn{1}, PFieldTaggedSliceIn{1}})
}

type PFieldTaggedSliceOut struct {
	Z int `msg:"X"`
}

//bluebird:rpc
func FieldTaggedSliceOut(i int) []PFieldTaggedSliceOut {
	return [][]PFieldTaggedSliceOut{[]PFieldTaggedSliceOut{PFieldTaggedSliceOut{1}, PFieldTaggedSliceOut{1}}}[i]
}

type PFieldTaggedUnionIn struct {
	Z int `msg:"X"`
}

type UnionFieldTaggedUnionIn interface{ unionFieldTaggedUnionIn() }

type BoxFieldTaggedUnionIn struct{ Inner PFieldTaggedUnionIn }

func (BoxFieldTaggedUnionIn) unionFieldTaggedUnionIn() {}

//bluebird:rpc
func FieldTaggedUnionIn(v UnionFieldTaggedUnionIn) string { return Show(v) }

func init() {
	Samples["FieldTaggedUnionIn"] = list[UnionFieldTaggedUnionIn](BoxFieldTaggedUnionIn{PFieldTaggedUnionIn{1}})
}

type PFieldTaggedUnionOut struct {
	Z int `msg:"X"`
}

type UnionFieldTaggedUnionOut interface{ unionFieldTaggedUnionOut() }

type BoxFieldTaggedUnionOut struct{ Inner PFieldTaggedUnionOut }

func (BoxFieldTaggedUnionOut) unionFieldTaggedUnionOut() {}

//bluebird:rpc
func FieldTaggedUnionOut(i int) UnionFieldTaggedUnionOut {
	return []UnionFieldTaggedUnionOut{BoxFieldTaggedUnionOut{PFieldTaggedUnionOut{1}}}[i]
}

type PFieldWasTopIn struct {
	//bluebird:was X
	Z int
}

//bluebird:rpc
func FieldWasTopIn(v PFieldWasTopIn) string { return Show(v) }

func init() { Samples["FieldWasTopIn"] = list[PFieldWasTopIn](PFieldWasTopIn{1}) }

type PFieldWasTopOut struct {
	//bluebird:was X
	Z int
}

//bluebird:rpc
func FieldWasTopOut(i int) PFieldWasTopOut { return []PFieldWasTopOut{PFieldWasTopOut{1}}[i] }

type PFieldWasNestedIn struct {
	//bluebird:was X
	Z int
}

type OuterFieldWasNestedIn struct {
	Before int
	Inner  PFieldWasNestedIn
	After  string
}

//bluebird:rpc
func FieldWasNestedIn(v OuterFieldWasNestedIn) string { return Show(v) }

func init() {
	Samples["FieldWasNestedIn"] = list[OuterFieldWasNestedIn](OuterFieldWasNestedIn{1, PFieldWasNestedIn{1}, "x"})
}

type PFieldWasNestedOut struct {
	//bluebird:was X
	Z int
}

type OuterFieldWasNestedOut struct {
	Before int
	Inner  PFieldWasNestedOut
	After  string
}

//bluebird:rpc
func FieldWasNestedOut(i int) OuterFieldWasNestedOut {
	return []OuterFieldWasNestedOut{OuterFieldWasNestedOut{1, PFieldWasNestedOut{1}, "x"}}[i]
}

type PFieldWasSliceIn struct {
	//bluebird:was X
	Z int
}

//bluebird:rpc
func FieldWasSliceIn(v []PFieldWasSliceIn) string { return Show(v) }

func init() {
	Samples["FieldWasSliceIn"] = list[[]PFieldWasSliceIn]([]PFieldWasSliceIn{PFieldWasSliceIn{1}, PFieldWasSliceIn{1}})
}

type PFieldWasSliceOut struct {
	//bluebird:was X
	Z int
}

//bluebird:rpc
func FieldWasSliceOut(i int) []PFieldWasSliceOut {
	return [][]PFieldWasSliceOut{[]PFieldWasSliceOut{PFieldWasSliceOut{1}, PFieldWasSliceOut{1}}}[i]
}

type PFieldWasUnionIn struct {
	//bluebird:was X
	Z int
}

type UnionFieldWasUnionIn interface{ unionFieldWasUnionIn() }

type BoxFieldWasUnionIn struct{ Inner PFieldWasUnionIn }

func (BoxFieldWasUnionIn) unionFieldWasUnionIn() {}

//bluebird:rpc
func FieldWasUnionIn(v UnionFieldWasUnionIn) string { return Show(v) }

func init() {
	Samples["FieldWasUnionIn"] = list[UnionFieldWasUnionIn](BoxFieldWasUnionIn{PFieldWasUnionIn{1}})
}

type PFieldWasUnionOut struct {
	//bluebird:was X
	Z int
}

type UnionFieldWasUnionOut interface{ unionFieldWasUnionOut() }

type BoxFieldWasUnionOut struct{ Inner PFieldWasUnionOut }

func (BoxFieldWasUnionOut) unionFieldWasUnionOut() {}

//bluebird:rpc
func FieldWasUnionOut(i int) UnionFieldWasUnionOut {
	return []UnionFieldWasUnionOut{BoxFieldWasUnionOut{PFieldWasUnionOut{1}}}[i]
}

type PFieldsReorderedTopIn struct{ Y, X int }

//bluebird:rpc
func FieldsReorderedTopIn(v PFieldsReorderedTopIn) string { return Show(v) }

func init() {
	Samples["FieldsReorderedTopIn"] = list[PFieldsReorderedTopIn](PFieldsReorderedTopIn{X: 1, Y: 2})
}

type PFieldsReorderedTopOut struct{ Y, X int }

//bluebird:rpc
func FieldsReorderedTopOut(i int) PFieldsReorderedTopOut {
	return []PFieldsReorderedTopOut{PFieldsReorderedTopOut{X: 1, Y: 2}}[i]
}

type PFieldsReorderedNestedIn struct{ Y, X int }

type OuterFieldsReorderedNestedIn struct {
	Before int
	Inner  PFieldsReorderedNestedIn
	After  string
}

//bluebird:rpc
func FieldsReorderedNestedIn(v OuterFieldsReorderedNestedIn) string { return Show(v) }

func init() {
	Samples["FieldsReorderedNestedIn"] = list[OuterFieldsReorderedNestedIn](OuterFieldsReorderedNestedIn{1, PFieldsReorderedNestedIn{X: 1, Y: 2}, "x"})
}

type PFieldsReorderedNestedOut struct{ Y, X int }

type OuterFieldsReorderedNestedOut struct {
	Before int
	Inner  PFieldsReorderedNestedOut
	After  string
}

//bluebird:rpc
func FieldsReorderedNestedOut(i int) OuterFieldsReorderedNestedOut {
	return []OuterFieldsReorderedNestedOut{OuterFieldsReorderedNestedOut{1, PFieldsReorderedNestedOut{X: 1, Y: 2}, "x"}}[i]
}

type PFieldsReorderedSliceIn struct{ Y, X int }

//bluebird:rpc
func FieldsReorderedSliceIn(v []PFieldsReorderedSliceIn) string { return Show(v) }

func init() {
	Samples["FieldsReorderedSliceIn"] = list[[]PFieldsReorderedSliceIn]([]PFieldsReorderedSliceIn{PFieldsReorderedSliceIn{X: 1, Y: 2}, PFieldsReorderedSliceIn{X: 1, Y: 2}})
}

type PFieldsReorderedSliceOut struct{ Y, X int }

//bluebird:rpc
func FieldsReorderedSliceOut(i int) []PFieldsReorderedSliceOut {
	return [][]PFieldsReorderedSliceOut{[]PFieldsReorderedSliceOut{PFieldsReorderedSliceOut{X: 1, Y: 2}, PFieldsReorderedSliceOut{X: 1, Y: 2}}}[i]
}

type PFieldsReorderedUnionIn struct{ Y, X int }

type UnionFieldsReorderedUnionIn interface{ unionFieldsReorderedUnionIn() }

type BoxFieldsReorderedUnionIn struct{ Inner PFieldsReorderedUnionIn }

func (BoxFieldsReorderedUnionIn) unionFieldsReorderedUnionIn() {}

//bluebird:rpc
func FieldsReorderedUnionIn(v UnionFieldsReorderedUnionIn) string { return Show(v) }

func init() {
	Samples["FieldsReorderedUnionIn"] = list[UnionFieldsReorderedUnionIn](BoxFieldsReorderedUnionIn{PFieldsReorderedUnionIn{X: 1, Y: 2}})
}

type PFieldsReorderedUnionOut struct{ Y, X int }

type UnionFieldsReorderedUnionOut interface{ unionFieldsReorderedUnionOut() }

type BoxFieldsReorderedUnionOut struct{ Inner PFieldsReorderedUnionOut }

func (BoxFieldsReorderedUnionOut) unionFieldsReorderedUnionOut() {}

//bluebird:rpc
func FieldsReorderedUnionOut(i int) UnionFieldsReorderedUnionOut {
	return []UnionFieldsReorderedUnionOut{BoxFieldsReorderedUnionOut{PFieldsReorderedUnionOut{X: 1, Y: 2}}}[i]
}

//bluebird:rpc
func IntWiderTopIn(v int64) string { return Show(v) }

func init() { Samples["IntWiderTopIn"] = list[int64](-7, 1<<40) }

//bluebird:rpc
func IntWiderTopOut(i int) int64 { return []int64{-7, 1 << 40}[i] }

type OuterIntWiderNestedIn struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func IntWiderNestedIn(v OuterIntWiderNestedIn) string { return Show(v) }

func init() {
	Samples["IntWiderNestedIn"] = list[OuterIntWiderNestedIn](OuterIntWiderNestedIn{1, -7, "x"}, OuterIntWiderNestedIn{1, 1 << 40, "x"})
}

type OuterIntWiderNestedOut struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func IntWiderNestedOut(i int) OuterIntWiderNestedOut {
	return []OuterIntWiderNestedOut{OuterIntWiderNestedOut{1, -7, "x"}, OuterIntWiderNestedOut{1, 1 << 40, "x"}}[i]
}

//bluebird:rpc
func IntWiderSliceIn(v []int64) string { return Show(v) }

func init() { Samples["IntWiderSliceIn"] = list[[]int64]([]int64{-7, -7}, []int64{1 << 40, 1 << 40}) }

//bluebird:rpc
func IntWiderSliceOut(i int) []int64 { return [][]int64{[]int64{-7, -7}, []int64{1 << 40, 1 << 40}}[i] }

type UnionIntWiderUnionIn interface{ unionIntWiderUnionIn() }

type BoxIntWiderUnionIn struct{ Inner int64 }

func (BoxIntWiderUnionIn) unionIntWiderUnionIn() {}

//bluebird:rpc
func IntWiderUnionIn(v UnionIntWiderUnionIn) string { return Show(v) }

func init() {
	Samples["IntWiderUnionIn"] = list[UnionIntWiderUnionIn](BoxIntWiderUnionIn{-7}, BoxIntWiderUnionIn{1 << 40})
}

type UnionIntWiderUnionOut interface{ unionIntWiderUnionOut() }

type BoxIntWiderUnionOut struct{ Inner int64 }

func (BoxIntWiderUnionOut) unionIntWiderUnionOut() {}

//bluebird:rpc
func IntWiderUnionOut(i int) UnionIntWiderUnionOut {
	return []UnionIntWiderUnionOut{BoxIntWiderUnionOut{-7}, BoxIntWiderUnionOut{1 << 40}}[i]
}

//bluebird:rpc
func IntNarrowerTopIn(v int32) string { return Show(v) }

func init() { Samples["IntNarrowerTopIn"] = list[int32](-7) }

//bluebird:rpc
func IntNarrowerTopOut(i int) int32 { return []int32{-7}[i] }

type OuterIntNarrowerNestedIn struct {
	Before int
	Inner  int32
	After  string
}

//bluebird:rpc
func IntNarrowerNestedIn(v OuterIntNarrowerNestedIn) string { return Show(v) }

func init() {
	Samples["IntNarrowerNestedIn"] = list[OuterIntNarrowerNestedIn](OuterIntNarrowerNestedIn{1, -7, "x"})
}

type OuterIntNarrowerNestedOut struct {
	Before int
	Inner  int32
	After  string
}

//bluebird:rpc
func IntNarrowerNestedOut(i int) OuterIntNarrowerNestedOut {
	return []OuterIntNarrowerNestedOut{OuterIntNarrowerNestedOut{1, -7, "x"}}[i]
}

//bluebird:rpc
func IntNarrowerSliceIn(v []int32) string { return Show(v) }

func init() { Samples["IntNarrowerSliceIn"] = list[[]int32]([]int32{-7, -7}) }

//bluebird:rpc
func IntNarrowerSliceOut(i int) []int32 { return [][]int32{[]int32{-7, -7}}[i] }

type UnionIntNarrowerUnionIn interface{ unionIntNarrowerUnionIn() }

type BoxIntNarrowerUnionIn struct{ Inner int32 }

func (BoxIntNarrowerUnionIn) unionIntNarrowerUnionIn() {}

//bluebird:rpc
func IntNarrowerUnionIn(v UnionIntNarrowerUnionIn) string { return Show(v) }

func init() { Samples["IntNarrowerUnionIn"] = list[UnionIntNarrowerUnionIn](BoxIntNarrowerUnionIn{-7}) }

type UnionIntNarrowerUnionOut interface{ unionIntNarrowerUnionOut() }

type BoxIntNarrowerUnionOut struct{ Inner int32 }

func (BoxIntNarrowerUnionOut) unionIntNarrowerUnionOut() {}

//bluebird:rpc
func IntNarrowerUnionOut(i int) UnionIntNarrowerUnionOut {
	return []UnionIntNarrowerUnionOut{BoxIntNarrowerUnionOut{-7}}[i]
}

//bluebird:rpc
func IntSignedTopIn(v uint32) string { return Show(v) }

func init() { Samples["IntSignedTopIn"] = list[uint32](7, 1<<31) }

//bluebird:rpc
func IntSignedTopOut(i int) uint32 { return []uint32{7, 1 << 31}[i] }

type OuterIntSignedNestedIn struct {
	Before int
	Inner  uint32
	After  string
}

//bluebird:rpc
func IntSignedNestedIn(v OuterIntSignedNestedIn) string { return Show(v) }

func init() {
	Samples["IntSignedNestedIn"] = list[OuterIntSignedNestedIn](OuterIntSignedNestedIn{1, 7, "x"}, OuterIntSignedNestedIn{1, 1 << 31, "x"})
}

type OuterIntSignedNestedOut struct {
	Before int
	Inner  uint32
	After  string
}

//bluebird:rpc
func IntSignedNestedOut(i int) OuterIntSignedNestedOut {
	return []OuterIntSignedNestedOut{OuterIntSignedNestedOut{1, 7, "x"}, OuterIntSignedNestedOut{1, 1 << 31, "x"}}[i]
}

//bluebird:rpc
func IntSignedSliceIn(v []uint32) string { return Show(v) }

func init() { Samples["IntSignedSliceIn"] = list[[]uint32]([]uint32{7, 7}, []uint32{1 << 31, 1 << 31}) }

//bluebird:rpc
func IntSignedSliceOut(i int) []uint32 {
	return [][]uint32{[]uint32{7, 7}, []uint32{1 << 31, 1 << 31}}[i]
}

type UnionIntSignedUnionIn interface{ unionIntSignedUnionIn() }

type BoxIntSignedUnionIn struct{ Inner uint32 }

func (BoxIntSignedUnionIn) unionIntSignedUnionIn() {}

//bluebird:rpc
func IntSignedUnionIn(v UnionIntSignedUnionIn) string { return Show(v) }

func init() {
	Samples["IntSignedUnionIn"] = list[UnionIntSignedUnionIn](BoxIntSignedUnionIn{7}, BoxIntSignedUnionIn{1 << 31})
}

type UnionIntSignedUnionOut interface{ unionIntSignedUnionOut() }

type BoxIntSignedUnionOut struct{ Inner uint32 }

func (BoxIntSignedUnionOut) unionIntSignedUnionOut() {}

//bluebird:rpc
func IntSignedUnionOut(i int) UnionIntSignedUnionOut {
	return []UnionIntSignedUnionOut{BoxIntSignedUnionOut{7}, BoxIntSignedUnionOut{1 << 31}}[i]
}

//bluebird:rpc
func UintToIntTopIn(v int64) string { return Show(v) }

func init() { Samples["UintToIntTopIn"] = list[int64](7, -1) }

//bluebird:rpc
func UintToIntTopOut(i int) int64 { return []int64{7, -1}[i] }

type OuterUintToIntNestedIn struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func UintToIntNestedIn(v OuterUintToIntNestedIn) string { return Show(v) }

func init() {
	Samples["UintToIntNestedIn"] = list[OuterUintToIntNestedIn](OuterUintToIntNestedIn{1, 7, "x"}, OuterUintToIntNestedIn{1, -1, "x"})
}

type OuterUintToIntNestedOut struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func UintToIntNestedOut(i int) OuterUintToIntNestedOut {
	return []OuterUintToIntNestedOut{OuterUintToIntNestedOut{1, 7, "x"}, OuterUintToIntNestedOut{1, -1, "x"}}[i]
}

//bluebird:rpc
func UintToIntSliceIn(v []int64) string { return Show(v) }

func init() { Samples["UintToIntSliceIn"] = list[[]int64]([]int64{7, 7}, []int64{-1, -1}) }

//bluebird:rpc
func UintToIntSliceOut(i int) []int64 { return [][]int64{[]int64{7, 7}, []int64{-1, -1}}[i] }

type UnionUintToIntUnionIn interface{ unionUintToIntUnionIn() }

type BoxUintToIntUnionIn struct{ Inner int64 }

func (BoxUintToIntUnionIn) unionUintToIntUnionIn() {}

//bluebird:rpc
func UintToIntUnionIn(v UnionUintToIntUnionIn) string { return Show(v) }

func init() {
	Samples["UintToIntUnionIn"] = list[UnionUintToIntUnionIn](BoxUintToIntUnionIn{7}, BoxUintToIntUnionIn{-1})
}

type UnionUintToIntUnionOut interface{ unionUintToIntUnionOut() }

type BoxUintToIntUnionOut struct{ Inner int64 }

func (BoxUintToIntUnionOut) unionUintToIntUnionOut() {}

//bluebird:rpc
func UintToIntUnionOut(i int) UnionUintToIntUnionOut {
	return []UnionUintToIntUnionOut{BoxUintToIntUnionOut{7}, BoxUintToIntUnionOut{-1}}[i]
}

//bluebird:rpc
func IntToInt64TopIn(v int64) string { return Show(v) }

func init() { Samples["IntToInt64TopIn"] = list[int64](-1 << 31) }

//bluebird:rpc
func IntToInt64TopOut(i int) int64 { return []int64{-1 << 31}[i] }

type OuterIntToInt64NestedIn struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func IntToInt64NestedIn(v OuterIntToInt64NestedIn) string { return Show(v) }

func init() {
	Samples["IntToInt64NestedIn"] = list[OuterIntToInt64NestedIn](OuterIntToInt64NestedIn{1, -1 << 31, "x"})
}

type OuterIntToInt64NestedOut struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func IntToInt64NestedOut(i int) OuterIntToInt64NestedOut {
	return []OuterIntToInt64NestedOut{OuterIntToInt64NestedOut{1, -1 << 31, "x"}}[i]
}

//bluebird:rpc
func IntToInt64SliceIn(v []int64) string { return Show(v) }

func init() { Samples["IntToInt64SliceIn"] = list[[]int64]([]int64{-1 << 31, -1 << 31}) }

//bluebird:rpc
func IntToInt64SliceOut(i int) []int64 { return [][]int64{[]int64{-1 << 31, -1 << 31}}[i] }

type UnionIntToInt64UnionIn interface{ unionIntToInt64UnionIn() }

type BoxIntToInt64UnionIn struct{ Inner int64 }

func (BoxIntToInt64UnionIn) unionIntToInt64UnionIn() {}

//bluebird:rpc
func IntToInt64UnionIn(v UnionIntToInt64UnionIn) string { return Show(v) }

func init() {
	Samples["IntToInt64UnionIn"] = list[UnionIntToInt64UnionIn](BoxIntToInt64UnionIn{-1 << 31})
}

type UnionIntToInt64UnionOut interface{ unionIntToInt64UnionOut() }

type BoxIntToInt64UnionOut struct{ Inner int64 }

func (BoxIntToInt64UnionOut) unionIntToInt64UnionOut() {}

//bluebird:rpc
func IntToInt64UnionOut(i int) UnionIntToInt64UnionOut {
	return []UnionIntToInt64UnionOut{BoxIntToInt64UnionOut{-1 << 31}}[i]
}

//bluebird:rpc
func FloatWiderTopIn(v float64) string { return Show(v) }

func init() { Samples["FloatWiderTopIn"] = list[float64](0.1) }

//bluebird:rpc
func FloatWiderTopOut(i int) float64 { return []float64{0.1}[i] }

type OuterFloatWiderNestedIn struct {
	Before int
	Inner  float64
	After  string
}

//bluebird:rpc
func FloatWiderNestedIn(v OuterFloatWiderNestedIn) string { return Show(v) }

func init() {
	Samples["FloatWiderNestedIn"] = list[OuterFloatWiderNestedIn](OuterFloatWiderNestedIn{1, 0.1, "x"})
}

type OuterFloatWiderNestedOut struct {
	Before int
	Inner  float64
	After  string
}

//bluebird:rpc
func FloatWiderNestedOut(i int) OuterFloatWiderNestedOut {
	return []OuterFloatWiderNestedOut{OuterFloatWiderNestedOut{1, 0.1, "x"}}[i]
}

//bluebird:rpc
func FloatWiderSliceIn(v []float64) string { return Show(v) }

func init() { Samples["FloatWiderSliceIn"] = list[[]float64]([]float64{0.1, 0.1}) }

//bluebird:rpc
func FloatWiderSliceOut(i int) []float64 { return [][]float64{[]float64{0.1, 0.1}}[i] }

type UnionFloatWiderUnionIn interface{ unionFloatWiderUnionIn() }

type BoxFloatWiderUnionIn struct{ Inner float64 }

func (BoxFloatWiderUnionIn) unionFloatWiderUnionIn() {}

//bluebird:rpc
func FloatWiderUnionIn(v UnionFloatWiderUnionIn) string { return Show(v) }

func init() { Samples["FloatWiderUnionIn"] = list[UnionFloatWiderUnionIn](BoxFloatWiderUnionIn{0.1}) }

type UnionFloatWiderUnionOut interface{ unionFloatWiderUnionOut() }

type BoxFloatWiderUnionOut struct{ Inner float64 }

func (BoxFloatWiderUnionOut) unionFloatWiderUnionOut() {}

//bluebird:rpc
func FloatWiderUnionOut(i int) UnionFloatWiderUnionOut {
	return []UnionFloatWiderUnionOut{BoxFloatWiderUnionOut{0.1}}[i]
}

//bluebird:rpc
func FloatNarrowerTopIn(v float32) string { return Show(v) }

func init() { Samples["FloatNarrowerTopIn"] = list[float32](0.5) }

//bluebird:rpc
func FloatNarrowerTopOut(i int) float32 { return []float32{0.5}[i] }

type OuterFloatNarrowerNestedIn struct {
	Before int
	Inner  float32
	After  string
}

//bluebird:rpc
func FloatNarrowerNestedIn(v OuterFloatNarrowerNestedIn) string { return Show(v) }

func init() {
	Samples["FloatNarrowerNestedIn"] = list[OuterFloatNarrowerNestedIn](OuterFloatNarrowerNestedIn{1, 0.5, "x"})
}

type OuterFloatNarrowerNestedOut struct {
	Before int
	Inner  float32
	After  string
}

//bluebird:rpc
func FloatNarrowerNestedOut(i int) OuterFloatNarrowerNestedOut {
	return []OuterFloatNarrowerNestedOut{OuterFloatNarrowerNestedOut{1, 0.5, "x"}}[i]
}

//bluebird:rpc
func FloatNarrowerSliceIn(v []float32) string { return Show(v) }

func init() { Samples["FloatNarrowerSliceIn"] = list[[]float32]([]float32{0.5, 0.5}) }

//bluebird:rpc
func FloatNarrowerSliceOut(i int) []float32 { return [][]float32{[]float32{0.5, 0.5}}[i] }

type UnionFloatNarrowerUnionIn interface{ unionFloatNarrowerUnionIn() }

type BoxFloatNarrowerUnionIn struct{ Inner float32 }

func (BoxFloatNarrowerUnionIn) unionFloatNarrowerUnionIn() {}

//bluebird:rpc
func FloatNarrowerUnionIn(v UnionFloatNarrowerUnionIn) string { return Show(v) }

func init() {
	Samples["FloatNarrowerUnionIn"] = list[UnionFloatNarrowerUnionIn](BoxFloatNarrowerUnionIn{0.5})
}

type UnionFloatNarrowerUnionOut interface{ unionFloatNarrowerUnionOut() }

type BoxFloatNarrowerUnionOut struct{ Inner float32 }

func (BoxFloatNarrowerUnionOut) unionFloatNarrowerUnionOut() {}

//bluebird:rpc
func FloatNarrowerUnionOut(i int) UnionFloatNarrowerUnionOut {
	return []UnionFloatNarrowerUnionOut{BoxFloatNarrowerUnionOut{0.5}}[i]
}

//bluebird:rpc
func IntToFloatTopIn(v float64) string { return Show(v) }

func init() { Samples["IntToFloatTopIn"] = list[float64](7, 0.5) }

//bluebird:rpc
func IntToFloatTopOut(i int) float64 { return []float64{7, 0.5}[i] }

type OuterIntToFloatNestedIn struct {
	Before int
	Inner  float64
	After  string
}

//bluebird:rpc
func IntToFloatNestedIn(v OuterIntToFloatNestedIn) string { return Show(v) }

func init() {
	Samples["IntToFloatNestedIn"] = list[OuterIntToFloatNestedIn](OuterIntToFloatNestedIn{1, 7, "x"}, OuterIntToFloatNestedIn{1, 0.5, "x"})
}

type OuterIntToFloatNestedOut struct {
	Before int
	Inner  float64
	After  string
}

//bluebird:rpc
func IntToFloatNestedOut(i int) OuterIntToFloatNestedOut {
	return []OuterIntToFloatNestedOut{OuterIntToFloatNestedOut{1, 7, "x"}, OuterIntToFloatNestedOut{1, 0.5, "x"}}[i]
}

//bluebird:rpc
func IntToFloatSliceIn(v []float64) string { return Show(v) }

func init() { Samples["IntToFloatSliceIn"] = list[[]float64]([]float64{7, 7}, []float64{0.5, 0.5}) }

//bluebird:rpc
func IntToFloatSliceOut(i int) []float64 { return [][]float64{[]float64{7, 7}, []float64{0.5, 0.5}}[i] }

type UnionIntToFloatUnionIn interface{ unionIntToFloatUnionIn() }

type BoxIntToFloatUnionIn struct{ Inner float64 }

func (BoxIntToFloatUnionIn) unionIntToFloatUnionIn() {}

//bluebird:rpc
func IntToFloatUnionIn(v UnionIntToFloatUnionIn) string { return Show(v) }

func init() {
	Samples["IntToFloatUnionIn"] = list[UnionIntToFloatUnionIn](BoxIntToFloatUnionIn{7}, BoxIntToFloatUnionIn{0.5})
}

type UnionIntToFloatUnionOut interface{ unionIntToFloatUnionOut() }

type BoxIntToFloatUnionOut struct{ Inner float64 }

func (BoxIntToFloatUnionOut) unionIntToFloatUnionOut() {}

//bluebird:rpc
func IntToFloatUnionOut(i int) UnionIntToFloatUnionOut {
	return []UnionIntToFloatUnionOut{BoxIntToFloatUnionOut{7}, BoxIntToFloatUnionOut{0.5}}[i]
}

//bluebird:rpc
func FloatToIntTopIn(v int64) string { return Show(v) }

func init() { Samples["FloatToIntTopIn"] = list[int64](7, 1<<60+1) }

//bluebird:rpc
func FloatToIntTopOut(i int) int64 { return []int64{7, 1<<60 + 1}[i] }

type OuterFloatToIntNestedIn struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func FloatToIntNestedIn(v OuterFloatToIntNestedIn) string { return Show(v) }

func init() {
	Samples["FloatToIntNestedIn"] = list[OuterFloatToIntNestedIn](OuterFloatToIntNestedIn{1, 7, "x"}, OuterFloatToIntNestedIn{1, 1<<60 + 1, "x"})
}

type OuterFloatToIntNestedOut struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func FloatToIntNestedOut(i int) OuterFloatToIntNestedOut {
	return []OuterFloatToIntNestedOut{OuterFloatToIntNestedOut{1, 7, "x"}, OuterFloatToIntNestedOut{1, 1<<60 + 1, "x"}}[i]
}

//bluebird:rpc
func FloatToIntSliceIn(v []int64) string { return Show(v) }

func init() {
	Samples["FloatToIntSliceIn"] = list[[]int64]([]int64{7, 7}, []int64{1<<60 + 1, 1<<60 + 1})
}

//bluebird:rpc
func FloatToIntSliceOut(i int) []int64 {
	return [][]int64{[]int64{7, 7}, []int64{1<<60 + 1, 1<<60 + 1}}[i]
}

type UnionFloatToIntUnionIn interface{ unionFloatToIntUnionIn() }

type BoxFloatToIntUnionIn struct{ Inner int64 }

func (BoxFloatToIntUnionIn) unionFloatToIntUnionIn() {}

//bluebird:rpc
func FloatToIntUnionIn(v UnionFloatToIntUnionIn) string { return Show(v) }

func init() {
	Samples["FloatToIntUnionIn"] = list[UnionFloatToIntUnionIn](BoxFloatToIntUnionIn{7}, BoxFloatToIntUnionIn{1<<60 + 1})
}

type UnionFloatToIntUnionOut interface{ unionFloatToIntUnionOut() }

type BoxFloatToIntUnionOut struct{ Inner int64 }

func (BoxFloatToIntUnionOut) unionFloatToIntUnionOut() {}

//bluebird:rpc
func FloatToIntUnionOut(i int) UnionFloatToIntUnionOut {
	return []UnionFloatToIntUnionOut{BoxFloatToIntUnionOut{7}, BoxFloatToIntUnionOut{1<<60 + 1}}[i]
}

//bluebird:rpc
func ComplexWiderTopIn(v complex128) string { return Show(v) }

func init() { Samples["ComplexWiderTopIn"] = list[complex128](0.1) }

//bluebird:rpc
func ComplexWiderTopOut(i int) complex128 { return []complex128{0.1}[i] }

type OuterComplexWiderNestedIn struct {
	Before int
	Inner  complex128
	After  string
}

//bluebird:rpc
func ComplexWiderNestedIn(v OuterComplexWiderNestedIn) string { return Show(v) }

func init() {
	Samples["ComplexWiderNestedIn"] = list[OuterComplexWiderNestedIn](OuterComplexWiderNestedIn{1, 0.1, "x"})
}

type OuterComplexWiderNestedOut struct {
	Before int
	Inner  complex128
	After  string
}

//bluebird:rpc
func ComplexWiderNestedOut(i int) OuterComplexWiderNestedOut {
	return []OuterComplexWiderNestedOut{OuterComplexWiderNestedOut{1, 0.1, "x"}}[i]
}

//bluebird:rpc
func ComplexWiderSliceIn(v []complex128) string { return Show(v) }

func init() { Samples["ComplexWiderSliceIn"] = list[[]complex128]([]complex128{0.1, 0.1}) }

//bluebird:rpc
func ComplexWiderSliceOut(i int) []complex128 { return [][]complex128{[]complex128{0.1, 0.1}}[i] }

type UnionComplexWiderUnionIn interface{ unionComplexWiderUnionIn() }

type BoxComplexWiderUnionIn struct{ Inner complex128 }

func (BoxComplexWiderUnionIn) unionComplexWiderUnionIn() {}

//bluebird:rpc
func ComplexWiderUnionIn(v UnionComplexWiderUnionIn) string { return Show(v) }

func init() {
	Samples["ComplexWiderUnionIn"] = list[UnionComplexWiderUnionIn](BoxComplexWiderUnionIn{0.1})
}

type UnionComplexWiderUnionOut interface{ unionComplexWiderUnionOut() }

type BoxComplexWiderUnionOut struct{ Inner complex128 }

func (BoxComplexWiderUnionOut) unionComplexWiderUnionOut() {}

//bluebird:rpc
func ComplexWiderUnionOut(i int) UnionComplexWiderUnionOut {
	return []UnionComplexWiderUnionOut{BoxComplexWiderUnionOut{0.1}}[i]
}

type PValueToPointerTopIn struct{ X int }

//bluebird:rpc
func ValueToPointerTopIn(v *PValueToPointerTopIn) string { return Show(v) }

func init() { Samples["ValueToPointerTopIn"] = list[*PValueToPointerTopIn](&PValueToPointerTopIn{1}) }

type PValueToPointerTopOut struct{ X int }

//bluebird:rpc
func ValueToPointerTopOut(i int) *PValueToPointerTopOut {
	return []*PValueToPointerTopOut{&PValueToPointerTopOut{1}}[i]
}

type PValueToPointerNestedIn struct{ X int }

type OuterValueToPointerNestedIn struct {
	Before int
	Inner  *PValueToPointerNestedIn
	After  string
}

//bluebird:rpc
func ValueToPointerNestedIn(v OuterValueToPointerNestedIn) string { return Show(v) }

func init() {
	Samples["ValueToPointerNestedIn"] = list[OuterValueToPointerNestedIn](OuterValueToPointerNestedIn{1, &PValueToPointerNestedIn{1}, "x"})
}

type PValueToPointerNestedOut struct{ X int }

type OuterValueToPointerNestedOut struct {
	Before int
	Inner  *PValueToPointerNestedOut
	After  string
}

//bluebird:rpc
func ValueToPointerNestedOut(i int) OuterValueToPointerNestedOut {
	return []OuterValueToPointerNestedOut{OuterValueToPointerNestedOut{1, &PValueToPointerNestedOut{1}, "x"}}[i]
}

type PValueToPointerSliceIn struct{ X int }

//bluebird:rpc
func ValueToPointerSliceIn(v []*PValueToPointerSliceIn) string { return Show(v) }

func init() {
	Samples["ValueToPointerSliceIn"] = list[[]*PValueToPointerSliceIn]([]*PValueToPointerSliceIn{&PValueToPointerSliceIn{1}, &PValueToPointerSliceIn{1}})
}

type PValueToPointerSliceOut struct{ X int }

//bluebird:rpc
func ValueToPointerSliceOut(i int) []*PValueToPointerSliceOut {
	return [][]*PValueToPointerSliceOut{[]*PValueToPointerSliceOut{&PValueToPointerSliceOut{1}, &PValueToPointerSliceOut{1}}}[i]
}

type PValueToPointerUnionIn struct{ X int }

type UnionValueToPointerUnionIn interface{ unionValueToPointerUnionIn() }

type BoxValueToPointerUnionIn struct{ Inner *PValueToPointerUnionIn }

func (BoxValueToPointerUnionIn) unionValueToPointerUnionIn() {}

//bluebird:rpc
func ValueToPointerUnionIn(v UnionValueToPointerUnionIn) string { return Show(v) }

func init() {
	Samples["ValueToPointerUnionIn"] = list[UnionValueToPointerUnionIn](BoxValueToPointerUnionIn{&PValueToPointerUnionIn{1}})
}

type PValueToPointerUnionOut struct{ X int }

type UnionValueToPointerUnionOut interface{ unionValueToPointerUnionOut() }

type BoxValueToPointerUnionOut struct{ Inner *PValueToPointerUnionOut }

func (BoxValueToPointerUnionOut) unionValueToPointerUnionOut() {}

//bluebird:rpc
func ValueToPointerUnionOut(i int) UnionValueToPointerUnionOut {
	return []UnionValueToPointerUnionOut{BoxValueToPointerUnionOut{&PValueToPointerUnionOut{1}}}[i]
}

type PPointerToValueTopIn struct{ X int }

//bluebird:rpc
func PointerToValueTopIn(v PPointerToValueTopIn) string { return Show(v) }

func init() { Samples["PointerToValueTopIn"] = list[PPointerToValueTopIn](PPointerToValueTopIn{1}) }

type PPointerToValueTopOut struct{ X int }

//bluebird:rpc
func PointerToValueTopOut(i int) PPointerToValueTopOut {
	return []PPointerToValueTopOut{PPointerToValueTopOut{1}}[i]
}

type PPointerToValueNestedIn struct{ X int }

type OuterPointerToValueNestedIn struct {
	Before int
	Inner  PPointerToValueNestedIn
	After  string
}

//bluebird:rpc
func PointerToValueNestedIn(v OuterPointerToValueNestedIn) string { return Show(v) }

func init() {
	Samples["PointerToValueNestedIn"] = list[OuterPointerToValueNestedIn](OuterPointerToValueNestedIn{1, PPointerToValueNestedIn{1}, "x"})
}

type PPointerToValueNestedOut struct{ X int }

type OuterPointerToValueNestedOut struct {
	Before int
	Inner  PPointerToValueNestedOut
	After  string
}

//bluebird:rpc
func PointerToValueNestedOut(i int) OuterPointerToValueNestedOut {
	return []OuterPointerToValueNestedOut{OuterPointerToValueNestedOut{1, PPointerToValueNestedOut{1}, "x"}}[i]
}

type PPointerToValueSliceIn struct{ X int }

//bluebird:rpc
func PointerToValueSliceIn(v []PPointerToValueSliceIn) string { return Show(v) }

func init() {
	Samples["PointerToValueSliceIn"] = list[[]PPointerToValueSliceIn]([]PPointerToValueSliceIn{PPointerToValueSliceIn{1}, PPointerToValueSliceIn{1}})
}

type PPointerToValueSliceOut struct{ X int }

//bluebird:rpc
func PointerToValueSliceOut(i int) []PPointerToValueSliceOut {
	return [][]PPointerToValueSliceOut{[]PPointerToValueSliceOut{PPointerToValueSliceOut{1}, PPointerToValueSliceOut{1}}}[i]
}

type PPointerToValueUnionIn struct{ X int }

type UnionPointerToValueUnionIn interface{ unionPointerToValueUnionIn() }

type BoxPointerToValueUnionIn struct{ Inner PPointerToValueUnionIn }

func (BoxPointerToValueUnionIn) unionPointerToValueUnionIn() {}

//bluebird:rpc
func PointerToValueUnionIn(v UnionPointerToValueUnionIn) string { return Show(v) }

func init() {
	Samples["PointerToValueUnionIn"] = list[UnionPointerToValueUnionIn](BoxPointerToValueUnionIn{PPointerToValueUnionIn{1}})
}

type PPointerToValueUnionOut struct{ X int }

type UnionPointerToValueUnionOut interface{ unionPointerToValueUnionOut() }

type BoxPointerToValueUnionOut struct{ Inner PPointerToValueUnionOut }

func (BoxPointerToValueUnionOut) unionPointerToValueUnionOut() {}

//bluebird:rpc
func PointerToValueUnionOut(i int) UnionPointerToValueUnionOut {
	return []UnionPointerToValueUnionOut{BoxPointerToValueUnionOut{PPointerToValueUnionOut{1}}}[i]
}

//bluebird:rpc
func IntToPointerTopIn(v *int64) string { return Show(v) }

func init() { Samples["IntToPointerTopIn"] = list[*int64](ptr[int64](5)) }

//bluebird:rpc
func IntToPointerTopOut(i int) *int64 { return []*int64{ptr[int64](5)}[i] }

type OuterIntToPointerNestedIn struct {
	Before int
	Inner  *int64
	After  string
}

//bluebird:rpc
func IntToPointerNestedIn(v OuterIntToPointerNestedIn) string { return Show(v) }

func init() {
	Samples["IntToPointerNestedIn"] = list[OuterIntToPointerNestedIn](OuterIntToPointerNestedIn{1, ptr[int64](5), "x"})
}

type OuterIntToPointerNestedOut struct {
	Before int
	Inner  *int64
	After  string
}

//bluebird:rpc
func IntToPointerNestedOut(i int) OuterIntToPointerNestedOut {
	return []OuterIntToPointerNestedOut{OuterIntToPointerNestedOut{1, ptr[int64](5), "x"}}[i]
}

//bluebird:rpc
func IntToPointerSliceIn(v []*int64) string { return Show(v) }

func init() { Samples["IntToPointerSliceIn"] = list[[]*int64]([]*int64{ptr[int64](5), ptr[int64](5)}) }

//bluebird:rpc
func IntToPointerSliceOut(i int) []*int64 {
	return [][]*int64{[]*int64{ptr[int64](5), ptr[int64](5)}}[i]
}

type UnionIntToPointerUnionIn interface{ unionIntToPointerUnionIn() }

type BoxIntToPointerUnionIn struct{ Inner *int64 }

func (BoxIntToPointerUnionIn) unionIntToPointerUnionIn() {}

//bluebird:rpc
func IntToPointerUnionIn(v UnionIntToPointerUnionIn) string { return Show(v) }

func init() {
	Samples["IntToPointerUnionIn"] = list[UnionIntToPointerUnionIn](BoxIntToPointerUnionIn{ptr[int64](5)})
}

type UnionIntToPointerUnionOut interface{ unionIntToPointerUnionOut() }

type BoxIntToPointerUnionOut struct{ Inner *int64 }

func (BoxIntToPointerUnionOut) unionIntToPointerUnionOut() {}

//bluebird:rpc
func IntToPointerUnionOut(i int) UnionIntToPointerUnionOut {
	return []UnionIntToPointerUnionOut{BoxIntToPointerUnionOut{ptr[int64](5)}}[i]
}

//bluebird:rpc
func SliceToPointerTopIn(v *[]string) string { return Show(v) }

func init() { Samples["SliceToPointerTopIn"] = list[*[]string](ptr([]string{"a"})) }

//bluebird:rpc
func SliceToPointerTopOut(i int) *[]string { return []*[]string{ptr([]string{"a"})}[i] }

type OuterSliceToPointerNestedIn struct {
	Before int
	Inner  *[]string
	After  string
}

//bluebird:rpc
func SliceToPointerNestedIn(v OuterSliceToPointerNestedIn) string { return Show(v) }

func init() {
	Samples["SliceToPointerNestedIn"] = list[OuterSliceToPointerNestedIn](OuterSliceToPointerNestedIn{1, ptr([]string{"a"}), "x"})
}

type OuterSliceToPointerNestedOut struct {
	Before int
	Inner  *[]string
	After  string
}

//bluebird:rpc
func SliceToPointerNestedOut(i int) OuterSliceToPointerNestedOut {
	return []OuterSliceToPointerNestedOut{OuterSliceToPointerNestedOut{1, ptr([]string{"a"}), "x"}}[i]
}

//bluebird:rpc
func SliceToPointerSliceIn(v []*[]string) string { return Show(v) }

func init() {
	Samples["SliceToPointerSliceIn"] = list[[]*[]string]([]*[]string{ptr([]string{"a"}), ptr([]string{"a"})})
}

//bluebird:rpc
func SliceToPointerSliceOut(i int) []*[]string {
	return [][]*[]string{[]*[]string{ptr([]string{"a"}), ptr([]string{"a"})}}[i]
}

type UnionSliceToPointerUnionIn interface{ unionSliceToPointerUnionIn() }

type BoxSliceToPointerUnionIn struct{ Inner *[]string }

func (BoxSliceToPointerUnionIn) unionSliceToPointerUnionIn() {}

//bluebird:rpc
func SliceToPointerUnionIn(v UnionSliceToPointerUnionIn) string { return Show(v) }

func init() {
	Samples["SliceToPointerUnionIn"] = list[UnionSliceToPointerUnionIn](BoxSliceToPointerUnionIn{ptr([]string{"a"})})
}

type UnionSliceToPointerUnionOut interface{ unionSliceToPointerUnionOut() }

type BoxSliceToPointerUnionOut struct{ Inner *[]string }

func (BoxSliceToPointerUnionOut) unionSliceToPointerUnionOut() {}

//bluebird:rpc
func SliceToPointerUnionOut(i int) UnionSliceToPointerUnionOut {
	return []UnionSliceToPointerUnionOut{BoxSliceToPointerUnionOut{ptr([]string{"a"})}}[i]
}

//bluebird:rpc
func SliceToArrayTopIn(v [2]string) string { return Show(v) }

func init() { Samples["SliceToArrayTopIn"] = list[[2]string]([2]string{"a", "b"}) }

//bluebird:rpc
func SliceToArrayTopOut(i int) [2]string { return [][2]string{[2]string{"a", "b"}}[i] }

type OuterSliceToArrayNestedIn struct {
	Before int
	Inner  [2]string
	After  string
}

//bluebird:rpc
func SliceToArrayNestedIn(v OuterSliceToArrayNestedIn) string { return Show(v) }

func init() {
	Samples["SliceToArrayNestedIn"] = list[OuterSliceToArrayNestedIn](OuterSliceToArrayNestedIn{1, [2]string{"a", "b"}, "x"})
}

type OuterSliceToArrayNestedOut struct {
	Before int
	Inner  [2]string
	After  string
}

//bluebird:rpc
func SliceToArrayNestedOut(i int) OuterSliceToArrayNestedOut {
	return []OuterSliceToArrayNestedOut{OuterSliceToArrayNestedOut{1, [2]string{"a", "b"}, "x"}}[i]
}

//bluebird:rpc
func SliceToArraySliceIn(v [][2]string) string { return Show(v) }

func init() {
	Samples["SliceToArraySliceIn"] = list[[][2]string]([][2]string{[2]string{"a", "b"}, [2]string{"a", "b"}})
}

//bluebird:rpc
func SliceToArraySliceOut(i int) [][2]string {
	return [][][2]string{[][2]string{[2]string{"a", "b"}, [2]string{"a", "b"}}}[i]
}

type UnionSliceToArrayUnionIn interface{ unionSliceToArrayUnionIn() }

type BoxSliceToArrayUnionIn struct{ Inner [2]string }

func (BoxSliceToArrayUnionIn) unionSliceToArrayUnionIn() {}

//bluebird:rpc
func SliceToArrayUnionIn(v UnionSliceToArrayUnionIn) string { return Show(v) }

func init() {
	Samples["SliceToArrayUnionIn"] = list[UnionSliceToArrayUnionIn](BoxSliceToArrayUnionIn{[2]string{"a", "b"}})
}

type UnionSliceToArrayUnionOut interface{ unionSliceToArrayUnionOut() }

type BoxSliceToArrayUnionOut struct{ Inner [2]string }

func (BoxSliceToArrayUnionOut) unionSliceToArrayUnionOut() {}

//bluebird:rpc
func SliceToArrayUnionOut(i int) UnionSliceToArrayUnionOut {
	return []UnionSliceToArrayUnionOut{BoxSliceToArrayUnionOut{[2]string{"a", "b"}}}[i]
}

//bluebird:rpc
func ArrayToSliceTopIn(v []int) string { return Show(v) }

func init() { Samples["ArrayToSliceTopIn"] = list[[]int]([]int{1, 2, 3}) }

//bluebird:rpc
func ArrayToSliceTopOut(i int) []int { return [][]int{[]int{1, 2, 3}}[i] }

type OuterArrayToSliceNestedIn struct {
	Before int
	Inner  []int
	After  string
}

//bluebird:rpc
func ArrayToSliceNestedIn(v OuterArrayToSliceNestedIn) string { return Show(v) }

func init() {
	Samples["ArrayToSliceNestedIn"] = list[OuterArrayToSliceNestedIn](OuterArrayToSliceNestedIn{1, []int{1, 2, 3}, "x"})
}

type OuterArrayToSliceNestedOut struct {
	Before int
	Inner  []int
	After  string
}

//bluebird:rpc
func ArrayToSliceNestedOut(i int) OuterArrayToSliceNestedOut {
	return []OuterArrayToSliceNestedOut{OuterArrayToSliceNestedOut{1, []int{1, 2, 3}, "x"}}[i]
}

//bluebird:rpc
func ArrayToSliceSliceIn(v [][]int) string { return Show(v) }

func init() { Samples["ArrayToSliceSliceIn"] = list[[][]int]([][]int{[]int{1, 2, 3}, []int{1, 2, 3}}) }

//bluebird:rpc
func ArrayToSliceSliceOut(i int) [][]int {
	return [][][]int{[][]int{[]int{1, 2, 3}, []int{1, 2, 3}}}[i]
}

type UnionArrayToSliceUnionIn interface{ unionArrayToSliceUnionIn() }

type BoxArrayToSliceUnionIn struct{ Inner []int }

func (BoxArrayToSliceUnionIn) unionArrayToSliceUnionIn() {}

//bluebird:rpc
func ArrayToSliceUnionIn(v UnionArrayToSliceUnionIn) string { return Show(v) }

func init() {
	Samples["ArrayToSliceUnionIn"] = list[UnionArrayToSliceUnionIn](BoxArrayToSliceUnionIn{[]int{1, 2, 3}})
}

type UnionArrayToSliceUnionOut interface{ unionArrayToSliceUnionOut() }

type BoxArrayToSliceUnionOut struct{ Inner []int }

func (BoxArrayToSliceUnionOut) unionArrayToSliceUnionOut() {}

//bluebird:rpc
func ArrayToSliceUnionOut(i int) UnionArrayToSliceUnionOut {
	return []UnionArrayToSliceUnionOut{BoxArrayToSliceUnionOut{[]int{1, 2, 3}}}[i]
}

//bluebird:rpc
func SliceToMapTopIn(v map[int]int) string { return Show(v) }

func init() { Samples["SliceToMapTopIn"] = list[map[int]int](map[int]int{1: 2}) }

//bluebird:rpc
func SliceToMapTopOut(i int) map[int]int { return []map[int]int{map[int]int{1: 2}}[i] }

type OuterSliceToMapNestedIn struct {
	Before int
	Inner  map[int]int
	After  string
}

//bluebird:rpc
func SliceToMapNestedIn(v OuterSliceToMapNestedIn) string { return Show(v) }

func init() {
	Samples["SliceToMapNestedIn"] = list[OuterSliceToMapNestedIn](OuterSliceToMapNestedIn{1, map[int]int{1: 2}, "x"})
}

type OuterSliceToMapNestedOut struct {
	Before int
	Inner  map[int]int
	After  string
}

//bluebird:rpc
func SliceToMapNestedOut(i int) OuterSliceToMapNestedOut {
	return []OuterSliceToMapNestedOut{OuterSliceToMapNestedOut{1, map[int]int{1: 2}, "x"}}[i]
}

//bluebird:rpc
func SliceToMapSliceIn(v []map[int]int) string { return Show(v) }

func init() {
	Samples["SliceToMapSliceIn"] = list[[]map[int]int]([]map[int]int{map[int]int{1: 2}, map[int]int{1: 2}})
}

//bluebird:rpc
func SliceToMapSliceOut(i int) []map[int]int {
	return [][]map[int]int{[]map[int]int{map[int]int{1: 2}, map[int]int{1: 2}}}[i]
}

type UnionSliceToMapUnionIn interface{ unionSliceToMapUnionIn() }

type BoxSliceToMapUnionIn struct{ Inner map[int]int }

func (BoxSliceToMapUnionIn) unionSliceToMapUnionIn() {}

//bluebird:rpc
func SliceToMapUnionIn(v UnionSliceToMapUnionIn) string { return Show(v) }

func init() {
	Samples["SliceToMapUnionIn"] = list[UnionSliceToMapUnionIn](BoxSliceToMapUnionIn{map[int]int{1: 2}})
}

type UnionSliceToMapUnionOut interface{ unionSliceToMapUnionOut() }

type BoxSliceToMapUnionOut struct{ Inner map[int]int }

func (BoxSliceToMapUnionOut) unionSliceToMapUnionOut() {}

//bluebird:rpc
func SliceToMapUnionOut(i int) UnionSliceToMapUnionOut {
	return []UnionSliceToMapUnionOut{BoxSliceToMapUnionOut{map[int]int{1: 2}}}[i]
}

//bluebird:rpc
func ArrayLongerTopIn(v [4]int) string { return Show(v) }

func init() { Samples["ArrayLongerTopIn"] = list[[4]int]([4]int{}) }

//bluebird:rpc
func ArrayLongerTopOut(i int) [4]int { return [][4]int{[4]int{}}[i] }

type OuterArrayLongerNestedIn struct {
	Before int
	Inner  [4]int
	After  string
}

//bluebird:rpc
func ArrayLongerNestedIn(v OuterArrayLongerNestedIn) string { return Show(v) }

func init() {
	Samples["ArrayLongerNestedIn"] = list[OuterArrayLongerNestedIn](OuterArrayLongerNestedIn{1, [4]int{}, "x"})
}

type OuterArrayLongerNestedOut struct {
	Before int
	Inner  [4]int
	After  string
}

//bluebird:rpc
func ArrayLongerNestedOut(i int) OuterArrayLongerNestedOut {
	return []OuterArrayLongerNestedOut{OuterArrayLongerNestedOut{1, [4]int{}, "x"}}[i]
}

//bluebird:rpc
func ArrayLongerSliceIn(v [][4]int) string { return Show(v) }

func init() { Samples["ArrayLongerSliceIn"] = list[[][4]int]([][4]int{[4]int{}, [4]int{}}) }

//bluebird:rpc
func ArrayLongerSliceOut(i int) [][4]int { return [][][4]int{[][4]int{[4]int{}, [4]int{}}}[i] }

type UnionArrayLongerUnionIn interface{ unionArrayLongerUnionIn() }

type BoxArrayLongerUnionIn struct{ Inner [4]int }

func (BoxArrayLongerUnionIn) unionArrayLongerUnionIn() {}

//bluebird:rpc
func ArrayLongerUnionIn(v UnionArrayLongerUnionIn) string { return Show(v) }

func init() {
	Samples["ArrayLongerUnionIn"] = list[UnionArrayLongerUnionIn](BoxArrayLongerUnionIn{[4]int{}})
}

type UnionArrayLongerUnionOut interface{ unionArrayLongerUnionOut() }

type BoxArrayLongerUnionOut struct{ Inner [4]int }

func (BoxArrayLongerUnionOut) unionArrayLongerUnionOut() {}

//bluebird:rpc
func ArrayLongerUnionOut(i int) UnionArrayLongerUnionOut {
	return []UnionArrayLongerUnionOut{BoxArrayLongerUnionOut{[4]int{}}}[i]
}

//bluebird:rpc
func StringToBytesTopIn(v []byte) string { return Show(v) }

func init() { Samples["StringToBytesTopIn"] = list[[]byte]([]byte("hi")) }

//bluebird:rpc
func StringToBytesTopOut(i int) []byte { return [][]byte{[]byte("hi")}[i] }

type OuterStringToBytesNestedIn struct {
	Before int
	Inner  []byte
	After  string
}

//bluebird:rpc
func StringToBytesNestedIn(v OuterStringToBytesNestedIn) string { return Show(v) }

func init() {
	Samples["StringToBytesNestedIn"] = list[OuterStringToBytesNestedIn](OuterStringToBytesNestedIn{1, []byte("hi"), "x"})
}

type OuterStringToBytesNestedOut struct {
	Before int
	Inner  []byte
	After  string
}

//bluebird:rpc
func StringToBytesNestedOut(i int) OuterStringToBytesNestedOut {
	return []OuterStringToBytesNestedOut{OuterStringToBytesNestedOut{1, []byte("hi"), "x"}}[i]
}

//bluebird:rpc
func StringToBytesSliceIn(v [][]byte) string { return Show(v) }

func init() { Samples["StringToBytesSliceIn"] = list[[][]byte]([][]byte{[]byte("hi"), []byte("hi")}) }

//bluebird:rpc
func StringToBytesSliceOut(i int) [][]byte {
	return [][][]byte{[][]byte{[]byte("hi"), []byte("hi")}}[i]
}

type UnionStringToBytesUnionIn interface{ unionStringToBytesUnionIn() }

type BoxStringToBytesUnionIn struct{ Inner []byte }

func (BoxStringToBytesUnionIn) unionStringToBytesUnionIn() {}

//bluebird:rpc
func StringToBytesUnionIn(v UnionStringToBytesUnionIn) string { return Show(v) }

func init() {
	Samples["StringToBytesUnionIn"] = list[UnionStringToBytesUnionIn](BoxStringToBytesUnionIn{[]byte("hi")})
}

type UnionStringToBytesUnionOut interface{ unionStringToBytesUnionOut() }

type BoxStringToBytesUnionOut struct{ Inner []byte }

func (BoxStringToBytesUnionOut) unionStringToBytesUnionOut() {}

//bluebird:rpc
func StringToBytesUnionOut(i int) UnionStringToBytesUnionOut {
	return []UnionStringToBytesUnionOut{BoxStringToBytesUnionOut{[]byte("hi")}}[i]
}

//bluebird:rpc
func BytesToStringTopIn(v string) string { return Show(v) }

func init() { Samples["BytesToStringTopIn"] = list[string]("hi") }

//bluebird:rpc
func BytesToStringTopOut(i int) string { return []string{"hi"}[i] }

type OuterBytesToStringNestedIn struct {
	Before int
	Inner  string
	After  string
}

//bluebird:rpc
func BytesToStringNestedIn(v OuterBytesToStringNestedIn) string { return Show(v) }

func init() {
	Samples["BytesToStringNestedIn"] = list[OuterBytesToStringNestedIn](OuterBytesToStringNestedIn{1, "hi", "x"})
}

type OuterBytesToStringNestedOut struct {
	Before int
	Inner  string
	After  string
}

//bluebird:rpc
func BytesToStringNestedOut(i int) OuterBytesToStringNestedOut {
	return []OuterBytesToStringNestedOut{OuterBytesToStringNestedOut{1, "hi", "x"}}[i]
}

//bluebird:rpc
func BytesToStringSliceIn(v []string) string { return Show(v) }

func init() { Samples["BytesToStringSliceIn"] = list[[]string]([]string{"hi", "hi"}) }

//bluebird:rpc
func BytesToStringSliceOut(i int) []string { return [][]string{[]string{"hi", "hi"}}[i] }

type UnionBytesToStringUnionIn interface{ unionBytesToStringUnionIn() }

type BoxBytesToStringUnionIn struct{ Inner string }

func (BoxBytesToStringUnionIn) unionBytesToStringUnionIn() {}

//bluebird:rpc
func BytesToStringUnionIn(v UnionBytesToStringUnionIn) string { return Show(v) }

func init() {
	Samples["BytesToStringUnionIn"] = list[UnionBytesToStringUnionIn](BoxBytesToStringUnionIn{"hi"})
}

type UnionBytesToStringUnionOut interface{ unionBytesToStringUnionOut() }

type BoxBytesToStringUnionOut struct{ Inner string }

func (BoxBytesToStringUnionOut) unionBytesToStringUnionOut() {}

//bluebird:rpc
func BytesToStringUnionOut(i int) UnionBytesToStringUnionOut {
	return []UnionBytesToStringUnionOut{BoxBytesToStringUnionOut{"hi"}}[i]
}

//bluebird:rpc
func BlockWiderTopIn(v []int64) string { return Show(v) }

func init() {
	Samples["BlockWiderTopIn"] = list[[]int64]([]int64{1, 2, 3, 4, 5, 6, 7, 8, -9}, []int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40})
}

//bluebird:rpc
func BlockWiderTopOut(i int) []int64 {
	return [][]int64{[]int64{1, 2, 3, 4, 5, 6, 7, 8, -9}, []int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40}}[i]
}

type OuterBlockWiderNestedIn struct {
	Before int
	Inner  []int64
	After  string
}

//bluebird:rpc
func BlockWiderNestedIn(v OuterBlockWiderNestedIn) string { return Show(v) }

func init() {
	Samples["BlockWiderNestedIn"] = list[OuterBlockWiderNestedIn](OuterBlockWiderNestedIn{1, []int64{1, 2, 3, 4, 5, 6, 7, 8, -9}, "x"}, OuterBlockWiderNestedIn{1, []int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40}, "x"})
}

type OuterBlockWiderNestedOut struct {
	Before int
	Inner  []int64
	After  string
}

//bluebird:rpc
func BlockWiderNestedOut(i int) OuterBlockWiderNestedOut {
	return []OuterBlockWiderNestedOut{OuterBlockWiderNestedOut{1, []int64{1, 2, 3, 4, 5, 6, 7, 8, -9}, "x"}, OuterBlockWiderNestedOut{1, []int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40}, "x"}}[i]
}

//bluebird:rpc
func BlockWiderSliceIn(v [][]int64) string { return Show(v) }

func init() {
	Samples["BlockWiderSliceIn"] = list[[][]int64]([][]int64{[]int64{1, 2, 3, 4, 5, 6, 7, 8, -9}, []int64{1, 2, 3, 4, 5, 6, 7, 8, -9}}, [][]int64{[]int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40}, []int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40}})
}

//bluebird:rpc
func BlockWiderSliceOut(i int) [][]int64 {
	return [][][]int64{[][]int64{[]int64{1, 2, 3, 4, 5, 6, 7, 8, -9}, []int64{1, 2, 3, 4, 5, 6, 7, 8, -9}}, [][]int64{[]int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40}, []int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40}}}[i]
}

type UnionBlockWiderUnionIn interface{ unionBlockWiderUnionIn() }

type BoxBlockWiderUnionIn struct{ Inner []int64 }

func (BoxBlockWiderUnionIn) unionBlockWiderUnionIn() {}

//bluebird:rpc
func BlockWiderUnionIn(v UnionBlockWiderUnionIn) string { return Show(v) }

func init() {
	Samples["BlockWiderUnionIn"] = list[UnionBlockWiderUnionIn](BoxBlockWiderUnionIn{[]int64{1, 2, 3, 4, 5, 6, 7, 8, -9}}, BoxBlockWiderUnionIn{[]int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40}})
}

type UnionBlockWiderUnionOut interface{ unionBlockWiderUnionOut() }

type BoxBlockWiderUnionOut struct{ Inner []int64 }

func (BoxBlockWiderUnionOut) unionBlockWiderUnionOut() {}

//bluebird:rpc
func BlockWiderUnionOut(i int) UnionBlockWiderUnionOut {
	return []UnionBlockWiderUnionOut{BoxBlockWiderUnionOut{[]int64{1, 2, 3, 4, 5, 6, 7, 8, -9}}, BoxBlockWiderUnionOut{[]int64{1, 2, 3, 4, 5, 6, 7, 8, 1 << 40}}}[i]
}

//bluebird:rpc
func MapElementWiderTopIn(v map[string]uint32) string { return Show(v) }

func init() {
	Samples["MapElementWiderTopIn"] = list[map[string]uint32](map[string]uint32{"a": 1}, map[string]uint32{"a": 1 << 20})
}

//bluebird:rpc
func MapElementWiderTopOut(i int) map[string]uint32 {
	return []map[string]uint32{map[string]uint32{"a": 1}, map[string]uint32{"a": 1 << 20}}[i]
}

type OuterMapElementWiderNestedIn struct {
	Before int
	Inner  map[string]uint32
	After  string
}

//bluebird:rpc
func MapElementWiderNestedIn(v OuterMapElementWiderNestedIn) string { return Show(v) }

func init() {
	Samples["MapElementWiderNestedIn"] = list[OuterMapElementWiderNestedIn](OuterMapElementWiderNestedIn{1, map[string]uint32{"a": 1}, "x"}, OuterMapElementWiderNestedIn{1, map[string]uint32{"a": 1 << 20}, "x"})
}

type OuterMapElementWiderNestedOut struct {
	Before int
	Inner  map[string]uint32
	After  string
}

//bluebird:rpc
func MapElementWiderNestedOut(i int) OuterMapElementWiderNestedOut {
	return []OuterMapElementWiderNestedOut{OuterMapElementWiderNestedOut{1, map[string]uint32{"a": 1}, "x"}, OuterMapElementWiderNestedOut{1, map[string]uint32{"a": 1 << 20}, "x"}}[i]
}

//bluebird:rpc
func MapElementWiderSliceIn(v []map[string]uint32) string { return Show(v) }

func init() {
	Samples["MapElementWiderSliceIn"] = list[[]map[string]uint32]([]map[string]uint32{map[string]uint32{"a": 1}, map[string]uint32{"a": 1}}, []map[string]uint32{map[string]uint32{"a": 1 << 20}, map[string]uint32{"a": 1 << 20}})
}

//bluebird:rpc
func MapElementWiderSliceOut(i int) []map[string]uint32 {
	return [][]map[string]uint32{[]map[string]uint32{map[string]uint32{"a": 1}, map[string]uint32{"a": 1}}, []map[string]uint32{map[string]uint32{"a": 1 << 20}, map[string]uint32{"a": 1 << 20}}}[i]
}

type UnionMapElementWiderUnionIn interface{ unionMapElementWiderUnionIn() }

type BoxMapElementWiderUnionIn struct{ Inner map[string]uint32 }

func (BoxMapElementWiderUnionIn) unionMapElementWiderUnionIn() {}

//bluebird:rpc
func MapElementWiderUnionIn(v UnionMapElementWiderUnionIn) string { return Show(v) }

func init() {
	Samples["MapElementWiderUnionIn"] = list[UnionMapElementWiderUnionIn](BoxMapElementWiderUnionIn{map[string]uint32{"a": 1}}, BoxMapElementWiderUnionIn{map[string]uint32{"a": 1 << 20}})
}

type UnionMapElementWiderUnionOut interface{ unionMapElementWiderUnionOut() }

type BoxMapElementWiderUnionOut struct{ Inner map[string]uint32 }

func (BoxMapElementWiderUnionOut) unionMapElementWiderUnionOut() {}

//bluebird:rpc
func MapElementWiderUnionOut(i int) UnionMapElementWiderUnionOut {
	return []UnionMapElementWiderUnionOut{BoxMapElementWiderUnionOut{map[string]uint32{"a": 1}}, BoxMapElementWiderUnionOut{map[string]uint32{"a": 1 << 20}}}[i]
}

//bluebird:rpc
func MapKeyRetypedTopIn(v map[int]int) string { return Show(v) }

func init() { Samples["MapKeyRetypedTopIn"] = list[map[int]int](map[int]int{1: 2}) }

//bluebird:rpc
func MapKeyRetypedTopOut(i int) map[int]int { return []map[int]int{map[int]int{1: 2}}[i] }

type OuterMapKeyRetypedNestedIn struct {
	Before int
	Inner  map[int]int
	After  string
}

//bluebird:rpc
func MapKeyRetypedNestedIn(v OuterMapKeyRetypedNestedIn) string { return Show(v) }

func init() {
	Samples["MapKeyRetypedNestedIn"] = list[OuterMapKeyRetypedNestedIn](OuterMapKeyRetypedNestedIn{1, map[int]int{1: 2}, "x"})
}

type OuterMapKeyRetypedNestedOut struct {
	Before int
	Inner  map[int]int
	After  string
}

//bluebird:rpc
func MapKeyRetypedNestedOut(i int) OuterMapKeyRetypedNestedOut {
	return []OuterMapKeyRetypedNestedOut{OuterMapKeyRetypedNestedOut{1, map[int]int{1: 2}, "x"}}[i]
}

//bluebird:rpc
func MapKeyRetypedSliceIn(v []map[int]int) string { return Show(v) }

func init() {
	Samples["MapKeyRetypedSliceIn"] = list[[]map[int]int]([]map[int]int{map[int]int{1: 2}, map[int]int{1: 2}})
}

//bluebird:rpc
func MapKeyRetypedSliceOut(i int) []map[int]int {
	return [][]map[int]int{[]map[int]int{map[int]int{1: 2}, map[int]int{1: 2}}}[i]
}

type UnionMapKeyRetypedUnionIn interface{ unionMapKeyRetypedUnionIn() }

type BoxMapKeyRetypedUnionIn struct{ Inner map[int]int }

func (BoxMapKeyRetypedUnionIn) unionMapKeyRetypedUnionIn() {}

//bluebird:rpc
func MapKeyRetypedUnionIn(v UnionMapKeyRetypedUnionIn) string { return Show(v) }

func init() {
	Samples["MapKeyRetypedUnionIn"] = list[UnionMapKeyRetypedUnionIn](BoxMapKeyRetypedUnionIn{map[int]int{1: 2}})
}

type UnionMapKeyRetypedUnionOut interface{ unionMapKeyRetypedUnionOut() }

type BoxMapKeyRetypedUnionOut struct{ Inner map[int]int }

func (BoxMapKeyRetypedUnionOut) unionMapKeyRetypedUnionOut() {}

//bluebird:rpc
func MapKeyRetypedUnionOut(i int) UnionMapKeyRetypedUnionOut {
	return []UnionMapKeyRetypedUnionOut{BoxMapKeyRetypedUnionOut{map[int]int{1: 2}}}[i]
}

type QTypeRenamedTopIn struct{ X int }

//bluebird:rpc
func TypeRenamedTopIn(v QTypeRenamedTopIn) string { return Show(v) }

func init() { Samples["TypeRenamedTopIn"] = list[QTypeRenamedTopIn](QTypeRenamedTopIn{1}) }

type QTypeRenamedTopOut struct{ X int }

//bluebird:rpc
func TypeRenamedTopOut(i int) QTypeRenamedTopOut {
	return []QTypeRenamedTopOut{QTypeRenamedTopOut{1}}[i]
}

type QTypeRenamedNestedIn struct{ X int }

type OuterTypeRenamedNestedIn struct {
	Before int
	Inner  QTypeRenamedNestedIn
	After  string
}

//bluebird:rpc
func TypeRenamedNestedIn(v OuterTypeRenamedNestedIn) string { return Show(v) }

func init() {
	Samples["TypeRenamedNestedIn"] = list[OuterTypeRenamedNestedIn](OuterTypeRenamedNestedIn{1, QTypeRenamedNestedIn{1}, "x"})
}

type QTypeRenamedNestedOut struct{ X int }

type OuterTypeRenamedNestedOut struct {
	Before int
	Inner  QTypeRenamedNestedOut
	After  string
}

//bluebird:rpc
func TypeRenamedNestedOut(i int) OuterTypeRenamedNestedOut {
	return []OuterTypeRenamedNestedOut{OuterTypeRenamedNestedOut{1, QTypeRenamedNestedOut{1}, "x"}}[i]
}

type QTypeRenamedSliceIn struct{ X int }

//bluebird:rpc
func TypeRenamedSliceIn(v []QTypeRenamedSliceIn) string { return Show(v) }

func init() {
	Samples["TypeRenamedSliceIn"] = list[[]QTypeRenamedSliceIn]([]QTypeRenamedSliceIn{QTypeRenamedSliceIn{1}, QTypeRenamedSliceIn{1}})
}

type QTypeRenamedSliceOut struct{ X int }

//bluebird:rpc
func TypeRenamedSliceOut(i int) []QTypeRenamedSliceOut {
	return [][]QTypeRenamedSliceOut{[]QTypeRenamedSliceOut{QTypeRenamedSliceOut{1}, QTypeRenamedSliceOut{1}}}[i]
}

type QTypeRenamedUnionIn struct{ X int }

type UnionTypeRenamedUnionIn interface{ unionTypeRenamedUnionIn() }

type BoxTypeRenamedUnionIn struct{ Inner QTypeRenamedUnionIn }

func (BoxTypeRenamedUnionIn) unionTypeRenamedUnionIn() {}

//bluebird:rpc
func TypeRenamedUnionIn(v UnionTypeRenamedUnionIn) string { return Show(v) }

func init() {
	Samples["TypeRenamedUnionIn"] = list[UnionTypeRenamedUnionIn](BoxTypeRenamedUnionIn{QTypeRenamedUnionIn{1}})
}

type QTypeRenamedUnionOut struct{ X int }

type UnionTypeRenamedUnionOut interface{ unionTypeRenamedUnionOut() }

type BoxTypeRenamedUnionOut struct{ Inner QTypeRenamedUnionOut }

func (BoxTypeRenamedUnionOut) unionTypeRenamedUnionOut() {}

//bluebird:rpc
func TypeRenamedUnionOut(i int) UnionTypeRenamedUnionOut {
	return []UnionTypeRenamedUnionOut{BoxTypeRenamedUnionOut{QTypeRenamedUnionOut{1}}}[i]
}

type LevelTypeNamedTopIn int

//bluebird:rpc
func TypeNamedTopIn(v LevelTypeNamedTopIn) string { return Show(v) }

func init() { Samples["TypeNamedTopIn"] = list[LevelTypeNamedTopIn](1) }

type LevelTypeNamedTopOut int

//bluebird:rpc
func TypeNamedTopOut(i int) LevelTypeNamedTopOut { return []LevelTypeNamedTopOut{1}[i] }

type LevelTypeNamedNestedIn int

type OuterTypeNamedNestedIn struct {
	Before int
	Inner  LevelTypeNamedNestedIn
	After  string
}

//bluebird:rpc
func TypeNamedNestedIn(v OuterTypeNamedNestedIn) string { return Show(v) }

func init() {
	Samples["TypeNamedNestedIn"] = list[OuterTypeNamedNestedIn](OuterTypeNamedNestedIn{1, 1, "x"})
}

type LevelTypeNamedNestedOut int

type OuterTypeNamedNestedOut struct {
	Before int
	Inner  LevelTypeNamedNestedOut
	After  string
}

//bluebird:rpc
func TypeNamedNestedOut(i int) OuterTypeNamedNestedOut {
	return []OuterTypeNamedNestedOut{OuterTypeNamedNestedOut{1, 1, "x"}}[i]
}

type LevelTypeNamedSliceIn int

//bluebird:rpc
func TypeNamedSliceIn(v []LevelTypeNamedSliceIn) string { return Show(v) }

func init() {
	Samples["TypeNamedSliceIn"] = list[[]LevelTypeNamedSliceIn]([]LevelTypeNamedSliceIn{1, 1})
}

type LevelTypeNamedSliceOut int

//bluebird:rpc
func TypeNamedSliceOut(i int) []LevelTypeNamedSliceOut {
	return [][]LevelTypeNamedSliceOut{[]LevelTypeNamedSliceOut{1, 1}}[i]
}

type LevelTypeNamedUnionIn int

type UnionTypeNamedUnionIn interface{ unionTypeNamedUnionIn() }

type BoxTypeNamedUnionIn struct{ Inner LevelTypeNamedUnionIn }

func (BoxTypeNamedUnionIn) unionTypeNamedUnionIn() {}

//bluebird:rpc
func TypeNamedUnionIn(v UnionTypeNamedUnionIn) string { return Show(v) }

func init() { Samples["TypeNamedUnionIn"] = list[UnionTypeNamedUnionIn](BoxTypeNamedUnionIn{1}) }

type LevelTypeNamedUnionOut int

type UnionTypeNamedUnionOut interface{ unionTypeNamedUnionOut() }

type BoxTypeNamedUnionOut struct{ Inner LevelTypeNamedUnionOut }

func (BoxTypeNamedUnionOut) unionTypeNamedUnionOut() {}

//bluebird:rpc
func TypeNamedUnionOut(i int) UnionTypeNamedUnionOut {
	return []UnionTypeNamedUnionOut{BoxTypeNamedUnionOut{1}}[i]
}

type ShapeVariantAddedTopIn interface{ shapeVariantAddedTopIn() }

type CircleVariantAddedTopIn struct{ R int }

func (CircleVariantAddedTopIn) shapeVariantAddedTopIn() {}

type SquareVariantAddedTopIn struct{ A int }

func (SquareVariantAddedTopIn) shapeVariantAddedTopIn() {}

//bluebird:rpc
func VariantAddedTopIn(v ShapeVariantAddedTopIn) string { return Show(v) }

func init() {
	Samples["VariantAddedTopIn"] = list[ShapeVariantAddedTopIn](CircleVariantAddedTopIn{1}, SquareVariantAddedTopIn{1})
}

type ShapeVariantAddedTopOut interface{ shapeVariantAddedTopOut() }

type CircleVariantAddedTopOut struct{ R int }

func (CircleVariantAddedTopOut) shapeVariantAddedTopOut() {}

type SquareVariantAddedTopOut struct{ A int }

func (SquareVariantAddedTopOut) shapeVariantAddedTopOut() {}

//bluebird:rpc
func VariantAddedTopOut(i int) ShapeVariantAddedTopOut {
	return []ShapeVariantAddedTopOut{CircleVariantAddedTopOut{1}, SquareVariantAddedTopOut{1}}[i]
}

type ShapeVariantAddedNestedIn interface{ shapeVariantAddedNestedIn() }

type CircleVariantAddedNestedIn struct{ R int }

func (CircleVariantAddedNestedIn) shapeVariantAddedNestedIn() {}

type SquareVariantAddedNestedIn struct{ A int }

func (SquareVariantAddedNestedIn) shapeVariantAddedNestedIn() {}

type OuterVariantAddedNestedIn struct {
	Before int
	Inner  ShapeVariantAddedNestedIn
	After  string
}

//bluebird:rpc
func VariantAddedNestedIn(v OuterVariantAddedNestedIn) string { return Show(v) }

func init() {
	Samples["VariantAddedNestedIn"] = list[OuterVariantAddedNestedIn](OuterVariantAddedNestedIn{1, CircleVariantAddedNestedIn{1}, "x"}, OuterVariantAddedNestedIn{1, SquareVariantAddedNestedIn{1}, "x"})
}

type ShapeVariantAddedNestedOut interface{ shapeVariantAddedNestedOut() }

type CircleVariantAddedNestedOut struct{ R int }

func (CircleVariantAddedNestedOut) shapeVariantAddedNestedOut() {}

type SquareVariantAddedNestedOut struct{ A int }

func (SquareVariantAddedNestedOut) shapeVariantAddedNestedOut() {}

type OuterVariantAddedNestedOut struct {
	Before int
	Inner  ShapeVariantAddedNestedOut
	After  string
}

//bluebird:rpc
func VariantAddedNestedOut(i int) OuterVariantAddedNestedOut {
	return []OuterVariantAddedNestedOut{OuterVariantAddedNestedOut{1, CircleVariantAddedNestedOut{1}, "x"}, OuterVariantAddedNestedOut{1, SquareVariantAddedNestedOut{1}, "x"}}[i]
}

type ShapeVariantAddedSliceIn interface{ shapeVariantAddedSliceIn() }

type CircleVariantAddedSliceIn struct{ R int }

func (CircleVariantAddedSliceIn) shapeVariantAddedSliceIn() {}

type SquareVariantAddedSliceIn struct{ A int }

func (SquareVariantAddedSliceIn) shapeVariantAddedSliceIn() {}

//bluebird:rpc
func VariantAddedSliceIn(v []ShapeVariantAddedSliceIn) string { return Show(v) }

func init() {
	Samples["VariantAddedSliceIn"] = list[[]ShapeVariantAddedSliceIn]([]ShapeVariantAddedSliceIn{CircleVariantAddedSliceIn{1}, CircleVariantAddedSliceIn{1}}, []ShapeVariantAddedSliceIn{SquareVariantAddedSliceIn{1}, SquareVariantAddedSliceIn{1}})
}

type ShapeVariantAddedSliceOut interface{ shapeVariantAddedSliceOut() }

type CircleVariantAddedSliceOut struct{ R int }

func (CircleVariantAddedSliceOut) shapeVariantAddedSliceOut() {}

type SquareVariantAddedSliceOut struct{ A int }

func (SquareVariantAddedSliceOut) shapeVariantAddedSliceOut() {}

//bluebird:rpc
func VariantAddedSliceOut(i int) []ShapeVariantAddedSliceOut {
	return [][]ShapeVariantAddedSliceOut{[]ShapeVariantAddedSliceOut{CircleVariantAddedSliceOut{1}, CircleVariantAddedSliceOut{1}}, []ShapeVariantAddedSliceOut{SquareVariantAddedSliceOut{1}, SquareVariantAddedSliceOut{1}}}[i]
}

type ShapeVariantAddedUnionIn interface{ shapeVariantAddedUnionIn() }

type CircleVariantAddedUnionIn struct{ R int }

func (CircleVariantAddedUnionIn) shapeVariantAddedUnionIn() {}

type SquareVariantAddedUnionIn struct{ A int }

func (SquareVariantAddedUnionIn) shapeVariantAddedUnionIn() {}

type UnionVariantAddedUnionIn interface{ unionVariantAddedUnionIn() }

type BoxVariantAddedUnionIn struct{ Inner ShapeVariantAddedUnionIn }

func (BoxVariantAddedUnionIn) unionVariantAddedUnionIn() {}

//bluebird:rpc
func VariantAddedUnionIn(v UnionVariantAddedUnionIn) string { return Show(v) }

func init() {
	Samples["VariantAddedUnionIn"] = list[UnionVariantAddedUnionIn](BoxVariantAddedUnionIn{CircleVariantAddedUnionIn{1}}, BoxVariantAddedUnionIn{SquareVariantAddedUnionIn{1}})
}

type ShapeVariantAddedUnionOut interface{ shapeVariantAddedUnionOut() }

type CircleVariantAddedUnionOut struct{ R int }

func (CircleVariantAddedUnionOut) shapeVariantAddedUnionOut() {}

type SquareVariantAddedUnionOut struct{ A int }

func (SquareVariantAddedUnionOut) shapeVariantAddedUnionOut() {}

type UnionVariantAddedUnionOut interface{ unionVariantAddedUnionOut() }

type BoxVariantAddedUnionOut struct{ Inner ShapeVariantAddedUnionOut }

func (BoxVariantAddedUnionOut) unionVariantAddedUnionOut() {}

//bluebird:rpc
func VariantAddedUnionOut(i int) UnionVariantAddedUnionOut {
	return []UnionVariantAddedUnionOut{BoxVariantAddedUnionOut{CircleVariantAddedUnionOut{1}}, BoxVariantAddedUnionOut{SquareVariantAddedUnionOut{1}}}[i]
}

type ShapeVariantRemovedTopIn interface{ shapeVariantRemovedTopIn() }

type CircleVariantRemovedTopIn struct{ R int }

func (CircleVariantRemovedTopIn) shapeVariantRemovedTopIn() {}

//bluebird:rpc
func VariantRemovedTopIn(v ShapeVariantRemovedTopIn) string { return Show(v) }

func init() {
	Samples["VariantRemovedTopIn"] = list[ShapeVariantRemovedTopIn](CircleVariantRemovedTopIn{1})
}

type ShapeVariantRemovedTopOut interface{ shapeVariantRemovedTopOut() }

type CircleVariantRemovedTopOut struct{ R int }

func (CircleVariantRemovedTopOut) shapeVariantRemovedTopOut() {}

//bluebird:rpc
func VariantRemovedTopOut(i int) ShapeVariantRemovedTopOut {
	return []ShapeVariantRemovedTopOut{CircleVariantRemovedTopOut{1}}[i]
}

type ShapeVariantRemovedNestedIn interface{ shapeVariantRemovedNestedIn() }

type CircleVariantRemovedNestedIn struct{ R int }

func (CircleVariantRemovedNestedIn) shapeVariantRemovedNestedIn() {}

type OuterVariantRemovedNestedIn struct {
	Before int
	Inner  ShapeVariantRemovedNestedIn
	After  string
}

//bluebird:rpc
func VariantRemovedNestedIn(v OuterVariantRemovedNestedIn) string { return Show(v) }

func init() {
	Samples["VariantRemovedNestedIn"] = list[OuterVariantRemovedNestedIn](OuterVariantRemovedNestedIn{1, CircleVariantRemovedNestedIn{1}, "x"})
}

type ShapeVariantRemovedNestedOut interface{ shapeVariantRemovedNestedOut() }

type CircleVariantRemovedNestedOut struct{ R int }

func (CircleVariantRemovedNestedOut) shapeVariantRemovedNestedOut() {}

type OuterVariantRemovedNestedOut struct {
	Before int
	Inner  ShapeVariantRemovedNestedOut
	After  string
}

//bluebird:rpc
func VariantRemovedNestedOut(i int) OuterVariantRemovedNestedOut {
	return []OuterVariantRemovedNestedOut{OuterVariantRemovedNestedOut{1, CircleVariantRemovedNestedOut{1}, "x"}}[i]
}

type ShapeVariantRemovedSliceIn interface{ shapeVariantRemovedSliceIn() }

type CircleVariantRemovedSliceIn struct{ R int }

func (CircleVariantRemovedSliceIn) shapeVariantRemovedSliceIn() {}

//bluebird:rpc
func VariantRemovedSliceIn(v []ShapeVariantRemovedSliceIn) string { return Show(v) }

func init() {
	Samples["VariantRemovedSliceIn"] = list[[]ShapeVariantRemovedSliceIn]([]ShapeVariantRemovedSliceIn{CircleVariantRemovedSliceIn{1}, CircleVariantRemovedSliceIn{1}})
}

type ShapeVariantRemovedSliceOut interface{ shapeVariantRemovedSliceOut() }

type CircleVariantRemovedSliceOut struct{ R int }

func (CircleVariantRemovedSliceOut) shapeVariantRemovedSliceOut() {}

//bluebird:rpc
func VariantRemovedSliceOut(i int) []ShapeVariantRemovedSliceOut {
	return [][]ShapeVariantRemovedSliceOut{[]ShapeVariantRemovedSliceOut{CircleVariantRemovedSliceOut{1}, CircleVariantRemovedSliceOut{1}}}[i]
}

type ShapeVariantRemovedUnionIn interface{ shapeVariantRemovedUnionIn() }

type CircleVariantRemovedUnionIn struct{ R int }

func (CircleVariantRemovedUnionIn) shapeVariantRemovedUnionIn() {}

type UnionVariantRemovedUnionIn interface{ unionVariantRemovedUnionIn() }

type BoxVariantRemovedUnionIn struct{ Inner ShapeVariantRemovedUnionIn }

func (BoxVariantRemovedUnionIn) unionVariantRemovedUnionIn() {}

//bluebird:rpc
func VariantRemovedUnionIn(v UnionVariantRemovedUnionIn) string { return Show(v) }

func init() {
	Samples["VariantRemovedUnionIn"] = list[UnionVariantRemovedUnionIn](BoxVariantRemovedUnionIn{CircleVariantRemovedUnionIn{1}})
}

type ShapeVariantRemovedUnionOut interface{ shapeVariantRemovedUnionOut() }

type CircleVariantRemovedUnionOut struct{ R int }

func (CircleVariantRemovedUnionOut) shapeVariantRemovedUnionOut() {}

type UnionVariantRemovedUnionOut interface{ unionVariantRemovedUnionOut() }

type BoxVariantRemovedUnionOut struct{ Inner ShapeVariantRemovedUnionOut }

func (BoxVariantRemovedUnionOut) unionVariantRemovedUnionOut() {}

//bluebird:rpc
func VariantRemovedUnionOut(i int) UnionVariantRemovedUnionOut {
	return []UnionVariantRemovedUnionOut{BoxVariantRemovedUnionOut{CircleVariantRemovedUnionOut{1}}}[i]
}

type ShapeVariantRenamedTopIn interface{ shapeVariantRenamedTopIn() }

type LineVariantRenamedTopIn struct{ L int }

func (LineVariantRenamedTopIn) shapeVariantRenamedTopIn() {}

type RoundVariantRenamedTopIn struct{ R int }

func (RoundVariantRenamedTopIn) shapeVariantRenamedTopIn() {}

//bluebird:rpc
func VariantRenamedTopIn(v ShapeVariantRenamedTopIn) string { return Show(v) }

func init() {
	Samples["VariantRenamedTopIn"] = list[ShapeVariantRenamedTopIn](LineVariantRenamedTopIn{1}, RoundVariantRenamedTopIn{1})
}

type ShapeVariantRenamedTopOut interface{ shapeVariantRenamedTopOut() }

type LineVariantRenamedTopOut struct{ L int }

func (LineVariantRenamedTopOut) shapeVariantRenamedTopOut() {}

type RoundVariantRenamedTopOut struct{ R int }

func (RoundVariantRenamedTopOut) shapeVariantRenamedTopOut() {}

//bluebird:rpc
func VariantRenamedTopOut(i int) ShapeVariantRenamedTopOut {
	return []ShapeVariantRenamedTopOut{LineVariantRenamedTopOut{1}, RoundVariantRenamedTopOut{1}}[i]
}

type ShapeVariantRenamedNestedIn interface{ shapeVariantRenamedNestedIn() }

type LineVariantRenamedNestedIn struct{ L int }

func (LineVariantRenamedNestedIn) shapeVariantRenamedNestedIn() {}

type RoundVariantRenamedNestedIn struct{ R int }

func (RoundVariantRenamedNestedIn) shapeVariantRenamedNestedIn() {}

type OuterVariantRenamedNestedIn struct {
	Before int
	Inner  ShapeVariantRenamedNestedIn
	After  string
}

//bluebird:rpc
func VariantRenamedNestedIn(v OuterVariantRenamedNestedIn) string { return Show(v) }

func init() {
	Samples["VariantRenamedNestedIn"] = list[OuterVariantRenamedNestedIn](OuterVariantRenamedNestedIn{1, LineVariantRenamedNestedIn{1}, "x"}, OuterVariantRenamedNestedIn{1, RoundVariantRenamedNestedIn{1}, "x"})
}

type ShapeVariantRenamedNestedOut interface{ shapeVariantRenamedNestedOut() }

type LineVariantRenamedNestedOut struct{ L int }

func (LineVariantRenamedNestedOut) shapeVariantRenamedNestedOut() {}

type RoundVariantRenamedNestedOut struct{ R int }

func (RoundVariantRenamedNestedOut) shapeVariantRenamedNestedOut() {}

type OuterVariantRenamedNestedOut struct {
	Before int
	Inner  ShapeVariantRenamedNestedOut
	After  string
}

//bluebird:rpc
func VariantRenamedNestedOut(i int) OuterVariantRenamedNestedOut {
	return []OuterVariantRenamedNestedOut{OuterVariantRenamedNestedOut{1, LineVariantRenamedNestedOut{1}, "x"}, OuterVariantRenamedNestedOut{1, RoundVariantRenamedNestedOut{1}, "x"}}[i]
}

type ShapeVariantRenamedSliceIn interface{ shapeVariantRenamedSliceIn() }

type LineVariantRenamedSliceIn struct{ L int }

func (LineVariantRenamedSliceIn) shapeVariantRenamedSliceIn() {}

type RoundVariantRenamedSliceIn struct{ R int }

func (RoundVariantRenamedSliceIn) shapeVariantRenamedSliceIn() {}

//bluebird:rpc
func VariantRenamedSliceIn(v []ShapeVariantRenamedSliceIn) string { return Show(v) }

func init() {
	Samples["VariantRenamedSliceIn"] = list[[]ShapeVariantRenamedSliceIn]([]ShapeVariantRenamedSliceIn{LineVariantRenamedSliceIn{1}, LineVariantRenamedSliceIn{1}}, []ShapeVariantRenamedSliceIn{RoundVariantRenamedSliceIn{1}, RoundVariantRenamedSliceIn{1}})
}

type ShapeVariantRenamedSliceOut interface{ shapeVariantRenamedSliceOut() }

type LineVariantRenamedSliceOut struct{ L int }

func (LineVariantRenamedSliceOut) shapeVariantRenamedSliceOut() {}

type RoundVariantRenamedSliceOut struct{ R int }

func (RoundVariantRenamedSliceOut) shapeVariantRenamedSliceOut() {}

//bluebird:rpc
func VariantRenamedSliceOut(i int) []ShapeVariantRenamedSliceOut {
	return [][]ShapeVariantRenamedSliceOut{[]ShapeVariantRenamedSliceOut{LineVariantRenamedSliceOut{1}, LineVariantRenamedSliceOut{1}}, []ShapeVariantRenamedSliceOut{RoundVariantRenamedSliceOut{1}, RoundVariantRenamedSliceOut{1}}}[i]
}

type ShapeVariantRenamedUnionIn interface{ shapeVariantRenamedUnionIn() }

type LineVariantRenamedUnionIn struct{ L int }

func (LineVariantRenamedUnionIn) shapeVariantRenamedUnionIn() {}

type RoundVariantRenamedUnionIn struct{ R int }

func (RoundVariantRenamedUnionIn) shapeVariantRenamedUnionIn() {}

type UnionVariantRenamedUnionIn interface{ unionVariantRenamedUnionIn() }

type BoxVariantRenamedUnionIn struct{ Inner ShapeVariantRenamedUnionIn }

func (BoxVariantRenamedUnionIn) unionVariantRenamedUnionIn() {}

//bluebird:rpc
func VariantRenamedUnionIn(v UnionVariantRenamedUnionIn) string { return Show(v) }

func init() {
	Samples["VariantRenamedUnionIn"] = list[UnionVariantRenamedUnionIn](BoxVariantRenamedUnionIn{LineVariantRenamedUnionIn{1}}, BoxVariantRenamedUnionIn{RoundVariantRenamedUnionIn{1}})
}

type ShapeVariantRenamedUnionOut interface{ shapeVariantRenamedUnionOut() }

type LineVariantRenamedUnionOut struct{ L int }

func (LineVariantRenamedUnionOut) shapeVariantRenamedUnionOut() {}

type RoundVariantRenamedUnionOut struct{ R int }

func (RoundVariantRenamedUnionOut) shapeVariantRenamedUnionOut() {}

type UnionVariantRenamedUnionOut interface{ unionVariantRenamedUnionOut() }

type BoxVariantRenamedUnionOut struct{ Inner ShapeVariantRenamedUnionOut }

func (BoxVariantRenamedUnionOut) unionVariantRenamedUnionOut() {}

//bluebird:rpc
func VariantRenamedUnionOut(i int) UnionVariantRenamedUnionOut {
	return []UnionVariantRenamedUnionOut{BoxVariantRenamedUnionOut{LineVariantRenamedUnionOut{1}}, BoxVariantRenamedUnionOut{RoundVariantRenamedUnionOut{1}}}[i]
}

type ShapeVariantWasTopIn interface{ shapeVariantWasTopIn() }

//bluebird:was CircleVariantWasTopIn
type RoundVariantWasTopIn struct{ R int }

func (*RoundVariantWasTopIn) shapeVariantWasTopIn() {}

//bluebird:rpc
func VariantWasTopIn(v ShapeVariantWasTopIn) string { return Show(v) }

func init() { Samples["VariantWasTopIn"] = list[ShapeVariantWasTopIn](&RoundVariantWasTopIn{1}) }

type ShapeVariantWasTopOut interface{ shapeVariantWasTopOut() }

//bluebird:was CircleVariantWasTopOut
type RoundVariantWasTopOut struct{ R int }

func (*RoundVariantWasTopOut) shapeVariantWasTopOut() {}

//bluebird:rpc
func VariantWasTopOut(i int) ShapeVariantWasTopOut {
	return []ShapeVariantWasTopOut{&RoundVariantWasTopOut{1}}[i]
}

type ShapeVariantWasNestedIn interface{ shapeVariantWasNestedIn() }

//bluebird:was CircleVariantWasNestedIn
type RoundVariantWasNestedIn struct{ R int }

func (*RoundVariantWasNestedIn) shapeVariantWasNestedIn() {}

type OuterVariantWasNestedIn struct {
	Before int
	Inner  ShapeVariantWasNestedIn
	After  string
}

//bluebird:rpc
func VariantWasNestedIn(v OuterVariantWasNestedIn) string { return Show(v) }

func init() {
	Samples["VariantWasNestedIn"] = list[OuterVariantWasNestedIn](OuterVariantWasNestedIn{1, &RoundVariantWasNestedIn{1}, "x"})
}

type ShapeVariantWasNestedOut interface{ shapeVariantWasNestedOut() }

//bluebird:was CircleVariantWasNestedOut
type RoundVariantWasNestedOut struct{ R int }

func (*RoundVariantWasNestedOut) shapeVariantWasNestedOut() {}

type OuterVariantWasNestedOut struct {
	Before int
	Inner  ShapeVariantWasNestedOut
	After  string
}

//bluebird:rpc
func VariantWasNestedOut(i int) OuterVariantWasNestedOut {
	return []OuterVariantWasNestedOut{OuterVariantWasNestedOut{1, &RoundVariantWasNestedOut{1}, "x"}}[i]
}

type ShapeVariantWasSliceIn interface{ shapeVariantWasSliceIn() }

//bluebird:was CircleVariantWasSliceIn
type RoundVariantWasSliceIn struct{ R int }

func (*RoundVariantWasSliceIn) shapeVariantWasSliceIn() {}

//bluebird:rpc
func VariantWasSliceIn(v []ShapeVariantWasSliceIn) string { return Show(v) }

func init() {
	Samples["VariantWasSliceIn"] = list[[]ShapeVariantWasSliceIn]([]ShapeVariantWasSliceIn{&RoundVariantWasSliceIn{1}, &RoundVariantWasSliceIn{1}})
}

type ShapeVariantWasSliceOut interface{ shapeVariantWasSliceOut() }

//bluebird:was CircleVariantWasSliceOut
type RoundVariantWasSliceOut struct{ R int }

func (*RoundVariantWasSliceOut) shapeVariantWasSliceOut() {}

//bluebird:rpc
func VariantWasSliceOut(i int) []ShapeVariantWasSliceOut {
	return [][]ShapeVariantWasSliceOut{[]ShapeVariantWasSliceOut{&RoundVariantWasSliceOut{1}, &RoundVariantWasSliceOut{1}}}[i]
}

type ShapeVariantWasUnionIn interface{ shapeVariantWasUnionIn() }

//bluebird:was CircleVariantWasUnionIn
type RoundVariantWasUnionIn struct{ R int }

func (*RoundVariantWasUnionIn) shapeVariantWasUnionIn() {}

type UnionVariantWasUnionIn interface{ unionVariantWasUnionIn() }

type BoxVariantWasUnionIn struct{ Inner ShapeVariantWasUnionIn }

func (BoxVariantWasUnionIn) unionVariantWasUnionIn() {}

//bluebird:rpc
func VariantWasUnionIn(v UnionVariantWasUnionIn) string { return Show(v) }

func init() {
	Samples["VariantWasUnionIn"] = list[UnionVariantWasUnionIn](BoxVariantWasUnionIn{&RoundVariantWasUnionIn{1}})
}

type ShapeVariantWasUnionOut interface{ shapeVariantWasUnionOut() }

//bluebird:was CircleVariantWasUnionOut
type RoundVariantWasUnionOut struct{ R int }

func (*RoundVariantWasUnionOut) shapeVariantWasUnionOut() {}

type UnionVariantWasUnionOut interface{ unionVariantWasUnionOut() }

type BoxVariantWasUnionOut struct{ Inner ShapeVariantWasUnionOut }

func (BoxVariantWasUnionOut) unionVariantWasUnionOut() {}

//bluebird:rpc
func VariantWasUnionOut(i int) UnionVariantWasUnionOut {
	return []UnionVariantWasUnionOut{BoxVariantWasUnionOut{&RoundVariantWasUnionOut{1}}}[i]
}

type PStructToUnionTopIn interface{ pStructToUnionTopIn() }

type QStructToUnionTopIn struct{ X int }

func (QStructToUnionTopIn) pStructToUnionTopIn() {}

//bluebird:rpc
func StructToUnionTopIn(v PStructToUnionTopIn) string { return Show(v) }

func init() { Samples["StructToUnionTopIn"] = list[PStructToUnionTopIn](QStructToUnionTopIn{1}) }

type PStructToUnionTopOut interface{ pStructToUnionTopOut() }

type QStructToUnionTopOut struct{ X int }

func (QStructToUnionTopOut) pStructToUnionTopOut() {}

//bluebird:rpc
func StructToUnionTopOut(i int) PStructToUnionTopOut {
	return []PStructToUnionTopOut{QStructToUnionTopOut{1}}[i]
}

type PStructToUnionNestedIn interface{ pStructToUnionNestedIn() }

type QStructToUnionNestedIn struct{ X int }

func (QStructToUnionNestedIn) pStructToUnionNestedIn() {}

type OuterStructToUnionNestedIn struct {
	Before int
	Inner  PStructToUnionNestedIn
	After  string
}

//bluebird:rpc
func StructToUnionNestedIn(v OuterStructToUnionNestedIn) string { return Show(v) }

func init() {
	Samples["StructToUnionNestedIn"] = list[OuterStructToUnionNestedIn](OuterStructToUnionNestedIn{1, QStructToUnionNestedIn{1}, "x"})
}

type PStructToUnionNestedOut interface{ pStructToUnionNestedOut() }

type QStructToUnionNestedOut struct{ X int }

func (QStructToUnionNestedOut) pStructToUnionNestedOut() {}

type OuterStructToUnionNestedOut struct {
	Before int
	Inner  PStructToUnionNestedOut
	After  string
}

//bluebird:rpc
func StructToUnionNestedOut(i int) OuterStructToUnionNestedOut {
	return []OuterStructToUnionNestedOut{OuterStructToUnionNestedOut{1, QStructToUnionNestedOut{1}, "x"}}[i]
}

type PStructToUnionSliceIn interface{ pStructToUnionSliceIn() }

type QStructToUnionSliceIn struct{ X int }

func (QStructToUnionSliceIn) pStructToUnionSliceIn() {}

//bluebird:rpc
func StructToUnionSliceIn(v []PStructToUnionSliceIn) string { return Show(v) }

func init() {
	Samples["StructToUnionSliceIn"] = list[[]PStructToUnionSliceIn]([]PStructToUnionSliceIn{QStructToUnionSliceIn{1}, QStructToUnionSliceIn{1}})
}

type PStructToUnionSliceOut interface{ pStructToUnionSliceOut() }

type QStructToUnionSliceOut struct{ X int }

func (QStructToUnionSliceOut) pStructToUnionSliceOut() {}

//bluebird:rpc
func StructToUnionSliceOut(i int) []PStructToUnionSliceOut {
	return [][]PStructToUnionSliceOut{[]PStructToUnionSliceOut{QStructToUnionSliceOut{1}, QStructToUnionSliceOut{1}}}[i]
}

type PStructToUnionUnionIn interface{ pStructToUnionUnionIn() }

type QStructToUnionUnionIn struct{ X int }

func (QStructToUnionUnionIn) pStructToUnionUnionIn() {}

type UnionStructToUnionUnionIn interface{ unionStructToUnionUnionIn() }

type BoxStructToUnionUnionIn struct{ Inner PStructToUnionUnionIn }

func (BoxStructToUnionUnionIn) unionStructToUnionUnionIn() {}

//bluebird:rpc
func StructToUnionUnionIn(v UnionStructToUnionUnionIn) string { return Show(v) }

func init() {
	Samples["StructToUnionUnionIn"] = list[UnionStructToUnionUnionIn](BoxStructToUnionUnionIn{QStructToUnionUnionIn{1}})
}

type PStructToUnionUnionOut interface{ pStructToUnionUnionOut() }

type QStructToUnionUnionOut struct{ X int }

func (QStructToUnionUnionOut) pStructToUnionUnionOut() {}

type UnionStructToUnionUnionOut interface{ unionStructToUnionUnionOut() }

type BoxStructToUnionUnionOut struct{ Inner PStructToUnionUnionOut }

func (BoxStructToUnionUnionOut) unionStructToUnionUnionOut() {}

//bluebird:rpc
func StructToUnionUnionOut(i int) UnionStructToUnionUnionOut {
	return []UnionStructToUnionUnionOut{BoxStructToUnionUnionOut{QStructToUnionUnionOut{1}}}[i]
}

type PCodecGainedTopIn struct{ x int }

func (p PCodecGainedTopIn) MarshalBinary() ([]byte, error) { return []byte{byte(p.x)}, nil }

func (p *PCodecGainedTopIn) UnmarshalBinary(b []byte) error {
	if len(b) != 1 {
		return errors.New("not one byte")
	}
	p.x = int(b[0])
	return nil
}

//bluebird:rpc
func CodecGainedTopIn(v PCodecGainedTopIn) string { return Show(v) }

func init() { Samples["CodecGainedTopIn"] = list[PCodecGainedTopIn](PCodecGainedTopIn{1}) }

type PCodecGainedTopOut struct{ x int }

func (p PCodecGainedTopOut) MarshalBinary() ([]byte, error) { return []byte{byte(p.x)}, nil }

func (p *PCodecGainedTopOut) UnmarshalBinary(b []byte) error {
	if len(b) != 1 {
		return errors.New("not one byte")
	}
	p.x = int(b[0])
	return nil
}

//bluebird:rpc
func CodecGainedTopOut(i int) PCodecGainedTopOut {
	return []PCodecGainedTopOut{PCodecGainedTopOut{1}}[i]
}

type PCodecGainedNestedIn struct{ x int }

func (p PCodecGainedNestedIn) MarshalBinary() ([]byte, error) { return []byte{byte(p.x)}, nil }

func (p *PCodecGainedNestedIn) UnmarshalBinary(b []byte) error {
	if len(b) != 1 {
		return errors.New("not one byte")
	}
	p.x = int(b[0])
	return nil
}

type OuterCodecGainedNestedIn struct {
	Before int
	Inner  PCodecGainedNestedIn
	After  string
}

//bluebird:rpc
func CodecGainedNestedIn(v OuterCodecGainedNestedIn) string { return Show(v) }

func init() {
	Samples["CodecGainedNestedIn"] = list[OuterCodecGainedNestedIn](OuterCodecGainedNestedIn{1, PCodecGainedNestedIn{1}, "x"})
}

type PCodecGainedNestedOut struct{ x int }

func (p PCodecGainedNestedOut) MarshalBinary() ([]byte, error) { return []byte{byte(p.x)}, nil }

func (p *PCodecGainedNestedOut) UnmarshalBinary(b []byte) error {
	if len(b) != 1 {
		return errors.New("not one byte")
	}
	p.x = int(b[0])
	return nil
}

type OuterCodecGainedNestedOut struct {
	Before int
	Inner  PCodecGainedNestedOut
	After  string
}

//bluebird:rpc
func CodecGainedNestedOut(i int) OuterCodecGainedNestedOut {
	return []OuterCodecGainedNestedOut{OuterCodecGainedNestedOut{1, PCodecGainedNestedOut{1}, "x"}}[i]
}

type PCodecGainedSliceIn struct{ x int }

func (p PCodecGainedSliceIn) MarshalBinary() ([]byte, error) { return []byte{byte(p.x)}, nil }

func (p *PCodecGainedSliceIn) UnmarshalBinary(b []byte) error {
	if len(b) != 1 {
		return errors.New("not one byte")
	}
	p.x = int(b[0])
	return nil
}

//bluebird:rpc
func CodecGainedSliceIn(v []PCodecGainedSliceIn) string { return Show(v) }

func init() {
	Samples["CodecGainedSliceIn"] = list[[]PCodecGainedSliceIn]([]PCodecGainedSliceIn{PCodecGainedSliceIn{1}, PCodecGainedSliceIn{1}})
}

type PCodecGainedSliceOut struct{ x int }

func (p PCodecGainedSliceOut) MarshalBinary() ([]byte, error) { return []byte{byte(p.x)}, nil }

func (p *PCodecGainedSliceOut) UnmarshalBinary(b []byte) error {
	if len(b) != 1 {
		return errors.New("not one byte")
	}
	p.x = int(b[0])
	return nil
}

//bluebird:rpc
func CodecGainedSliceOut(i int) []PCodecGainedSliceOut {
	return [][]PCodecGainedSliceOut{[]PCodecGainedSliceOut{PCodecGainedSliceOut{1}, PCodecGainedSliceOut{1}}}[i]
}

type PCodecGainedUnionIn struct{ x int }

func (p PCodecGainedUnionIn) MarshalBinary() ([]byte, error) { return []byte{byte(p.x)}, nil }

func (p *PCodecGainedUnionIn) UnmarshalBinary(b []byte) error {
	if len(b) != 1 {
		return errors.New("not one byte")
	}
	p.x = int(b[0])
	return nil
}

type UnionCodecGainedUnionIn interface{ unionCodecGainedUnionIn() }

type BoxCodecGainedUnionIn struct{ Inner PCodecGainedUnionIn }

func (BoxCodecGainedUnionIn) unionCodecGainedUnionIn() {}

//bluebird:rpc
func CodecGainedUnionIn(v UnionCodecGainedUnionIn) string { return Show(v) }

func init() {
	Samples["CodecGainedUnionIn"] = list[UnionCodecGainedUnionIn](BoxCodecGainedUnionIn{PCodecGainedUnionIn{1}})
}

type PCodecGainedUnionOut struct{ x int }

func (p PCodecGainedUnionOut) MarshalBinary() ([]byte, error) { return []byte{byte(p.x)}, nil }

func (p *PCodecGainedUnionOut) UnmarshalBinary(b []byte) error {
	if len(b) != 1 {
		return errors.New("not one byte")
	}
	p.x = int(b[0])
	return nil
}

type UnionCodecGainedUnionOut interface{ unionCodecGainedUnionOut() }

type BoxCodecGainedUnionOut struct{ Inner PCodecGainedUnionOut }

func (BoxCodecGainedUnionOut) unionCodecGainedUnionOut() {}

//bluebird:rpc
func CodecGainedUnionOut(i int) UnionCodecGainedUnionOut {
	return []UnionCodecGainedUnionOut{BoxCodecGainedUnionOut{PCodecGainedUnionOut{1}}}[i]
}

//bluebird:rpc
func RetypedTopIn(v string) string { return Show(v) }

func init() { Samples["RetypedTopIn"] = list[string]("1") }

//bluebird:rpc
func RetypedTopOut(i int) string { return []string{"1"}[i] }

type OuterRetypedNestedIn struct {
	Before int
	Inner  string
	After  string
}

//bluebird:rpc
func RetypedNestedIn(v OuterRetypedNestedIn) string { return Show(v) }

func init() {
	Samples["RetypedNestedIn"] = list[OuterRetypedNestedIn](OuterRetypedNestedIn{1, "1", "x"})
}

type OuterRetypedNestedOut struct {
	Before int
	Inner  string
	After  string
}

//bluebird:rpc
func RetypedNestedOut(i int) OuterRetypedNestedOut {
	return []OuterRetypedNestedOut{OuterRetypedNestedOut{1, "1", "x"}}[i]
}

//bluebird:rpc
func RetypedSliceIn(v []string) string { return Show(v) }

func init() { Samples["RetypedSliceIn"] = list[[]string]([]string{"1", "1"}) }

//bluebird:rpc
func RetypedSliceOut(i int) []string { return [][]string{[]string{"1", "1"}}[i] }

type UnionRetypedUnionIn interface{ unionRetypedUnionIn() }

type BoxRetypedUnionIn struct{ Inner string }

func (BoxRetypedUnionIn) unionRetypedUnionIn() {}

//bluebird:rpc
func RetypedUnionIn(v UnionRetypedUnionIn) string { return Show(v) }

func init() { Samples["RetypedUnionIn"] = list[UnionRetypedUnionIn](BoxRetypedUnionIn{"1"}) }

type UnionRetypedUnionOut interface{ unionRetypedUnionOut() }

type BoxRetypedUnionOut struct{ Inner string }

func (BoxRetypedUnionOut) unionRetypedUnionOut() {}

//bluebird:rpc
func RetypedUnionOut(i int) UnionRetypedUnionOut {
	return []UnionRetypedUnionOut{BoxRetypedUnionOut{"1"}}[i]
}

//bluebird:rpc
func BoolToIntTopIn(v int) string { return Show(v) }

func init() { Samples["BoolToIntTopIn"] = list[int](1) }

//bluebird:rpc
func BoolToIntTopOut(i int) int { return []int{1}[i] }

type OuterBoolToIntNestedIn struct {
	Before int
	Inner  int
	After  string
}

//bluebird:rpc
func BoolToIntNestedIn(v OuterBoolToIntNestedIn) string { return Show(v) }

func init() {
	Samples["BoolToIntNestedIn"] = list[OuterBoolToIntNestedIn](OuterBoolToIntNestedIn{1, 1, "x"})
}

type OuterBoolToIntNestedOut struct {
	Before int
	Inner  int
	After  string
}

//bluebird:rpc
func BoolToIntNestedOut(i int) OuterBoolToIntNestedOut {
	return []OuterBoolToIntNestedOut{OuterBoolToIntNestedOut{1, 1, "x"}}[i]
}

//bluebird:rpc
func BoolToIntSliceIn(v []int) string { return Show(v) }

func init() { Samples["BoolToIntSliceIn"] = list[[]int]([]int{1, 1}) }

//bluebird:rpc
func BoolToIntSliceOut(i int) []int { return [][]int{[]int{1, 1}}[i] }

type UnionBoolToIntUnionIn interface{ unionBoolToIntUnionIn() }

type BoxBoolToIntUnionIn struct{ Inner int }

func (BoxBoolToIntUnionIn) unionBoolToIntUnionIn() {}

//bluebird:rpc
func BoolToIntUnionIn(v UnionBoolToIntUnionIn) string { return Show(v) }

func init() { Samples["BoolToIntUnionIn"] = list[UnionBoolToIntUnionIn](BoxBoolToIntUnionIn{1}) }

type UnionBoolToIntUnionOut interface{ unionBoolToIntUnionOut() }

type BoxBoolToIntUnionOut struct{ Inner int }

func (BoxBoolToIntUnionOut) unionBoolToIntUnionOut() {}

//bluebird:rpc
func BoolToIntUnionOut(i int) UnionBoolToIntUnionOut {
	return []UnionBoolToIntUnionOut{BoxBoolToIntUnionOut{1}}[i]
}

//bluebird:rpc
func TimeToStringTopIn(v string) string { return Show(v) }

func init() { Samples["TimeToStringTopIn"] = list[string]("1970") }

//bluebird:rpc
func TimeToStringTopOut(i int) string { return []string{"1970"}[i] }

type OuterTimeToStringNestedIn struct {
	Before int
	Inner  string
	After  string
}

//bluebird:rpc
func TimeToStringNestedIn(v OuterTimeToStringNestedIn) string { return Show(v) }

func init() {
	Samples["TimeToStringNestedIn"] = list[OuterTimeToStringNestedIn](OuterTimeToStringNestedIn{1, "1970", "x"})
}

type OuterTimeToStringNestedOut struct {
	Before int
	Inner  string
	After  string
}

//bluebird:rpc
func TimeToStringNestedOut(i int) OuterTimeToStringNestedOut {
	return []OuterTimeToStringNestedOut{OuterTimeToStringNestedOut{1, "1970", "x"}}[i]
}

//bluebird:rpc
func TimeToStringSliceIn(v []string) string { return Show(v) }

func init() { Samples["TimeToStringSliceIn"] = list[[]string]([]string{"1970", "1970"}) }

//bluebird:rpc
func TimeToStringSliceOut(i int) []string { return [][]string{[]string{"1970", "1970"}}[i] }

type UnionTimeToStringUnionIn interface{ unionTimeToStringUnionIn() }

type BoxTimeToStringUnionIn struct{ Inner string }

func (BoxTimeToStringUnionIn) unionTimeToStringUnionIn() {}

//bluebird:rpc
func TimeToStringUnionIn(v UnionTimeToStringUnionIn) string { return Show(v) }

func init() {
	Samples["TimeToStringUnionIn"] = list[UnionTimeToStringUnionIn](BoxTimeToStringUnionIn{"1970"})
}

type UnionTimeToStringUnionOut interface{ unionTimeToStringUnionOut() }

type BoxTimeToStringUnionOut struct{ Inner string }

func (BoxTimeToStringUnionOut) unionTimeToStringUnionOut() {}

//bluebird:rpc
func TimeToStringUnionOut(i int) UnionTimeToStringUnionOut {
	return []UnionTimeToStringUnionOut{BoxTimeToStringUnionOut{"1970"}}[i]
}

//bluebird:rpc
func StructToSliceTopIn(v []int) string { return Show(v) }

func init() { Samples["StructToSliceTopIn"] = list[[]int]([]int{1}) }

//bluebird:rpc
func StructToSliceTopOut(i int) []int { return [][]int{[]int{1}}[i] }

type OuterStructToSliceNestedIn struct {
	Before int
	Inner  []int
	After  string
}

//bluebird:rpc
func StructToSliceNestedIn(v OuterStructToSliceNestedIn) string { return Show(v) }

func init() {
	Samples["StructToSliceNestedIn"] = list[OuterStructToSliceNestedIn](OuterStructToSliceNestedIn{1, []int{1}, "x"})
}

type OuterStructToSliceNestedOut struct {
	Before int
	Inner  []int
	After  string
}

//bluebird:rpc
func StructToSliceNestedOut(i int) OuterStructToSliceNestedOut {
	return []OuterStructToSliceNestedOut{OuterStructToSliceNestedOut{1, []int{1}, "x"}}[i]
}

//bluebird:rpc
func StructToSliceSliceIn(v [][]int) string { return Show(v) }

func init() { Samples["StructToSliceSliceIn"] = list[[][]int]([][]int{[]int{1}, []int{1}}) }

//bluebird:rpc
func StructToSliceSliceOut(i int) [][]int { return [][][]int{[][]int{[]int{1}, []int{1}}}[i] }

type UnionStructToSliceUnionIn interface{ unionStructToSliceUnionIn() }

type BoxStructToSliceUnionIn struct{ Inner []int }

func (BoxStructToSliceUnionIn) unionStructToSliceUnionIn() {}

//bluebird:rpc
func StructToSliceUnionIn(v UnionStructToSliceUnionIn) string { return Show(v) }

func init() {
	Samples["StructToSliceUnionIn"] = list[UnionStructToSliceUnionIn](BoxStructToSliceUnionIn{[]int{1}})
}

type UnionStructToSliceUnionOut interface{ unionStructToSliceUnionOut() }

type BoxStructToSliceUnionOut struct{ Inner []int }

func (BoxStructToSliceUnionOut) unionStructToSliceUnionOut() {}

//bluebird:rpc
func StructToSliceUnionOut(i int) UnionStructToSliceUnionOut {
	return []UnionStructToSliceUnionOut{BoxStructToSliceUnionOut{[]int{1}}}[i]
}

// FuncAdded: safe.

//bluebird:rpc
func FuncAdded(v int) int { return v }

// FuncRemoved: breaks.

// FuncRenamed: breaks.

//bluebird:rpc
func FuncRenamedNow(v int) int { return v }

// FuncWas: needs the server first.

//bluebird:was FuncWas
//bluebird:rpc
func FuncWasNow(v int) int { return v }

func init() { Samples["FuncWas"] = []any{1} }

// WireNameKept: safe.

//bluebird:rpc name=evolve.WireNameKept
func WireNameKeptNow(v int) int { return v }

func init() { Samples["WireNameKept"] = []any{1} }

// ServiceWas: needs the server first.

//bluebird:was Library
//bluebird:service
type Archive struct{}

func (*Archive) Shelf(n int) int { return n }

func init() { Samples["ServiceWas"] = []any{1} }

// MethodRemoved: breaks.

//bluebird:service
type Book struct{}

func (*Book) Page(n int) int { return n }

func init() { Samples["MethodRemoved"] = []any{1} }

// MethodWas: needs the server first.

// Remark was renamed.
//
//bluebird:was Note
func (*Book) Remark(n int) int { return n }

func init() { Samples["MethodWas"] = []any{1} }

// ParamRenamed: safe.

//bluebird:rpc
func ParamRenamed(n int) int { return n }

func init() { Samples["ParamRenamed"] = []any{1} }

// ParamWas: safe.

//bluebird:was n=count
//bluebird:rpc
func ParamWas(n int) int { return n }

func init() { Samples["ParamWas"] = []any{1} }

// ParamWasDropped: safe.

//bluebird:rpc
func ParamWasDropped(n int) int { return n }

func init() { Samples["ParamWasDropped"] = []any{1} }

// ParamAppended: needs the server first.

//bluebird:rpc
func ParamAppended(a, b int) int { return a + b }

func init() { Samples["ParamAppended"] = []any{1, 2} }

// ParamAppendedWithDefault: needs the server first.

//bluebird:default b=5
//bluebird:rpc
func ParamAppendedWithDefault(a, b int) int { return a + b }

func init() { Samples["ParamAppendedWithDefault"] = []any{1, 2} }

// ResultAppended: needs the server first.

//bluebird:rpc
func ResultAppended(a int) (int, string) { return a, "x" }

func init() { Samples["ResultAppended"] = []any{1} }

// ParamInserted: breaks.

//bluebird:rpc
func ParamInserted(a int, x bool, b string) string { return Show(b) }

func init() { Samples["ParamInserted"] = []any{1, true, "b"} }

// ParamsReordered: breaks.

//bluebird:rpc
func ParamsReordered(b, a int) int { return a - b }

func init() { Samples["ParamsReordered"] = []any{1, 3} }

// ParamDropped: breaks.

//bluebird:rpc
func ParamDropped(a int) int { return a }

func init() { Samples["ParamDropped"] = []any{1} }

// ResultDropped: breaks.

//bluebird:rpc
func ResultDropped(a int) int { return a }

func init() { Samples["ResultDropped"] = []any{1} }

// ContextAdded: safe.

//bluebird:rpc
func ContextAdded(ctx context.Context, a int) int { return a }

func init() { Samples["ContextAdded"] = []any{1} }

// ErrorAdded: safe.

//bluebird:rpc
func ErrorAdded(a int) (int, error) { return a, nil }

func init() { Samples["ErrorAdded"] = []any{1} }

// ErrorDropped: safe.

//bluebird:rpc
func ErrorDropped(a int) int { return a }

func init() { Samples["ErrorDropped"] = []any{1} }

// VariadicToSlice: safe.

//bluebird:rpc
func VariadicToSlice(v []string) int { return len(v) }

func init() { Samples["VariadicToSlice"] = []any{[]string{"a", "b"}} }

// DefaultRemoved: safe.

//bluebird:rpc
func DefaultRemoved(a int) int { return a }

func init() { Samples["DefaultRemoved"] = []any{1} }

// DefaultChanged: safe.

//bluebird:default a=6
//bluebird:rpc
func DefaultChanged(a int) int { return a }

func init() { Samples["DefaultChanged"] = []any{1} }

// IdempotentDropped: safe.

//bluebird:rpc
func IdempotentDropped(a int) int { return a }

func init() { Samples["IdempotentDropped"] = []any{1} }

// UnaryToStream: breaks.

//bluebird:rpc
func UnaryToStream(n int) iter.Seq[int] { return stream(make([]int, n)...) }

func init() { Samples["UnaryToStream"] = []any{2} }

// StreamToSlice: breaks.

//bluebird:rpc
func StreamToSlice(v []int) string { return Show(v) }

func init() { Samples["StreamToSlice"] = []any{[]int{1, 2}} }

// StreamToReader: breaks.

//bluebird:rpc
func StreamToReader(v io.Reader) int {
	b, _ := io.ReadAll(v)
	return len(b)
}

func init() { Samples["StreamToReader"] = []any{func() io.Reader { return strings.NewReader("a") }} }

// StreamAppended: breaks.

//bluebird:rpc
func StreamAppended(v, w iter.Seq[int]) int { return len(slices.Collect(v)) + len(slices.Collect(w)) }

func init() { Samples["StreamAppended"] = []any{stream(1), stream(2)} }

// StreamItemGainsField: safe.

type StreamItem struct{ X, Y int }

//bluebird:rpc
func StreamItemGainsField(n int) iter.Seq[StreamItem] { return stream(StreamItem{n, 2}) }

func init() { Samples["StreamItemGainsField"] = []any{1} }

// StreamItemLosesField: breaks.

type StreamPart struct{ X int }

//bluebird:rpc
func StreamItemLosesField(v iter.Seq[StreamPart]) string { return Show(slices.Collect(v)) }

func init() { Samples["StreamItemLosesField"] = []any{stream(StreamPart{1})} }

// StreamItemWider: needs the server first.

//bluebird:rpc
func StreamItemWider(v iter.Seq2[float64, error]) (n int, err error) {
	for _, err := range v {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func init() {
	Samples["StreamItemWider"] = []any{func(yield func(float64, error) bool) { yield(0.1, nil) }}
}

// StreamItemWiderOut: needs the clients first.

//bluebird:rpc
func StreamItemWiderOut(n int) iter.Seq[float64] { return stream(0.1) }

func init() { Samples["StreamItemWiderOut"] = []any{1} }

// PairValueWider: safe.

//bluebird:rpc
func PairValueWider(v iter.Seq2[string, int64]) int {
	n := 0
	for _, x := range v {
		n += int(x)
	}
	return n
}

func init() {
	Samples["PairValueWider"] = []any{func(yield func(string, int64) bool) { yield("a", 7) }}
}

// SeqToChan: safe.

//bluebird:rpc
func SeqToChan(ctx context.Context, v <-chan int) int {
	n := 0
	for range v {
		n++
	}
	return n
}

func init() { Samples["SeqToChan"] = []any{func() <-chan int { return channel(1, 2) }} }

// StreamGainsError: safe.

//bluebird:rpc
func StreamGainsError(n int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) { yield(1, nil) }
}

func init() { Samples["StreamGainsError"] = []any{1} }

// ReaderCloses: safe.

//bluebird:rpc
func ReaderCloses(v io.ReadCloser) int {
	b, _ := io.ReadAll(v)
	return len(b)
}

func init() {
	Samples["ReaderCloses"] = []any{func() io.ReadCloser { return io.NopCloser(strings.NewReader("ab")) }}
}

// CallbackParamAppended: needs the server first.

//bluebird:rpc
func CallbackParamAppended(f func(n int, s string) int) int { return f(1, "x") }

func init() {
	Samples["CallbackParamAppended"] = []any{func(n int, s string) int { return n + len(s) }}
}

// CallbackParamDropped: breaks.

//bluebird:rpc
func CallbackParamDropped(f func(n int) int) int { return f(1) }

func init() { Samples["CallbackParamDropped"] = []any{func(n int) int { return n }} }

// CallbackResultAppended: needs the server first.

//bluebird:rpc
func CallbackResultAppended(f func() (int, string)) string {
	n, s := f()
	return Show(n) + s
}

func init() { Samples["CallbackResultAppended"] = []any{func() (int, string) { return 1, "x" }} }

// CallbackParamWider: needs the clients first.

//bluebird:rpc
func CallbackParamWider(f func(x float64) error) error { return f(0.1) }

func init() { Samples["CallbackParamWider"] = []any{func(x float64) error { return nil }} }

// CallbackResultWider: needs the server first.

//bluebird:rpc
func CallbackResultWider(f func() float64) bool { return f() > 0 }

func init() { Samples["CallbackResultWider"] = []any{func() float64 { return 0.1 }} }

// CallbackGainsError: safe.

//bluebird:rpc
func CallbackGainsError(f func(ctx context.Context, n int) error) error {
	return f(context.Background(), 1)
}

func init() {
	Samples["CallbackGainsError"] = []any{func(ctx context.Context, n int) error { return nil }}
}

func ptr[T any](v T) *T { return &v }

func list[T any](values ...T) []any {
	var all []any
	for _, v := range values {
		all = append(all, v)
	}
	return all
}

func stream[T any](values ...T) iter.Seq[T] { return slices.Values(values) }

func channel[T any](values ...T) <-chan T {
	c := make(chan T, len(values))
	for _, v := range values {
		c <- v
	}
	close(c)
	return c
}
