// Code written by testdata/evolve/write; DO NOT EDIT.

// Package before is the contract of testdata/evolve before all changes.
//
//bluebird:package name=evolve
package before

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

type PFieldAddedTopIn struct{ X int }

//bluebird:rpc
func FieldAddedTopIn(v PFieldAddedTopIn) string { return Show(v) }

func init() { Samples["FieldAddedTopIn"] = list[PFieldAddedTopIn](PFieldAddedTopIn{1}) }

type PFieldAddedTopOut struct{ X int }

//bluebird:rpc
func FieldAddedTopOut(i int) PFieldAddedTopOut { return []PFieldAddedTopOut{PFieldAddedTopOut{1}}[i] }

type PFieldAddedNestedIn struct{ X int }

type OuterFieldAddedNestedIn struct {
	Before int
	Inner  PFieldAddedNestedIn
	After  string
}

//bluebird:rpc
func FieldAddedNestedIn(v OuterFieldAddedNestedIn) string { return Show(v) }

func init() {
	Samples["FieldAddedNestedIn"] = list[OuterFieldAddedNestedIn](OuterFieldAddedNestedIn{1, PFieldAddedNestedIn{1}, "x"})
}

type PFieldAddedNestedOut struct{ X int }

type OuterFieldAddedNestedOut struct {
	Before int
	Inner  PFieldAddedNestedOut
	After  string
}

//bluebird:rpc
func FieldAddedNestedOut(i int) OuterFieldAddedNestedOut {
	return []OuterFieldAddedNestedOut{OuterFieldAddedNestedOut{1, PFieldAddedNestedOut{1}, "x"}}[i]
}

type PFieldAddedSliceIn struct{ X int }

//bluebird:rpc
func FieldAddedSliceIn(v []PFieldAddedSliceIn) string { return Show(v) }

func init() {
	Samples["FieldAddedSliceIn"] = list[[]PFieldAddedSliceIn]([]PFieldAddedSliceIn{PFieldAddedSliceIn{1}, PFieldAddedSliceIn{1}})
}

type PFieldAddedSliceOut struct{ X int }

//bluebird:rpc
func FieldAddedSliceOut(i int) []PFieldAddedSliceOut {
	return [][]PFieldAddedSliceOut{[]PFieldAddedSliceOut{PFieldAddedSliceOut{1}, PFieldAddedSliceOut{1}}}[i]
}

type PFieldAddedUnionIn struct{ X int }

type UnionFieldAddedUnionIn interface{ unionFieldAddedUnionIn() }

type BoxFieldAddedUnionIn struct{ Inner PFieldAddedUnionIn }

func (BoxFieldAddedUnionIn) unionFieldAddedUnionIn() {}

//bluebird:rpc
func FieldAddedUnionIn(v UnionFieldAddedUnionIn) string { return Show(v) }

func init() {
	Samples["FieldAddedUnionIn"] = list[UnionFieldAddedUnionIn](BoxFieldAddedUnionIn{PFieldAddedUnionIn{1}})
}

type PFieldAddedUnionOut struct{ X int }

type UnionFieldAddedUnionOut interface{ unionFieldAddedUnionOut() }

type BoxFieldAddedUnionOut struct{ Inner PFieldAddedUnionOut }

func (BoxFieldAddedUnionOut) unionFieldAddedUnionOut() {}

//bluebird:rpc
func FieldAddedUnionOut(i int) UnionFieldAddedUnionOut {
	return []UnionFieldAddedUnionOut{BoxFieldAddedUnionOut{PFieldAddedUnionOut{1}}}[i]
}

type PFieldDroppedTopIn struct{ X, Y int }

//bluebird:rpc
func FieldDroppedTopIn(v PFieldDroppedTopIn) string { return Show(v) }

func init() { Samples["FieldDroppedTopIn"] = list[PFieldDroppedTopIn](PFieldDroppedTopIn{1, 2}) }

type PFieldDroppedTopOut struct{ X, Y int }

//bluebird:rpc
func FieldDroppedTopOut(i int) PFieldDroppedTopOut {
	return []PFieldDroppedTopOut{PFieldDroppedTopOut{1, 2}}[i]
}

type PFieldDroppedNestedIn struct{ X, Y int }

type OuterFieldDroppedNestedIn struct {
	Before int
	Inner  PFieldDroppedNestedIn
	After  string
}

//bluebird:rpc
func FieldDroppedNestedIn(v OuterFieldDroppedNestedIn) string { return Show(v) }

func init() {
	Samples["FieldDroppedNestedIn"] = list[OuterFieldDroppedNestedIn](OuterFieldDroppedNestedIn{1, PFieldDroppedNestedIn{1, 2}, "x"})
}

type PFieldDroppedNestedOut struct{ X, Y int }

type OuterFieldDroppedNestedOut struct {
	Before int
	Inner  PFieldDroppedNestedOut
	After  string
}

//bluebird:rpc
func FieldDroppedNestedOut(i int) OuterFieldDroppedNestedOut {
	return []OuterFieldDroppedNestedOut{OuterFieldDroppedNestedOut{1, PFieldDroppedNestedOut{1, 2}, "x"}}[i]
}

type PFieldDroppedSliceIn struct{ X, Y int }

//bluebird:rpc
func FieldDroppedSliceIn(v []PFieldDroppedSliceIn) string { return Show(v) }

func init() {
	Samples["FieldDroppedSliceIn"] = list[[]PFieldDroppedSliceIn]([]PFieldDroppedSliceIn{PFieldDroppedSliceIn{1, 2}, PFieldDroppedSliceIn{1, 2}})
}

type PFieldDroppedSliceOut struct{ X, Y int }

//bluebird:rpc
func FieldDroppedSliceOut(i int) []PFieldDroppedSliceOut {
	return [][]PFieldDroppedSliceOut{[]PFieldDroppedSliceOut{PFieldDroppedSliceOut{1, 2}, PFieldDroppedSliceOut{1, 2}}}[i]
}

type PFieldDroppedUnionIn struct{ X, Y int }

type UnionFieldDroppedUnionIn interface{ unionFieldDroppedUnionIn() }

type BoxFieldDroppedUnionIn struct{ Inner PFieldDroppedUnionIn }

func (BoxFieldDroppedUnionIn) unionFieldDroppedUnionIn() {}

//bluebird:rpc
func FieldDroppedUnionIn(v UnionFieldDroppedUnionIn) string { return Show(v) }

func init() {
	Samples["FieldDroppedUnionIn"] = list[UnionFieldDroppedUnionIn](BoxFieldDroppedUnionIn{PFieldDroppedUnionIn{1, 2}})
}

type PFieldDroppedUnionOut struct{ X, Y int }

type UnionFieldDroppedUnionOut interface{ unionFieldDroppedUnionOut() }

type BoxFieldDroppedUnionOut struct{ Inner PFieldDroppedUnionOut }

func (BoxFieldDroppedUnionOut) unionFieldDroppedUnionOut() {}

//bluebird:rpc
func FieldDroppedUnionOut(i int) UnionFieldDroppedUnionOut {
	return []UnionFieldDroppedUnionOut{BoxFieldDroppedUnionOut{PFieldDroppedUnionOut{1, 2}}}[i]
}

type PFieldRenamedTopIn struct{ X int }

//bluebird:rpc
func FieldRenamedTopIn(v PFieldRenamedTopIn) string { return Show(v) }

func init() { Samples["FieldRenamedTopIn"] = list[PFieldRenamedTopIn](PFieldRenamedTopIn{1}) }

type PFieldRenamedTopOut struct{ X int }

//bluebird:rpc
func FieldRenamedTopOut(i int) PFieldRenamedTopOut {
	return []PFieldRenamedTopOut{PFieldRenamedTopOut{1}}[i]
}

type PFieldRenamedNestedIn struct{ X int }

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

type PFieldRenamedNestedOut struct{ X int }

type OuterFieldRenamedNestedOut struct {
	Before int
	Inner  PFieldRenamedNestedOut
	After  string
}

//bluebird:rpc
func FieldRenamedNestedOut(i int) OuterFieldRenamedNestedOut {
	return []OuterFieldRenamedNestedOut{OuterFieldRenamedNestedOut{1, PFieldRenamedNestedOut{1}, "x"}}[i]
}

type PFieldRenamedSliceIn struct{ X int }

//bluebird:rpc
func FieldRenamedSliceIn(v []PFieldRenamedSliceIn) string { return Show(v) }

func init() {
	Samples["FieldRenamedSliceIn"] = list[[]PFieldRenamedSliceIn]([]PFieldRenamedSliceIn{PFieldRenamedSliceIn{1}, PFieldRenamedSliceIn{1}})
}

type PFieldRenamedSliceOut struct{ X int }

//bluebird:rpc
func FieldRenamedSliceOut(i int) []PFieldRenamedSliceOut {
	return [][]PFieldRenamedSliceOut{[]PFieldRenamedSliceOut{PFieldRenamedSliceOut{1}, PFieldRenamedSliceOut{1}}}[i]
}

type PFieldRenamedUnionIn struct{ X int }

type UnionFieldRenamedUnionIn interface{ unionFieldRenamedUnionIn() }

type BoxFieldRenamedUnionIn struct{ Inner PFieldRenamedUnionIn }

func (BoxFieldRenamedUnionIn) unionFieldRenamedUnionIn() {}

//bluebird:rpc
func FieldRenamedUnionIn(v UnionFieldRenamedUnionIn) string { return Show(v) }

func init() {
	Samples["FieldRenamedUnionIn"] = list[UnionFieldRenamedUnionIn](BoxFieldRenamedUnionIn{PFieldRenamedUnionIn{1}})
}

type PFieldRenamedUnionOut struct{ X int }

type UnionFieldRenamedUnionOut interface{ unionFieldRenamedUnionOut() }

type BoxFieldRenamedUnionOut struct{ Inner PFieldRenamedUnionOut }

func (BoxFieldRenamedUnionOut) unionFieldRenamedUnionOut() {}

//bluebird:rpc
func FieldRenamedUnionOut(i int) UnionFieldRenamedUnionOut {
	return []UnionFieldRenamedUnionOut{BoxFieldRenamedUnionOut{PFieldRenamedUnionOut{1}}}[i]
}

type PFieldTaggedTopIn struct{ X int }

//bluebird:rpc
func FieldTaggedTopIn(v PFieldTaggedTopIn) string { return Show(v) }

func init() { Samples["FieldTaggedTopIn"] = list[PFieldTaggedTopIn](PFieldTaggedTopIn{1}) }

type PFieldTaggedTopOut struct{ X int }

//bluebird:rpc
func FieldTaggedTopOut(i int) PFieldTaggedTopOut {
	return []PFieldTaggedTopOut{PFieldTaggedTopOut{1}}[i]
}

type PFieldTaggedNestedIn struct{ X int }

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

type PFieldTaggedNestedOut struct{ X int }

type OuterFieldTaggedNestedOut struct {
	Before int
	Inner  PFieldTaggedNestedOut
	After  string
}

//bluebird:rpc
func FieldTaggedNestedOut(i int) OuterFieldTaggedNestedOut {
	return []OuterFieldTaggedNestedOut{OuterFieldTaggedNestedOut{1, PFieldTaggedNestedOut{1}, "x"}}[i]
}

type PFieldTaggedSliceIn struct{ X int }

//bluebird:rpc
func FieldTaggedSliceIn(v []PFieldTaggedSliceIn) string { return Show(v) }

func init() {
	Samples["FieldTaggedSliceIn"] = list[[]PFieldTaggedSliceIn]([]PFieldTaggedSliceIn{PFieldTaggedSliceIn{1}, PFieldTaggedSliceIn{1}})
}

type PFieldTaggedSliceOut struct{ X int }

//bluebird:rpc
func FieldTaggedSliceOut(i int) []PFieldTaggedSliceOut {
	return [][]PFieldTaggedSliceOut{[]PFieldTaggedSliceOut{PFieldTaggedSliceOut{1}, PFieldTaggedSliceOut{1}}}[i]
}

type PFieldTaggedUnionIn struct{ X int }

type UnionFieldTaggedUnionIn interface{ unionFieldTaggedUnionIn() }

type BoxFieldTaggedUnionIn struct{ Inner PFieldTaggedUnionIn }

func (BoxFieldTaggedUnionIn) unionFieldTaggedUnionIn() {}

//bluebird:rpc
func FieldTaggedUnionIn(v UnionFieldTaggedUnionIn) string { return Show(v) }

func init() {
	Samples["FieldTaggedUnionIn"] = list[UnionFieldTaggedUnionIn](BoxFieldTaggedUnionIn{PFieldTaggedUnionIn{1}})
}

type PFieldTaggedUnionOut struct{ X int }

type UnionFieldTaggedUnionOut interface{ unionFieldTaggedUnionOut() }

type BoxFieldTaggedUnionOut struct{ Inner PFieldTaggedUnionOut }

func (BoxFieldTaggedUnionOut) unionFieldTaggedUnionOut() {}

//bluebird:rpc
func FieldTaggedUnionOut(i int) UnionFieldTaggedUnionOut {
	return []UnionFieldTaggedUnionOut{BoxFieldTaggedUnionOut{PFieldTaggedUnionOut{1}}}[i]
}

type PFieldWasTopIn struct{ X int }

//bluebird:rpc
func FieldWasTopIn(v PFieldWasTopIn) string { return Show(v) }

func init() { Samples["FieldWasTopIn"] = list[PFieldWasTopIn](PFieldWasTopIn{1}) }

type PFieldWasTopOut struct{ X int }

//bluebird:rpc
func FieldWasTopOut(i int) PFieldWasTopOut { return []PFieldWasTopOut{PFieldWasTopOut{1}}[i] }

type PFieldWasNestedIn struct{ X int }

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

type PFieldWasNestedOut struct{ X int }

type OuterFieldWasNestedOut struct {
	Before int
	Inner  PFieldWasNestedOut
	After  string
}

//bluebird:rpc
func FieldWasNestedOut(i int) OuterFieldWasNestedOut {
	return []OuterFieldWasNestedOut{OuterFieldWasNestedOut{1, PFieldWasNestedOut{1}, "x"}}[i]
}

type PFieldWasSliceIn struct{ X int }

//bluebird:rpc
func FieldWasSliceIn(v []PFieldWasSliceIn) string { return Show(v) }

func init() {
	Samples["FieldWasSliceIn"] = list[[]PFieldWasSliceIn]([]PFieldWasSliceIn{PFieldWasSliceIn{1}, PFieldWasSliceIn{1}})
}

type PFieldWasSliceOut struct{ X int }

//bluebird:rpc
func FieldWasSliceOut(i int) []PFieldWasSliceOut {
	return [][]PFieldWasSliceOut{[]PFieldWasSliceOut{PFieldWasSliceOut{1}, PFieldWasSliceOut{1}}}[i]
}

type PFieldWasUnionIn struct{ X int }

type UnionFieldWasUnionIn interface{ unionFieldWasUnionIn() }

type BoxFieldWasUnionIn struct{ Inner PFieldWasUnionIn }

func (BoxFieldWasUnionIn) unionFieldWasUnionIn() {}

//bluebird:rpc
func FieldWasUnionIn(v UnionFieldWasUnionIn) string { return Show(v) }

func init() {
	Samples["FieldWasUnionIn"] = list[UnionFieldWasUnionIn](BoxFieldWasUnionIn{PFieldWasUnionIn{1}})
}

type PFieldWasUnionOut struct{ X int }

type UnionFieldWasUnionOut interface{ unionFieldWasUnionOut() }

type BoxFieldWasUnionOut struct{ Inner PFieldWasUnionOut }

func (BoxFieldWasUnionOut) unionFieldWasUnionOut() {}

//bluebird:rpc
func FieldWasUnionOut(i int) UnionFieldWasUnionOut {
	return []UnionFieldWasUnionOut{BoxFieldWasUnionOut{PFieldWasUnionOut{1}}}[i]
}

type PFieldsReorderedTopIn struct{ X, Y int }

//bluebird:rpc
func FieldsReorderedTopIn(v PFieldsReorderedTopIn) string { return Show(v) }

func init() {
	Samples["FieldsReorderedTopIn"] = list[PFieldsReorderedTopIn](PFieldsReorderedTopIn{X: 1, Y: 2})
}

type PFieldsReorderedTopOut struct{ X, Y int }

