//go:build !amd64

package tile

const fast = false

func dot4x16(pairs int, a *int16, ars int, b *int16, c *int32, crs int) {}
