package desk

import (
	"context"
	"iter"

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
