package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"entente"
	"entente/coder"
	"entente/desk"
)

// judged are the sentences on which the acts of the queue are tried, each in a story.
var judged = []string{
	"France condemned Belarus on Monday.", "France condemned Belarus on Monday.", // one event
	"Turkey condemned Greece on Monday.", "Turkey threatened Greece on Monday.", // two
	"Germany imposed sanctions on Iran on Tuesday.",
	"Russia attacked Ukraine on Monday.",
	"India condemned Pakistan on Monday.",
}

// ruling is a decision as a person makes it, and what is to come of it.
type ruling struct {
	name   string
	on     int    // sentence
	key    string // the letter that does it or goes to its field
	fill   []entry
	button string // words on the button that sends it
	want   entente.Decision
	says   []string // what the page then says
	holds  func(r *room, reports []string) string
}

// entry is what is typed into a field of the button's form; "event of 3" stands for the id of
// the event of that sentence.
type entry struct{ field, keys string }

// rulings are all acts of the queue. Each leaves something that a later one does not undo.
var rulings = []ruling{
	{name: "accept", on: 6, key: "a", button: "accept", want: entente.Decision{Verdict: entente.Accepted}, says: []string{"accept, India"},
		holds: func(r *room, ids []string) string {
			if x := r.event(ids[6]); x == nil || x.Confidence != 1 {
				return fmt.Sprintf("what was accepted is %+v", x)
			}
			return ""
		}},
	{name: "reject", on: 5, key: "r", fill: []entry{{"why", "a game"}}, button: "reject", want: entente.Decision{Verdict: entente.Rejected, Why: "a game"}, says: []string{"reject, Russia", "a game"},
		holds: func(r *room, ids []string) string {
			if x := r.event(ids[5]); x != nil {
				return fmt.Sprintf("what was rejected is %+v", x)
			}
			return ""
		}},
	{name: "note", on: 5, key: "n", fill: []entry{{"why", "see page 2"}}, button: "note only", want: entente.Decision{Verdict: entente.Noted, Why: "see page 2"}, says: []string{"note, Russia", "see page 2"},
		holds: func(r *room, ids []string) string {
			if r.event(ids[5]) != nil {
				return "a note undid a rejection"
			}
			return ""
		}},
	{name: "split", on: 0, key: "s", button: "split off", want: entente.Decision{Verdict: entente.SplitOff}, says: []string{"split, France"},
		holds: func(r *room, ids []string) string {
			if x, y := r.event(ids[0]), r.event(ids[1]); x == nil || y == nil || x.ID == y.ID {
				return fmt.Sprintf("what was split off is %+v beside %+v", x, y)
			}
			return ""
		}},
	{name: "merge", on: 2, key: "m", fill: []entry{{"with", "event of 3"}}, button: "merge", want: entente.Decision{Verdict: entente.Merged, With: "report 3", Becomes: &entente.Coding{Source: "TUR", Target: "GRC", Root: entente.Threaten}}, says: []string{"merge, Turkey"},
		holds: func(r *room, ids []string) string {
			if x, y := r.event(ids[2]), r.event(ids[3]); x == nil || y == nil || x.ID != y.ID {
				return fmt.Sprintf("what was merged is %+v beside %+v", x, y)
			}
			return ""
		}},
	{name: "recode", on: 4, key: "c", fill: []entry{{"root", "THREATEN"}, {"target", "Russia"}, {"status", "intended"}}, button: "re-code",
		want: entente.Decision{Verdict: entente.Recoded, Becomes: &entente.Coding{Root: entente.Threaten, Target: "RUS", Status: entente.Intended}}, says: []string{"recode, Germany", "target RUS, kind THREATEN, status intended"},
		holds: func(r *room, ids []string) string {
			if x := r.event(ids[4]); x == nil || x.Plover.Event != entente.Threaten || x.Source.Code != "DEU" || x.Target.Code != "RUS" || x.Status != entente.Intended {
				return fmt.Sprintf("what was re-coded is %+v", x)
			}
			return ""
		}},
	{name: "redate", on: 4, key: "d", fill: []entry{{"from", "05072021"}, {"to", "05092021"}}, button: "re-date",
		want: entente.Decision{Verdict: entente.Redated, Becomes: &entente.Coding{From: entente.MakeDay(2021, time.May, 7), To: entente.MakeDay(2021, time.May, 9)}}, says: []string{"redate, Germany", "7–9 May 2021"},
		holds: func(r *room, ids []string) string {
			if x := r.event(ids[4]); x == nil || x.DateFrom != entente.MakeDay(2021, time.May, 7) || x.DateTo != entente.MakeDay(2021, time.May, 9) {
				return fmt.Sprintf("what was re-dated is %+v", x)
			}
			return ""
		}},
}