//bluebird:rpc
func FieldsReorderedTopOut(i int) PFieldsReorderedTopOut {
	return []PFieldsReorderedTopOut{PFieldsReorderedTopOut{X: 1, Y: 2}}[i]
}

type PFieldsReorderedNestedIn struct{ X, Y int }

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

type PFieldsReorderedNestedOut struct{ X, Y int }

type OuterFieldsReorderedNestedOut struct {
	Before int
	Inner  PFieldsReorderedNestedOut
	After  string
}

//bluebird:rpc
func FieldsReorderedNestedOut(i int) OuterFieldsReorderedNestedOut {
	return []OuterFieldsReorderedNestedOut{OuterFieldsReorderedNestedOut{1, PFieldsReorderedNestedOut{X: 1, Y: 2}, "x"}}[i]
}

type PFieldsReorderedSliceIn struct{ X, Y int }

//bluebird:rpc
func FieldsReorderedSliceIn(v []PFieldsReorderedSliceIn) string { return Show(v) }

func init() {
	Samples["FieldsReorderedSliceIn"] = list[[]PFieldsReorderedSliceIn]([]PFieldsReorderedSliceIn{PFieldsReorderedSliceIn{X: 1, Y: 2}, PFieldsReorderedSliceIn{X: 1, Y: 2}})
}

type PFieldsReorderedSliceOut struct{ X, Y int }

//bluebird:rpc
func FieldsReorderedSliceOut(i int) []PFieldsReorderedSliceOut {
	return [][]PFieldsReorderedSliceOut{[]PFieldsReorderedSliceOut{PFieldsReorderedSliceOut{X: 1, Y: 2}, PFieldsReorderedSliceOut{X: 1, Y: 2}}}[i]
}

type PFieldsReorderedUnionIn struct{ X, Y int }

type UnionFieldsReorderedUnionIn interface{ unionFieldsReorderedUnionIn() }

type BoxFieldsReorderedUnionIn struct{ Inner PFieldsReorderedUnionIn }

func (BoxFieldsReorderedUnionIn) unionFieldsReorderedUnionIn() {}

//bluebird:rpc
func FieldsReorderedUnionIn(v UnionFieldsReorderedUnionIn) string { return Show(v) }

func init() {
	Samples["FieldsReorderedUnionIn"] = list[UnionFieldsReorderedUnionIn](BoxFieldsReorderedUnionIn{PFieldsReorderedUnionIn{X: 1, Y: 2}})
}

type PFieldsReorderedUnionOut struct{ X, Y int }

type UnionFieldsReorderedUnionOut interface{ unionFieldsReorderedUnionOut() }

type BoxFieldsReorderedUnionOut struct{ Inner PFieldsReorderedUnionOut }

func (BoxFieldsReorderedUnionOut) unionFieldsReorderedUnionOut() {}

//bluebird:rpc
func FieldsReorderedUnionOut(i int) UnionFieldsReorderedUnionOut {
	return []UnionFieldsReorderedUnionOut{BoxFieldsReorderedUnionOut{PFieldsReorderedUnionOut{X: 1, Y: 2}}}[i]
}

//bluebird:rpc
func IntWiderTopIn(v int32) string { return Show(v) }

func init() { Samples["IntWiderTopIn"] = list[int32](-7) }

//bluebird:rpc
func IntWiderTopOut(i int) int32 { return []int32{-7}[i] }

type OuterIntWiderNestedIn struct {
	Before int
	Inner  int32
	After  string
}

//bluebird:rpc
func IntWiderNestedIn(v OuterIntWiderNestedIn) string { return Show(v) }

func init() {
	Samples["IntWiderNestedIn"] = list[OuterIntWiderNestedIn](OuterIntWiderNestedIn{1, -7, "x"})
}

type OuterIntWiderNestedOut struct {
	Before int
	Inner  int32
	After  string
}

//bluebird:rpc
func IntWiderNestedOut(i int) OuterIntWiderNestedOut {
	return []OuterIntWiderNestedOut{OuterIntWiderNestedOut{1, -7, "x"}}[i]
}

//bluebird:rpc
func IntWiderSliceIn(v []int32) string { return Show(v) }

func init() { Samples["IntWiderSliceIn"] = list[[]int32]([]int32{-7, -7}) }

//bluebird:rpc
func IntWiderSliceOut(i int) []int32 { return [][]int32{[]int32{-7, -7}}[i] }

type UnionIntWiderUnionIn interface{ unionIntWiderUnionIn() }

type BoxIntWiderUnionIn struct{ Inner int32 }

func (BoxIntWiderUnionIn) unionIntWiderUnionIn() {}

//bluebird:rpc
func IntWiderUnionIn(v UnionIntWiderUnionIn) string { return Show(v) }

func init() { Samples["IntWiderUnionIn"] = list[UnionIntWiderUnionIn](BoxIntWiderUnionIn{-7}) }

type UnionIntWiderUnionOut interface{ unionIntWiderUnionOut() }

type BoxIntWiderUnionOut struct{ Inner int32 }

func (BoxIntWiderUnionOut) unionIntWiderUnionOut() {}

//bluebird:rpc
func IntWiderUnionOut(i int) UnionIntWiderUnionOut {
	return []UnionIntWiderUnionOut{BoxIntWiderUnionOut{-7}}[i]
}

//bluebird:rpc
func IntNarrowerTopIn(v int64) string { return Show(v) }

func init() { Samples["IntNarrowerTopIn"] = list[int64](1 << 40) }

//bluebird:rpc
func IntNarrowerTopOut(i int) int64 { return []int64{1 << 40}[i] }

type OuterIntNarrowerNestedIn struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func IntNarrowerNestedIn(v OuterIntNarrowerNestedIn) string { return Show(v) }

func init() {
	Samples["IntNarrowerNestedIn"] = list[OuterIntNarrowerNestedIn](OuterIntNarrowerNestedIn{1, 1 << 40, "x"})
}

type OuterIntNarrowerNestedOut struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func IntNarrowerNestedOut(i int) OuterIntNarrowerNestedOut {
	return []OuterIntNarrowerNestedOut{OuterIntNarrowerNestedOut{1, 1 << 40, "x"}}[i]
}

//bluebird:rpc
func IntNarrowerSliceIn(v []int64) string { return Show(v) }

func init() { Samples["IntNarrowerSliceIn"] = list[[]int64]([]int64{1 << 40, 1 << 40}) }

//bluebird:rpc
func IntNarrowerSliceOut(i int) []int64 { return [][]int64{[]int64{1 << 40, 1 << 40}}[i] }

type UnionIntNarrowerUnionIn interface{ unionIntNarrowerUnionIn() }

type BoxIntNarrowerUnionIn struct{ Inner int64 }

func (BoxIntNarrowerUnionIn) unionIntNarrowerUnionIn() {}

//bluebird:rpc
func IntNarrowerUnionIn(v UnionIntNarrowerUnionIn) string { return Show(v) }

func init() {
	Samples["IntNarrowerUnionIn"] = list[UnionIntNarrowerUnionIn](BoxIntNarrowerUnionIn{1 << 40})
}

type UnionIntNarrowerUnionOut interface{ unionIntNarrowerUnionOut() }

type BoxIntNarrowerUnionOut struct{ Inner int64 }

func (BoxIntNarrowerUnionOut) unionIntNarrowerUnionOut() {}

//bluebird:rpc
func IntNarrowerUnionOut(i int) UnionIntNarrowerUnionOut {
	return []UnionIntNarrowerUnionOut{BoxIntNarrowerUnionOut{1 << 40}}[i]
}

//bluebird:rpc
func IntSignedTopIn(v int32) string { return Show(v) }

func init() { Samples["IntSignedTopIn"] = list[int32](7, -1) }

//bluebird:rpc
func IntSignedTopOut(i int) int32 { return []int32{7, -1}[i] }

type OuterIntSignedNestedIn struct {
	Before int
	Inner  int32
	After  string
}

//bluebird:rpc
func IntSignedNestedIn(v OuterIntSignedNestedIn) string { return Show(v) }

func init() {
	Samples["IntSignedNestedIn"] = list[OuterIntSignedNestedIn](OuterIntSignedNestedIn{1, 7, "x"}, OuterIntSignedNestedIn{1, -1, "x"})
}

type OuterIntSignedNestedOut struct {
	Before int
	Inner  int32
	After  string
}

//bluebird:rpc
func IntSignedNestedOut(i int) OuterIntSignedNestedOut {
	return []OuterIntSignedNestedOut{OuterIntSignedNestedOut{1, 7, "x"}, OuterIntSignedNestedOut{1, -1, "x"}}[i]
}

//bluebird:rpc
func IntSignedSliceIn(v []int32) string { return Show(v) }

func init() { Samples["IntSignedSliceIn"] = list[[]int32]([]int32{7, 7}, []int32{-1, -1}) }

//bluebird:rpc
func IntSignedSliceOut(i int) []int32 { return [][]int32{[]int32{7, 7}, []int32{-1, -1}}[i] }

type UnionIntSignedUnionIn interface{ unionIntSignedUnionIn() }

type BoxIntSignedUnionIn struct{ Inner int32 }

func (BoxIntSignedUnionIn) unionIntSignedUnionIn() {}

//bluebird:rpc
func IntSignedUnionIn(v UnionIntSignedUnionIn) string { return Show(v) }

func init() {
	Samples["IntSignedUnionIn"] = list[UnionIntSignedUnionIn](BoxIntSignedUnionIn{7}, BoxIntSignedUnionIn{-1})
}

type UnionIntSignedUnionOut interface{ unionIntSignedUnionOut() }

type BoxIntSignedUnionOut struct{ Inner int32 }

func (BoxIntSignedUnionOut) unionIntSignedUnionOut() {}

//bluebird:rpc
func IntSignedUnionOut(i int) UnionIntSignedUnionOut {
	return []UnionIntSignedUnionOut{BoxIntSignedUnionOut{7}, BoxIntSignedUnionOut{-1}}[i]
}

//bluebird:rpc
func UintToIntTopIn(v uint32) string { return Show(v) }

func init() { Samples["UintToIntTopIn"] = list[uint32](1<<32 - 1) }

//bluebird:rpc
func UintToIntTopOut(i int) uint32 { return []uint32{1<<32 - 1}[i] }

type OuterUintToIntNestedIn struct {
	Before int
	Inner  uint32
	After  string
}

//bluebird:rpc
func UintToIntNestedIn(v OuterUintToIntNestedIn) string { return Show(v) }

func init() {
	Samples["UintToIntNestedIn"] = list[OuterUintToIntNestedIn](OuterUintToIntNestedIn{1, 1<<32 - 1, "x"})
}

type OuterUintToIntNestedOut struct {
	Before int
	Inner  uint32
	After  string
}

//bluebird:rpc
func UintToIntNestedOut(i int) OuterUintToIntNestedOut {
	return []OuterUintToIntNestedOut{OuterUintToIntNestedOut{1, 1<<32 - 1, "x"}}[i]
}

//bluebird:rpc
func UintToIntSliceIn(v []uint32) string { return Show(v) }

func init() { Samples["UintToIntSliceIn"] = list[[]uint32]([]uint32{1<<32 - 1, 1<<32 - 1}) }

//bluebird:rpc
func UintToIntSliceOut(i int) []uint32 { return [][]uint32{[]uint32{1<<32 - 1, 1<<32 - 1}}[i] }

type UnionUintToIntUnionIn interface{ unionUintToIntUnionIn() }

type BoxUintToIntUnionIn struct{ Inner uint32 }

func (BoxUintToIntUnionIn) unionUintToIntUnionIn() {}

//bluebird:rpc
func UintToIntUnionIn(v UnionUintToIntUnionIn) string { return Show(v) }

func init() {
	Samples["UintToIntUnionIn"] = list[UnionUintToIntUnionIn](BoxUintToIntUnionIn{1<<32 - 1})
}

type UnionUintToIntUnionOut interface{ unionUintToIntUnionOut() }

type BoxUintToIntUnionOut struct{ Inner uint32 }

func (BoxUintToIntUnionOut) unionUintToIntUnionOut() {}

//bluebird:rpc
func UintToIntUnionOut(i int) UnionUintToIntUnionOut {
	return []UnionUintToIntUnionOut{BoxUintToIntUnionOut{1<<32 - 1}}[i]
}

//bluebird:rpc
func IntToInt64TopIn(v int) string { return Show(v) }

func init() { Samples["IntToInt64TopIn"] = list[int](-1 << 31) }

//bluebird:rpc
func IntToInt64TopOut(i int) int { return []int{-1 << 31}[i] }

type OuterIntToInt64NestedIn struct {
	Before int
	Inner  int
	After  string
}

//bluebird:rpc
func IntToInt64NestedIn(v OuterIntToInt64NestedIn) string { return Show(v) }

func init() {
	Samples["IntToInt64NestedIn"] = list[OuterIntToInt64NestedIn](OuterIntToInt64NestedIn{1, -1 << 31, "x"})
}

type OuterIntToInt64NestedOut struct {
	Before int
	Inner  int
	After  string
}

//bluebird:rpc
func IntToInt64NestedOut(i int) OuterIntToInt64NestedOut {
	return []OuterIntToInt64NestedOut{OuterIntToInt64NestedOut{1, -1 << 31, "x"}}[i]
}

//bluebird:rpc
func IntToInt64SliceIn(v []int) string { return Show(v) }

func init() { Samples["IntToInt64SliceIn"] = list[[]int]([]int{-1 << 31, -1 << 31}) }

//bluebird:rpc
func IntToInt64SliceOut(i int) []int { return [][]int{[]int{-1 << 31, -1 << 31}}[i] }

type UnionIntToInt64UnionIn interface{ unionIntToInt64UnionIn() }

type BoxIntToInt64UnionIn struct{ Inner int }

func (BoxIntToInt64UnionIn) unionIntToInt64UnionIn() {}

//bluebird:rpc
func IntToInt64UnionIn(v UnionIntToInt64UnionIn) string { return Show(v) }

func init() {
	Samples["IntToInt64UnionIn"] = list[UnionIntToInt64UnionIn](BoxIntToInt64UnionIn{-1 << 31})
}

type UnionIntToInt64UnionOut interface{ unionIntToInt64UnionOut() }

type BoxIntToInt64UnionOut struct{ Inner int }

func (BoxIntToInt64UnionOut) unionIntToInt64UnionOut() {}

//bluebird:rpc
func IntToInt64UnionOut(i int) UnionIntToInt64UnionOut {
	return []UnionIntToInt64UnionOut{BoxIntToInt64UnionOut{-1 << 31}}[i]
}

//bluebird:rpc
func FloatWiderTopIn(v float32) string { return Show(v) }

func init() { Samples["FloatWiderTopIn"] = list[float32](0.5) }

//bluebird:rpc
func FloatWiderTopOut(i int) float32 { return []float32{0.5}[i] }

type OuterFloatWiderNestedIn struct {
	Before int
	Inner  float32
	After  string
}

//bluebird:rpc
func FloatWiderNestedIn(v OuterFloatWiderNestedIn) string { return Show(v) }

func init() {
	Samples["FloatWiderNestedIn"] = list[OuterFloatWiderNestedIn](OuterFloatWiderNestedIn{1, 0.5, "x"})
}

type OuterFloatWiderNestedOut struct {
	Before int
	Inner  float32
	After  string
}

//bluebird:rpc
func FloatWiderNestedOut(i int) OuterFloatWiderNestedOut {
	return []OuterFloatWiderNestedOut{OuterFloatWiderNestedOut{1, 0.5, "x"}}[i]
}

//bluebird:rpc
func FloatWiderSliceIn(v []float32) string { return Show(v) }

func init() { Samples["FloatWiderSliceIn"] = list[[]float32]([]float32{0.5, 0.5}) }

//bluebird:rpc
func FloatWiderSliceOut(i int) []float32 { return [][]float32{[]float32{0.5, 0.5}}[i] }

type UnionFloatWiderUnionIn interface{ unionFloatWiderUnionIn() }

type BoxFloatWiderUnionIn struct{ Inner float32 }

func (BoxFloatWiderUnionIn) unionFloatWiderUnionIn() {}

//bluebird:rpc
func FloatWiderUnionIn(v UnionFloatWiderUnionIn) string { return Show(v) }

func init() { Samples["FloatWiderUnionIn"] = list[UnionFloatWiderUnionIn](BoxFloatWiderUnionIn{0.5}) }

type UnionFloatWiderUnionOut interface{ unionFloatWiderUnionOut() }

