package duckdb

import (
	"context"
	"crypto/sha256"
)

// SetSpan sets how many rows are asked of the engine at a time, and gives the way back.
func SetSpan(n int) (restore func()) {
	old := spanRows
	spanRows = n
	return func() { spanRows = old }
}

// Shade keeps what a checkpoint writes over, as one does before it begins.
func Shade(ctx context.Context, s *Store) error {
	_, err := s.shade(ctx)
	return err
}

// ShadowPlaces gives where the blocks lie that were kept, in bytes, with their lengths.
func ShadowPlaces(data []byte) (places map[int64]int, ok bool) {
	s, ok := unmarshalShadow(data)
	places = map[int64]int{}
	for at, block := range s.blocks {
		places[at] = len(block)
	}
	return places, ok
}

// Sealed puts before bytes the sum that a shadow begins with.
func Sealed(body []byte) []byte {
	sum := sha256.Sum256(body)
	return append(sum[:], body...)
}

// Folded is how many rows are kept.
func Folded(s *Store) int {
	s.sheets.mu.Lock()
	defer s.sheets.mu.Unlock()
	return s.sheets.rows
}