// hand is a person at the queue in a browser.
type hand struct {
	*room
	look look
	tab  context.Context
	base string
	ids  []string // reports, in order of the sentences
	log  int      // decisions so far
}

// TestActsOfTheQueueByHand decides in a browser, in each way and every look: with scripts by
// keys alone, without by the forms. After each act the store has what was meant, under the
// name of who decided, the page says so, and what is read again respects it.
func TestActsOfTheQueueByHand(t *testing.T) {
	ctx := browser(t)
	source := axe()
	for _, l := range looks {
		t.Run(l.name, func(t *testing.T) {
			if l.script {
				needScripts(t)
			}
			h := newHand(t, ctx, l)
			h.login()
			h.putOff()
			for _, r := range rulings {
				h.rule(r)
			}
			h.unsaid()
			h.anew()
			h.readAgain()
			fits(t, h.tab, l, "the queue")
			if source != "" {
				for _, v := range violations(t, h.tab, source) {
					t.Error(v)
				}
			}
		})
	}
}

func newHand(t *testing.T, parent context.Context, l look) *hand {
	t.Helper()
	h := &hand{room: newRoom(t, clerkOf(t, storiesOf(judged...)), "ada"), look: l, tab: newTab(t, parent, l), ids: make([]string, len(judged))}
	srv := httptest.NewServer(h.h)
	t.Cleanup(srv.Close)
	h.base = srv.URL
	for e, err := range h.clerk.Store.Events(t.Context(), entente.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range e.Reports {
			var n int
			if _, err := fmt.Sscanf(r.Story, "n%d", &n); err != nil || h.ids[n-1] != "" {
				t.Fatalf("story %s has more than one report, or none: %v", r.Story, err)
			}
			h.ids[n-1] = r.Report
		}
	}
	for i, id := range h.ids {
		if id == "" {
			t.Fatalf("nothing was found in %q", judged[i])
		}
	}
	if h.event(h.ids[0]).ID != h.event(h.ids[1]).ID || h.event(h.ids[2]).ID == h.event(h.ids[3]).ID {
		t.Fatal("the sentences are other events than they should be")
	}
	return h
}

func (h *hand) do(steps ...chromedp.Action[chromedp.Void]) {
	h.Helper()
	ctx, end := context.WithTimeout(h.tab, 2*time.Minute)
	defer end()
	if err := chromedp.Do(ctx, steps...); err != nil {
		h.Fatal(err)
	}
}

// see evaluates an expression in the page.
func see[T any](h *hand, expression string) T {
	h.Helper()
	ctx, end := context.WithTimeout(h.tab, 2*time.Minute)
	defer end()
	out, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		h.Fatalf("%s: %v", expression, err)
	}
	return out
}

// open loads a page in the way of the look; scripts are let in afterwards, for the test's
// own questions.
func (h *hand) open(path string) {
	h.Helper()
	h.do(scripts(h.look.script), chromedp.Navigate(h.base+path), scripts(true))
}