type BoxFloatWiderUnionOut struct{ Inner float32 }

func (BoxFloatWiderUnionOut) unionFloatWiderUnionOut() {}

//bluebird:rpc
func FloatWiderUnionOut(i int) UnionFloatWiderUnionOut {
	return []UnionFloatWiderUnionOut{BoxFloatWiderUnionOut{0.5}}[i]
}

//bluebird:rpc
func FloatNarrowerTopIn(v float64) string { return Show(v) }

func init() { Samples["FloatNarrowerTopIn"] = list[float64](0.1) }

//bluebird:rpc
func FloatNarrowerTopOut(i int) float64 { return []float64{0.1}[i] }

type OuterFloatNarrowerNestedIn struct {
	Before int
	Inner  float64
	After  string
}

//bluebird:rpc
func FloatNarrowerNestedIn(v OuterFloatNarrowerNestedIn) string { return Show(v) }

func init() {
	Samples["FloatNarrowerNestedIn"] = list[OuterFloatNarrowerNestedIn](OuterFloatNarrowerNestedIn{1, 0.1, "x"})
}

type OuterFloatNarrowerNestedOut struct {
	Before int
	Inner  float64
	After  string
}

//bluebird:rpc
func FloatNarrowerNestedOut(i int) OuterFloatNarrowerNestedOut {
	return []OuterFloatNarrowerNestedOut{OuterFloatNarrowerNestedOut{1, 0.1, "x"}}[i]
}

//bluebird:rpc
func FloatNarrowerSliceIn(v []float64) string { return Show(v) }

func init() { Samples["FloatNarrowerSliceIn"] = list[[]float64]([]float64{0.1, 0.1}) }

//bluebird:rpc
func FloatNarrowerSliceOut(i int) []float64 { return [][]float64{[]float64{0.1, 0.1}}[i] }

type UnionFloatNarrowerUnionIn interface{ unionFloatNarrowerUnionIn() }

type BoxFloatNarrowerUnionIn struct{ Inner float64 }

func (BoxFloatNarrowerUnionIn) unionFloatNarrowerUnionIn() {}

//bluebird:rpc
func FloatNarrowerUnionIn(v UnionFloatNarrowerUnionIn) string { return Show(v) }

func init() {
	Samples["FloatNarrowerUnionIn"] = list[UnionFloatNarrowerUnionIn](BoxFloatNarrowerUnionIn{0.1})
}

type UnionFloatNarrowerUnionOut interface{ unionFloatNarrowerUnionOut() }

type BoxFloatNarrowerUnionOut struct{ Inner float64 }

func (BoxFloatNarrowerUnionOut) unionFloatNarrowerUnionOut() {}

//bluebird:rpc
func FloatNarrowerUnionOut(i int) UnionFloatNarrowerUnionOut {
	return []UnionFloatNarrowerUnionOut{BoxFloatNarrowerUnionOut{0.1}}[i]
}

//bluebird:rpc
func IntToFloatTopIn(v int64) string { return Show(v) }

func init() { Samples["IntToFloatTopIn"] = list[int64](7, 1<<60+1) }

//bluebird:rpc
func IntToFloatTopOut(i int) int64 { return []int64{7, 1<<60 + 1}[i] }

type OuterIntToFloatNestedIn struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func IntToFloatNestedIn(v OuterIntToFloatNestedIn) string { return Show(v) }

func init() {
	Samples["IntToFloatNestedIn"] = list[OuterIntToFloatNestedIn](OuterIntToFloatNestedIn{1, 7, "x"}, OuterIntToFloatNestedIn{1, 1<<60 + 1, "x"})
}

type OuterIntToFloatNestedOut struct {
	Before int
	Inner  int64
	After  string
}

//bluebird:rpc
func IntToFloatNestedOut(i int) OuterIntToFloatNestedOut {
	return []OuterIntToFloatNestedOut{OuterIntToFloatNestedOut{1, 7, "x"}, OuterIntToFloatNestedOut{1, 1<<60 + 1, "x"}}[i]
}

//bluebird:rpc
func IntToFloatSliceIn(v []int64) string { return Show(v) }

func init() {
	Samples["IntToFloatSliceIn"] = list[[]int64]([]int64{7, 7}, []int64{1<<60 + 1, 1<<60 + 1})
}

//bluebird:rpc
func IntToFloatSliceOut(i int) []int64 {
	return [][]int64{[]int64{7, 7}, []int64{1<<60 + 1, 1<<60 + 1}}[i]
}

type UnionIntToFloatUnionIn interface{ unionIntToFloatUnionIn() }

type BoxIntToFloatUnionIn struct{ Inner int64 }

func (BoxIntToFloatUnionIn) unionIntToFloatUnionIn() {}

//bluebird:rpc
func IntToFloatUnionIn(v UnionIntToFloatUnionIn) string { return Show(v) }

func init() {
	Samples["IntToFloatUnionIn"] = list[UnionIntToFloatUnionIn](BoxIntToFloatUnionIn{7}, BoxIntToFloatUnionIn{1<<60 + 1})
}

type UnionIntToFloatUnionOut interface{ unionIntToFloatUnionOut() }

type BoxIntToFloatUnionOut struct{ Inner int64 }

func (BoxIntToFloatUnionOut) unionIntToFloatUnionOut() {}

//bluebird:rpc
func IntToFloatUnionOut(i int) UnionIntToFloatUnionOut {
	return []UnionIntToFloatUnionOut{BoxIntToFloatUnionOut{7}, BoxIntToFloatUnionOut{1<<60 + 1}}[i]
}

//bluebird:rpc
func FloatToIntTopIn(v float64) string { return Show(v) }

func init() { Samples["FloatToIntTopIn"] = list[float64](7, 0.5) }

//bluebird:rpc
func FloatToIntTopOut(i int) float64 { return []float64{7, 0.5}[i] }

type OuterFloatToIntNestedIn struct {
	Before int
	Inner  float64
	After  string
}

//bluebird:rpc
func FloatToIntNestedIn(v OuterFloatToIntNestedIn) string { return Show(v) }

func init() {
	Samples["FloatToIntNestedIn"] = list[OuterFloatToIntNestedIn](OuterFloatToIntNestedIn{1, 7, "x"}, OuterFloatToIntNestedIn{1, 0.5, "x"})
}

type OuterFloatToIntNestedOut struct {
	Before int
	Inner  float64
	After  string
}

//bluebird:rpc
func FloatToIntNestedOut(i int) OuterFloatToIntNestedOut {
	return []OuterFloatToIntNestedOut{OuterFloatToIntNestedOut{1, 7, "x"}, OuterFloatToIntNestedOut{1, 0.5, "x"}}[i]
}

//bluebird:rpc
func FloatToIntSliceIn(v []float64) string { return Show(v) }

func init() { Samples["FloatToIntSliceIn"] = list[[]float64]([]float64{7, 7}, []float64{0.5, 0.5}) }

//bluebird:rpc
func FloatToIntSliceOut(i int) []float64 { return [][]float64{[]float64{7, 7}, []float64{0.5, 0.5}}[i] }

type UnionFloatToIntUnionIn interface{ unionFloatToIntUnionIn() }

type BoxFloatToIntUnionIn struct{ Inner float64 }

func (BoxFloatToIntUnionIn) unionFloatToIntUnionIn() {}

//bluebird:rpc
func FloatToIntUnionIn(v UnionFloatToIntUnionIn) string { return Show(v) }

func init() {
	Samples["FloatToIntUnionIn"] = list[UnionFloatToIntUnionIn](BoxFloatToIntUnionIn{7}, BoxFloatToIntUnionIn{0.5})
}

type UnionFloatToIntUnionOut interface{ unionFloatToIntUnionOut() }

type BoxFloatToIntUnionOut struct{ Inner float64 }

func (BoxFloatToIntUnionOut) unionFloatToIntUnionOut() {}

//bluebird:rpc
func FloatToIntUnionOut(i int) UnionFloatToIntUnionOut {
	return []UnionFloatToIntUnionOut{BoxFloatToIntUnionOut{7}, BoxFloatToIntUnionOut{0.5}}[i]
}

//bluebird:rpc
func ComplexWiderTopIn(v complex64) string { return Show(v) }

func init() { Samples["ComplexWiderTopIn"] = list[complex64](0.5 + 2i) }

//bluebird:rpc
func ComplexWiderTopOut(i int) complex64 { return []complex64{0.5 + 2i}[i] }

type OuterComplexWiderNestedIn struct {
	Before int
	Inner  complex64
	After  string
}

//bluebird:rpc
func ComplexWiderNestedIn(v OuterComplexWiderNestedIn) string { return Show(v) }

func init() {
	Samples["ComplexWiderNestedIn"] = list[OuterComplexWiderNestedIn](OuterComplexWiderNestedIn{1, 0.5 + 2i, "x"})
}

type OuterComplexWiderNestedOut struct {
	Before int
	Inner  complex64
	After  string
}

//bluebird:rpc
func ComplexWiderNestedOut(i int) OuterComplexWiderNestedOut {
	return []OuterComplexWiderNestedOut{OuterComplexWiderNestedOut{1, 0.5 + 2i, "x"}}[i]
}

//bluebird:rpc
func ComplexWiderSliceIn(v []complex64) string { return Show(v) }

func init() { Samples["ComplexWiderSliceIn"] = list[[]complex64]([]complex64{0.5 + 2i, 0.5 + 2i}) }

//bluebird:rpc
func ComplexWiderSliceOut(i int) []complex64 {
	return [][]complex64{[]complex64{0.5 + 2i, 0.5 + 2i}}[i]
}

type UnionComplexWiderUnionIn interface{ unionComplexWiderUnionIn() }

type BoxComplexWiderUnionIn struct{ Inner complex64 }

func (BoxComplexWiderUnionIn) unionComplexWiderUnionIn() {}

//bluebird:rpc
func ComplexWiderUnionIn(v UnionComplexWiderUnionIn) string { return Show(v) }

func init() {
	Samples["ComplexWiderUnionIn"] = list[UnionComplexWiderUnionIn](BoxComplexWiderUnionIn{0.5 + 2i})
}

type UnionComplexWiderUnionOut interface{ unionComplexWiderUnionOut() }

type BoxComplexWiderUnionOut struct{ Inner complex64 }

func (BoxComplexWiderUnionOut) unionComplexWiderUnionOut() {}

//bluebird:rpc
func ComplexWiderUnionOut(i int) UnionComplexWiderUnionOut {
	return []UnionComplexWiderUnionOut{BoxComplexWiderUnionOut{0.5 + 2i}}[i]
}

type PValueToPointerTopIn struct{ X int }

//bluebird:rpc
func ValueToPointerTopIn(v PValueToPointerTopIn) string { return Show(v) }

func init() { Samples["ValueToPointerTopIn"] = list[PValueToPointerTopIn](PValueToPointerTopIn{1}) }

type PValueToPointerTopOut struct{ X int }

//bluebird:rpc
func ValueToPointerTopOut(i int) PValueToPointerTopOut {
	return []PValueToPointerTopOut{PValueToPointerTopOut{1}}[i]
}

type PValueToPointerNestedIn struct{ X int }

type OuterValueToPointerNestedIn struct {
	Before int
	Inner  PValueToPointerNestedIn
	After  string
}

//bluebird:rpc
func ValueToPointerNestedIn(v OuterValueToPointerNestedIn) string { return Show(v) }

func init() {
	Samples["ValueToPointerNestedIn"] = list[OuterValueToPointerNestedIn](OuterValueToPointerNestedIn{1, PValueToPointerNestedIn{1}, "x"})
}

type PValueToPointerNestedOut struct{ X int }

type OuterValueToPointerNestedOut struct {
	Before int
	Inner  PValueToPointerNestedOut
	After  string
}

//bluebird:rpc
func ValueToPointerNestedOut(i int) OuterValueToPointerNestedOut {
	return []OuterValueToPointerNestedOut{OuterValueToPointerNestedOut{1, PValueToPointerNestedOut{1}, "x"}}[i]
}

type PValueToPointerSliceIn struct{ X int }

//bluebird:rpc
func ValueToPointerSliceIn(v []PValueToPointerSliceIn) string { return Show(v) }

func init() {
	Samples["ValueToPointerSliceIn"] = list[[]PValueToPointerSliceIn]([]PValueToPointerSliceIn{PValueToPointerSliceIn{1}, PValueToPointerSliceIn{1}})
}

type PValueToPointerSliceOut struct{ X int }

//bluebird:rpc
func ValueToPointerSliceOut(i int) []PValueToPointerSliceOut {
	return [][]PValueToPointerSliceOut{[]PValueToPointerSliceOut{PValueToPointerSliceOut{1}, PValueToPointerSliceOut{1}}}[i]
}

type PValueToPointerUnionIn struct{ X int }

type UnionValueToPointerUnionIn interface{ unionValueToPointerUnionIn() }

type BoxValueToPointerUnionIn struct{ Inner PValueToPointerUnionIn }

func (BoxValueToPointerUnionIn) unionValueToPointerUnionIn() {}

//bluebird:rpc
func ValueToPointerUnionIn(v UnionValueToPointerUnionIn) string { return Show(v) }

func init() {
	Samples["ValueToPointerUnionIn"] = list[UnionValueToPointerUnionIn](BoxValueToPointerUnionIn{PValueToPointerUnionIn{1}})
}

type PValueToPointerUnionOut struct{ X int }

type UnionValueToPointerUnionOut interface{ unionValueToPointerUnionOut() }

type BoxValueToPointerUnionOut struct{ Inner PValueToPointerUnionOut }

func (BoxValueToPointerUnionOut) unionValueToPointerUnionOut() {}

//bluebird:rpc
func ValueToPointerUnionOut(i int) UnionValueToPointerUnionOut {
	return []UnionValueToPointerUnionOut{BoxValueToPointerUnionOut{PValueToPointerUnionOut{1}}}[i]
}

type PPointerToValueTopIn struct{ X int }

//bluebird:rpc
func PointerToValueTopIn(v *PPointerToValueTopIn) string { return Show(v) }

func init() {
	Samples["PointerToValueTopIn"] = list[*PPointerToValueTopIn]((*PPointerToValueTopIn)(nil))
}

type PPointerToValueTopOut struct{ X int }

//bluebird:rpc
func PointerToValueTopOut(i int) *PPointerToValueTopOut {
	return []*PPointerToValueTopOut{(*PPointerToValueTopOut)(nil)}[i]
}

type PPointerToValueNestedIn struct{ X int }

type OuterPointerToValueNestedIn struct {
	Before int
	Inner  *PPointerToValueNestedIn
	After  string
}

//bluebird:rpc
func PointerToValueNestedIn(v OuterPointerToValueNestedIn) string { return Show(v) }

func init() {
	Samples["PointerToValueNestedIn"] = list[OuterPointerToValueNestedIn](OuterPointerToValueNestedIn{1, (*PPointerToValueNestedIn)(nil), "x"})
}

type PPointerToValueNestedOut struct{ X int }

type OuterPointerToValueNestedOut struct {
	Before int
	Inner  *PPointerToValueNestedOut
	After  string
}

//bluebird:rpc
func PointerToValueNestedOut(i int) OuterPointerToValueNestedOut {
	return []OuterPointerToValueNestedOut{OuterPointerToValueNestedOut{1, (*PPointerToValueNestedOut)(nil), "x"}}[i]
}

type PPointerToValueSliceIn struct{ X int }

//bluebird:rpc
func PointerToValueSliceIn(v []*PPointerToValueSliceIn) string { return Show(v) }

func init() {
	Samples["PointerToValueSliceIn"] = list[[]*PPointerToValueSliceIn]([]*PPointerToValueSliceIn{(*PPointerToValueSliceIn)(nil), (*PPointerToValueSliceIn)(nil)})
}

type PPointerToValueSliceOut struct{ X int }

//bluebird:rpc
func PointerToValueSliceOut(i int) []*PPointerToValueSliceOut {
	return [][]*PPointerToValueSliceOut{[]*PPointerToValueSliceOut{(*PPointerToValueSliceOut)(nil), (*PPointerToValueSliceOut)(nil)}}[i]
}

type PPointerToValueUnionIn struct{ X int }

type UnionPointerToValueUnionIn interface{ unionPointerToValueUnionIn() }

type BoxPointerToValueUnionIn struct{ Inner *PPointerToValueUnionIn }

func (BoxPointerToValueUnionIn) unionPointerToValueUnionIn() {}

