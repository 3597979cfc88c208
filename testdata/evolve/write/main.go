// Command write writes the packages of testdata/evolve.
package main

import (
	"go/format"
	"log"
	"os"
	"path/filepath"

	"github.com/bluebird-rpc/bluebird/testdata/evolve"
)

//go:generate go run . ../before ../after
//go:generate go tool bluebird-gen ../before ../after

func main() {
	log.SetFlags(0)
	for age, dir := range os.Args[1:] {
		source, err := format.Source([]byte(evolve.Source(evolve.Age(age))))
		if err != nil {
			log.Fatal(err)
		}
		if err := os.MkdirAll(dir, 0o777); err != nil {
			log.Fatal(err)
		}
		// The contracts begin anew: there is nobody who relies on them.
		os.Remove(filepath.Join(dir, "bluebird.api"))
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(dir)+".go"), source, 0o666); err != nil {
			log.Fatal(err)
		}
	}
}
