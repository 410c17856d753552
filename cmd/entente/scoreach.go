package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente"
	"entente/desk"
	"entente/hypothesis"
)

type scoreACHCmd struct {
	dated
	Write string `help:"Write the matrices, bound by queries, as a matrix file." placeholder:"FILE"`
	Dir   string `arg:"" help:"A folder with matrices.json and, to be bound to a page, gold.json and article.txt."`
}

// scoredACH is what weighing published matrices found: the figures of the matrices as
// they are, then the same bound to the page that they are about, then the ready
// questions put to the page alone.
type scoredACH struct {
	Matrices []scoredMatrix `json:"matrices"`
	Page     *scoredPage    `json:"page,omitempty"`
	Ready    []scoredViews  `json:"ready,omitempty"`
}

// scoredMatrix has the figures of one matrix in the order of its hypotheses. But for
// the last fields every row counts for itself and circular ones are weighed.
type scoredMatrix struct {
	Name            string       `json:"name"`
	Posterior       string       `json:"posterior"`
	Inconsistency   string       `json:"inconsistency"`
	Squared         string       `json:"squared"` // as open-synthesis has it: 1 for I, 4 for II
	Leader          string       `json:"leader"`
	Flips           string       `json:"flips"`      // rows without which another leads
	Without         string       `json:"without"`    // who leads then, or ties
	Diagnostic      string       `json:"diagnostic"` // of the three most diagnostic rows
	Union           string       `json:"union"`      // posterior of hypotheses of which one includes the others
	NullLevel       string       `json:"null_level"` // which hypotheses the null is level with by inconsistency
	NullReach       string       `json:"null_reach"` // share of the rows that it would lead to expect
	WithoutCircular string       `json:"without_circular"`
	WithCircular    string       `json:"with_circular"` // by the variant that weighs them after all
	Documents       []scoredOnce `json:"documents"`
	Once            string       `json:"once"` // posterior if documents count once and circular rows do not
	OnceLeader      string       `json:"once_leader"`
	Findings        []string     `json:"findings"`
}

// scoredOnce is a document, the number of rows it is cited by and what they count.
type scoredOnce struct {
	Name  string  `json:"document"`
	Rows  int     `json:"rows"`
	Count float64 `json:"count"`
}

type scoredPage struct {
	Rows      int             `json:"rows"`
	Bound     int             `json:"bound"` // to an event or an assessment of the page
	Share     float64         `json:"share"`
	Right     int             `json:"right"`    // of those, to words of a line that the gold names
	ByClaim   int             `json:"by_claim"` // others that quote a sentence of the page
	First     int             `json:"first"`    // questions whose leader is that of the matrix as it is
	Fragile   int             `json:"fragile"`  // questions that print what overturns them
	Questions []scoredBinding `json:"questions"`
}

type scoredBinding struct {
	Name       string   `json:"name"`
	Leader     string   `json:"leader"`
	Posterior  string   `json:"posterior"`
	Fragility  []string `json:"fragility"`
	Confidence string   `json:"confidence"`
	Unbound    []string `json:"unbound"`
	Wrong      []string `json:"wrong"` // rows that cite no line of theirs
}

// scoredViews says who holds what of a ready question.
type scoredViews struct {
	Question string   `json:"question"`
	Leader   string   `json:"leader"`
	Views    []string `json:"views"`
}

func (c *scoreACHCmd) Run(ctx context.Context, e *env) error {
	s, err := readStudy(c.Dir)
	if err != nil {
		return err
	}
	var out scoredACH
	for i := range s.Sets {
		out.Matrices = append(out.Matrices, s.Sets[i].score())
	}
	page := filepath.Join(c.Dir, "article.txt")
	if _, err := os.Stat(page); s.gold != nil && !errors.Is(err, fs.ErrNotExist) {
		if err := c.page(ctx, e, s, page, &out); err != nil {
			return err
		}
	}
	return e.measures(out)
}

