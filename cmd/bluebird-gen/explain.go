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
		for _, c := range diag.Codes {
			fmt.Fprintf(out, "%s  %s\n", c.Code, c.Title)
		}
		return nil
	}
	for _, c := range diag.Codes {
		if strings.EqualFold(c.Code, code) {
			fmt.Fprintf(out, "%s: %s\n\n%s\n", c.Code, c.Title, c.Text)
			return nil
		}
	}
	return fmt.Errorf("no message has the code %s; -explain all lists them", code)
}