//bluebird:rpc
func PointerToValueUnionIn(v UnionPointerToValueUnionIn) string { return Show(v) }

func init() {
	Samples["PointerToValueUnionIn"] = list[UnionPointerToValueUnionIn](BoxPointerToValueUnionIn{(*PPointerToValueUnionIn)(nil)})
}

type PPointerToValueUnionOut struct{ X int }

type UnionPointerToValueUnionOut interface{ unionPointerToValueUnionOut() }

type BoxPointerToValueUnionOut struct{ Inner *PPointerToValueUnionOut }

func (BoxPointerToValueUnionOut) unionPointerToValueUnionOut() {}

//bluebird:rpc
func PointerToValueUnionOut(i int) UnionPointerToValueUnionOut {
	return []UnionPointerToValueUnionOut{BoxPointerToValueUnionOut{(*PPointerToValueUnionOut)(nil)}}[i]
}

//bluebird:rpc
func IntToPointerTopIn(v int) string { return Show(v) }

func init() { Samples["IntToPointerTopIn"] = list[int](5) }

//bluebird:rpc
func IntToPointerTopOut(i int) int { return []int{5}[i] }

type OuterIntToPointerNestedIn struct {
	Before int
	Inner  int
	After  string
}

//bluebird:rpc
func IntToPointerNestedIn(v OuterIntToPointerNestedIn) string { return Show(v) }

func init() {
	Samples["IntToPointerNestedIn"] = list[OuterIntToPointerNestedIn](OuterIntToPointerNestedIn{1, 5, "x"})
}

type OuterIntToPointerNestedOut struct {
	Before int
	Inner  int
	After  string
}

//bluebird:rpc
func IntToPointerNestedOut(i int) OuterIntToPointerNestedOut {
	return []OuterIntToPointerNestedOut{OuterIntToPointerNestedOut{1, 5, "x"}}[i]
}

//bluebird:rpc
func IntToPointerSliceIn(v []int) string { return Show(v) }

func init() { Samples["IntToPointerSliceIn"] = list[[]int]([]int{5, 5}) }

//bluebird:rpc
func IntToPointerSliceOut(i int) []int { return [][]int{[]int{5, 5}}[i] }

type UnionIntToPointerUnionIn interface{ unionIntToPointerUnionIn() }

type BoxIntToPointerUnionIn struct{ Inner int }

func (BoxIntToPointerUnionIn) unionIntToPointerUnionIn() {}

//bluebird:rpc
func IntToPointerUnionIn(v UnionIntToPointerUnionIn) string { return Show(v) }

func init() {
	Samples["IntToPointerUnionIn"] = list[UnionIntToPointerUnionIn](BoxIntToPointerUnionIn{5})
}

type UnionIntToPointerUnionOut interface{ unionIntToPointerUnionOut() }

type BoxIntToPointerUnionOut struct{ Inner int }

func (BoxIntToPointerUnionOut) unionIntToPointerUnionOut() {}

//bluebird:rpc
func IntToPointerUnionOut(i int) UnionIntToPointerUnionOut {
	return []UnionIntToPointerUnionOut{BoxIntToPointerUnionOut{5}}[i]
}

//bluebird:rpc
func SliceToPointerTopIn(v []string) string { return Show(v) }

func init() { Samples["SliceToPointerTopIn"] = list[[]string]([]string{"a"}) }

//bluebird:rpc
func SliceToPointerTopOut(i int) []string { return [][]string{[]string{"a"}}[i] }

type OuterSliceToPointerNestedIn struct {
	Before int
	Inner  []string
	After  string
}

//bluebird:rpc
func SliceToPointerNestedIn(v OuterSliceToPointerNestedIn) string { return Show(v) }

func init() {
	Samples["SliceToPointerNestedIn"] = list[OuterSliceToPointerNestedIn](OuterSliceToPointerNestedIn{1, []string{"a"}, "x"})
}

type OuterSliceToPointerNestedOut struct {
	Before int
	Inner  []string
	After  string
}

//bluebird:rpc
func SliceToPointerNestedOut(i int) OuterSliceToPointerNestedOut {
	return []OuterSliceToPointerNestedOut{OuterSliceToPointerNestedOut{1, []string{"a"}, "x"}}[i]
}

//bluebird:rpc
func SliceToPointerSliceIn(v [][]string) string { return Show(v) }

func init() {
	Samples["SliceToPointerSliceIn"] = list[[][]string]([][]string{[]string{"a"}, []string{"a"}})
}

//bluebird:rpc
func SliceToPointerSliceOut(i int) [][]string {
	return [][][]string{[][]string{[]string{"a"}, []string{"a"}}}[i]
}

type UnionSliceToPointerUnionIn interface{ unionSliceToPointerUnionIn() }

type BoxSliceToPointerUnionIn struct{ Inner []string }

func (BoxSliceToPointerUnionIn) unionSliceToPointerUnionIn() {}

//bluebird:rpc
func SliceToPointerUnionIn(v UnionSliceToPointerUnionIn) string { return Show(v) }

func init() {
	Samples["SliceToPointerUnionIn"] = list[UnionSliceToPointerUnionIn](BoxSliceToPointerUnionIn{[]string{"a"}})
}

type UnionSliceToPointerUnionOut interface{ unionSliceToPointerUnionOut() }

type BoxSliceToPointerUnionOut struct{ Inner []string }

func (BoxSliceToPointerUnionOut) unionSliceToPointerUnionOut() {}

//bluebird:rpc
func SliceToPointerUnionOut(i int) UnionSliceToPointerUnionOut {
	return []UnionSliceToPointerUnionOut{BoxSliceToPointerUnionOut{[]string{"a"}}}[i]
}

//bluebird:rpc
func SliceToArrayTopIn(v []string) string { return Show(v) }

func init() { Samples["SliceToArrayTopIn"] = list[[]string]([]string{"a", "b", "c"}) }

//bluebird:rpc
func SliceToArrayTopOut(i int) []string { return [][]string{[]string{"a", "b", "c"}}[i] }

type OuterSliceToArrayNestedIn struct {
	Before int
	Inner  []string
	After  string
}

//bluebird:rpc
func SliceToArrayNestedIn(v OuterSliceToArrayNestedIn) string { return Show(v) }

func init() {
	Samples["SliceToArrayNestedIn"] = list[OuterSliceToArrayNestedIn](OuterSliceToArrayNestedIn{1, []string{"a", "b", "c"}, "x"})
}

type OuterSliceToArrayNestedOut struct {
	Before int
	Inner  []string
	After  string
}

//bluebird:rpc
func SliceToArrayNestedOut(i int) OuterSliceToArrayNestedOut {
	return []OuterSliceToArrayNestedOut{OuterSliceToArrayNestedOut{1, []string{"a", "b", "c"}, "x"}}[i]
}

//bluebird:rpc
func SliceToArraySliceIn(v [][]string) string { return Show(v) }

func init() {
	Samples["SliceToArraySliceIn"] = list[[][]string]([][]string{[]string{"a", "b", "c"}, []string{"a", "b", "c"}})
}

//bluebird:rpc
func SliceToArraySliceOut(i int) [][]string {
	return [][][]string{[][]string{[]string{"a", "b", "c"}, []string{"a", "b", "c"}}}[i]
}

type UnionSliceToArrayUnionIn interface{ unionSliceToArrayUnionIn() }

type BoxSliceToArrayUnionIn struct{ Inner []string }

func (BoxSliceToArrayUnionIn) unionSliceToArrayUnionIn() {}

//bluebird:rpc
func SliceToArrayUnionIn(v UnionSliceToArrayUnionIn) string { return Show(v) }

func init() {
	Samples["SliceToArrayUnionIn"] = list[UnionSliceToArrayUnionIn](BoxSliceToArrayUnionIn{[]string{"a", "b", "c"}})
}

type UnionSliceToArrayUnionOut interface{ unionSliceToArrayUnionOut() }

type BoxSliceToArrayUnionOut struct{ Inner []string }

func (BoxSliceToArrayUnionOut) unionSliceToArrayUnionOut() {}

//bluebird:rpc
func SliceToArrayUnionOut(i int) UnionSliceToArrayUnionOut {
	return []UnionSliceToArrayUnionOut{BoxSliceToArrayUnionOut{[]string{"a", "b", "c"}}}[i]
}

//bluebird:rpc
func ArrayToSliceTopIn(v [2]int) string { return Show(v) }

func init() { Samples["ArrayToSliceTopIn"] = list[[2]int]([2]int{1, 2}) }

//bluebird:rpc
func ArrayToSliceTopOut(i int) [2]int { return [][2]int{[2]int{1, 2}}[i] }

type OuterArrayToSliceNestedIn struct {
	Before int
	Inner  [2]int
	After  string
}

//bluebird:rpc
func ArrayToSliceNestedIn(v OuterArrayToSliceNestedIn) string { return Show(v) }

func init() {
	Samples["ArrayToSliceNestedIn"] = list[OuterArrayToSliceNestedIn](OuterArrayToSliceNestedIn{1, [2]int{1, 2}, "x"})
}

type OuterArrayToSliceNestedOut struct {
	Before int
	Inner  [2]int
	After  string
}

//bluebird:rpc
func ArrayToSliceNestedOut(i int) OuterArrayToSliceNestedOut {
	return []OuterArrayToSliceNestedOut{OuterArrayToSliceNestedOut{1, [2]int{1, 2}, "x"}}[i]
}

//bluebird:rpc
func ArrayToSliceSliceIn(v [][2]int) string { return Show(v) }

func init() { Samples["ArrayToSliceSliceIn"] = list[[][2]int]([][2]int{[2]int{1, 2}, [2]int{1, 2}}) }

//bluebird:rpc
func ArrayToSliceSliceOut(i int) [][2]int { return [][][2]int{[][2]int{[2]int{1, 2}, [2]int{1, 2}}}[i] }

type UnionArrayToSliceUnionIn interface{ unionArrayToSliceUnionIn() }

type BoxArrayToSliceUnionIn struct{ Inner [2]int }

func (BoxArrayToSliceUnionIn) unionArrayToSliceUnionIn() {}

//bluebird:rpc
func ArrayToSliceUnionIn(v UnionArrayToSliceUnionIn) string { return Show(v) }

func init() {
	Samples["ArrayToSliceUnionIn"] = list[UnionArrayToSliceUnionIn](BoxArrayToSliceUnionIn{[2]int{1, 2}})
}

type UnionArrayToSliceUnionOut interface{ unionArrayToSliceUnionOut() }

type BoxArrayToSliceUnionOut struct{ Inner [2]int }

func (BoxArrayToSliceUnionOut) unionArrayToSliceUnionOut() {}

//bluebird:rpc
func ArrayToSliceUnionOut(i int) UnionArrayToSliceUnionOut {
	return []UnionArrayToSliceUnionOut{BoxArrayToSliceUnionOut{[2]int{1, 2}}}[i]
}

//bluebird:rpc
func SliceToMapTopIn(v []int) string { return Show(v) }

func init() { Samples["SliceToMapTopIn"] = list[[]int]([]int{1, 2}) }

//bluebird:rpc
func SliceToMapTopOut(i int) []int { return [][]int{[]int{1, 2}}[i] }

type OuterSliceToMapNestedIn struct {
	Before int
	Inner  []int
	After  string
}

//bluebird:rpc
func SliceToMapNestedIn(v OuterSliceToMapNestedIn) string { return Show(v) }

func init() {
	Samples["SliceToMapNestedIn"] = list[OuterSliceToMapNestedIn](OuterSliceToMapNestedIn{1, []int{1, 2}, "x"})
}

type OuterSliceToMapNestedOut struct {
	Before int
	Inner  []int
	After  string
}

//bluebird:rpc
func SliceToMapNestedOut(i int) OuterSliceToMapNestedOut {
	return []OuterSliceToMapNestedOut{OuterSliceToMapNestedOut{1, []int{1, 2}, "x"}}[i]
}

//bluebird:rpc
func SliceToMapSliceIn(v [][]int) string { return Show(v) }

func init() { Samples["SliceToMapSliceIn"] = list[[][]int]([][]int{[]int{1, 2}, []int{1, 2}}) }

//bluebird:rpc
func SliceToMapSliceOut(i int) [][]int { return [][][]int{[][]int{[]int{1, 2}, []int{1, 2}}}[i] }

type UnionSliceToMapUnionIn interface{ unionSliceToMapUnionIn() }

type BoxSliceToMapUnionIn struct{ Inner []int }

func (BoxSliceToMapUnionIn) unionSliceToMapUnionIn() {}

//bluebird:rpc
func SliceToMapUnionIn(v UnionSliceToMapUnionIn) string { return Show(v) }

func init() {
	Samples["SliceToMapUnionIn"] = list[UnionSliceToMapUnionIn](BoxSliceToMapUnionIn{[]int{1, 2}})
}

type UnionSliceToMapUnionOut interface{ unionSliceToMapUnionOut() }

type BoxSliceToMapUnionOut struct{ Inner []int }

func (BoxSliceToMapUnionOut) unionSliceToMapUnionOut() {}

//bluebird:rpc
func SliceToMapUnionOut(i int) UnionSliceToMapUnionOut {
	return []UnionSliceToMapUnionOut{BoxSliceToMapUnionOut{[]int{1, 2}}}[i]
}

//bluebird:rpc
func ArrayLongerTopIn(v [3]int) string { return Show(v) }

func init() { Samples["ArrayLongerTopIn"] = list[[3]int]([3]int{}) }

//bluebird:rpc
func ArrayLongerTopOut(i int) [3]int { return [][3]int{[3]int{}}[i] }

type OuterArrayLongerNestedIn struct {
	Before int
	Inner  [3]int
	After  string
}

//bluebird:rpc
func ArrayLongerNestedIn(v OuterArrayLongerNestedIn) string { return Show(v) }

func init() {
	Samples["ArrayLongerNestedIn"] = list[OuterArrayLongerNestedIn](OuterArrayLongerNestedIn{1, [3]int{}, "x"})
}

type OuterArrayLongerNestedOut struct {
	Before int
	Inner  [3]int
	After  string
}

//bluebird:rpc
func ArrayLongerNestedOut(i int) OuterArrayLongerNestedOut {
	return []OuterArrayLongerNestedOut{OuterArrayLongerNestedOut{1, [3]int{}, "x"}}[i]
}

//bluebird:rpc
func ArrayLongerSliceIn(v [][3]int) string { return Show(v) }

func init() { Samples["ArrayLongerSliceIn"] = list[[][3]int]([][3]int{[3]int{}, [3]int{}}) }

//bluebird:rpc
func ArrayLongerSliceOut(i int) [][3]int { return [][][3]int{[][3]int{[3]int{}, [3]int{}}}[i] }

type UnionArrayLongerUnionIn interface{ unionArrayLongerUnionIn() }

type BoxArrayLongerUnionIn struct{ Inner [3]int }

func (BoxArrayLongerUnionIn) unionArrayLongerUnionIn() {}

//bluebird:rpc
func ArrayLongerUnionIn(v UnionArrayLongerUnionIn) string { return Show(v) }

func init() {
	Samples["ArrayLongerUnionIn"] = list[UnionArrayLongerUnionIn](BoxArrayLongerUnionIn{[3]int{}})
}

type UnionArrayLongerUnionOut interface{ unionArrayLongerUnionOut() }

type BoxArrayLongerUnionOut struct{ Inner [3]int }

func (BoxArrayLongerUnionOut) unionArrayLongerUnionOut() {}

//bluebird:rpc
func ArrayLongerUnionOut(i int) UnionArrayLongerUnionOut {
	return []UnionArrayLongerUnionOut{BoxArrayLongerUnionOut{[3]int{}}}[i]
}

//bluebird:rpc
func StringToBytesTopIn(v string) string { return Show(v) }

func init() { Samples["StringToBytesTopIn"] = list[string]("hi") }

//bluebird:rpc
func StringToBytesTopOut(i int) string { return []string{"hi"}[i] }

type OuterStringToBytesNestedIn struct {
	Before int
	Inner  string
	After  string
}

//bluebird:rpc
func StringToBytesNestedIn(v OuterStringToBytesNestedIn) string { return Show(v) }

func init() {
	Samples["StringToBytesNestedIn"] = list[OuterStringToBytesNestedIn](OuterStringToBytesNestedIn{1, "hi", "x"})
}

type OuterStringToBytesNestedOut struct {
	Before int
	Inner  string
	After  string
}

