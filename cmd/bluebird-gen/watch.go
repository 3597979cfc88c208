package main

import (
	"context"
	"errors"
	"io"
)

func (o options) stay(ctx context.Context, dir string, stdout, stderr io.Writer) error {
	return errors.New("-watch is not built in")
}
