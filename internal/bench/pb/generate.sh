#!/usr/bin/env bash
# Generates the code of the peers that speak protobuf. It needs protoc: apt-get install protobuf-compiler.
set -euo pipefail
cd "$(dirname "$0")"
bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
for tool in \
	google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12 \
	google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2 \
	connectrpc.com/connect/cmd/protoc-gen-connect-go@v1.21.1 \
	storj.io/drpc/cmd/protoc-gen-go-drpc@v1.0.0 \
	github.com/containerd/ttrpc/cmd/protoc-gen-go-ttrpc@v1.2.10; do
	GOBIN=$bin go install "$tool"
done
PATH=$bin:$PATH protoc \
	--go_out=. --go_opt=paths=source_relative \
	--go-grpc_out=. --go-grpc_opt=paths=source_relative \
	--connect-go_out=. --connect-go_opt=paths=source_relative \
	--go-drpc_out=. --go-drpc_opt=paths=source_relative \
	--go-ttrpc_out=. --go-ttrpc_opt=paths=source_relative,prefix=TTRPC \
	bench.proto
gofmt -w .
