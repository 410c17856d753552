package duckdb

import (
	"database/sql"
	"slices"

	"entente"
)

// distinct gives the events of a batch once each, and their keys. In files that come in
// order a key is compared with the one before, and with no other.
func distinct(events []entente.Imported) (rows []int32, keys []int64) {
	if mixed(events) {
		return distinctMixed(events)
	}
	rows, keys = make([]int32, 0, len(events)), make([]int64, 0, len(events))
	rising, late, texts := make([]int64, 0, len(events)), map[int64]bool{}, map[string]bool{}
	for i := range events {
		key, text := keyOf(events[i].Provenance.ID)
		switch {
		case text != nil:
			if texts[events[i].Provenance.ID] {
				continue
			}
			texts[events[i].Provenance.ID] = true
		case len(rising) == 0 || key > rising[len(rising)-1]:
			rising = append(rising, key)
		default:
			if _, seen := slices.BinarySearch(rising, key); seen || late[key] {
				continue
			}
			late[key] = true
		}
		rows, keys = append(rows, int32(i)), append(keys, key)
	}
	return rows, keys
}

// mixed reports whether events are of several codings.
func mixed(events []entente.Imported) bool {
	for i := range events {
		if events[i].Provenance.Source != events[0].Provenance.Source {
			return true
		}
	}
	return false
}

func distinctMixed(events []entente.Imported) (rows []int32, keys []int64) {
	type name struct{ source, id string }
	seen := make(map[name]bool, len(events))
	for i := range events {
		o := &events[i].Provenance
		if it := (name{o.Source, o.ID}); !seen[it] {
			seen[it] = true
			key, _ := keyOf(o.ID)
			rows, keys = append(rows, int32(i)), append(keys, key)
		}
	}
	return rows, keys
}

// keySet is which keys the store has of a coding. Those that are numbers lie close
// together in the files of the field, so a bit stands for each; where they do not, the
// store is asked.
type keySet struct {
	top    int64                 // the highest; -1 if none is a number
	texts  bool                  // some are no numbers
	pages  map[int64]*[64]uint64 // by key>>12; nil while nobody has asked
	sparse bool                  // there would be too many pages
}

// manyPages bounds the pages of a coding, to 64 MB.
const manyPages = 1 << 17

func (s *keySet) has(key int64) bool {
	p := s.pages[key>>12]
	return p != nil && p[key>>6&63]&(1<<(key&63)) != 0
}

// add notes keys; word holds 32 of them from key on.
func (s *keySet) add(key int64, word uint32) {
	p := s.pages[key>>12]
	if p == nil {
		if len(s.pages) >= manyPages {
			s.sparse, s.pages = true, nil
		}
		if s.sparse {
			return
		}
		p = new([64]uint64)
		s.pages[key>>12] = p
	}
	p[key>>6&63] |= uint64(word) << (key & 63)
}

// unknown leaves out the events that the store has. One whose key is a number above all
// those of its coding is new; the others are compared.
func (k *keeper) unknown(events []entente.Imported, rows []int32, keys []int64) ([]int32, []int64, error) {
	drop := make([]bool, len(rows))
	doubtful := map[*keySet][]int{}
	var set *keySet
	last := ""
	for i, row := range rows {
		if source := events[row].Provenance.Source; i == 0 || source != last {
			var err error
			if set, err = k.heldOf(source); err != nil {
				return nil, nil, err
			}
			last = source
		}
		if set == nil {
			continue
		}
		if keys[i] <= set.top && keys[i] >= 0 || keys[i] < 0 && set.texts {
			doubtful[set] = append(doubtful[set], i)
		}
	}
	for set, places := range doubtful {
		coding := k.terms.codings.of[events[rows[places[0]]].Provenance.Source]
		if err := k.compare(coding, set, events, rows, keys, places, drop); err != nil {
			return nil, nil, err
		}
	}
	if !slices.Contains(drop, true) {
		return rows, keys, nil
	}
	n := 0
	for i := range rows {
		if !drop[i] {
			rows[n], keys[n] = rows[i], keys[i]
			n++
		}
	}
	return rows[:n], keys[:n], nil
}

