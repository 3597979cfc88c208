// Package photo is a photograph to work on. LICENSE.md says whose it is.
package photo

import _ "embed"

// Dandelion is a JPEG of 1770 × 996 pixels.
//
//go:embed dandelion.jpg
var Dandelion []byte
