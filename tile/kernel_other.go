//go:build !amd64

package tile

const (
	fast = false
	wide = false
)

func dot4x16(pairs int, a *int16, ars int, b *int16, c *int32, crs int) {}

func wide4x16(pairs int, a *int16, ars int, b *int16, c *int32, crs int) {}

func madd4x16(k int, a *float32, ars, acs int, b, c *float32, crs int) {}