// send does what leads to another page and waits for it.
func (h *hand) send(step chromedp.Action[chromedp.Void]) {
	h.Helper()
	ctx, end := context.WithTimeout(h.tab, 2*time.Minute)
	defer end()
	h.do(scripts(h.look.script))
	if _, err := chromedp.RunResponse(ctx, step); err != nil {
		at, _ := chromedp.Run(h.tab, chromedp.Location())
		h.Fatalf("no page follows %s: %v", at, err)
	}
	h.do(scripts(true))
}

// letter presses a key as keyboards do: what a page does on its going down may keep the
// letter from being typed.
func letter(key string) chromedp.Action[chromedp.Void] {
	return chromedp.KeyEvent(key, func(p *input.DispatchKeyEventParams) {
		if p.Type == kb.KeyDown {
			p.Type = input.DispatchKeyEventTypeRawKeyDown
		}
	})
}

// press presses a button or a link, which has the focus as after a click.
func (h *hand) press(mark string) chromedp.Action[chromedp.Void] {
	h.Helper()
	h.focus(mark)
	return chromedp.KeyEvent(kb.Enter)
}

// focus goes to a field as a click does.
func (h *hand) focus(mark string) {
	h.Helper()
	see[bool](h, `(`+mark+`.focus(), true)`)
}

// tabTo goes to a mark with nothing but Tab, backwards where it stands before the focus.
func (h *hand) tabTo(mark string) {
	h.Helper()
	back := see[bool](h, `document.activeElement !== document.body && (document.activeElement.compareDocumentPosition(`+mark+`) & Node.DOCUMENT_POSITION_PRECEDING) !== 0`)
	for range 120 {
		if see[bool](h, `document.activeElement === `+mark) {
			return
		}
		if back {
			h.do(chromedp.KeyEvent("\t", chromedp.KeyModifiers(chromedp.ModifierShift)))
		} else {
			h.do(chromedp.KeyEvent("\t"))
		}
	}
	h.Fatalf("Tab does not come to %s", mark)
}

// login shows the token.
func (h *hand) login() {
	h.Helper()
	h.open("/queue")
	if at := see[string](h, `location.pathname`); at != "/login" || see[string](h, `document.activeElement.name`) != "token" {
		h.Fatalf("who is not known is on %s, and the focus not on the token", at)
	}
	h.do(chromedp.KeyEvent(h.words["ada"]))
	h.send(chromedp.KeyEvent(kb.Enter))
	if at := see[string](h, `location.pathname`); at != "/queue" {
		h.Fatalf("the token leads to %s", at)
	}
}

// putOff goes on to the next report and decides nothing. Without scripts letters do nothing.
func (h *hand) putOff() {
	h.Helper()
	h.open("/queue")
	first := see[string](h, `document.querySelector("[name=report]").value`)
	if h.look.script {
		h.send(letter("j"))
	} else {
		h.do(scripts(false), letter("a"), scripts(true))
		h.send(h.press(`document.querySelector("[data-key=j]")`))
	}
	if now := see[string](h, `document.querySelector("[name=report]").value`); now == first {
		h.Error("what is put off is still there")
	}
	h.same("putting off")
}

// same holds that nothing was decided.
func (h *hand) same(what string) {
	h.Helper()
	if log, err := h.clerk.Decisions(h.Context()); err != nil || len(log) != h.log {
		h.Errorf("%s: there are %d decisions and not %d (%v)", what, len(log), h.log, err)
	}
}

// rule decides on a report and looks at what came of it.
func (h *hand) rule(r ruling) {
	h.Helper()
	h.open("/queue?order=latest&report=" + h.ids[r.on])
	if h.look.script {
		h.byKeys(r)
	} else {
		h.byForm(r)
	}
	h.kept(r)
	if r.name == "redate" {
		shoot(h.T, h.tab, h.look.name+"-decided")
	}
}

// filled is what is typed into a field.
func (h *hand) filled(e entry) string {
	var n int
	if _, err := fmt.Sscanf(e.keys, "event of %d", &n); err == nil {
		return h.event(h.ids[n]).ID
	}
	return e.keys
}

