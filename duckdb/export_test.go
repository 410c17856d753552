package duckdb

// SetSpan sets how many rows are asked of the engine at a time, and gives the way back.
func SetSpan(n int) (restore func()) {
	old := spanRows
	spanRows = n
	return func() { spanRows = old }
}