// score weighs a matrix as it is.
func (s *studySet) score() scoredMatrix {
	whole, plain, apart := s.matrix(), s.matrix(), s.matrix()
	for i := range plain.Evidence {
		plain.Evidence[i].Circular, plain.Evidence[i].Document, apart.Evidence[i].Document = false, "", ""
	}
	w := hypothesis.Weigh(plain, nil, hypothesis.Options{})
	out := scoredMatrix{Name: s.name(), Posterior: posteriors(w), Leader: w.Winner, Flips: strings.Join(w.Flips, "; "), Findings: w.Findings, Documents: []scoredOnce{}}
	out.Inconsistency, out.Squared = costs(plain, 1, 2), costs(plain, 1, 4)
	out.Without, out.Diagnostic = instead(w), diagnostic(w)
	for _, u := range w.Unions {
		out.Union = fmt.Sprintf("%.2f", u.Posterior)
	}
	if n := w.Null; n != nil {
		out.NullLevel, out.NullReach = strings.Join(n.Level, " "), fmt.Sprintf("%.2f", n.Reach)
	}
	without := hypothesis.Weigh(apart, nil, hypothesis.Options{})
	out.WithoutCircular = posteriors(without)
	for _, v := range without.Variants {
		if v.Change == "with circular item" {
			out.WithCircular = numbers(v.Posterior)
		}
	}
	once := hypothesis.Weigh(whole, nil, hypothesis.Options{})
	out.Once, out.OnceLeader, out.Documents = posteriors(once), once.Winner, documents(once)
	return out
}

func posteriors(w entente.Weighing) string {
	var p []float64
	for _, s := range w.Standings {
		p = append(p, s.Posterior)
	}
	return numbers(p)
}

func numbers(p []float64) string {
	var out []string
	for _, x := range p {
		out = append(out, fmt.Sprintf("%.4f", x))
	}
	return strings.Join(out, " ")
}

// costs sums what tells against each hypothesis, with a cost for I and one for II.
func costs(m entente.Matrix, i, ii int) string {
	var out []string
	for k := range m.Hypotheses {
		sum := 0
		for _, e := range m.Evidence {
			switch e.Ratings[k] {
			case "I":
				sum += i
			case "II":
				sum += ii
			}
		}
		out = append(out, fmt.Sprint(sum))
	}
	return strings.Join(out, " ")
}

// instead says who leads, or ties, without each of the rows that turn the order.
func instead(w entente.Weighing) string {
	var out []string
	for _, v := range w.Variants {
		if v.Change == "without item" && v.Turns {
			out = append(out, strings.Join(append([]string{v.Winner}, v.Tied...), " "))
		}
	}
	return strings.TrimSpace(strings.Join(out, "; "))
}

func diagnostic(w entente.Weighing) string {
	var all []float64
	for _, r := range w.Evidence {
		all = append(all, r.Diagnosticity)
	}
	slices.Sort(all)
	slices.Reverse(all)
	var out []string
	for _, d := range all[:min(3, len(all))] {
		out = append(out, fmt.Sprintf("%.3f", d))
	}
	return strings.Join(out, " ")
}

func documents(w entente.Weighing) []scoredOnce {
	out := []scoredOnce{}
	for _, r := range w.Evidence {
		if r.Document == "" || r.Circular {
			continue
		}
		i := slices.IndexFunc(out, func(o scoredOnce) bool { return o.Name == r.Document })
		if i < 0 {
			i = len(out)
			out = append(out, scoredOnce{Name: r.Document})
		}
		out[i].Rows++
		out[i].Count = math.Round((out[i].Count+r.Share)*1e6) / 1e6
	}
	return out
}

