package syntax

import "strings"

// GUM writes entities as brackets into the last column of CoNLL-U.

// entityKinds are the kinds of entities by GUM's words for them.
var entityKinds = map[string]string{"person": "PER", "organization": "ORG", "place": "LOC"}

// markEntities sets Entity of the tokens from the fields Entity= of their last columns
// and reports whether there is any. An entity is a person, an organisation or a place
// whose head word is a proper noun; of one within another the outer is marked.
func markEntities(toks []Token, misc []string) (marked bool) {
	var open, found []entitySpan
	var ids []string
	for i := range toks {
		field, ok := miscField(misc[i], "Entity")
		marked = marked || ok
		for field != "" {
			var id, kind string
			var ends bool
			id, kind, ends, field = bracket(field)
			if kind != "" {
				open, ids = append(open, entitySpan{i, -1, entityKinds[kind]}), append(ids, id)
			}
			if !ends {
				continue
			}
			for k := len(open) - 1; k >= 0; k-- {
				if ids[k] == id {
					found = append(found, entitySpan{open[k].first, i, open[k].kind})
					open, ids = append(open[:k], open[k+1:]...), append(ids[:k], ids[k+1:]...)
					break
				}
			}
		}
	}
	for _, s := range found {
		if s.kind != "" && toks[headOf(toks, s)].UPOS == "PROPN" && !inEntity(toks, s, found) {
			markSpan(toks, s)
		}
	}
	return marked
}

// bracket takes one bracket off the front of GUM's notation: "(4-place-new…" opens an
// entity, "4)" ends one and "(4-place-new…)" does both.
func bracket(s string) (id, kind string, ends bool, rest string) {
	opens := s[0] == '('
	if opens {
		s = s[1:]
	}
	k := strings.IndexAny(s, "()")
	if k < 0 {
		k = len(s)
	}
	body := s[:k]
	if ends = k < len(s) && s[k] == ')'; ends {
		k++
	}
	id, kind, _ = strings.Cut(body, "-")
	kind, _, _ = strings.Cut(kind, "-")
	switch {
	case !opens:
		kind = ""
	case kind == "" || strings.Contains(id, "["): // a part of one that is torn apart
		kind = "?"
	}
	return id, kind, ends, s[k:]
}

// miscField gives a field of the last column.
func miscField(misc, name string) (string, bool) {
	for f := range strings.SplitSeq(misc, "|") {
		if v, ok := strings.CutPrefix(f, name+"="); ok {
			return v, true
		}
	}
	return "", false
}

// inEntity reports whether a span lies in another that is an entity.
func inEntity(toks []Token, s entitySpan, all []entitySpan) bool {
	for _, o := range all {
		switch {
		case o.kind == "" || o.first > s.first || o.last < s.last || toks[headOf(toks, o)].UPOS != "PROPN":
		case o.first != s.first || o.last != s.last:
			return true
		}
	}
	return false
}
