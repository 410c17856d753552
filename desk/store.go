package desk

import (
	"context"
	"iter"

	"entente"
)

// Store keeps what was read. Every answer comes in a fixed order; an error ends a
// sequence. What a store must promise besides is in storetest.
type Store interface {
	// Save keeps readings in one transaction, all or none. A story known with the same
	// words and lexicon changes nothing; with others, its new reading takes the place
	// of the old one, which is kept but no longer counts. [entente.ErrNotText] if a
	// string holds a NUL or is not UTF-8. A withdrawn story stays withdrawn.
	Save(ctx context.Context, readings ...entente.Reading) (entente.Receipt, error)
	// HasRead reports whether the current reading of a story, or the last one of a
	// withdrawn story, is of these words ([entente.Story.Hash]) and this lexicon.
	HasRead(ctx context.Context, story, hash, lexicon string) (bool, error)
	// Withdraw takes a story back: as of its day, or of any, it no longer counts. One that
	// was withdrawn already is so by the later word. [entente.ErrNotFound] if it was never
	// read, [entente.ErrNotText] as for Save.
	Withdraw(ctx context.Context, w entente.Withdrawal) error
	// Reinstate undoes a withdrawal, as if it had never been; [entente.ErrNotFound] if
	// the story is not withdrawn.
	Reinstate(ctx context.Context, story string) error
	// Withdrawals gives what is withdrawn, in order of story.
	Withdrawals(ctx context.Context) iter.Seq2[entente.Withdrawal, error]

	// Decide adds a decision to the log, and keeps the story of its report as it was read
	// again, both or neither; it gives the number of the decision. This and every later
	// reading of the story is kept as [entente.Decided] makes it. [entente.ErrNotText] as
	// for Save.
	Decide(ctx context.Context, d entente.Decision, again entente.Reading) (int64, error)
	// Decisions gives the log in its order; that of one story, if it is named.
	Decisions(ctx context.Context, story string) iter.Seq2[entente.Decision, error]

	// Import keeps what event files hold in one transaction, all or none. Of events and
	// mentions those that are known stay as they are; a measure that had another value
	// takes its place, and the old one is kept but no longer counts. Problems are those
	// of no story. [entente.ErrNotText] as for Save.
	Import(ctx context.Context, b entente.Batch) (entente.Taken, error)

	// Story gives a story as last read, [entente.ErrNotFound] if there is none.
	Story(ctx context.Context, id string) (entente.Story, error)
	// Stories gives stories in order of publication and id, undated ones last.
	Stories(ctx context.Context, f entente.Filter) iter.Seq2[entente.Outlet, error]
	// Event gives the event with this id or alias, or the one a report of this id
	// belongs to, with all its reports; [entente.ErrNotFound] if there is none. The id of
	// an imported event is its source, a colon and its own id.
	Event(ctx context.Context, id string) (entente.Event, error)
	// EventAsOf gives the event as it was known on a day: the one that then had the id, or
	// to which then belonged what it has today.
	EventAsOf(ctx context.Context, id string, day entente.Day) (entente.Event, error)
	// Named gives those of the imported events with these ids that the filter picks, in
	// order of id, each once; its days and limit do not hold. The narrower the filter, the
	// sooner they are found.
	Named(ctx context.Context, f entente.Filter, ids []string) ([]entente.Event, error)
	// Events gives events in order of day and id, undated ones last, as [entente.Cluster]
	// makes them of all reports, and then with the reports the filter picks. An imported
	// event is one by itself, with one report ([entente.Imported.Report]): it never
	// meets another.
	Events(ctx context.Context, f entente.Filter) iter.Seq2[entente.Event, error]
	// Assessments gives assessments in order of story and offset. Of the filter's query
	// the pair, levels and trends (a view denied or unlikely has none), contexts (for the
	// issue), words and days hold.
	Assessments(ctx context.Context, f entente.Filter) iter.Seq2[entente.Assessment, error]
	// Problems gives problems in order of subject and offset, by story.
	Problems(ctx context.Context, f entente.Filter) iter.Seq2[entente.Problem, error]

	// Tallies counts events by directed pair, period and root, in that order. Only
	// dated events between two known actors whose status has a weight count, once
	// each, and of their reports only those in streams that count. An event weighs what
	// its weightiest report does and takes that report's intensity; of equals the surest
	// leads, then the first by id. Sums are of millionths, so that they do not depend on
	// the order of adding. An imported event counts as often as its line says.
	Tallies(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Tally, error)
	// Volume counts the events of each period, of all pairs that the filter picks, as
	// Tallies does, in order of period; periods without any are left out. The filter's
	// limit does not hold.
	Volume(ctx context.Context, f entente.Filter, p entente.Period) ([]entente.Volume, error)
	// Movers gives the tallies by day of the imported events between two actors that the
	// filter picks, and of each two the heaviest of those events, at most so many of cooperation and as
	// many of conflict: those of the highest intensity times what their line sums; of equals
	// the latest, then by source and id, ids that are numbers first. They come in order of
	// day and id. The filter's limit does not hold.
	Movers(ctx context.Context, f entente.Filter, each int) ([]entente.Tally, []entente.Event, error)
	// Cited is Tallies with the ids of at most so many events that weigh most in each:
	// those whose weighted intensity is farthest from nought, of equals the first by id.
	Cited(ctx context.Context, f entente.Filter, p entente.Period, cites int) ([]entente.Cited, error)
	// Busy counts the deeds of each two actors that the filter picks, as Deeds tells them, the
	// busiest first, then in order of their codes; what is one actor are left out.
	Busy(ctx context.Context, f entente.Filter) ([]entente.PairCount, error)
	// Deeds gives what is told as having happened between two actors of some pairs, in
	// either direction: of the events that the filter picks, those with a dated report of
	// a fact or claim in a stream that counts. Of such reports the first by weight, then the
	// surest, then the first by id says who did what. They come in order of day, actors,
	// root, class, day known and id. Named, each comes by itself, with its id; else those
	// alike are summed, without one. The filter's pair, roots, days and limit do not hold.
	Deeds(ctx context.Context, f entente.Filter, pairs []entente.Pair, named bool) ([]entente.Deed, error)
	// Lands counts imported events of conflict between two known actors by directed pair,
	// state of the place and class, in that order. The filter's limit does not hold.
	Lands(ctx context.Context, f entente.Filter) ([]entente.Land, error)
	// Days gives the days on which the windows of the reports that the filter picks begin,
	// in order: every event's day is among them.
	Days(ctx context.Context, f entente.Filter) ([]entente.Day, error)
	// Coverage gives the days on which stories or imported events were published, in order.
	Coverage(ctx context.Context, f entente.Filter) ([]entente.Day, error)
	// Mentions gives the mentions of an imported event by its id, in order of day, URL and
	// sentence.
	Mentions(ctx context.Context, event string) iter.Seq2[entente.Mention, error]
	// Measures gives the figures that count, in order of series, actors, first day and source.
	Measures(ctx context.Context, f entente.MeasureFilter) iter.Seq2[entente.Measure, error]
	// Holdings says what is there of each source of imported events, in order of name.
	Holdings(ctx context.Context) ([]entente.Holding, error)
	// Counts says how much of each the filter picks; its limit does not hold.
	Counts(ctx context.Context, f entente.Filter) (entente.Counts, error)

	// Record puts forecasts on record, all or none, and says how many are new: one with the
	// id of one on record changes nothing. They stay as they are for ever.
	// [entente.ErrNotSound] for an id that its words do not give, [entente.ErrNotText].
	Record(ctx context.Context, entries ...entente.Entry) (int, error)
	// Resolve says how forecasts on record came out, of all or none. Another resolution than
	// the one that counts takes its place, and that one is kept; one that differs in its day
	// alone changes nothing. [entente.ErrNotFound] for a forecast that is not on record,
	// [entente.ErrNotSound], [entente.ErrNotText].
	Resolve(ctx context.Context, resolutions ...entente.Resolution) error
	// Ledger gives the forecasts on record in the order of recording, with the resolution
	// that counts; as of a day those made by then, with the last resolution made by then.
	Ledger(ctx context.Context, asOf entente.Day) iter.Seq2[entente.Settled, error]

	// Close lets go of the store. Sequences under way end with an error.
	Close() error
}