// heldOf gives the keys of a coding, of which at first only the highest is known; nil for
// one that the store does not know.
func (k *keeper) heldOf(source string) (*keySet, error) {
	coding, ok := k.terms.codings.of[source]
	if !ok {
		return nil, nil
	}
	if set := k.terms.held[coding]; set != nil {
		return set, nil
	}
	set := &keySet{}
	err := k.tx.QueryRowContext(k.ctx, `SELECT greatest(coalesce(max(key), -1), -1), coalesce(min(key), 0) < 0 FROM imports WHERE coding = ?`, coding).Scan(&set.top, &set.texts)
	k.terms.held[coding] = set
	return set, err
}

// compare finds which of the events at some places the store has.
func (k *keeper) compare(coding int32, set *keySet, events []entente.Imported, rows []int32, keys []int64, places []int, drop []bool) error {
	numbers := slices.ContainsFunc(places, func(i int) bool { return keys[i] >= 0 })
	if numbers && set.pages == nil && !set.sparse {
		if err := k.readPages(coding, set); err != nil {
			return err
		}
	}
	var ask []int
	for _, i := range places {
		switch {
		case keys[i] < 0 || set.sparse:
			ask = append(ask, i)
		case set.has(keys[i]):
			drop[i] = true
		}
	}
	if len(ask) == 0 {
		return nil
	}
	return k.ask(coding, events, rows, keys, ask, drop)
}

// readPages reads which keys a coding has.
func (k *keeper) readPages(coding int32, set *keySet) error {
	set.pages = map[int64]*[64]uint64{}
	rows, err := k.tx.QueryContext(k.ctx, `SELECT key >> 5, sum(1::BIGINT << (key & 31)::INTEGER)::BIGINT FROM imports WHERE coding = ? AND key >= 0 GROUP BY 1`, coding)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() && !set.sparse {
		var at, word int64
		if err := rows.Scan(&at, &word); err != nil {
			return err
		}
		set.add(at<<5, uint32(word))
	}
	return rows.Err()
}

// ask asks the store which of the events at some places it has.
func (k *keeper) ask(coding int32, events []entente.Imported, rows []int32, keys []int64, places []int, drop []bool) error {
	if _, err := k.exec(`CREATE OR REPLACE TEMP TABLE asked (place INTEGER, key BIGINT, id VARCHAR)`); err != nil {
		return err
	}
	some := make([]int64, len(places))
	err := k.append("asked", func(a *rowAppender) error {
		for j, i := range places {
			some[j] = keys[i]
			_, id := keyOf(events[rows[i]].Provenance.ID)
			a.values = append(a.values[:0], int32(i), keys[i], id)
			if err := a.row(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = scanAll(k.ctx, k.tx, `SELECT place FROM asked s WHERE EXISTS (SELECT 1 FROM imports
		WHERE coding = ? AND key = s.key AND id IS NOT DISTINCT FROM s.id AND `+among(some)+`)`, func(r *sql.Rows) error {
		var place int
		if err := r.Scan(&place); err != nil {
			return err
		}
		drop[place] = true
		return nil
	}, coding)
	if err != nil {
		return err
	}
	_, err = k.exec(`DROP TABLE asked`)
	return err
}

// hold notes the keys that were added.
func (k *keeper) hold(keys []int64, filed []filed) {
	var set *keySet
	for i, key := range keys {
		if i == 0 || filed[i].coding != filed[i-1].coding {
			if set = k.terms.held[filed[i].coding]; set == nil {
				set = &keySet{top: -1}
				k.terms.held[filed[i].coding] = set
			}
		}
		set.top = max(set.top, key)
		set.texts = set.texts || key < 0
		if key >= 0 && set.pages != nil {
			set.add(key, 1)
		}
	}
}
