package main

import "github.com/bluebird-rpc/bluebird/internal/bench/peer"

// withoutYield makes Bluebird's writers write at once, so that it shows what yielding costs beside handlers that compute.
//
// The runtime has no switch for it yet; until then this subject is left out and its bar says so.
func withoutYield() error { return peer.ErrUnsupported }
