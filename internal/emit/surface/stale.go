//go:build ignore

package stale

func RunGoGenerate[T any](v T) T

type RunGoGenerateFor[T any] = *T
