package desk

import (
	"context"
	"iter"

	"entente/coder"
	"entente/news"
)

// Stories reads pieces on all cores and yields their stories in the order in which they
// came: getting the words out of a page takes most of the time that a page takes. At
// most a few pages wait, so memory does not grow with their number. An error of the
// pieces is passed on in its place; a cancelled context ends the sequence.
func Stories(ctx context.Context, pieces iter.Seq2[news.Piece, error]) iter.Seq2[news.Item, error] {
	type read struct {
		item news.Item
		err  error
	}
	return func(yield func(news.Item, error) bool) {
		all := onAllCores(ctx, pieces, func(p news.Piece) read {
			item, err := p.Read()
			return read{item, err}
		})
		for r, err := range all {
			if err == nil {
				err = r.err
			}
			if !yield(r.item, err) {
				return
			}
		}
	}
}

// CodeUnread is [Code] that spares the coding of stories whose words a store has read
// with the same lexicon: they come as they are, and keeping them changes nothing.
func CodeUnread(ctx context.Context, store Store, items iter.Seq2[news.Item, error], tools coder.Tools, opt coder.Options) iter.Seq2[Coded, error] {
	type worked struct {
		coded Coded
		err   error
	}
	return func(yield func(Coded, error) bool) {
		all := onAllCores(ctx, items, func(item news.Item) worked {
			if item.Story.Text != "" {
				known, err := store.HasRead(ctx, item.Story.ID, item.Story.Hash, tools.Name())
				if err != nil || known {
					return worked{Coded{Story: item.Story, Problems: item.Problems}, err}
				}
			}
			return worked{one(item, tools, opt), nil}
		})
		for w, err := range all {
			if err == nil {
				err = w.err
			}
			if !yield(w.coded, err) {
				return
			}
		}
	}
}
