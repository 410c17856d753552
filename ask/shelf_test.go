package ask

import (
	"fmt"
	"testing"
)

// What forecasts are learned from outlasts answers that are asked once, and not for ever.
func TestWhatIsDearIsKeptLonger(t *testing.T) {
	var s shelf
	ask := func(key string) {
		e, _ := s.take(key)
		select {
		case <-e.done:
		default:
			close(e.done)
		}
	}
	ask(foresightKey + "x")
	for i := range 3 * shelfSize {
		ask(fmt.Sprint("dyad ", i))
	}
	if s.of[foresightKey+"x"] == nil || s.of["dyad 0"] != nil || len(s.of) > shelfSize {
		t.Errorf("%d answers are kept", len(s.of))
	}
	for i := range 3 * shelfSize {
		ask(fmt.Sprint("triangle ", i))
	}
	if s.of[foresightKey+"x"] != nil {
		t.Error("what nobody asked for any more is kept")
	}
}
