package export

import "entente"

// Point is one period of a series.
type Point struct {
	entente.Pair
	By entente.Period
	entente.Point
}

// Points is the table of series, a row a period.
func Points() Table[Point] {
	t := Table[Point]{Name: "series", Row: "what one actor did to another in a period",
		About: "Sums of intensity weighted by status, of dated events between two known actors. A period that is not covered is one from which nothing was read: its noughts mean nothing."}
	add := func(c Column, of func(Point) Value) { t.Fields = append(t.Fields, Field[Point]{c, of}) }
	add(Column{Name: "period", About: "day, week (from Monday), month or year."}, func(p Point) Value { return text(p.By) })
	add(Column{Name: "period_from", Type: Day, About: "Its first day."}, func(p Point) Value { return day(p.Period) })
	add(Column{Name: "source", About: "Who acts."}, func(p Point) Value { return text(p.Source) })
	add(Column{Name: "target", About: "Toward whom."}, func(p Point) Value { return text(p.Target) })
	add(Column{Name: "events", Type: Int, About: "Events."}, func(p Point) Value { return whole(p.Events) })
	add(Column{Name: "reports", Type: Int, About: "Reports of these events."}, func(p Point) Value { return whole(p.Reports) })
	add(Column{Name: "cooperation", Type: Real, About: "Sum of weight times intensity of the cooperative events."}, func(p Point) Value { return number(p.Coop) })
	add(Column{Name: "conflict", Type: Real, About: "The same of the conflictual ones, without the sign."}, func(p Point) Value { return number(p.Conf) })
	add(Column{Name: "covered", Type: Bool, About: "Whether anything was published in the period, of the codings asked."}, func(p Point) Value { return truth(p.Covered) })
	return t
}
