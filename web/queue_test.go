package web_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"entente"
	"entente/ask"
	"entente/coder"
	"entente/desk"
	"entente/guard"
)

// room is a desk at which several people decide, each under a token.
type room struct {
	*testing.T
	h     http.Handler
	clerk *ask.Clerk
	words map[string]string // of people's tokens
}

func newRoom(t *testing.T, clerk *ask.Clerk, people ...string) *room {
	t.Helper()
	keys, err := guard.OpenKeys(filepath.Join(t.TempDir(), "tokens"))
	if err != nil {
		t.Fatal(err)
	}
	r := &room{t, nil, clerk, map[string]string{}}
	for _, p := range people {
		scopes := []guard.Scope{guard.Read, guard.Judge}
		if p == "lead" {
			scopes = scopes[:1]
		}
		token, words := guard.NewToken(p, scopes, time.Now(), time.Now().Add(time.Hour))
		if err := keys.Add(token); err != nil {
			t.Fatal(err)
		}
		r.words[p] = words
	}
	r.h = handlerOf(t, clerk, guard.Options{Keys: keys})
	return r
}

func (r *room) get(who, path string) string {
	r.Helper()
	return text(r.T, put(r.T, r.h, "GET", path, "", "Authorization", "Bearer "+r.words[who]))
}

var hidden = regexp.MustCompile(`name="report" value="(r_[0-9a-f]+)"`)

// first gives the report that lies before a person, "" if none does.
func (r *room) first(who, path string) string {
	r.Helper()
	if m := hidden.FindStringSubmatch(r.get(who, path)); m != nil {
		return m[1]
	}
	return ""
}

// decide sends the form of the queue and gives where it leads.
func (r *room) decide(who, report, verdict string, more ...string) string {
	r.Helper()
	page := r.get(who, "/queue?report="+report)
	f := url.Values{"key": {key(r.T, page)}, "report": {report}, "verdict": {verdict}}
	if m := regexp.MustCompile(`name="here" value="([^"]*)"`).FindStringSubmatch(page); m != nil {
		f.Set("here", strings.ReplaceAll(m[1], "&amp;", "&"))
	}
	if verdict == "recode" || verdict == "redate" {
		for _, name := range []string{"source", "target", "from", "to"} {
			f.Set(name, regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)[1])
		}
		for _, name := range []string{"root", "status"} {
			f.Set(name, regexp.MustCompile(`(?s)name="` + name + `".*?<option selected>([^<]*)<`).FindStringSubmatch(page)[1])
		}
	}
	for i := 0; i+1 < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	a := put(r.T, r.h, "POST", "/queue", f.Encode(), "Authorization", "Bearer "+r.words[who], "Content-Type", "application/x-www-form-urlencoded")
	if a.StatusCode != http.StatusSeeOther {
		r.Fatalf("%s %s: %s: %s", verdict, report, a.Status, text(r.T, a))
	}
	return a.Header.Get("Location")
}

// event gives the event of a report as the store has it, nil if it counts no more.
func (r *room) event(report string) *entente.Report {
	r.Helper()
	e, err := r.clerk.Store.Event(r.Context(), report)
	if err != nil {
		return nil
	}
	for i := range e.Reports {
		if e.Reports[i].Report == report {
			e.Reports[i].ID = e.ID
			return &e.Reports[i]
		}
	}
	return nil
}

var threeActs = []string{"France condemned Belarus on Monday.", "France condemned Belarus on Monday.", "Germany imposed sanctions on Iran on Tuesday."}

