package main

import "github.com/bluebird-rpc/bluebird/internal/mux"

// withoutYield makes Bluebird's writers write at once, so that it shows what yielding costs beside handlers that compute.
func withoutYield() { mux.NoYield = true }