// formOf finds a button by its words, in the page's script; fieldOf a field of its form.
func formOf(button string) string {
	return `[...document.querySelectorAll(".verdict-form button")].find(b => b.checkVisibility() && b.innerText.replace(/^[a-z]\s/, "").trim() === "` + button + `")`
}

func fieldOf(button, field string) string {
	return formOf(button) + `.form.elements["` + field + `"]`
}

// byKeys decides with nothing but keys: by the letter, or from the field that it goes to.
func (h *hand) byKeys(r ruling) {
	h.Helper()
	direct := see[bool](h, `document.querySelector("[data-key=`+r.key+`]") !== null`)
	if direct {
		for _, e := range r.fill {
			h.tabTo(fieldOf(r.button, e.field))
			h.do(chromedp.KeyEvent(h.filled(e)), chromedp.KeyEvent(kb.Enter), chromedp.KeyEvent(kb.Escape)) // Enter sends nothing where it is not clear what
		}
		h.same("Enter in the reason")
		h.send(letter(r.key))
		return
	}
	h.do(letter(r.key))
	if !see[bool](h, `document.activeElement === `+fieldOf(r.button, r.fill[0].field)) {
		h.Fatalf("%s does not lead to the field %s", r.key, r.fill[0].field)
	}
	for _, e := range r.fill {
		h.tabTo(fieldOf(r.button, e.field))
		if e.field == "target" {
			h.do(press("a"))
		}
		h.do(chromedp.KeyEvent(h.filled(e)))
	}
	if see[bool](h, `document.activeElement.tagName === "SELECT"`) { // it knows no Enter
		h.tabTo(formOf(r.button))
	}
	h.send(chromedp.KeyEvent(kb.Enter))
}

// byForm decides with the form alone, which no script helps.
func (h *hand) byForm(r ruling) {
	h.Helper()
	for _, e := range r.fill {
		h.focus(fieldOf(r.button, e.field))
		if e.field == "target" {
			h.do(press("a"))
		}
		h.do(chromedp.KeyEvent(h.filled(e)))
	}
	h.send(h.press(formOf(r.button)))
}

// kept holds the store and the page to a decision.
func (h *hand) kept(r ruling) {
	h.Helper()
	log, err := h.clerk.Decisions(h.Context())
	if h.log++; err != nil || len(log) != h.log {
		h.Fatalf("%s: there are %d decisions and not %d (%v): %s", r.name, len(log), h.log, err, see[string](h, `document.body.innerText`))
	}
	d := log[h.log-1]
	var n int
	with := r.want.With
	if _, err := fmt.Sscanf(with, "report %d", &n); err == nil {
		with = h.ids[n]
	}
	if d.Report != h.ids[r.on] || d.By != "ada" || d.Verdict != r.want.Verdict || d.Why != r.want.Why || d.With != with {
		h.Errorf("%s: kept is %+v", r.name, d)
	}
	if got, want := codingOf(d.Becomes), codingOf(r.want.Becomes); r.name != "merge" && got != want || r.name == "merge" && (got.Source != want.Source || got.Target != want.Target || got.Root != want.Root) {
		h.Errorf("%s: it becomes %+v", r.name, got)
	}
	if wrong := r.holds(h.room, h.ids); wrong != "" {
		h.Errorf("%s: %s", r.name, wrong)
	}
	said := see[string](h, `document.querySelector("[role=status].done")?.innerText ?? ""`)
	row := see[string](h, `document.querySelector("table tbody tr")?.innerText ?? ""`)
	for _, s := range r.says {
		if !strings.Contains(said, s) {
			h.Errorf("%s: the page says %q, without %q", r.name, said, s)
		}
		if word, _, _ := strings.Cut(s, ","); !strings.Contains(row, word) {
			h.Errorf("%s: the last decision is %q, without %q", r.name, row, word)
		}
	}
	if at := see[string](h, `new URLSearchParams(location.search).get("order")`); at != "latest" {
		h.Errorf("%s: it leads on in the order %q", r.name, at)
	}
}