//bluebird:rpc
func StringToBytesNestedOut(i int) OuterStringToBytesNestedOut {
	return []OuterStringToBytesNestedOut{OuterStringToBytesNestedOut{1, "hi", "x"}}[i]
}

//bluebird:rpc
func StringToBytesSliceIn(v []string) string { return Show(v) }

func init() { Samples["StringToBytesSliceIn"] = list[[]string]([]string{"hi", "hi"}) }

//bluebird:rpc
func StringToBytesSliceOut(i int) []string { return [][]string{[]string{"hi", "hi"}}[i] }

type UnionStringToBytesUnionIn interface{ unionStringToBytesUnionIn() }

type BoxStringToBytesUnionIn struct{ Inner string }

func (BoxStringToBytesUnionIn) unionStringToBytesUnionIn() {}

//bluebird:rpc
func StringToBytesUnionIn(v UnionStringToBytesUnionIn) string { return Show(v) }

func init() {
	Samples["StringToBytesUnionIn"] = list[UnionStringToBytesUnionIn](BoxStringToBytesUnionIn{"hi"})
}

type UnionStringToBytesUnionOut interface{ unionStringToBytesUnionOut() }

type BoxStringToBytesUnionOut struct{ Inner string }

func (BoxStringToBytesUnionOut) unionStringToBytesUnionOut() {}

//bluebird:rpc
func StringToBytesUnionOut(i int) UnionStringToBytesUnionOut {
	return []UnionStringToBytesUnionOut{BoxStringToBytesUnionOut{"hi"}}[i]
}

//bluebird:rpc
func BytesToStringTopIn(v []byte) string { return Show(v) }

func init() { Samples["BytesToStringTopIn"] = list[[]byte]([]byte("hi")) }

//bluebird:rpc
func BytesToStringTopOut(i int) []byte { return [][]byte{[]byte("hi")}[i] }

type OuterBytesToStringNestedIn struct {
	Before int
	Inner  []byte
	After  string
}

//bluebird:rpc
func BytesToStringNestedIn(v OuterBytesToStringNestedIn) string { return Show(v) }

func init() {
	Samples["BytesToStringNestedIn"] = list[OuterBytesToStringNestedIn](OuterBytesToStringNestedIn{1, []byte("hi"), "x"})
}

type OuterBytesToStringNestedOut struct {
	Before int
	Inner  []byte
	After  string
}

//bluebird:rpc
func BytesToStringNestedOut(i int) OuterBytesToStringNestedOut {
	return []OuterBytesToStringNestedOut{OuterBytesToStringNestedOut{1, []byte("hi"), "x"}}[i]
}

//bluebird:rpc
func BytesToStringSliceIn(v [][]byte) string { return Show(v) }

func init() { Samples["BytesToStringSliceIn"] = list[[][]byte]([][]byte{[]byte("hi"), []byte("hi")}) }

//bluebird:rpc
func BytesToStringSliceOut(i int) [][]byte {
	return [][][]byte{[][]byte{[]byte("hi"), []byte("hi")}}[i]
}

type UnionBytesToStringUnionIn interface{ unionBytesToStringUnionIn() }

type BoxBytesToStringUnionIn struct{ Inner []byte }

func (BoxBytesToStringUnionIn) unionBytesToStringUnionIn() {}

//bluebird:rpc
func BytesToStringUnionIn(v UnionBytesToStringUnionIn) string { return Show(v) }

func init() {
	Samples["BytesToStringUnionIn"] = list[UnionBytesToStringUnionIn](BoxBytesToStringUnionIn{[]byte("hi")})
}

type UnionBytesToStringUnionOut interface{ unionBytesToStringUnionOut() }

type BoxBytesToStringUnionOut struct{ Inner []byte }

func (BoxBytesToStringUnionOut) unionBytesToStringUnionOut() {}

//bluebird:rpc
func BytesToStringUnionOut(i int) UnionBytesToStringUnionOut {
	return []UnionBytesToStringUnionOut{BoxBytesToStringUnionOut{[]byte("hi")}}[i]
}

//bluebird:rpc
func BlockWiderTopIn(v []int32) string { return Show(v) }

func init() { Samples["BlockWiderTopIn"] = list[[]int32]([]int32{1, 2, 3, 4, 5, 6, 7, 8, -9}) }

//bluebird:rpc
func BlockWiderTopOut(i int) []int32 { return [][]int32{[]int32{1, 2, 3, 4, 5, 6, 7, 8, -9}}[i] }

type OuterBlockWiderNestedIn struct {
	Before int
	Inner  []int32
	After  string
}

//bluebird:rpc
func BlockWiderNestedIn(v OuterBlockWiderNestedIn) string { return Show(v) }

func init() {
	Samples["BlockWiderNestedIn"] = list[OuterBlockWiderNestedIn](OuterBlockWiderNestedIn{1, []int32{1, 2, 3, 4, 5, 6, 7, 8, -9}, "x"})
}

type OuterBlockWiderNestedOut struct {
	Before int
	Inner  []int32
	After  string
}

//bluebird:rpc
func BlockWiderNestedOut(i int) OuterBlockWiderNestedOut {
	return []OuterBlockWiderNestedOut{OuterBlockWiderNestedOut{1, []int32{1, 2, 3, 4, 5, 6, 7, 8, -9}, "x"}}[i]
}

//bluebird:rpc
func BlockWiderSliceIn(v [][]int32) string { return Show(v) }

func init() {
	Samples["BlockWiderSliceIn"] = list[[][]int32]([][]int32{[]int32{1, 2, 3, 4, 5, 6, 7, 8, -9}, []int32{1, 2, 3, 4, 5, 6, 7, 8, -9}})
}

//bluebird:rpc
func BlockWiderSliceOut(i int) [][]int32 {
	return [][][]int32{[][]int32{[]int32{1, 2, 3, 4, 5, 6, 7, 8, -9}, []int32{1, 2, 3, 4, 5, 6, 7, 8, -9}}}[i]
}

type UnionBlockWiderUnionIn interface{ unionBlockWiderUnionIn() }

type BoxBlockWiderUnionIn struct{ Inner []int32 }

func (BoxBlockWiderUnionIn) unionBlockWiderUnionIn() {}

//bluebird:rpc
func BlockWiderUnionIn(v UnionBlockWiderUnionIn) string { return Show(v) }

func init() {
	Samples["BlockWiderUnionIn"] = list[UnionBlockWiderUnionIn](BoxBlockWiderUnionIn{[]int32{1, 2, 3, 4, 5, 6, 7, 8, -9}})
}

type UnionBlockWiderUnionOut interface{ unionBlockWiderUnionOut() }

type BoxBlockWiderUnionOut struct{ Inner []int32 }

func (BoxBlockWiderUnionOut) unionBlockWiderUnionOut() {}

//bluebird:rpc
func BlockWiderUnionOut(i int) UnionBlockWiderUnionOut {
	return []UnionBlockWiderUnionOut{BoxBlockWiderUnionOut{[]int32{1, 2, 3, 4, 5, 6, 7, 8, -9}}}[i]
}

//bluebird:rpc
func MapElementWiderTopIn(v map[string]uint16) string { return Show(v) }

func init() { Samples["MapElementWiderTopIn"] = list[map[string]uint16](map[string]uint16{"a": 1}) }

//bluebird:rpc
func MapElementWiderTopOut(i int) map[string]uint16 {
	return []map[string]uint16{map[string]uint16{"a": 1}}[i]
}

type OuterMapElementWiderNestedIn struct {
	Before int
	Inner  map[string]uint16
	After  string
}

//bluebird:rpc
func MapElementWiderNestedIn(v OuterMapElementWiderNestedIn) string { return Show(v) }

func init() {
	Samples["MapElementWiderNestedIn"] = list[OuterMapElementWiderNestedIn](OuterMapElementWiderNestedIn{1, map[string]uint16{"a": 1}, "x"})
}

type OuterMapElementWiderNestedOut struct {
	Before int
	Inner  map[string]uint16
	After  string
}

//bluebird:rpc
func MapElementWiderNestedOut(i int) OuterMapElementWiderNestedOut {
	return []OuterMapElementWiderNestedOut{OuterMapElementWiderNestedOut{1, map[string]uint16{"a": 1}, "x"}}[i]
}

//bluebird:rpc
func MapElementWiderSliceIn(v []map[string]uint16) string { return Show(v) }

func init() {
	Samples["MapElementWiderSliceIn"] = list[[]map[string]uint16]([]map[string]uint16{map[string]uint16{"a": 1}, map[string]uint16{"a": 1}})
}

//bluebird:rpc
func MapElementWiderSliceOut(i int) []map[string]uint16 {
	return [][]map[string]uint16{[]map[string]uint16{map[string]uint16{"a": 1}, map[string]uint16{"a": 1}}}[i]
}

type UnionMapElementWiderUnionIn interface{ unionMapElementWiderUnionIn() }

type BoxMapElementWiderUnionIn struct{ Inner map[string]uint16 }

func (BoxMapElementWiderUnionIn) unionMapElementWiderUnionIn() {}

//bluebird:rpc
func MapElementWiderUnionIn(v UnionMapElementWiderUnionIn) string { return Show(v) }

func init() {
	Samples["MapElementWiderUnionIn"] = list[UnionMapElementWiderUnionIn](BoxMapElementWiderUnionIn{map[string]uint16{"a": 1}})
}

type UnionMapElementWiderUnionOut interface{ unionMapElementWiderUnionOut() }

type BoxMapElementWiderUnionOut struct{ Inner map[string]uint16 }

func (BoxMapElementWiderUnionOut) unionMapElementWiderUnionOut() {}

//bluebird:rpc
func MapElementWiderUnionOut(i int) UnionMapElementWiderUnionOut {
	return []UnionMapElementWiderUnionOut{BoxMapElementWiderUnionOut{map[string]uint16{"a": 1}}}[i]
}

//bluebird:rpc
func MapKeyRetypedTopIn(v map[string]int) string { return Show(v) }

func init() { Samples["MapKeyRetypedTopIn"] = list[map[string]int](map[string]int{"a": 1}) }

//bluebird:rpc
func MapKeyRetypedTopOut(i int) map[string]int { return []map[string]int{map[string]int{"a": 1}}[i] }

type OuterMapKeyRetypedNestedIn struct {
	Before int
	Inner  map[string]int
	After  string
}

//bluebird:rpc
func MapKeyRetypedNestedIn(v OuterMapKeyRetypedNestedIn) string { return Show(v) }

func init() {
	Samples["MapKeyRetypedNestedIn"] = list[OuterMapKeyRetypedNestedIn](OuterMapKeyRetypedNestedIn{1, map[string]int{"a": 1}, "x"})
}

type OuterMapKeyRetypedNestedOut struct {
	Before int
	Inner  map[string]int
	After  string
}

//bluebird:rpc
func MapKeyRetypedNestedOut(i int) OuterMapKeyRetypedNestedOut {
	return []OuterMapKeyRetypedNestedOut{OuterMapKeyRetypedNestedOut{1, map[string]int{"a": 1}, "x"}}[i]
}

//bluebird:rpc
func MapKeyRetypedSliceIn(v []map[string]int) string { return Show(v) }

func init() {
	Samples["MapKeyRetypedSliceIn"] = list[[]map[string]int]([]map[string]int{map[string]int{"a": 1}, map[string]int{"a": 1}})
}

//bluebird:rpc
func MapKeyRetypedSliceOut(i int) []map[string]int {
	return [][]map[string]int{[]map[string]int{map[string]int{"a": 1}, map[string]int{"a": 1}}}[i]
}

type UnionMapKeyRetypedUnionIn interface{ unionMapKeyRetypedUnionIn() }

type BoxMapKeyRetypedUnionIn struct{ Inner map[string]int }

func (BoxMapKeyRetypedUnionIn) unionMapKeyRetypedUnionIn() {}

//bluebird:rpc
func MapKeyRetypedUnionIn(v UnionMapKeyRetypedUnionIn) string { return Show(v) }

func init() {
	Samples["MapKeyRetypedUnionIn"] = list[UnionMapKeyRetypedUnionIn](BoxMapKeyRetypedUnionIn{map[string]int{"a": 1}})
}

type UnionMapKeyRetypedUnionOut interface{ unionMapKeyRetypedUnionOut() }

type BoxMapKeyRetypedUnionOut struct{ Inner map[string]int }

func (BoxMapKeyRetypedUnionOut) unionMapKeyRetypedUnionOut() {}

//bluebird:rpc
func MapKeyRetypedUnionOut(i int) UnionMapKeyRetypedUnionOut {
	return []UnionMapKeyRetypedUnionOut{BoxMapKeyRetypedUnionOut{map[string]int{"a": 1}}}[i]
}

type PTypeRenamedTopIn struct{ X int }

//bluebird:rpc
func TypeRenamedTopIn(v PTypeRenamedTopIn) string { return Show(v) }

func init() { Samples["TypeRenamedTopIn"] = list[PTypeRenamedTopIn](PTypeRenamedTopIn{1}) }

type PTypeRenamedTopOut struct{ X int }

//bluebird:rpc
func TypeRenamedTopOut(i int) PTypeRenamedTopOut {
	return []PTypeRenamedTopOut{PTypeRenamedTopOut{1}}[i]
}

type PTypeRenamedNestedIn struct{ X int }

type OuterTypeRenamedNestedIn struct {
	Before int
	Inner  PTypeRenamedNestedIn
	After  string
}

//bluebird:rpc
func TypeRenamedNestedIn(v OuterTypeRenamedNestedIn) string { return Show(v) }

func init() {
	Samples["TypeRenamedNestedIn"] = list[OuterTypeRenamedNestedIn](OuterTypeRenamedNestedIn{1, PTypeRenamedNestedIn{1}, "x"})
}

type PTypeRenamedNestedOut struct{ X int }

type OuterTypeRenamedNestedOut struct {
	Before int
	Inner  PTypeRenamedNestedOut
	After  string
}

//bluebird:rpc
func TypeRenamedNestedOut(i int) OuterTypeRenamedNestedOut {
	return []OuterTypeRenamedNestedOut{OuterTypeRenamedNestedOut{1, PTypeRenamedNestedOut{1}, "x"}}[i]
}

type PTypeRenamedSliceIn struct{ X int }

//bluebird:rpc
func TypeRenamedSliceIn(v []PTypeRenamedSliceIn) string { return Show(v) }

func init() {
	Samples["TypeRenamedSliceIn"] = list[[]PTypeRenamedSliceIn]([]PTypeRenamedSliceIn{PTypeRenamedSliceIn{1}, PTypeRenamedSliceIn{1}})
}

type PTypeRenamedSliceOut struct{ X int }

//bluebird:rpc
func TypeRenamedSliceOut(i int) []PTypeRenamedSliceOut {
	return [][]PTypeRenamedSliceOut{[]PTypeRenamedSliceOut{PTypeRenamedSliceOut{1}, PTypeRenamedSliceOut{1}}}[i]
}

type PTypeRenamedUnionIn struct{ X int }

type UnionTypeRenamedUnionIn interface{ unionTypeRenamedUnionIn() }

type BoxTypeRenamedUnionIn struct{ Inner PTypeRenamedUnionIn }

func (BoxTypeRenamedUnionIn) unionTypeRenamedUnionIn() {}

//bluebird:rpc
func TypeRenamedUnionIn(v UnionTypeRenamedUnionIn) string { return Show(v) }

func init() {
	Samples["TypeRenamedUnionIn"] = list[UnionTypeRenamedUnionIn](BoxTypeRenamedUnionIn{PTypeRenamedUnionIn{1}})
}

type PTypeRenamedUnionOut struct{ X int }

type UnionTypeRenamedUnionOut interface{ unionTypeRenamedUnionOut() }

type BoxTypeRenamedUnionOut struct{ Inner PTypeRenamedUnionOut }

func (BoxTypeRenamedUnionOut) unionTypeRenamedUnionOut() {}

//bluebird:rpc
func TypeRenamedUnionOut(i int) UnionTypeRenamedUnionOut {
	return []UnionTypeRenamedUnionOut{BoxTypeRenamedUnionOut{PTypeRenamedUnionOut{1}}}[i]
}

//bluebird:rpc
func TypeNamedTopIn(v int) string { return Show(v) }

func init() { Samples["TypeNamedTopIn"] = list[int](1) }

//bluebird:rpc
func TypeNamedTopOut(i int) int { return []int{1}[i] }

