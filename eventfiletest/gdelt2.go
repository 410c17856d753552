package eventfiletest

import (
	"iter"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// Options says how much is invented.
type Options struct {
	Rows      int
	Seed      uint64
	First     time.Time // of the first slice; the zero time is the first hour of 2015
	Days      int       // over which the slices are spread; 0 means 1,826, five years
	SliceRows int       // about how many lines a slice has; 0 means 2,000
	Repeated  float64   // share of lines that stood in a slice before
	Malformed float64   // share of lines that cannot be used
	Mentions  bool      // whether the mentions are made too
}

// Usual gives options by which lines are repeated and ill-formed as often as in what
// one downloads.
func Usual(rows int) Options {
	return Options{Rows: rows, Seed: 1, Repeated: .001, Malformed: .0002}
}

// Made counts what was made.
type Made struct {
	Rows      int // lines of the exports
	Events    int // of them those that can be used and did not come before
	Repeated  int
	Malformed int
	Mentions  int // lines of the mentions
}

// Slice is what comes every quarter of an hour. Its bytes are good until the next is
// asked for.
type Slice struct {
	Stamp    string // YYYYMMDDHHMMSS, with which its files' names begin
	Export   []byte
	Mentions []byte
	Made     Made // up to here
}

// Slices gives the slices one after another.
func Slices(o Options) iter.Seq[*Slice] {
	if o.Days <= 0 {
		o.Days = 1826
	}
	if o.SliceRows <= 0 {
		o.SliceRows = 2000
	}
	if o.First.IsZero() {
		o.First = time.Date(2015, 3, 1, 0, 0, 0, 0, time.UTC)
	}
	return func(yield func(*Slice) bool) {
		m := newMaker(o)
		slices := (o.Rows + o.SliceRows - 1) / o.SliceRows
		quarters := o.Days * 96
		for i := range slices {
			m.begin(o.First.Add(time.Duration(i*quarters/slices) * 15 * time.Minute))
			for m.out.Made.Rows < o.Rows*(i+1)/slices {
				m.line()
			}
			if !yield(&m.out) {
				return
			}
		}
	}
}

// maker makes one slice after another.
type maker struct {
	o       Options
	c       *rand.Rand
	out     Slice
	now     time.Time
	days    [5]string // SQLDATE of now and of days before
	months  [5]string
	years   [5]string
	shares  [5]string
	id      int
	near    []string // the places of the slice
	stories []string // of the slice, by URL
	hosts   []string // of them
	old     [][]byte // lines that may be repeated
	latest  []seen   // events that may be mentioned again

	country table[country]
	role    table[[2]string]
	body    table[[2]string]
	act     table[act]
	count   table[int]
	names   map[string][]string
	towns   []string // the columns of places
	papers  []string
	buf     []byte
}

// seen is an event that was.
type seen struct {
	id    int
	stamp string
}

func newMaker(o Options) *maker {
	m := &maker{
		o: o, c: rand.New(rand.NewPCG(o.Seed, 20150219)), id: 410_000_000,
		country: tableOf(countries), role: tableOf(roles), body: tableOf(bodies), act: tableOf(acts), count: tableOf(counts), names: map[string][]string{},
	}
	for _, r := range roles {
		m.names[r.value[0]] = strings.Fields(r.value[1])
	}
	for i := range 3000 {
		ending := [...]string{"com", "com", "com", "org", "net", "co.uk", "com.au", "in"}[m.c.IntN(8)]
		m.papers = append(m.papers, "www."+m.word(2)+m.word(1+i%2)+"."+ending+".example")
	}
	for range 100_000 {
		m.towns = append(m.towns, m.place())
	}
	return m
}

// word makes a word of some syllables.
func (m *maker) word(n int) string {
	s := ""
	for range n {
		s += syllables[m.c.IntN(len(syllables))]
	}
	return s
}

func draw[T any](m *maker, t *table[T]) T { return t.values[t.of[m.c.IntN(len(t.of))]] }

// place gives the columns of a place: type, name, country, province, its district, where
// it lies, and its number.
func (m *maker) place() string {
	c := draw(m, &m.country)
	for c.fips == "" {
		c = draw(m, &m.country)
	}
	at := strconv.FormatFloat(float64(m.c.IntN(1_400_000)-600_000)/10_000, 'f', -1, 64) + "\t" + strconv.FormatFloat(float64(m.c.IntN(3_600_000)-1_800_000)/10_000, 'f', -1, 64)
	name := strings.ToUpper(c.name[:1]) + strings.ToLower(c.name[1:])
	switch m.c.IntN(10) {
	case 0:
		return "1\t" + name + "\t" + c.fips + "\t" + c.fips + "\t\t" + at + "\t" + c.fips
	case 1:
		return "4\t" + c.capital + ", " + name + " (general), " + name + "\t" + c.fips + "\t" + c.fips + "00\t" + strconv.Itoa(m.c.IntN(30000)) + "\t" + at + "\t" + strconv.Itoa(-m.c.IntN(3_000_000))
	}
	town, province := m.word(2+m.c.IntN(2)), m.word(2)
	code := strconv.Itoa(10 + m.c.IntN(60))
	return "4\t" + strings.ToUpper(town[:1]) + town[1:] + ", " + strings.ToUpper(province[:1]) + province[1:] + ", " + name + "\t" + c.fips + "\t" + c.fips + code + "\t" +
		strconv.Itoa(m.c.IntN(30000)) + "\t" + at + "\t" + strconv.Itoa(-m.c.IntN(3_000_000))
}

// begin begins a slice: its day, those before it that are written of, and its stories.
func (m *maker) begin(t time.Time) {
	m.now = t
	m.out.Stamp, m.out.Export, m.out.Mentions = t.Format("20060102150405"), m.out.Export[:0], m.out.Mentions[:0]
	for i, before := range [...]int{0, 1, 7, 30, 365} {
		d := t.AddDate(0, 0, -before)
		m.days[i], m.months[i], m.years[i] = d.Format("20060102"), d.Format("200601"), d.Format("2006")
		m.shares[i] = strconv.FormatFloat(float64(d.Year())+float64(d.YearDay())/365, 'f', 4, 64)
	}
	m.near = m.near[:0]
	for range max(1, m.o.SliceRows/5) { // what happens within a quarter of an hour happens in few places
		u := m.c.Float64()
		m.near = append(m.near, m.towns[int(u*u*u*float64(len(m.towns)))])
	}
	m.stories, m.hosts = m.stories[:0], m.hosts[:0]
	for range max(1, m.o.SliceRows/5) {
		host := m.papers[min(int(m.c.ExpFloat64()*400), len(m.papers)-1)]
		m.stories, m.hosts = append(m.stories, m.url(host)), append(m.hosts, host)
	}
}

func (m *maker) url(host string) string {
	b := append(m.buf[:0], "https://"...)
	b = append(b, host...)
	switch m.c.IntN(3) {
	case 0:
		b = m.now.AppendFormat(b, "/2006/01/02/")
	case 1:
		b = append(b, "/news/world/"...)
	default:
		b = append(b, "/article/"...)
		b = strconv.AppendInt(b, m.c.Int64N(1e8), 10)
		b = append(b, '/')
	}
	for i := range 5 + m.c.IntN(7) {
		if i > 0 {
			b = append(b, '-')
		}
		b = append(b, slug[m.c.IntN(len(slug))]...)
	}
	if m.c.IntN(2) == 0 {
		b = append(b, '-')
		b = strconv.AppendUint(b, m.c.Uint64()>>20, 16)
	}
	if m.c.IntN(3) == 0 {
		b = append(b, ".html"...)
	}
	m.buf = b
	return string(b)
}

// line makes the next line of the export, and the mentions that come with it.
func (m *maker) line() {
	made := &m.out.Made
	made.Rows++
	switch chance := m.c.Float64(); {
	case chance < m.o.Malformed:
		made.Malformed++
		m.malformed(made.Malformed)
		return
	case chance < m.o.Malformed+m.o.Repeated && len(m.old) > 0:
		made.Repeated++
		m.out.Export = append(m.out.Export, m.old[m.c.IntN(len(m.old))]...)
		return
	}
	made.Events++
	from := len(m.out.Export)
	m.event()
	if m.c.IntN(64) == 0 {
		line := append([]byte(nil), m.out.Export[from:]...)
		if len(m.old) < 256 {
			m.old = append(m.old, line)
		} else {
			m.old[m.c.IntN(256)] = line
		}
	}
}

// malformed makes a line with one of the faults that occur, one after another.
func (m *maker) malformed(n int) {
	from := len(m.out.Export)
	m.event()
	f := strings.Split(string(m.out.Export[from:len(m.out.Export)-1]), "\t")
	switch n % 6 {
	case 0:
		f = f[:17]
	case 1:
		f[1] = "20211316"
	case 2:
		f[6] = "NA\x00ME"
	case 3:
		f[26] = "---"
	case 4:
		f = append(f, "more")
	default:
		f[0] = "#" + f[0]
	}
	m.out.Export = append(append(m.out.Export[:from], strings.Join(f, "\t")...), '\n')
}

// event makes a line of 61 columns.
func (m *maker) event() {
	m.id++
	if m.c.IntN(200) == 0 { // ids have holes
		m.id += m.c.IntN(40)
	}
	day := 0
	if m.c.IntN(35) == 0 {
		day = 1 + m.c.IntN(4)
	}
	b := strconv.AppendInt(m.out.Export, int64(m.id), 10)
	b = join(b, m.days[day], m.months[day], m.years[day], m.shares[day])
	b = m.actor(b, .08)
	b = m.actor(b, .25)
	a := draw(m, &m.act)
	b = join(b, [...]string{"0", "1", "1"}[m.c.IntN(3)], a.code, a.code[:3], a.code[:2], strconv.Itoa(a.quad))
	n := draw(m, &m.count)
	b = append(b, '\t')
	b = strconv.AppendFloat(b, float64(m.c.IntN(200)-100)/10, 'f', 1, 64)
	count := strconv.Itoa(n)
	sources := 1
	if m.c.IntN(28) == 0 {
		sources += m.c.IntN(8)
	}
	b = join(b, count, strconv.Itoa(sources), count)
	b = append(b, '\t')
	b = strconv.AppendFloat(b, m.c.Float64()*12-7, 'f', 14, 64)
	town := m.near[min(int(m.c.ExpFloat64()*float64(len(m.near))/4), len(m.near)-1)]
	b = m.placeOr(b, town, 10)
	b = m.placeOr(b, town, 26)
	b = m.placeOr(b, town, 2)
	story := m.c.IntN(len(m.stories))
	b = join(b, m.out.Stamp, m.stories[story])
	m.out.Export = append(b, '\n')
	if m.o.Mentions {
		m.mentions(n, story)
	}
}

// join appends columns, each after a tab.
func join(b []byte, columns ...string) []byte {
	for _, c := range columns {
		b = append(b, '\t')
		b = append(b, c...)
	}
	return b
}

// placeOr gives the town, or none in so many of a hundred lines.
func (m *maker) placeOr(b []byte, town string, none int) []byte {
	if m.c.IntN(100) < none {
		return append(b, "\t0\t\t\t\t\t\t\t"...)
	}
	return join(b, town)
}

// actor makes the ten columns of an actor, empty in a share of lines: a state, one who
// acts for it, one who acts for none that is known, an organisation or group.
func (m *maker) actor(b []byte, none float64) []byte {
	if m.c.Float64() < none {
		return append(b, "\t\t\t\t\t\t\t\t\t\t"...)
	}
	switch n := m.c.IntN(100); {
	case n < 42:
		c := draw(m, &m.country)
		name := c.name
		if m.c.IntN(4) == 0 {
			name = c.people
		} else if m.c.IntN(8) == 0 && c.capital != "" {
			name = strings.ToUpper(c.capital)
		}
		return join(b, c.cameo, name, c.cameo, "", "", "", "", "", "", "")
	case n < 63:
		c, r := draw(m, &m.country), draw(m, &m.role)
		return join(b, c.cameo+r[0], m.called(r[0], c.people), c.cameo, "", "", "", "", r[0], "", "")
	case n < 93:
		r := draw(m, &m.role)
		return join(b, r[0], m.called(r[0], ""), "", "", "", "", "", r[0], "", "")
	}
	o := draw(m, &m.body)
	return join(b, o[0], o[1], "", o[0][max(0, len(o[0])-3):], "", "", "", o[0][:3], "", "")
}

// called gives a name of who has a role.
func (m *maker) called(role, people string) string {
	names := m.names[role]
	name := strings.ReplaceAll(names[m.c.IntN(len(names))], "_", " ")
	if people != "" && m.c.IntN(3) == 0 {
		return people + " " + name
	}
	return name
}

// mentions makes the lines of where the event was found, and now and then one of an
// event before.
func (m *maker) mentions(n, story int) {
	m.mention(seen{m.id, m.out.Stamp}, story)
	for range min(n, 12) / 3 {
		m.mention(seen{m.id, m.out.Stamp}, m.c.IntN(len(m.stories)))
	}
	if len(m.latest) < 4096 {
		m.latest = append(m.latest, seen{m.id, m.out.Stamp})
		return
	}
	if m.c.IntN(3) > 0 {
		m.mention(m.latest[m.c.IntN(4096)], m.c.IntN(len(m.stories)))
	}
	m.latest[m.c.IntN(4096)] = seen{m.id, m.out.Stamp}
}

// mention makes a line of 16 columns.
func (m *maker) mention(e seen, story int) {
	m.out.Made.Mentions++
	b := strconv.AppendInt(m.out.Mentions, int64(e.id), 10)
	b = join(b, e.stamp, m.out.Stamp, "1", strings.TrimPrefix(m.hosts[story], "www."), m.stories[story])
	for _, n := range [...]int{1 + m.c.IntN(20), m.c.IntN(4000), m.c.IntN(4000), m.c.IntN(4000), m.c.IntN(2), 10 + 10*m.c.IntN(10), 500 + m.c.IntN(9000)} {
		b = append(b, '\t')
		b = strconv.AppendInt(b, int64(n), 10)
	}
	b = append(b, '\t')
	b = strconv.AppendFloat(b, m.c.Float64()*12-7, 'f', 14, 64)
	m.out.Mentions = append(b, "\t\t\n"...)
}