// codingOf is what a person sets in a report.
func codingOf(c *entente.Coding) entente.Coding {
	if c == nil {
		return entente.Coding{}
	}
	return entente.Coding{Source: c.Source, Target: c.Target, Root: c.Root, Status: c.Status, From: c.From, To: c.To}
}

// unsaid sends a re-coding that changes nothing and a merger with nothing there: neither is
// kept, and the page says why.
func (h *hand) unsaid() {
	h.Helper()
	h.open("/queue?report=" + h.ids[3])
	h.send(h.press(formOf("re-code")))
	h.refused("a re-coding of nothing", h.ids[3], "does not say what the report becomes")
	h.focus(fieldOf("re-code", "target"))
	h.do(press("a"), chromedp.KeyEvent("Nowhereland"))
	h.send(h.press(formOf("re-code")))
	h.refused("a target that is nobody", h.ids[3], "Nowhereland")
	if value := see[string](h, fieldOf("re-code", "target")+`.value`); value != "Nowhereland" {
		h.Errorf("what was typed is lost: %q", value)
	}
	shoot(h.T, h.tab, h.look.name+"-unsaid")
	for with, says := range map[string]string{"e_nowhere": "no such story, event or report", h.event(h.ids[1]).ID: "itself"} { // that of the report alone, after the split
		h.open("/queue?report=" + h.ids[1])
		h.focus(fieldOf("merge", "with"))
		h.do(chromedp.KeyEvent(with))
		h.send(h.press(formOf("merge")))
		h.refused("a merger with "+with, h.ids[1], says)
	}
	h.same("what says nothing")
}

// refused holds the page to saying why nothing was kept, over the same report.
func (h *hand) refused(what, report, says string) {
	h.Helper()
	said := see[string](h, `document.querySelector("[role=alert]")?.innerText ?? document.body.innerText`)
	if !strings.Contains(said, says) || see[string](h, `document.querySelector("[name=report]")?.value ?? ""`) != report {
		h.Errorf("%s is answered with %q", what, said)
	}
}

// anew takes a decision back by another: what was rejected counts again once it is accepted.
func (h *hand) anew() {
	h.Helper()
	accept := ruling{name: "accept anew", on: 5, key: "a", button: "accept", want: entente.Decision{Verdict: entente.Accepted}, says: []string{"accept, Russia"},
		holds: func(r *room, ids []string) string {
			if x := r.event(ids[5]); x == nil || x.Confidence != 1 {
				return fmt.Sprintf("what was rejected, and accepted then, is %+v", x)
			}
			return ""
		}}
	reject := rulings[1]
	h.rule(accept)
	back := see[string](h, `document.querySelector(".done a").href`)
	if h.look.script {
		h.send(letter("u"))
	} else {
		h.send(h.press(`document.querySelector(".done a")`))
	}
	if at := see[string](h, `location.href`); at != back || see[string](h, `document.querySelector("[name=report]").value`) != h.ids[5] {
		h.Errorf("deciding anew leads to %s", at)
	}
	h.rule(reject)
}

// readAgain holds later readings to what was decided.
func (h *hand) readAgain() {
	h.Helper()
	for _, lexicon := range []string{h.clerk.Tools.Name(), "sha256:another"} {
		if _, err := desk.Read(h.Context(), h.clerk.Store, lexicon, desk.Code(h.Context(), storiesOf(judged...), h.clerk.Tools, coder.Options{}), nil); err != nil {
			h.Fatal(err)
		}
		h.clerk.Changed()
		for _, r := range rulings {
			if wrong := r.holds(h.room, h.ids); wrong != "" {
				h.Errorf("%s, read again with %s: %s", r.name, lexicon, wrong)
			}
		}
	}
}
