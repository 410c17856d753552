package fetch_test

import (
	"context"
	"fmt"

	"entente/fetch"
)

// An address that leads into the machine's own network is refused before anything is
// sent.
func Example() {
	c := fetch.New(fetch.Options{Agent: "entente/0.1.0"})
	defer c.Close()
	_, err := c.Get(context.Background(), fetch.Request{URL: "http://169.254.169.254/latest/meta-data/"})
	fmt.Println(fetch.KindOf(err))
	// Output: refused
}
