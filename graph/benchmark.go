package graph

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// Benchmark is a folder of facts as the field keeps them, in the order of their days.
type Benchmark struct {
	Actors, Relations  []string // names by number
	Train, Valid, Test []Fact
	Dated              bool // the days are those of the calendar; otherwise day 1 is time 0
}

// When prints a day of the benchmark.
func (b *Benchmark) When(d entente.Day) string {
	if b.Dated {
		return d.String()
	}
	return fmt.Sprintf("day %d", d-1)
}

// Facts gives the facts of all parts in order of day.
func (b *Benchmark) Facts() []Fact {
	all := slices.Concat(b.Train, b.Valid, b.Test)
	inOrder(all)
	return all
}

func inOrder(facts []Fact) {
	slices.SortStableFunc(facts, func(x, y Fact) int { return cmp.Compare(x.Day, y.Day) })
}

// ReadBenchmark reads train.txt, valid.txt and test.txt of a folder: tab-separated
// subject, relation, object and time, a fifth column being ignored. Actors, relations
// and times are all numbers, then entity2id.txt and relation2id.txt may name them
// (name, tab, number), or names with ISO dates. Numbered times of any constant step
// are days. An error names file and line.
func ReadBenchmark(dir fs.FS) (*Benchmark, error) {
	r := reader{dir: dir, actors: names{}, relations: names{}}
	var b Benchmark
	for _, part := range []struct {
		file string
		to   *[]Fact
	}{{"train.txt", &b.Train}, {"valid.txt", &b.Valid}, {"test.txt", &b.Test}} {
		if err := r.part(part.file, part.to); err != nil {
			return nil, err
		}
	}
	if len(b.Train) == 0 {
		return nil, errors.New("train.txt holds no facts")
	}
	b.Dated = !r.numbered
	if r.numbered {
		step(b.Train, b.Valid, b.Test)
	}
	var err error
	if b.Actors, err = r.list("entity2id.txt", r.actors); err != nil {
		return nil, err
	}
	if b.Relations, err = r.list("relation2id.txt", r.relations); err != nil {
		return nil, err
	}
	for _, facts := range [][]Fact{b.Train, b.Valid, b.Test} {
		inOrder(facts)
	}
	return &b, nil
}

// names numbers names in the order in which they come; numbers stand for themselves.
type names map[string]int32

// most is the highest number that a file may use: a slip must not ask for all memory.
const most = 1 << 24

type reader struct {
	dir               fs.FS
	numbered          bool
	decided           bool
	actors, relations names
	highest           [2]int32 // number of an actor and of a relation
}

func (r *reader) part(file string, to *[]Fact) error {
	f, err := r.dir.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<20)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimRight(in.Text(), "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		fact, err := r.fact(line)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
		*to = append(*to, fact)
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func (r *reader) fact(line string) (Fact, error) {
	fields := strings.Split(line, "\t")
	if len(fields) < 4 {
		return Fact{}, fmt.Errorf("%d fields between tabs, four are needed: subject, relation, object, time", len(fields))
	}
	if !r.decided {
		_, err := strconv.Atoi(strings.TrimSpace(fields[3]))
		r.numbered, r.decided = err == nil, true
	}
	if r.numbered {
		return r.numbers(fields)
	}
	day, err := entente.ParseDay(strings.TrimSpace(fields[3]))
	if err != nil {
		return Fact{}, err
	}
	if !day.Known() {
		return Fact{}, errors.New("a fact without a date")
	}
	return Fact{Actor(r.actors.number(fields[0])), Relation(r.relations.number(fields[1])), Actor(r.actors.number(fields[2])), day}, nil
}

func (n names) number(name string) int32 {
	at, ok := n[name]
	if !ok {
		at = int32(len(n))
		n[name] = at
	}
	return at
}

func (r *reader) numbers(fields []string) (Fact, error) {
	var v [4]int
	for i := range v {
		n, err := strconv.Atoi(strings.TrimSpace(fields[i]))
		if err != nil {
			return Fact{}, fmt.Errorf("%q is not a number, as the first fact has", fields[i])
		}
		if n < 0 || n >= most {
			return Fact{}, fmt.Errorf("the number %d is out of range", n)
		}
		v[i] = n
	}
	r.highest[0] = max(r.highest[0], int32(v[0]), int32(v[2]))
	r.highest[1] = max(r.highest[1], int32(v[1]))
	return Fact{Actor(v[0]), Relation(v[1]), Actor(v[2]), entente.Day(v[3])}, nil
}

// step turns times of any constant step into days from 1 on.
func step(parts ...[]Fact) {
	first, by := entente.Day(most), entente.Day(0)
	for _, facts := range parts {
		for _, f := range facts {
			first = min(first, f.Day)
		}
	}
	for _, facts := range parts {
		for _, f := range facts {
			by = gcd(by, f.Day-first)
		}
	}
	if by == 0 {
		by = 1
	}
	for _, facts := range parts {
		for i := range facts {
			facts[i].Day = (facts[i].Day-first)/by + first/by + 1
		}
	}
}

func gcd(a, b entente.Day) entente.Day {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// list gives the names by number: those met in the facts, or, of numbered facts, those
// of a file, if it is there.
func (r *reader) list(file string, met names) ([]string, error) {
	if !r.numbered {
		out := make([]string, len(met))
		for name, at := range met {
			out[at] = name
		}
		return out, nil
	}
	highest := r.highest[0]
	if file == "relation2id.txt" {
		highest = r.highest[1]
	}
	out := make([]string, highest+1)
	for i := range out {
		out[i] = strconv.Itoa(i)
	}
	f, err := r.dir.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return named(file, f, out)
}

// named reads lines of a name, a tab and a number; a first line with a count alone is
// passed over.
func named(file string, in io.Reader, out []string) ([]string, error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Split(strings.TrimRight(lines.Text(), "\r"), "\t")
		if len(fields) < 2 {
			continue
		}
		at, err := strconv.Atoi(strings.TrimSpace(fields[1]))
		if err != nil || at < 0 || at >= most {
			return nil, fmt.Errorf("%s:%d: %q is not the number of a name", file, n, fields[1])
		}
		for len(out) <= at {
			out = append(out, strconv.Itoa(len(out)))
		}
		out[at] = fields[0]
	}
	return out, lines.Err()
}

// Resplit gives the same facts, each once, parted by time: the first days that hold at
// least so many of each hundred facts are for training, the next for validation, the
// rest is the test.
func (b *Benchmark) Resplit(train, valid int) *Benchmark {
	all := b.Facts()
	slices.SortFunc(all, func(x, y Fact) int {
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.S, y.S), cmp.Compare(x.R, y.R), cmp.Compare(x.O, y.O))
	})
	all = slices.Compact(all)
	out := *b
	first := dayEnd(all, len(all)*train/100)
	second := max(first, dayEnd(all, len(all)*(train+valid)/100))
	out.Train, out.Valid, out.Test = all[:first], all[first:second], all[second:]
	return &out
}

// dayEnd moves a bound on to the end of its day.
func dayEnd(facts []Fact, at int) int {
	for at > 0 && at < len(facts) && facts[at].Day == facts[at-1].Day {
		at++
	}
	return at
}