// TestEachActOfTheQueue decides by form in each way, and holds the store to it when all is
// read again.
func TestEachActOfTheQueue(t *testing.T) {
	c := clerkOf(t, storiesOf(threeActs...))
	r := newRoom(t, c, "ada")
	var same []string
	sanction := ""
	for e, err := range c.Store.Events(t.Context(), entente.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range e.Reports {
			if x.Source.Code == "DEU" && x.Target.Code == "IRN" {
				sanction = x.Report
			} else {
				same = append(same, x.Report)
			}
		}
	}
	if len(same) != 2 || sanction == "" {
		t.Fatalf("%v, %s", same, sanction)
	}
	was := *r.event(sanction)

	r.decide("ada", same[0], "split")
	if r.event(same[0]).ID == r.event(same[1]).ID {
		t.Error("they are one event after the split")
	}
	r.decide("ada", same[0], "merge", "with", r.event(same[1]).ID)
	if r.event(same[0]).ID != r.event(same[1]).ID {
		t.Error("they are two events after the merger")
	}
	r.decide("ada", sanction, "recode", "target", "Russia")
	if got := r.event(sanction); got.Target.Code != "RUS" || got.Plover.Mode != was.Plover.Mode || got.Cameo != was.Cameo || got.Intensity != was.Intensity {
		t.Errorf("another target alone: %+v", got)
	}
	r.decide("ada", sanction, "recode", "root", "THREATEN", "status", "intended", "from", "2021-05-05", "to", "2021-05-06")
	if got := r.event(sanction); got.Plover.Event != entente.Threaten || got.Status != entente.Intended || got.DateFrom != entente.MakeDay(2021, 5, 5) || got.Target.Code != "RUS" {
		t.Errorf("kind, status and days: %+v", got)
	}
	r.decide("ada", sanction, "recode", "from", "2021-05-07", "to", "2021-05-07")
	log, err := c.Decisions(t.Context())
	if err != nil || log[len(log)-1].Verdict != entente.Redated {
		t.Errorf("days alone are a %s (%v)", log[len(log)-1].Verdict, err)
	}
	r.decide("ada", same[1], "reject", "why", "a game")
	r.decide("ada", same[1], "note", "why", "see the next page")
	if r.event(same[1]) != nil {
		t.Error("what was rejected counts")
	}
	r.decide("ada", same[0], "accept")

	check := func(when string) {
		t.Helper()
		if x := r.event(sanction); x == nil || x.Plover.Event != entente.Threaten || x.Target.Code != "RUS" || x.DateFrom != entente.MakeDay(2021, 5, 7) {
			t.Errorf("%s: the recoded one is %+v", when, x)
		}
		if r.event(same[1]) != nil || r.event(same[0]) == nil || r.event(same[0]).Confidence != 1 {
			t.Errorf("%s: what was rejected or accepted is otherwise", when)
		}
	}
	check("decided")
	for _, lexicon := range []string{c.Tools.Name(), "sha256:another"} {
		if _, err := desk.Read(t.Context(), c.Store, lexicon, desk.Code(t.Context(), storiesOf(threeActs...), c.Tools, coder.Options{}), nil); err != nil {
			t.Fatal(err)
		}
		c.Changed()
		check("read again with " + lexicon)
	}
	if r.first("ada", "/queue") != "" {
		t.Error("something waits though all was decided on")
	}
	for path, want := range map[string]string{"?format=gold": `"must_not":true`, "?format=marked": "\t<s>Germany</s>", "?format=head": "sentence_id\tmarked_sentence", "?format=passages": "FRA > BLR", "?person=nobody": "", "": `"why":"a game"`} {
		got := r.get("ada", "/api/v1/decisions"+path)
		if want == "" && got != "" || !strings.Contains(got, want) && path != "?format=marked" {
			t.Errorf("%s: %s", path, got)
		}
	}
}

// drawn is the key of a form, which is drawn by lot.
var drawn = regexp.MustCompile(`name="key" value="[^"]*"`)