type OuterTypeNamedNestedIn struct {
	Before int
	Inner  int
	After  string
}

//bluebird:rpc
func TypeNamedNestedIn(v OuterTypeNamedNestedIn) string { return Show(v) }

func init() {
	Samples["TypeNamedNestedIn"] = list[OuterTypeNamedNestedIn](OuterTypeNamedNestedIn{1, 1, "x"})
}

type OuterTypeNamedNestedOut struct {
	Before int
	Inner  int
	After  string
}

//bluebird:rpc
func TypeNamedNestedOut(i int) OuterTypeNamedNestedOut {
	return []OuterTypeNamedNestedOut{OuterTypeNamedNestedOut{1, 1, "x"}}[i]
}

//bluebird:rpc
func TypeNamedSliceIn(v []int) string { return Show(v) }

func init() { Samples["TypeNamedSliceIn"] = list[[]int]([]int{1, 1}) }

//bluebird:rpc
func TypeNamedSliceOut(i int) []int { return [][]int{[]int{1, 1}}[i] }

type UnionTypeNamedUnionIn interface{ unionTypeNamedUnionIn() }

type BoxTypeNamedUnionIn struct{ Inner int }

func (BoxTypeNamedUnionIn) unionTypeNamedUnionIn() {}

//bluebird:rpc
func TypeNamedUnionIn(v UnionTypeNamedUnionIn) string { return Show(v) }

func init() { Samples["TypeNamedUnionIn"] = list[UnionTypeNamedUnionIn](BoxTypeNamedUnionIn{1}) }

type UnionTypeNamedUnionOut interface{ unionTypeNamedUnionOut() }

type BoxTypeNamedUnionOut struct{ Inner int }

func (BoxTypeNamedUnionOut) unionTypeNamedUnionOut() {}

//bluebird:rpc
func TypeNamedUnionOut(i int) UnionTypeNamedUnionOut {
	return []UnionTypeNamedUnionOut{BoxTypeNamedUnionOut{1}}[i]
}

type ShapeVariantAddedTopIn interface{ shapeVariantAddedTopIn() }

type CircleVariantAddedTopIn struct{ R int }

func (CircleVariantAddedTopIn) shapeVariantAddedTopIn() {}

//bluebird:rpc
func VariantAddedTopIn(v ShapeVariantAddedTopIn) string { return Show(v) }

func init() { Samples["VariantAddedTopIn"] = list[ShapeVariantAddedTopIn](CircleVariantAddedTopIn{1}) }

type ShapeVariantAddedTopOut interface{ shapeVariantAddedTopOut() }

type CircleVariantAddedTopOut struct{ R int }

func (CircleVariantAddedTopOut) shapeVariantAddedTopOut() {}

//bluebird:rpc
func VariantAddedTopOut(i int) ShapeVariantAddedTopOut {
	return []ShapeVariantAddedTopOut{CircleVariantAddedTopOut{1}}[i]
}

type ShapeVariantAddedNestedIn interface{ shapeVariantAddedNestedIn() }

type CircleVariantAddedNestedIn struct{ R int }

func (CircleVariantAddedNestedIn) shapeVariantAddedNestedIn() {}

type OuterVariantAddedNestedIn struct {
	Before int
	Inner  ShapeVariantAddedNestedIn
	After  string
}

//bluebird:rpc
func VariantAddedNestedIn(v OuterVariantAddedNestedIn) string { return Show(v) }

func init() {
	Samples["VariantAddedNestedIn"] = list[OuterVariantAddedNestedIn](OuterVariantAddedNestedIn{1, CircleVariantAddedNestedIn{1}, "x"})
}

type ShapeVariantAddedNestedOut interface{ shapeVariantAddedNestedOut() }

type CircleVariantAddedNestedOut struct{ R int }

func (CircleVariantAddedNestedOut) shapeVariantAddedNestedOut() {}

type OuterVariantAddedNestedOut struct {
	Before int
	Inner  ShapeVariantAddedNestedOut
	After  string
}

//bluebird:rpc
func VariantAddedNestedOut(i int) OuterVariantAddedNestedOut {
	return []OuterVariantAddedNestedOut{OuterVariantAddedNestedOut{1, CircleVariantAddedNestedOut{1}, "x"}}[i]
}

type ShapeVariantAddedSliceIn interface{ shapeVariantAddedSliceIn() }

type CircleVariantAddedSliceIn struct{ R int }

func (CircleVariantAddedSliceIn) shapeVariantAddedSliceIn() {}

//bluebird:rpc
func VariantAddedSliceIn(v []ShapeVariantAddedSliceIn) string { return Show(v) }

func init() {
	Samples["VariantAddedSliceIn"] = list[[]ShapeVariantAddedSliceIn]([]ShapeVariantAddedSliceIn{CircleVariantAddedSliceIn{1}, CircleVariantAddedSliceIn{1}})
}

type ShapeVariantAddedSliceOut interface{ shapeVariantAddedSliceOut() }

type CircleVariantAddedSliceOut struct{ R int }

func (CircleVariantAddedSliceOut) shapeVariantAddedSliceOut() {}

//bluebird:rpc
func VariantAddedSliceOut(i int) []ShapeVariantAddedSliceOut {
	return [][]ShapeVariantAddedSliceOut{[]ShapeVariantAddedSliceOut{CircleVariantAddedSliceOut{1}, CircleVariantAddedSliceOut{1}}}[i]
}

type ShapeVariantAddedUnionIn interface{ shapeVariantAddedUnionIn() }

type CircleVariantAddedUnionIn struct{ R int }

func (CircleVariantAddedUnionIn) shapeVariantAddedUnionIn() {}

type UnionVariantAddedUnionIn interface{ unionVariantAddedUnionIn() }

type BoxVariantAddedUnionIn struct{ Inner ShapeVariantAddedUnionIn }

func (BoxVariantAddedUnionIn) unionVariantAddedUnionIn() {}

//bluebird:rpc
func VariantAddedUnionIn(v UnionVariantAddedUnionIn) string { return Show(v) }

func init() {
	Samples["VariantAddedUnionIn"] = list[UnionVariantAddedUnionIn](BoxVariantAddedUnionIn{CircleVariantAddedUnionIn{1}})
}

type ShapeVariantAddedUnionOut interface{ shapeVariantAddedUnionOut() }

type CircleVariantAddedUnionOut struct{ R int }

func (CircleVariantAddedUnionOut) shapeVariantAddedUnionOut() {}

type UnionVariantAddedUnionOut interface{ unionVariantAddedUnionOut() }

type BoxVariantAddedUnionOut struct{ Inner ShapeVariantAddedUnionOut }

func (BoxVariantAddedUnionOut) unionVariantAddedUnionOut() {}

//bluebird:rpc
func VariantAddedUnionOut(i int) UnionVariantAddedUnionOut {
	return []UnionVariantAddedUnionOut{BoxVariantAddedUnionOut{CircleVariantAddedUnionOut{1}}}[i]
}

type ShapeVariantRemovedTopIn interface{ shapeVariantRemovedTopIn() }

type CircleVariantRemovedTopIn struct{ R int }

func (CircleVariantRemovedTopIn) shapeVariantRemovedTopIn() {}

type SquareVariantRemovedTopIn struct{ A int }

func (SquareVariantRemovedTopIn) shapeVariantRemovedTopIn() {}

//bluebird:rpc
func VariantRemovedTopIn(v ShapeVariantRemovedTopIn) string { return Show(v) }

func init() {
	Samples["VariantRemovedTopIn"] = list[ShapeVariantRemovedTopIn](SquareVariantRemovedTopIn{1})
}

type ShapeVariantRemovedTopOut interface{ shapeVariantRemovedTopOut() }

type CircleVariantRemovedTopOut struct{ R int }

func (CircleVariantRemovedTopOut) shapeVariantRemovedTopOut() {}

type SquareVariantRemovedTopOut struct{ A int }

func (SquareVariantRemovedTopOut) shapeVariantRemovedTopOut() {}

//bluebird:rpc
func VariantRemovedTopOut(i int) ShapeVariantRemovedTopOut {
	return []ShapeVariantRemovedTopOut{SquareVariantRemovedTopOut{1}}[i]
}

type ShapeVariantRemovedNestedIn interface{ shapeVariantRemovedNestedIn() }

type CircleVariantRemovedNestedIn struct{ R int }

func (CircleVariantRemovedNestedIn) shapeVariantRemovedNestedIn() {}

type SquareVariantRemovedNestedIn struct{ A int }

func (SquareVariantRemovedNestedIn) shapeVariantRemovedNestedIn() {}

type OuterVariantRemovedNestedIn struct {
	Before int
	Inner  ShapeVariantRemovedNestedIn
	After  string
}

//bluebird:rpc
func VariantRemovedNestedIn(v OuterVariantRemovedNestedIn) string { return Show(v) }

func init() {
	Samples["VariantRemovedNestedIn"] = list[OuterVariantRemovedNestedIn](OuterVariantRemovedNestedIn{1, SquareVariantRemovedNestedIn{1}, "x"})
}

type ShapeVariantRemovedNestedOut interface{ shapeVariantRemovedNestedOut() }

type CircleVariantRemovedNestedOut struct{ R int }

func (CircleVariantRemovedNestedOut) shapeVariantRemovedNestedOut() {}

type SquareVariantRemovedNestedOut struct{ A int }

func (SquareVariantRemovedNestedOut) shapeVariantRemovedNestedOut() {}

type OuterVariantRemovedNestedOut struct {
	Before int
	Inner  ShapeVariantRemovedNestedOut
	After  string
}

//bluebird:rpc
func VariantRemovedNestedOut(i int) OuterVariantRemovedNestedOut {
	return []OuterVariantRemovedNestedOut{OuterVariantRemovedNestedOut{1, SquareVariantRemovedNestedOut{1}, "x"}}[i]
}

type ShapeVariantRemovedSliceIn interface{ shapeVariantRemovedSliceIn() }

type CircleVariantRemovedSliceIn struct{ R int }

func (CircleVariantRemovedSliceIn) shapeVariantRemovedSliceIn() {}

type SquareVariantRemovedSliceIn struct{ A int }

func (SquareVariantRemovedSliceIn) shapeVariantRemovedSliceIn() {}

//bluebird:rpc
func VariantRemovedSliceIn(v []ShapeVariantRemovedSliceIn) string { return Show(v) }

func init() {
	Samples["VariantRemovedSliceIn"] = list[[]ShapeVariantRemovedSliceIn]([]ShapeVariantRemovedSliceIn{SquareVariantRemovedSliceIn{1}, SquareVariantRemovedSliceIn{1}})
}

type ShapeVariantRemovedSliceOut interface{ shapeVariantRemovedSliceOut() }

type CircleVariantRemovedSliceOut struct{ R int }

func (CircleVariantRemovedSliceOut) shapeVariantRemovedSliceOut() {}

type SquareVariantRemovedSliceOut struct{ A int }

func (SquareVariantRemovedSliceOut) shapeVariantRemovedSliceOut() {}

//bluebird:rpc
func VariantRemovedSliceOut(i int) []ShapeVariantRemovedSliceOut {
	return [][]ShapeVariantRemovedSliceOut{[]ShapeVariantRemovedSliceOut{SquareVariantRemovedSliceOut{1}, SquareVariantRemovedSliceOut{1}}}[i]
}

type ShapeVariantRemovedUnionIn interface{ shapeVariantRemovedUnionIn() }

type CircleVariantRemovedUnionIn struct{ R int }

func (CircleVariantRemovedUnionIn) shapeVariantRemovedUnionIn() {}

type SquareVariantRemovedUnionIn struct{ A int }

func (SquareVariantRemovedUnionIn) shapeVariantRemovedUnionIn() {}

type UnionVariantRemovedUnionIn interface{ unionVariantRemovedUnionIn() }

type BoxVariantRemovedUnionIn struct{ Inner ShapeVariantRemovedUnionIn }

func (BoxVariantRemovedUnionIn) unionVariantRemovedUnionIn() {}

//bluebird:rpc
func VariantRemovedUnionIn(v UnionVariantRemovedUnionIn) string { return Show(v) }

func init() {
	Samples["VariantRemovedUnionIn"] = list[UnionVariantRemovedUnionIn](BoxVariantRemovedUnionIn{SquareVariantRemovedUnionIn{1}})
}

type ShapeVariantRemovedUnionOut interface{ shapeVariantRemovedUnionOut() }

type CircleVariantRemovedUnionOut struct{ R int }

func (CircleVariantRemovedUnionOut) shapeVariantRemovedUnionOut() {}

type SquareVariantRemovedUnionOut struct{ A int }

func (SquareVariantRemovedUnionOut) shapeVariantRemovedUnionOut() {}

type UnionVariantRemovedUnionOut interface{ unionVariantRemovedUnionOut() }

type BoxVariantRemovedUnionOut struct{ Inner ShapeVariantRemovedUnionOut }

func (BoxVariantRemovedUnionOut) unionVariantRemovedUnionOut() {}

//bluebird:rpc
func VariantRemovedUnionOut(i int) UnionVariantRemovedUnionOut {
	return []UnionVariantRemovedUnionOut{BoxVariantRemovedUnionOut{SquareVariantRemovedUnionOut{1}}}[i]
}

type ShapeVariantRenamedTopIn interface{ shapeVariantRenamedTopIn() }

type LineVariantRenamedTopIn struct{ L int }

func (LineVariantRenamedTopIn) shapeVariantRenamedTopIn() {}

type CircleVariantRenamedTopIn struct{ R int }

func (CircleVariantRenamedTopIn) shapeVariantRenamedTopIn() {}

//bluebird:rpc
func VariantRenamedTopIn(v ShapeVariantRenamedTopIn) string { return Show(v) }

func init() {
	Samples["VariantRenamedTopIn"] = list[ShapeVariantRenamedTopIn](CircleVariantRenamedTopIn{1})
}

type ShapeVariantRenamedTopOut interface{ shapeVariantRenamedTopOut() }

type LineVariantRenamedTopOut struct{ L int }

func (LineVariantRenamedTopOut) shapeVariantRenamedTopOut() {}

type CircleVariantRenamedTopOut struct{ R int }

func (CircleVariantRenamedTopOut) shapeVariantRenamedTopOut() {}

//bluebird:rpc
func VariantRenamedTopOut(i int) ShapeVariantRenamedTopOut {
	return []ShapeVariantRenamedTopOut{CircleVariantRenamedTopOut{1}}[i]
}

type ShapeVariantRenamedNestedIn interface{ shapeVariantRenamedNestedIn() }

type LineVariantRenamedNestedIn struct{ L int }

func (LineVariantRenamedNestedIn) shapeVariantRenamedNestedIn() {}

type CircleVariantRenamedNestedIn struct{ R int }

func (CircleVariantRenamedNestedIn) shapeVariantRenamedNestedIn() {}

type OuterVariantRenamedNestedIn struct {
	Before int
	Inner  ShapeVariantRenamedNestedIn
	After  string
}

//bluebird:rpc
func VariantRenamedNestedIn(v OuterVariantRenamedNestedIn) string { return Show(v) }

func init() {
	Samples["VariantRenamedNestedIn"] = list[OuterVariantRenamedNestedIn](OuterVariantRenamedNestedIn{1, CircleVariantRenamedNestedIn{1}, "x"})
}

type ShapeVariantRenamedNestedOut interface{ shapeVariantRenamedNestedOut() }

type LineVariantRenamedNestedOut struct{ L int }

func (LineVariantRenamedNestedOut) shapeVariantRenamedNestedOut() {}

type CircleVariantRenamedNestedOut struct{ R int }

func (CircleVariantRenamedNestedOut) shapeVariantRenamedNestedOut() {}

type OuterVariantRenamedNestedOut struct {
	Before int
	Inner  ShapeVariantRenamedNestedOut
	After  string
}

//bluebird:rpc
func VariantRenamedNestedOut(i int) OuterVariantRenamedNestedOut {
	return []OuterVariantRenamedNestedOut{OuterVariantRenamedNestedOut{1, CircleVariantRenamedNestedOut{1}, "x"}}[i]
}

type ShapeVariantRenamedSliceIn interface{ shapeVariantRenamedSliceIn() }

type LineVariantRenamedSliceIn struct{ L int }

func (LineVariantRenamedSliceIn) shapeVariantRenamedSliceIn() {}

type CircleVariantRenamedSliceIn struct{ R int }

