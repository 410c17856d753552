package desk

import (
	"cmp"
	"context"
	"slices"

	"entente"
)

// Toward judges how every actor that a brief tells of stands with one of them, the most
// told of first. It is the brief's own judgement of more pairs than the brief shows: the
// brief must be the answer to the question, as of the store as it is.
func Toward(ctx context.Context, store Store, b *entente.Brief, q Question, actor entente.Code) ([]entente.Tie, error) {
	q = q.filled()
	if _, err := leftOut(ctx, store, &q); err != nil {
		return nil, err
	}
	day, err := judgedOn(ctx, store, q.Filter)
	if err != nil {
		return nil, err
	}
	u := umpire{ev: evidenceOf(b, nil, q), day: day}
	mass := evidence(b)
	var keys []pairKey
	for k := range mass {
		if k.a != "" && k.a != k.b && (k.a == actor || k.b == actor) {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(x, y pairKey) int {
		return cmp.Or(cmp.Compare(mass[y], mass[x]), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	ties := make([]entente.Tie, len(keys))
	for i, k := range keys {
		ties[i] = u.tie(k.a, k.b)
	}
	return ties, nil
}
