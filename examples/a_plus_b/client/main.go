// Command client adds and subtracts on the server, through the typed client and by name.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"time"

	"github.com/bluebird-rpc/bluebird/examples/a_plus_b/aplusbrpc"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

func main() {
	addr := flag.String("addr", "localhost:12345", "`host:port` of the server")
	flag.Parse()
	log.SetFlags(0)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := calculate(ctx, *addr); err != nil {
		log.Fatal(err)
	}
}

func calculate(ctx context.Context, addr string) error {
	conn, err := bluebird.Dial(ctx, addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	client := aplusbrpc.NewClient(conn)

	sum, err := client.Add(ctx, 1, 2)
	if err != nil {
		return err
	}
	fmt.Println("1 + 2 =", sum)

	difference, err := client.Minus(ctx, 1, 2)
	if err != nil {
		return err
	}
	fmt.Println("1 - 2 =", difference)

	a, b := []float64{1, 2, 3}, []float64{10, 20, 30}
	sums, err := client.AddArrays(ctx, a, b)
	if err != nil {
		return err
	}
	fmt.Println(a, "+", b, "=", sums)

	differences, err := client.MinusArrays(ctx, a, b)
	if err != nil {
		return err
	}
	fmt.Println(a, "-", b, "=", differences)

	// An error of the handler arrives with its text and its code.
	_, err = client.AddArrays(ctx, a, b[:2])
	if !errors.Is(err, bluebird.InvalidArgument) {
		return fmt.Errorf("adding arrays of different lengths: got error %v, want %v", err, bluebird.InvalidArgument)
	}
	fmt.Println(a, "+", b[:2], "is an error:", err)

	// The same call in one line, with arguments by name and no generated code.
	defer bluebird.DefaultDialer.Close()
	sum, err = bluebird.CallRemote[float64](ctx, addr, "aplusb.Add", bluebird.Args{"a": 1, "b": 2})
	if err != nil {
		return err
	}
	fmt.Println("by name: 1 + 2 =", sum)
	return nil
}
