package score

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"entente"
)

// ruledLine is a line of gold as it is written: corpus/README.md tells the form.
type ruledLine struct {
	Story      string           `json:"story"`
	ID         string           `json:"id"`
	Text       string           `json:"text"`
	Stream     entente.Stream   `json:"stream"`
	Source     entente.Code     `json:"source"`
	Target     entente.Code     `json:"target"`
	Reciprocal bool             `json:"reciprocal"`
	Roots      []entente.Root   `json:"roots"`
	Status     []entente.Status `json:"status"`
	From       entente.Day      `json:"date_from"`
	To         entente.Day      `json:"date_to"`
	Required   bool             `json:"required"`
	MustNot    bool             `json:"must_not,omitempty"`
	Why        string           `json:"why,omitempty"`
}

// WriteGold writes what was decided as gold, which [Gold] reads: what was accepted or set
// must be found, and what was rejected must not.
func WriteGold(w io.Writer, list []Ruled) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range list {
		r, rejected := list[i].Now, list[i].Now == nil
		if rejected {
			r = &list[i].Was
		}
		l := ruledLine{Story: r.Story, ID: r.Report, Text: r.Citation.Quote, Stream: r.Stream, Source: r.Source.Code, Target: r.Target.Code, Reciprocal: r.Reciprocal,
			Roots: []entente.Root{r.Plover.Event}, Status: []entente.Status{r.Status}, From: r.DateFrom, To: r.DateTo, Required: !rejected, MustNot: rejected}
		if rejected {
			l.Why = "rejected"
		}
		if err := enc.Encode(&l); err != nil {
			return err
		}
	}
	return nil
}

// WriteMarked writes what was accepted or set as marked sentences, a root and a sentence
// a line. With a head the lines begin with an id and stand under the names of their
// columns, as [ReadMarked] reads them. Left out is what cannot be marked: reports whose
// actors do not both stand in their sentence, or are others than the marked words say.
func WriteMarked(w io.Writer, list []Ruled, head bool) error {
	out := bufio.NewWriter(w)
	if head {
		fmt.Fprintln(out, "sentence_id\tmarked_sentence\tgold_root")
	}
	for i := range list {
		text, ok := markedOf(&list[i])
		switch {
		case !ok:
		case head:
			fmt.Fprintf(out, "%s\t%s\t%s\n", list[i].Was.Report, text, list[i].Now.Plover.Event)
		default:
			fmt.Fprintf(out, "%s\t%s\n", list[i].Now.Plover.Event, text)
		}
	}
	return out.Flush()
}

// markedOf marks source, target and act in the sentence of a report.
func markedOf(r *Ruled) (string, bool) {
	c := &r.Was.Citation
	if r.Now == nil || c.Source == nil || c.Target == nil || strings.Contains(c.Quote, "<") ||
		r.Now.Source.Code != r.Was.Source.Code || r.Now.Target.Code != r.Was.Target.Code {
		return "", false
	}
	marks := []struct {
		tag  string
		span entente.Span
	}{{"s", *c.Source}, {"t", *c.Target}, {"e", c.Trigger}}
	type insertion struct {
		at, order int
		words     string
	}
	var in []insertion
	for i, m := range marks {
		from, to := m.span[0]-c.Start, m.span[1]-c.Start
		if from < 0 || to <= from || to > len(c.Quote) {
			return "", false
		}
		in = append(in, insertion{from, 3 + i, "<" + m.tag + ">"}, insertion{to, 2 - i, "</" + m.tag + ">"})
	}
	slices.SortStableFunc(in, func(x, y insertion) int { return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.order, y.order)) })
	var b strings.Builder
	last := 0
	for _, x := range in {
		b.WriteString(c.Quote[last:x.at])
		b.WriteString(x.words)
		last = x.at
	}
	b.WriteString(c.Quote[last:])
	text := strings.Map(spaced, b.String())
	if strings.ContainsRune("=+-@", rune(text[0])) { // a formula to a program of tables
		text = " " + text
	}
	return text, true
}

// spaced puts a blank in the place of what would end a line or a field.
func spaced(r rune) rune {
	if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
		return ' '
	}
	return r
}

// WritePassages writes sentences as labelled passages, which [ReadPassages] reads: each
// sentence with the acts in it that were accepted or set, or none. Gold of a passage is
// complete, so sentences with a report on which nobody decided, which open names by story
// and first byte, are left out. What the coder did not find in a sentence nobody decided
// on, and it is not told of here.
func WritePassages(w io.Writer, list []Ruled, published func(story string) entente.Day, open func(story string, start int) bool) error {
	out := bufio.NewWriter(w)
	for _, s := range sentencesRuled(list) {
		was := &s[0].Was
		day := published(was.Story)
		if !day.Known() || open(was.Story, was.Citation.Start) || strings.TrimSpace(was.Citation.Quote) == "" {
			continue
		}
		sum := sha256.Sum256([]byte(fmt.Sprint(was.Story, " ", was.Citation.Start)))
		fmt.Fprintf(out, "[d-%s] %s; decided\n%s %s\n", hex.EncodeToString(sum[:6]), cmp.Or(string(was.Stream), "body"), day, onLine(was.Citation.Quote))
		told := false
		for i := range s {
			if line := passageLine(&s[i]); line != "" {
				told = true
				fmt.Fprintln(out, line)
			}
		}
		if !told {
			fmt.Fprintln(out, "  none")
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}

// sentencesRuled gathers reports by sentence, in the order of the first.
func sentencesRuled(list []Ruled) [][]Ruled {
	type place struct {
		story string
		start int
	}
	at := map[place]int{}
	var out [][]Ruled
	for _, r := range list {
		p := place{r.Was.Story, r.Was.Citation.Start}
		i, ok := at[p]
		if !ok {
			i = len(out)
			at[p] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], r)
	}
	return out
}

// onLine puts words on one line.
func onLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// passageLine writes one act as the corpus language has it; nothing of what was rejected.
func passageLine(r *Ruled) string {
	c, now := &r.Was.Citation, r.Now
	from, to := c.Trigger[0]-c.Start, c.Trigger[1]-c.Start
	if now == nil || from < 0 || to <= from || to > len(c.Quote) {
		return ""
	}
	arrow := ">"
	if now.Reciprocal {
		arrow = "<>"
	}
	root := string(now.Plover.Event)
	if m := now.Plover.Mode; m != "" {
		root += "/" + m
	}
	days := "-"
	if now.DateFrom.Known() {
		days = now.DateFrom.String() + ".." + max(now.DateFrom, now.DateTo).String()
	}
	line := fmt.Sprintf(`  %s %s %s %s %s %s "%s"`, cmp.Or(string(now.Source.Code), "-"), arrow, cmp.Or(string(now.Target.Code), "-"), root, now.Status, days, onLine(c.Quote[from:to]))
	if a := now.Attribution; a != nil {
		line += " by=" + cmp.Or(string(a.Code), a.Kind)
	}
	return line
}