func (CircleVariantRenamedSliceIn) shapeVariantRenamedSliceIn() {}

//bluebird:rpc
func VariantRenamedSliceIn(v []ShapeVariantRenamedSliceIn) string { return Show(v) }

func init() {
	Samples["VariantRenamedSliceIn"] = list[[]ShapeVariantRenamedSliceIn]([]ShapeVariantRenamedSliceIn{CircleVariantRenamedSliceIn{1}, CircleVariantRenamedSliceIn{1}})
}

type ShapeVariantRenamedSliceOut interface{ shapeVariantRenamedSliceOut() }

type LineVariantRenamedSliceOut struct{ L int }

func (LineVariantRenamedSliceOut) shapeVariantRenamedSliceOut() {}

type CircleVariantRenamedSliceOut struct{ R int }

func (CircleVariantRenamedSliceOut) shapeVariantRenamedSliceOut() {}

//bluebird:rpc
func VariantRenamedSliceOut(i int) []ShapeVariantRenamedSliceOut {
	return [][]ShapeVariantRenamedSliceOut{[]ShapeVariantRenamedSliceOut{CircleVariantRenamedSliceOut{1}, CircleVariantRenamedSliceOut{1}}}[i]
}

type ShapeVariantRenamedUnionIn interface{ shapeVariantRenamedUnionIn() }

type LineVariantRenamedUnionIn struct{ L int }

func (LineVariantRenamedUnionIn) shapeVariantRenamedUnionIn() {}

type CircleVariantRenamedUnionIn struct{ R int }

func (CircleVariantRenamedUnionIn) shapeVariantRenamedUnionIn() {}

type UnionVariantRenamedUnionIn interface{ unionVariantRenamedUnionIn() }

type BoxVariantRenamedUnionIn struct{ Inner ShapeVariantRenamedUnionIn }

func (BoxVariantRenamedUnionIn) unionVariantRenamedUnionIn() {}

//bluebird:rpc
func VariantRenamedUnionIn(v UnionVariantRenamedUnionIn) string { return Show(v) }

func init() {
	Samples["VariantRenamedUnionIn"] = list[UnionVariantRenamedUnionIn](BoxVariantRenamedUnionIn{CircleVariantRenamedUnionIn{1}})
}

type ShapeVariantRenamedUnionOut interface{ shapeVariantRenamedUnionOut() }

type LineVariantRenamedUnionOut struct{ L int }

func (LineVariantRenamedUnionOut) shapeVariantRenamedUnionOut() {}

type CircleVariantRenamedUnionOut struct{ R int }

func (CircleVariantRenamedUnionOut) shapeVariantRenamedUnionOut() {}

type UnionVariantRenamedUnionOut interface{ unionVariantRenamedUnionOut() }

type BoxVariantRenamedUnionOut struct{ Inner ShapeVariantRenamedUnionOut }

func (BoxVariantRenamedUnionOut) unionVariantRenamedUnionOut() {}

//bluebird:rpc
func VariantRenamedUnionOut(i int) UnionVariantRenamedUnionOut {
	return []UnionVariantRenamedUnionOut{BoxVariantRenamedUnionOut{CircleVariantRenamedUnionOut{1}}}[i]
}

type ShapeVariantWasTopIn interface{ shapeVariantWasTopIn() }

type CircleVariantWasTopIn struct{ R int }

func (*CircleVariantWasTopIn) shapeVariantWasTopIn() {}

//bluebird:rpc
func VariantWasTopIn(v ShapeVariantWasTopIn) string { return Show(v) }

func init() { Samples["VariantWasTopIn"] = list[ShapeVariantWasTopIn](&CircleVariantWasTopIn{1}) }

type ShapeVariantWasTopOut interface{ shapeVariantWasTopOut() }

type CircleVariantWasTopOut struct{ R int }

func (*CircleVariantWasTopOut) shapeVariantWasTopOut() {}

//bluebird:rpc
func VariantWasTopOut(i int) ShapeVariantWasTopOut {
	return []ShapeVariantWasTopOut{&CircleVariantWasTopOut{1}}[i]
}

type ShapeVariantWasNestedIn interface{ shapeVariantWasNestedIn() }

type CircleVariantWasNestedIn struct{ R int }

func (*CircleVariantWasNestedIn) shapeVariantWasNestedIn() {}

type OuterVariantWasNestedIn struct {
	Before int
	Inner  ShapeVariantWasNestedIn
	After  string
}

//bluebird:rpc
func VariantWasNestedIn(v OuterVariantWasNestedIn) string { return Show(v) }

func init() {
	Samples["VariantWasNestedIn"] = list[OuterVariantWasNestedIn](OuterVariantWasNestedIn{1, &CircleVariantWasNestedIn{1}, "x"})
}

type ShapeVariantWasNestedOut interface{ shapeVariantWasNestedOut() }

type CircleVariantWasNestedOut struct{ R int }

func (*CircleVariantWasNestedOut) shapeVariantWasNestedOut() {}

type OuterVariantWasNestedOut struct {
	Before int
	Inner  ShapeVariantWasNestedOut
	After  string
}

//bluebird:rpc
func VariantWasNestedOut(i int) OuterVariantWasNestedOut {
	return []OuterVariantWasNestedOut{OuterVariantWasNestedOut{1, &CircleVariantWasNestedOut{1}, "x"}}[i]
}

type ShapeVariantWasSliceIn interface{ shapeVariantWasSliceIn() }

type CircleVariantWasSliceIn struct{ R int }

func (*CircleVariantWasSliceIn) shapeVariantWasSliceIn() {}

//bluebird:rpc
func VariantWasSliceIn(v []ShapeVariantWasSliceIn) string { return Show(v) }

func init() {
	Samples["VariantWasSliceIn"] = list[[]ShapeVariantWasSliceIn]([]ShapeVariantWasSliceIn{&CircleVariantWasSliceIn{1}, &CircleVariantWasSliceIn{1}})
}

type ShapeVariantWasSliceOut interface{ shapeVariantWasSliceOut() }

type CircleVariantWasSliceOut struct{ R int }

func (*CircleVariantWasSliceOut) shapeVariantWasSliceOut() {}

//bluebird:rpc
func VariantWasSliceOut(i int) []ShapeVariantWasSliceOut {
	return [][]ShapeVariantWasSliceOut{[]ShapeVariantWasSliceOut{&CircleVariantWasSliceOut{1}, &CircleVariantWasSliceOut{1}}}[i]
}

type ShapeVariantWasUnionIn interface{ shapeVariantWasUnionIn() }

type CircleVariantWasUnionIn struct{ R int }

func (*CircleVariantWasUnionIn) shapeVariantWasUnionIn() {}

type UnionVariantWasUnionIn interface{ unionVariantWasUnionIn() }

type BoxVariantWasUnionIn struct{ Inner ShapeVariantWasUnionIn }

func (BoxVariantWasUnionIn) unionVariantWasUnionIn() {}

//bluebird:rpc
func VariantWasUnionIn(v UnionVariantWasUnionIn) string { return Show(v) }

func init() {
	Samples["VariantWasUnionIn"] = list[UnionVariantWasUnionIn](BoxVariantWasUnionIn{&CircleVariantWasUnionIn{1}})
}

type ShapeVariantWasUnionOut interface{ shapeVariantWasUnionOut() }

type CircleVariantWasUnionOut struct{ R int }

func (*CircleVariantWasUnionOut) shapeVariantWasUnionOut() {}

type UnionVariantWasUnionOut interface{ unionVariantWasUnionOut() }

type BoxVariantWasUnionOut struct{ Inner ShapeVariantWasUnionOut }

func (BoxVariantWasUnionOut) unionVariantWasUnionOut() {}

//bluebird:rpc
func VariantWasUnionOut(i int) UnionVariantWasUnionOut {
	return []UnionVariantWasUnionOut{BoxVariantWasUnionOut{&CircleVariantWasUnionOut{1}}}[i]
}

type PStructToUnionTopIn struct{ X int }

//bluebird:rpc
func StructToUnionTopIn(v PStructToUnionTopIn) string { return Show(v) }

func init() { Samples["StructToUnionTopIn"] = list[PStructToUnionTopIn](PStructToUnionTopIn{1}) }

type PStructToUnionTopOut struct{ X int }

//bluebird:rpc
func StructToUnionTopOut(i int) PStructToUnionTopOut {
	return []PStructToUnionTopOut{PStructToUnionTopOut{1}}[i]
}

type PStructToUnionNestedIn struct{ X int }

type OuterStructToUnionNestedIn struct {
	Before int
	Inner  PStructToUnionNestedIn
	After  string
}

//bluebird:rpc
func StructToUnionNestedIn(v OuterStructToUnionNestedIn) string { return Show(v) }

func init() {
	Samples["StructToUnionNestedIn"] = list[OuterStructToUnionNestedIn](OuterStructToUnionNestedIn{1, PStructToUnionNestedIn{1}, "x"})
}

type PStructToUnionNestedOut struct{ X int }

type OuterStructToUnionNestedOut struct {
	Before int
	Inner  PStructToUnionNestedOut
	After  string
}

//bluebird:rpc
func StructToUnionNestedOut(i int) OuterStructToUnionNestedOut {
	return []OuterStructToUnionNestedOut{OuterStructToUnionNestedOut{1, PStructToUnionNestedOut{1}, "x"}}[i]
}

type PStructToUnionSliceIn struct{ X int }

//bluebird:rpc
func StructToUnionSliceIn(v []PStructToUnionSliceIn) string { return Show(v) }

func init() {
	Samples["StructToUnionSliceIn"] = list[[]PStructToUnionSliceIn]([]PStructToUnionSliceIn{PStructToUnionSliceIn{1}, PStructToUnionSliceIn{1}})
}

type PStructToUnionSliceOut struct{ X int }

//bluebird:rpc
func StructToUnionSliceOut(i int) []PStructToUnionSliceOut {
	return [][]PStructToUnionSliceOut{[]PStructToUnionSliceOut{PStructToUnionSliceOut{1}, PStructToUnionSliceOut{1}}}[i]
}

type PStructToUnionUnionIn struct{ X int }

type UnionStructToUnionUnionIn interface{ unionStructToUnionUnionIn() }

type BoxStructToUnionUnionIn struct{ Inner PStructToUnionUnionIn }

func (BoxStructToUnionUnionIn) unionStructToUnionUnionIn() {}

//bluebird:rpc
func StructToUnionUnionIn(v UnionStructToUnionUnionIn) string { return Show(v) }

func init() {
	Samples["StructToUnionUnionIn"] = list[UnionStructToUnionUnionIn](BoxStructToUnionUnionIn{PStructToUnionUnionIn{1}})
}

type PStructToUnionUnionOut struct{ X int }

type UnionStructToUnionUnionOut interface{ unionStructToUnionUnionOut() }

type BoxStructToUnionUnionOut struct{ Inner PStructToUnionUnionOut }

func (BoxStructToUnionUnionOut) unionStructToUnionUnionOut() {}

//bluebird:rpc
func StructToUnionUnionOut(i int) UnionStructToUnionUnionOut {
	return []UnionStructToUnionUnionOut{BoxStructToUnionUnionOut{PStructToUnionUnionOut{1}}}[i]
}

type PCodecGainedTopIn struct{ X int }

//bluebird:rpc
func CodecGainedTopIn(v PCodecGainedTopIn) string { return Show(v) }

func init() { Samples["CodecGainedTopIn"] = list[PCodecGainedTopIn](PCodecGainedTopIn{1}) }

type PCodecGainedTopOut struct{ X int }

//bluebird:rpc
func CodecGainedTopOut(i int) PCodecGainedTopOut {
	return []PCodecGainedTopOut{PCodecGainedTopOut{1}}[i]
}

type PCodecGainedNestedIn struct{ X int }

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

type PCodecGainedNestedOut struct{ X int }

type OuterCodecGainedNestedOut struct {
	Before int
	Inner  PCodecGainedNestedOut
	After  string
}

//bluebird:rpc
func CodecGainedNestedOut(i int) OuterCodecGainedNestedOut {
	return []OuterCodecGainedNestedOut{OuterCodecGainedNestedOut{1, PCodecGainedNestedOut{1}, "x"}}[i]
}

type PCodecGainedSliceIn struct{ X int }

//bluebird:rpc
func CodecGainedSliceIn(v []PCodecGainedSliceIn) string { return Show(v) }

func init() {
	Samples["CodecGainedSliceIn"] = list[[]PCodecGainedSliceIn]([]PCodecGainedSliceIn{PCodecGainedSliceIn{1}, PCodecGainedSliceIn{1}})
}

type PCodecGainedSliceOut struct{ X int }

//bluebird:rpc
func CodecGainedSliceOut(i int) []PCodecGainedSliceOut {
	return [][]PCodecGainedSliceOut{[]PCodecGainedSliceOut{PCodecGainedSliceOut{1}, PCodecGainedSliceOut{1}}}[i]
}

type PCodecGainedUnionIn struct{ X int }

type UnionCodecGainedUnionIn interface{ unionCodecGainedUnionIn() }

type BoxCodecGainedUnionIn struct{ Inner PCodecGainedUnionIn }

func (BoxCodecGainedUnionIn) unionCodecGainedUnionIn() {}

//bluebird:rpc
func CodecGainedUnionIn(v UnionCodecGainedUnionIn) string { return Show(v) }

func init() {
	Samples["CodecGainedUnionIn"] = list[UnionCodecGainedUnionIn](BoxCodecGainedUnionIn{PCodecGainedUnionIn{1}})
}

type PCodecGainedUnionOut struct{ X int }

type UnionCodecGainedUnionOut interface{ unionCodecGainedUnionOut() }

type BoxCodecGainedUnionOut struct{ Inner PCodecGainedUnionOut }

func (BoxCodecGainedUnionOut) unionCodecGainedUnionOut() {}

//bluebird:rpc
func CodecGainedUnionOut(i int) UnionCodecGainedUnionOut {
	return []UnionCodecGainedUnionOut{BoxCodecGainedUnionOut{PCodecGainedUnionOut{1}}}[i]
}

//bluebird:rpc
func RetypedTopIn(v int) string { return Show(v) }

func init() { Samples["RetypedTopIn"] = list[int](1) }

//bluebird:rpc
func RetypedTopOut(i int) int { return []int{1}[i] }

type OuterRetypedNestedIn struct {
	Before int
	Inner  int
	After  string
}

//bluebird:rpc
func RetypedNestedIn(v OuterRetypedNestedIn) string { return Show(v) }

func init() { Samples["RetypedNestedIn"] = list[OuterRetypedNestedIn](OuterRetypedNestedIn{1, 1, "x"}) }

type OuterRetypedNestedOut struct {
	Before int
	Inner  int
	After  string
}

//bluebird:rpc
func RetypedNestedOut(i int) OuterRetypedNestedOut {
	return []OuterRetypedNestedOut{OuterRetypedNestedOut{1, 1, "x"}}[i]
}

//bluebird:rpc
func RetypedSliceIn(v []int) string { return Show(v) }

func init() { Samples["RetypedSliceIn"] = list[[]int]([]int{1, 1}) }

//bluebird:rpc
func RetypedSliceOut(i int) []int { return [][]int{[]int{1, 1}}[i] }

type UnionRetypedUnionIn interface{ unionRetypedUnionIn() }

type BoxRetypedUnionIn struct{ Inner int }

func (BoxRetypedUnionIn) unionRetypedUnionIn() {}

//bluebird:rpc
func RetypedUnionIn(v UnionRetypedUnionIn) string { return Show(v) }

func init() { Samples["RetypedUnionIn"] = list[UnionRetypedUnionIn](BoxRetypedUnionIn{1}) }

type UnionRetypedUnionOut interface{ unionRetypedUnionOut() }

type BoxRetypedUnionOut struct{ Inner int }

func (BoxRetypedUnionOut) unionRetypedUnionOut() {}

//bluebird:rpc
func RetypedUnionOut(i int) UnionRetypedUnionOut {
	return []UnionRetypedUnionOut{BoxRetypedUnionOut{1}}[i]
}

//bluebird:rpc
func BoolToIntTopIn(v bool) string { return Show(v) }

func init() { Samples["BoolToIntTopIn"] = list[bool](true) }

//bluebird:rpc
func BoolToIntTopOut(i int) bool { return []bool{true}[i] }

type OuterBoolToIntNestedIn struct {
	Before int
	Inner  bool
	After  string
}

