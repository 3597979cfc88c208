module github.com/bluebird-rpc/bluebird/examples/progress

go 1.26.0

tool github.com/bluebird-rpc/bluebird/cmd/bluebird-gen

require (
	github.com/bluebird-rpc/bluebird v0.0.0
	github.com/schollz/progressbar/v3 v3.19.1
)

require (
	github.com/dave/jennifer v1.7.1 // indirect
	github.com/fsnotify/fsnotify v1.10.1 // indirect
	github.com/mitchellh/colorstring v0.0.0-20190213212951-d06e56a500db // indirect
	github.com/philhofer/fwd v1.2.0 // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/tinylib/msgp v1.6.5 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/term v0.44.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
)

replace github.com/bluebird-rpc/bluebird => ../..