// page binds the matrices, as a file of ours, to what the page is coded to, and puts
// the ready questions to it.
func (c *scoreACHCmd) page(ctx context.Context, e *env, s *study, path string, out *scoredACH) error {
	var matrices []entente.Matrix
	var about [][][]passage
	for i := range s.Sets {
		m, ps := s.Sets[i].bound(s.gold)
		matrices, about = append(matrices, m), append(about, ps)
	}
	var file bytes.Buffer
	if err := hypothesis.Write(&file, matrices...); err != nil {
		return err
	}
	if c.Write != "" {
		if err := output(c.Write, func(w io.Writer) error { _, err := w.Write(file.Bytes()); return err }); err != nil {
			return err
		}
	}
	read, err := hypothesis.Parse("the matrices as a file", file.Bytes())
	if err != nil {
		return ownFile(c.Dir, err)
	}
	asked := evidence{dated: c.dated, Files: []string{path}}
	b, _, err := asked.ask(ctx, e, desk.Question{Matrices: read})
	if err != nil {
		return err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return badInput(named(path, err))
	}
	out.Page = scorePage(out.Matrices, b, about, string(text))
	b, _, err = asked.ask(ctx, e, desk.Question{Ready: []string{"all"}})
	out.Ready = scoreReady(b)
	return err
}

func scorePage(matrices []scoredMatrix, b entente.Brief, about [][][]passage, text string) *scoredPage {
	lines := linesOf(b, text)
	page := &scoredPage{}
	for n, w := range b.Hypotheses {
		q := scoredBinding{Name: matrices[n].Name, Leader: w.Winner, Posterior: posteriors(w), Fragility: fragility(w), Confidence: w.Confidence.Level, Unbound: []string{}, Wrong: []string{}}
		for i, r := range w.Evidence {
			page.Rows++
			coded := slices.ContainsFunc(r.Cites, func(id string) bool { return !strings.HasPrefix(id, "c_") })
			switch {
			case !coded:
				q.Unbound = append(q.Unbound, r.ID)
				page.ByClaim += len(r.Cites[:min(1, len(r.Cites))])
			case onLines(r.Cites, lines, about[n][i]):
				page.Bound++
				page.Right++
			default:
				page.Bound++
				q.Wrong = append(q.Wrong, r.ID)
			}
		}
		if w.Winner == matrices[n].Leader {
			page.First++
		}
		if len(q.Fragility) > 0 {
			page.Fragile++
		}
		page.Questions = append(page.Questions, q)
	}
	page.Share = float64(page.Bound) / float64(max(1, page.Rows))
	return page
}

// linesOf gives the line, from 1, at which each sentence that can be cited starts.
func linesOf(b entente.Brief, text string) map[string]int {
	out := map[string]int{}
	put := func(id string, c entente.Citation) { out[id] = 1 + strings.Count(text[:min(c.Start, len(text))], "\n") }
	for i := range b.Reports {
		put(b.Reports[i].Report, b.Reports[i].Citation)
	}
	for i := range b.Assessments {
		put(b.Assessments[i].ID, b.Assessments[i].Citation)
	}
	return out
}

// onLines reports whether any of the cites stands in a line of the passages.
func onLines(cites []string, lines map[string]int, ps []passage) bool {
	return slices.ContainsFunc(cites, func(id string) bool {
		return slices.ContainsFunc(ps, func(p passage) bool { return slices.Contains(p.Lines, lines[id]) })
	})
}

// fragility tells what turns the order.
func fragility(w entente.Weighing) []string {
	out := []string{}
	for _, v := range w.Variants {
		if v.Turns {
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s: %s", v.Change, v.Of, strings.Join(append([]string{v.Winner}, v.Tied...), " "))))
		}
	}
	for _, o := range w.Overturns {
		out = append(out, fmt.Sprintf("%s of %d: %s; then %s", o.By, len(o.Items), strings.Join(o.Items, ", "), o.Leader))
	}
	return out
}

func scoreReady(b entente.Brief) []scoredViews {
	var out []scoredViews
	for _, w := range b.Hypotheses {
		v := scoredViews{Question: w.Question, Leader: w.Winner, Views: []string{}}
		for _, c := range w.Claims {
			by := strings.TrimSpace(c.Holder.By + " " + c.Holder.Name)
			if s := fmt.Sprintf("%s %s by %s", c.Hypothesis, c.Stance, by); !slices.Contains(v.Views, s) {
				v.Views = append(v.Views, s)
			}
		}
		out = append(out, v)
	}
	return out
}
