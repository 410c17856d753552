package export

import "entente"

// Forecasts is the table of forecasts on record, each with how it came out.
func Forecasts() Table[entente.Settled] {
	t := Table[entente.Settled]{Name: "forecasts", Row: "a forecast on record",
		About: "What was forecast and when, by whom, and how it came out. None is changed after it was recorded."}
	add := func(c Column, of func(entente.Settled) Value) {
		t.Fields = append(t.Fields, Field[entente.Settled]{c, of})
	}
	add(Column{Name: "id", Wide: true, About: "Id of the forecast."}, func(e entente.Settled) Value { return text(e.ID) })
	add(Column{Name: "made", Type: Day, Null: true, About: "Day on which it was recorded."}, func(e entente.Settled) Value { return day(e.Made) })
	add(Column{Name: "hindsight", Type: Bool, About: "Whether its days had begun by then."}, func(e entente.Settled) Value { return truth(e.Hindsight()) })
	add(Column{Name: "by", About: "Who forecast; entente is the program."}, func(e entente.Settled) Value { return text(e.By) })
	add(Column{Name: "a", About: "Code of one actor."}, func(e entente.Settled) Value { return text(e.A) })
	add(Column{Name: "b", About: "Code of the other."}, func(e entente.Settled) Value { return text(e.B) })
	add(Column{Name: "directed", Type: Bool, About: "Only what a does to b counts."}, func(e entente.Settled) Value { return truth(e.Directed) })
	add(Column{Name: "event", About: "What is asked about: at least one event of it."}, func(e entente.Settled) Value { return text(e.Event()) })
	add(Column{Name: "origin", Type: Day, About: "First of the days asked about; nothing of that day or later was known."}, func(e entente.Settled) Value { return day(e.Origin) })
	add(Column{Name: "horizon", Type: Int, About: "Number of the days."}, func(e entente.Settled) Value { return whole(e.Horizon) })
	add(Column{Name: "probability", Type: Real, About: "0 to 1."}, func(e entente.Settled) Value { return rounded(e.Probability) })
	add(Column{Name: "low", Type: Real, About: "Lower bound of 90 in 100."}, func(e entente.Settled) Value { return rounded(e.Low) })
	add(Column{Name: "high", Type: Real, About: "Upper bound."}, func(e entente.Settled) Value { return rounded(e.High) })
	plain := func(of func(*entente.Baselines) float64) func(entente.Settled) Value {
		return func(e entente.Settled) Value {
			if e.Plain == nil {
				return null()
			}
			return rounded(of(e.Plain))
		}
	}
	add(Column{Name: "base_rate", Type: Real, Null: true, About: "The pair's own base rate then."}, plain(func(b *entente.Baselines) float64 { return b.Climatology }))
	add(Column{Name: "persistence", Type: Real, Null: true, About: "What followed windows like the last one."}, plain(func(b *entente.Baselines) float64 { return b.Persistence }))
	add(Column{Name: "method", About: "How it was made."}, func(e entente.Settled) Value { return text(e.Method) })
	add(Column{Name: "outcome", About: "yes, no, void; empty while it is open."}, func(e entente.Settled) Value {
		if e.Resolution == nil {
			return text("")
		}
		return text(e.Resolution.Outcome)
	})
	add(Column{Name: "events", Type: Int, Null: true, About: "How many such events came; missing while it is open."}, func(e entente.Settled) Value {
		if e.Resolution == nil {
			return null()
		}
		return whole(e.Resolution.Count)
	})
	add(Column{Name: "sources", Type: List, About: "Whose coding it is about and resolved by."}, func(e entente.Settled) Value { return list(e.Sources) })
	add(Column{Name: "data", Wide: true, About: "Hash of the events known then."}, func(e entente.Settled) Value { return text(e.Data) })
	add(Column{Name: "program", About: "Version of the program."}, func(e entente.Settled) Value { return text(e.Program) })
	add(Column{Name: "note", About: "What was noted with it."}, func(e entente.Settled) Value { return text(e.Note) })
	t.Record = func(e entente.Settled) any { return e }
	return t
}
