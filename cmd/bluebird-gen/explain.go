package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
)

// explain tells what a code means, or lists all of them.
func explain(out io.Writer, code string) error {
	if code == "all" {
		for _, e := range diag.Explanations {
			fmt.Fprintf(out, "%s  %s\n", e.Code, e.Title)
		}
		return nil
	}
	if e, known := diag.Explain(diag.Code(strings.ToUpper(code))); known {
		fmt.Fprintf(out, "%s: %s\n\n%s\n", e.Code, e.Title, e.Text)
		return nil
	}
	return fmt.Errorf("no message has the code %s; -explain all lists them", code)
}
