// Command serve runs servers of ClickHouse on loopback for measurements, one a shard, until
// its input ends: it prints the address of a store on them, and at the end the seconds of
// processor time that they used.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"entente/clickhousetest"
)

func main() {
	dir := flag.String("dir", "", "where they keep what they are given; the folder must be there")
	shards := flag.Int("shards", 2, "how many")
	flag.Parse()
	if err := serve(*dir, *shards); err != nil {
		fmt.Fprintln(os.Stderr, "serve: error:", err)
		os.Exit(1)
	}
}

func serve(dir string, shards int) error {
	c, err := clickhousetest.Start(dir, shards)
	if err != nil {
		return err
	}
	fmt.Println(c.Store("news"))
	_, err = io.Copy(io.Discard, os.Stdin)
	fmt.Printf("%.2f\n", c.CPU().Seconds())
	if stop := c.Stop(); err == nil {
		err = stop
	}
	return err
}