//bluebird:rpc
func BoolToIntNestedIn(v OuterBoolToIntNestedIn) string { return Show(v) }

func init() {
	Samples["BoolToIntNestedIn"] = list[OuterBoolToIntNestedIn](OuterBoolToIntNestedIn{1, true, "x"})
}

type OuterBoolToIntNestedOut struct {
	Before int
	Inner  bool
	After  string
}

//bluebird:rpc
func BoolToIntNestedOut(i int) OuterBoolToIntNestedOut {
	return []OuterBoolToIntNestedOut{OuterBoolToIntNestedOut{1, true, "x"}}[i]
}

//bluebird:rpc
func BoolToIntSliceIn(v []bool) string { return Show(v) }

func init() { Samples["BoolToIntSliceIn"] = list[[]bool]([]bool{true, true}) }

//bluebird:rpc
func BoolToIntSliceOut(i int) []bool { return [][]bool{[]bool{true, true}}[i] }

type UnionBoolToIntUnionIn interface{ unionBoolToIntUnionIn() }

type BoxBoolToIntUnionIn struct{ Inner bool }

func (BoxBoolToIntUnionIn) unionBoolToIntUnionIn() {}

//bluebird:rpc
func BoolToIntUnionIn(v UnionBoolToIntUnionIn) string { return Show(v) }

func init() { Samples["BoolToIntUnionIn"] = list[UnionBoolToIntUnionIn](BoxBoolToIntUnionIn{true}) }

type UnionBoolToIntUnionOut interface{ unionBoolToIntUnionOut() }

type BoxBoolToIntUnionOut struct{ Inner bool }

func (BoxBoolToIntUnionOut) unionBoolToIntUnionOut() {}

//bluebird:rpc
func BoolToIntUnionOut(i int) UnionBoolToIntUnionOut {
	return []UnionBoolToIntUnionOut{BoxBoolToIntUnionOut{true}}[i]
}

//bluebird:rpc
func TimeToStringTopIn(v time.Time) string { return Show(v) }

func init() { Samples["TimeToStringTopIn"] = list[time.Time](time.Unix(1, 0).UTC()) }

//bluebird:rpc
func TimeToStringTopOut(i int) time.Time { return []time.Time{time.Unix(1, 0).UTC()}[i] }

type OuterTimeToStringNestedIn struct {
	Before int
	Inner  time.Time
	After  string
}

//bluebird:rpc
func TimeToStringNestedIn(v OuterTimeToStringNestedIn) string { return Show(v) }

func init() {
	Samples["TimeToStringNestedIn"] = list[OuterTimeToStringNestedIn](OuterTimeToStringNestedIn{1, time.Unix(1, 0).UTC(), "x"})
}

type OuterTimeToStringNestedOut struct {
	Before int
	Inner  time.Time
	After  string
}

//bluebird:rpc
func TimeToStringNestedOut(i int) OuterTimeToStringNestedOut {
	return []OuterTimeToStringNestedOut{OuterTimeToStringNestedOut{1, time.Unix(1, 0).UTC(), "x"}}[i]
}

//bluebird:rpc
func TimeToStringSliceIn(v []time.Time) string { return Show(v) }

func init() {
	Samples["TimeToStringSliceIn"] = list[[]time.Time]([]time.Time{time.Unix(1, 0).UTC(), time.Unix(1, 0).UTC()})
}

//bluebird:rpc
func TimeToStringSliceOut(i int) []time.Time {
	return [][]time.Time{[]time.Time{time.Unix(1, 0).UTC(), time.Unix(1, 0).UTC()}}[i]
}

type UnionTimeToStringUnionIn interface{ unionTimeToStringUnionIn() }

type BoxTimeToStringUnionIn struct{ Inner time.Time }

func (BoxTimeToStringUnionIn) unionTimeToStringUnionIn() {}

//bluebird:rpc
func TimeToStringUnionIn(v UnionTimeToStringUnionIn) string { return Show(v) }

func init() {
	Samples["TimeToStringUnionIn"] = list[UnionTimeToStringUnionIn](BoxTimeToStringUnionIn{time.Unix(1, 0).UTC()})
}

type UnionTimeToStringUnionOut interface{ unionTimeToStringUnionOut() }

type BoxTimeToStringUnionOut struct{ Inner time.Time }

func (BoxTimeToStringUnionOut) unionTimeToStringUnionOut() {}

//bluebird:rpc
func TimeToStringUnionOut(i int) UnionTimeToStringUnionOut {
	return []UnionTimeToStringUnionOut{BoxTimeToStringUnionOut{time.Unix(1, 0).UTC()}}[i]
}

type PStructToSliceTopIn struct{ X int }

//bluebird:rpc
func StructToSliceTopIn(v PStructToSliceTopIn) string { return Show(v) }

func init() { Samples["StructToSliceTopIn"] = list[PStructToSliceTopIn](PStructToSliceTopIn{1}) }

type PStructToSliceTopOut struct{ X int }

//bluebird:rpc
func StructToSliceTopOut(i int) PStructToSliceTopOut {
	return []PStructToSliceTopOut{PStructToSliceTopOut{1}}[i]
}

type PStructToSliceNestedIn struct{ X int }

type OuterStructToSliceNestedIn struct {
	Before int
	Inner  PStructToSliceNestedIn
	After  string
}

//bluebird:rpc
func StructToSliceNestedIn(v OuterStructToSliceNestedIn) string { return Show(v) }

func init() {
	Samples["StructToSliceNestedIn"] = list[OuterStructToSliceNestedIn](OuterStructToSliceNestedIn{1, PStructToSliceNestedIn{1}, "x"})
}

type PStructToSliceNestedOut struct{ X int }

type OuterStructToSliceNestedOut struct {
	Before int
	Inner  PStructToSliceNestedOut
	After  string
}

//bluebird:rpc
func StructToSliceNestedOut(i int) OuterStructToSliceNestedOut {
	return []OuterStructToSliceNestedOut{OuterStructToSliceNestedOut{1, PStructToSliceNestedOut{1}, "x"}}[i]
}

type PStructToSliceSliceIn struct{ X int }

//bluebird:rpc
func StructToSliceSliceIn(v []PStructToSliceSliceIn) string { return Show(v) }

func init() {
	Samples["StructToSliceSliceIn"] = list[[]PStructToSliceSliceIn]([]PStructToSliceSliceIn{PStructToSliceSliceIn{1}, PStructToSliceSliceIn{1}})
}

type PStructToSliceSliceOut struct{ X int }

//bluebird:rpc
func StructToSliceSliceOut(i int) []PStructToSliceSliceOut {
	return [][]PStructToSliceSliceOut{[]PStructToSliceSliceOut{PStructToSliceSliceOut{1}, PStructToSliceSliceOut{1}}}[i]
}

type PStructToSliceUnionIn struct{ X int }

type UnionStructToSliceUnionIn interface{ unionStructToSliceUnionIn() }

type BoxStructToSliceUnionIn struct{ Inner PStructToSliceUnionIn }

func (BoxStructToSliceUnionIn) unionStructToSliceUnionIn() {}

//bluebird:rpc
func StructToSliceUnionIn(v UnionStructToSliceUnionIn) string { return Show(v) }

func init() {
	Samples["StructToSliceUnionIn"] = list[UnionStructToSliceUnionIn](BoxStructToSliceUnionIn{PStructToSliceUnionIn{1}})
}

type PStructToSliceUnionOut struct{ X int }

type UnionStructToSliceUnionOut interface{ unionStructToSliceUnionOut() }

type BoxStructToSliceUnionOut struct{ Inner PStructToSliceUnionOut }

func (BoxStructToSliceUnionOut) unionStructToSliceUnionOut() {}

//bluebird:rpc
func StructToSliceUnionOut(i int) UnionStructToSliceUnionOut {
	return []UnionStructToSliceUnionOut{BoxStructToSliceUnionOut{PStructToSliceUnionOut{1}}}[i]
}

// FuncAdded: safe.

// FuncRemoved: breaks.

//bluebird:rpc
func FuncRemoved(v int) int { return v }

func init() { Samples["FuncRemoved"] = []any{1} }

// FuncRenamed: breaks.

//bluebird:rpc
func FuncRenamed(v int) int { return v }

func init() { Samples["FuncRenamed"] = []any{1} }

// FuncWas: needs the server first.

//bluebird:rpc
func FuncWas(v int) int { return v }

func init() { Samples["FuncWas"] = []any{1} }

// WireNameKept: safe.

//bluebird:rpc
func WireNameKept(v int) int { return v }

func init() { Samples["WireNameKept"] = []any{1} }

// ServiceWas: needs the server first.

//bluebird:service
type Library struct{}

func (*Library) Shelf(n int) int { return n }

func init() { Samples["ServiceWas"] = []any{1} }

// MethodRemoved: breaks.

//bluebird:service
type Book struct{}

func (*Book) Page(n int) int { return n }

func (*Book) Tear(n int) int { return n }

func init() { Samples["MethodRemoved"] = []any{1} }

// MethodWas: needs the server first.

// Note is renamed.
func (*Book) Note(n int) int { return n }

func init() { Samples["MethodWas"] = []any{1} }

// ParamRenamed: safe.

//bluebird:rpc
func ParamRenamed(count int) int { return count }

func init() { Samples["ParamRenamed"] = []any{1} }

// ParamWas: safe.

//bluebird:rpc
func ParamWas(count int) int { return count }

func init() { Samples["ParamWas"] = []any{1} }

// ParamWasDropped: safe.

//bluebird:was n=count
//bluebird:rpc
func ParamWasDropped(n int) int { return n }

func init() { Samples["ParamWasDropped"] = []any{1} }

// ParamAppended: needs the server first.

//bluebird:rpc
func ParamAppended(a int) int { return a }

func init() { Samples["ParamAppended"] = []any{1} }

// ParamAppendedWithDefault: needs the server first.

//bluebird:rpc
func ParamAppendedWithDefault(a int) int { return a }

func init() { Samples["ParamAppendedWithDefault"] = []any{1} }

// ResultAppended: needs the server first.

//bluebird:rpc
func ResultAppended(a int) int { return a }

func init() { Samples["ResultAppended"] = []any{1} }

// ParamInserted: breaks.

//bluebird:rpc
func ParamInserted(a int, b string) string { return Show(b) }

func init() { Samples["ParamInserted"] = []any{1, "b"} }

// ParamsReordered: breaks.

//bluebird:rpc
func ParamsReordered(a, b int) int { return a - b }

func init() { Samples["ParamsReordered"] = []any{3, 1} }

// ParamDropped: breaks.

//bluebird:rpc
func ParamDropped(a, b int) int { return a + b }

func init() { Samples["ParamDropped"] = []any{1, 2} }

// ResultDropped: breaks.

//bluebird:rpc
func ResultDropped(a int) (int, string) { return a, "x" }

func init() { Samples["ResultDropped"] = []any{1} }

// ContextAdded: safe.

//bluebird:rpc
func ContextAdded(a int) int { return a }

func init() { Samples["ContextAdded"] = []any{1} }

// ErrorAdded: safe.

//bluebird:rpc
func ErrorAdded(a int) int { return a }

func init() { Samples["ErrorAdded"] = []any{1} }

// ErrorDropped: safe.

//bluebird:rpc
func ErrorDropped(ctx context.Context, a int) (int, error) { return a, nil }

func init() { Samples["ErrorDropped"] = []any{1} }

// VariadicToSlice: safe.

//bluebird:rpc
func VariadicToSlice(v ...string) int { return len(v) }

func init() { Samples["VariadicToSlice"] = []any{"a", "b"} }

// DefaultRemoved: safe.

//bluebird:default a=5
//bluebird:rpc
func DefaultRemoved(a int) int { return a }

func init() { Samples["DefaultRemoved"] = []any{1} }

// DefaultChanged: safe.

//bluebird:default a=5
//bluebird:rpc
func DefaultChanged(a int) int { return a }

func init() { Samples["DefaultChanged"] = []any{1} }

// IdempotentDropped: safe.

//bluebird:idempotent
//bluebird:rpc
func IdempotentDropped(a int) int { return a }

func init() { Samples["IdempotentDropped"] = []any{1} }

// UnaryToStream: breaks.

//bluebird:rpc
func UnaryToStream(n int) []int { return make([]int, n) }

func init() { Samples["UnaryToStream"] = []any{2} }

// StreamToSlice: breaks.

//bluebird:rpc
func StreamToSlice(v iter.Seq[int]) string { return Show(slices.Collect(v)) }

func init() { Samples["StreamToSlice"] = []any{stream(1, 2)} }

// StreamToReader: breaks.

//bluebird:rpc
func StreamToReader(v iter.Seq[[]byte]) int { return len(slices.Collect(v)) }

func init() { Samples["StreamToReader"] = []any{stream([]byte("a"))} }

// StreamAppended: breaks.

//bluebird:rpc
func StreamAppended(v iter.Seq[int]) int { return len(slices.Collect(v)) }

func init() { Samples["StreamAppended"] = []any{stream(1)} }

// StreamItemGainsField: safe.

type StreamItem struct{ X int }

//bluebird:rpc
func StreamItemGainsField(n int) iter.Seq[StreamItem] { return stream(StreamItem{n}) }

func init() { Samples["StreamItemGainsField"] = []any{1} }

// StreamItemLosesField: breaks.

type StreamPart struct{ X, Y int }

//bluebird:rpc
func StreamItemLosesField(v iter.Seq[StreamPart]) string { return Show(slices.Collect(v)) }

func init() { Samples["StreamItemLosesField"] = []any{stream(StreamPart{1, 2})} }

// StreamItemWider: needs the server first.

//bluebird:rpc
func StreamItemWider(v iter.Seq2[float32, error]) (n int, err error) {
	for _, err := range v {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func init() {
	Samples["StreamItemWider"] = []any{func(yield func(float32, error) bool) { yield(0.5, nil) }}
}

// StreamItemWiderOut: needs the clients first.

//bluebird:rpc
func StreamItemWiderOut(n int) iter.Seq[float32] { return stream[float32](0.5) }

func init() { Samples["StreamItemWiderOut"] = []any{1} }

// PairValueWider: safe.

//bluebird:rpc
func PairValueWider(v iter.Seq2[string, int32]) int {
	n := 0
	for _, x := range v {
		n += int(x)
	}
	return n
}

func init() {
	Samples["PairValueWider"] = []any{func(yield func(string, int32) bool) { yield("a", 7) }}
}

// SeqToChan: safe.

//bluebird:rpc
func SeqToChan(v iter.Seq[int]) int { return len(slices.Collect(v)) }

func init() { Samples["SeqToChan"] = []any{stream(1, 2)} }

// StreamGainsError: safe.

//bluebird:rpc
func StreamGainsError(n int) iter.Seq[int] { return stream(1) }

func init() { Samples["StreamGainsError"] = []any{1} }

// ReaderCloses: safe.

//bluebird:rpc
func ReaderCloses(v io.Reader) int {
	b, _ := io.ReadAll(v)
	return len(b)
}

func init() { Samples["ReaderCloses"] = []any{func() io.Reader { return strings.NewReader("ab") }} }

// CallbackParamAppended: needs the server first.

//bluebird:rpc
func CallbackParamAppended(f func(n int) int) int { return f(1) }

func init() { Samples["CallbackParamAppended"] = []any{func(n int) int { return n }} }

// CallbackParamDropped: breaks.

//bluebird:rpc
func CallbackParamDropped(f func(n int, s string) int) int { return f(1, "x") }

func init() { Samples["CallbackParamDropped"] = []any{func(n int, s string) int { return n + len(s) }} }

// CallbackResultAppended: needs the server first.

//bluebird:rpc
func CallbackResultAppended(f func() int) string { return Show(f()) }

func init() { Samples["CallbackResultAppended"] = []any{func() int { return 1 }} }

// CallbackParamWider: needs the clients first.

//bluebird:rpc
func CallbackParamWider(f func(x float32) error) error { return f(0.5) }

func init() { Samples["CallbackParamWider"] = []any{func(x float32) error { return nil }} }

// CallbackResultWider: needs the server first.

//bluebird:rpc
func CallbackResultWider(f func() float32) bool { return f() > 0 }

func init() { Samples["CallbackResultWider"] = []any{func() float32 { return 0.5 }} }

// CallbackGainsError: safe.

//bluebird:rpc
func CallbackGainsError(f func(n int)) { f(1) }

func init() { Samples["CallbackGainsError"] = []any{func(n int) {}} }

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