// TestEachDecidesBlind: what one has decided shows another neither in what lies before
// them nor in the log, until they have decided too; and then not by whom.
func TestEachDecidesBlind(t *testing.T) {
	r := newRoom(t, clerkOf(t, storiesOf(threeActs...)), "ada", "bob", "lead")
	report := r.first("ada", "/queue?order=random")
	if r.first("bob", "/queue?order=random") != report {
		t.Error("the same lot draws other reports for another person")
	}
	quoted := func(who string) string {
		page := r.get(who, "/queue?order=random&report="+report)
		i := strings.Index(page, `<div class="queue two">`)
		page, _, _ = strings.Cut(page[i:], "</main>") // the foot says how many decisions there are
		return drawn.ReplaceAllString(page, "")
	}
	before := quoted("bob")
	r.decide("ada", report, "recode", "root", "THREATEN", "why", "hers alone")
	if quoted("bob") != before {
		t.Error("another's re-coding shows")
	}
	r.decide("ada", report, "reject")
	if quoted("bob") != before || r.first("bob", "/queue?order=disagreement") != report {
		t.Error("another's rejection takes it from the queue, or what one has decided on does not come first")
	}
	if log := r.get("bob", "/api/v1/decisions"); strings.Contains(log, "hers alone") {
		t.Errorf("the log shows another's words: %s", log)
	}
	if log := r.get("lead", "/api/v1/decisions"); !strings.Contains(log, `"by":"ada"`) {
		t.Errorf("who does not decide sees no log: %s", log)
	}
	if r.first("ada", "/queue?order=random") == report {
		t.Error("what she decided on waits for her still")
	}
	r.decide("bob", report, "accept")
	page := drawn.ReplaceAllString(r.get("bob", "/queue?report="+report), "") // a key may well have "ada" in it
	if !strings.Contains(page, "one rejected it") || strings.Contains(page, "ada") {
		t.Error("when both have decided they do not see how they differ, or see who")
	}
	if log := r.get("bob", "/api/v1/decisions"); !strings.Contains(log, `"by":"other 1"`) || strings.Contains(log, `"by":"ada"`) {
		t.Errorf("the log of both: %s", log)
	}
	a, err := r.clerk.Accord(t.Context())
	if err != nil || a.Shared != 1 || a.Differ != 1 || *a.Fields.Exists.Agreement.Value != 0 {
		t.Errorf("%v, %+v", err, a)
	}
	if got := r.get("lead", "/api/v1/agreement"); !strings.Contains(got, `"shared":1`) {
		t.Errorf("%s", got)
	}
	if got := r.get("bob", "/agreement"); !strings.Contains(got, "there is such an act") || !strings.Contains(got, "rejected it") {
		t.Errorf("%s", got)
	}
	r.decide("bob", report, "reject") // settled
	if r.get("bob", "/agreement"); strings.Contains(r.get("bob", "/agreement"), "Where you and others differ") {
		t.Error("what was settled is still a difference")
	}
	if a, _ := r.clerk.Accord(t.Context()); a.Differ != 1 {
		t.Error("settling counts as agreement")
	}
}

// TestOrders: each order gives all that waits, the lot another for another number; what is
// put off comes again, and a form leads on in the same order and scope.
func TestOrders(t *testing.T) {
	r := newRoom(t, demoClerk(t), "ada")
	walk := func(path string) []string {
		var out []string
		for range 5 {
			page := r.get("ada", path)
			out = append(out, hidden.FindStringSubmatch(page)[1])
			next := regexp.MustCompile(`<a class="button" href="([^"]*)" data-key="j"`).FindStringSubmatch(page)
			path = strings.ReplaceAll(next[1], "&amp;", "&")
		}
		return out
	}
	seen := map[string]bool{}
	for _, order := range []string{"uncertain", "disputed", "disagreement", "random", "latest"} {
		got := walk("/queue?order=" + order)
		slices.Sort(got)
		if len(slices.Compact(slices.Clone(got))) != 5 {
			t.Errorf("%s: one comes twice: %v", order, got)
		}
		seen[strings.Join(got, " ")] = true
	}
	if len(seen) < 4 {
		t.Errorf("the orders are alike: %v", seen)
	}
	one, two := walk("/queue?order=random&seed=1"), walk("/queue?order=random&seed=2")
	if slices.Equal(one, two) || !slices.Equal(one, walk("/queue?order=random&seed=1")) {
		t.Error("the lot does not go by its number")
	}
	if !strings.Contains(r.get("ada", "/queue?order=random&seed=7&from=2021-01-01"), `name="here" value="/queue?from=2021-01-01&amp;order=random&amp;seed=7"`) {
		t.Error("a decision does not lead on in the same order and scope")
	}
}
