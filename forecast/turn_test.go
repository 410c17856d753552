package forecast_test

import (
	"math"
	"testing"

	"entente"
	"entente/forecast"
)

// TestTurn: a tie that never turned hardly does, however little is sure of it; one that
// turned each time does; the signs sum to one.
func TestTurn(t *testing.T) {
	unsure := forecast.Signs{Plus: .6, Minus: .1, Neutral: .3}
	var still, swings []forecast.Signs
	for i := range 30 {
		still = append(still, unsure)
		swings = append(swings, forecast.Signs{Plus: float64(i % 2), Minus: float64((i + 1) % 2)})
	}
	then, kept, of := forecast.Turn(still, unsure)
	if math.Abs(then.Plus-.6) > .02 || kept != 29 || of != 29 {
		t.Errorf("a tie that stood still: %+v, %d of %d", then, kept, of)
	}
	then, kept, _ = forecast.Turn(swings, forecast.Signs{Plus: 1})
	if then.Minus < .8 || kept != 0 {
		t.Errorf("a tie that swings: %+v, %d kept", then, kept)
	}
	then, _, of = forecast.Turn(nil, unsure)
	if sum := then.Plus + then.Minus + then.Neutral; math.Abs(sum-1) > 1e-9 || of != 0 {
		t.Errorf("without a past: %+v", then)
	}
}

// TestRising: what comes about within a week does so within a month.
func TestRising(t *testing.T) {
	fs := []entente.Forecast{
		{Quad: 1, Horizon: 30, Probability: .4, Low: .3, High: .45}, {Quad: 1, Horizon: 7, Probability: .5, Low: .48, High: .6},
		{Quad: 2, Horizon: 7, Probability: .9, High: 1}, {Quad: 1, Horizon: 90, Probability: .8, Low: .7, High: .9},
	}
	forecast.Rising(fs)
	want := []float64{.45, .45, .9, .8}
	for i, f := range fs {
		if math.Abs(f.Probability-want[i]) > 1e-9 || f.Low > f.Probability || f.High < f.Probability {
			t.Errorf("%d: %v in [%v, %v], want %v", i, f.Probability, f.Low, f.High, want[i])
		}
	}
}

// TestParseSupposed: what a file of supposed events says, and what is none.
func TestParseSupposed(t *testing.T) {
	got, err := forecast.ParseSupposed("s.yaml", []byte("- {from: Russia, to: China, root: AGREE, mutual: true, text: a treaty}\n- {on: 2021-06-01, from: A, to: B, root: AID, times: 3}\n"))
	if err != nil || len(got) != 2 || got[0].Times != 1 || !got[0].Mutual || got[1].Times != 3 || !got[1].On.Known() || got[1].Line != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"", "a: 1", "- {from: A}", "- {from: A, to: B, root: AID, times: 0}", "- {from: A, to: B, root: AID, on: soon}", "- ["} {
		if got, err := forecast.ParseSupposed("s.yaml", []byte(bad)); err == nil {
			t.Errorf("%q gives %+v", bad, got)
		}
	}
}

func FuzzParseSupposed(f *testing.F) {
	f.Add([]byte("- {from: Russia, to: China, root: AGREE, mutual: true, text: a treaty}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := forecast.ParseSupposed("s.yaml", data)
		if (err == nil) == (len(got) == 0) {
			t.Errorf("%d events, %v", len(got), err)
		}
	})
}
