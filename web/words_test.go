package web

import (
	"strings"
	"testing"

	"entente"
)

// languages are English and German, those that ship.
func languages(t testing.TB) (english, german *tongue) {
	t.Helper()
	ts, err := readTongues(Catalogues)
	if err != nil {
		t.Fatal(err)
	}
	return ts.of("en"), ts.of("de")
}

// TestFiguresOfALanguage: a decimal comma takes a nought before it, a point none.
func TestFiguresOfALanguage(t *testing.T) {
	en, de := languages(t)
	for _, c := range []struct{ said, english, german string }{
		{en.prob(.813), ".81", "0,81"}, {en.prob(.001), "<.01", "<0,01"}, {en.signed(-.355), "−.35", "−0,35"}, {en.amount(12.34), "12.3", "12,3"}, {en.whole(3), "3", "3"}, {en.percent(.5), "50 %", "50 %"},
	} {
		if c.said != c.english || de.figured(c.said) != c.german {
			t.Errorf("%s, in German %s; want %s and %s", c.said, de.figured(c.said), c.english, c.german)
		}
	}
	if en.number(12345) != "12,345" || de.number(12345) != "12.345" || de.number(999) != "999" {
		t.Errorf("%s, %s, %s", en.number(12345), de.number(12345), de.number(999))
	}
}

// TestCountsOfALanguage: nought, one and many are said each in its way, and a language that
// lacks a message by number says it in English.
func TestCountsOfALanguage(t *testing.T) {
	en, de := languages(t)
	for n, want := range map[int][2]string{0: {"no stories", "keine Artikel"}, 1: {"1 story", "1 Artikel"}, 2: {"2 stories", "2 Artikel"}, 1234: {"1,234 stories", "1.234 Artikel"}} {
		if got := [2]string{en.t("%d stories", n), de.t("%d stories", n)}; got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	const shared = "%d reports decided on by two people or more, each before the other's word could be known; %s of these otherwise by one than by another"
	for _, l := range []*tongue{en, de} {
		for n := range 3 {
			if got := l.t(shared, n, "7"); strings.Contains(got, "%!") || !strings.Contains(got, "7") {
				t.Errorf("%s %d: %s", l.Lang(), n, got)
			}
		}
	}
}

// TestDaysAreSpanned writes windows of days in both languages.
func TestDaysAreSpanned(t *testing.T) {
	en, de := languages(t)
	june := entente.MakeDay(2021, 6, 1)
	for _, c := range []struct {
		from, to        entente.Day
		english, german string
	}{
		{june, june, "1 June 2021", "1. Juni 2021"}, {june, june + 29, "June 2021", "Juni 2021"}, {june, june + 1, "1–2 June 2021", "1. Juni 2021 – 2. Juni 2021"},
		{0, june, "until 1 June 2021", "bis 1. Juni 2021"}, {june, 0, "1 June 2021", "1. Juni 2021"}, {0, 0, "no days known", "keine Tage bekannt"},
	} {
		if got := en.span(c.from, c.to); got != c.english {
			t.Errorf("%s, want %s", got, c.english)
		}
		if got := de.span(c.from, c.to); got != c.german {
			t.Errorf("%s, want %s", got, c.german)
		}
	}
	if got := de.periodWords(june, entente.Weekly); got != "Woche vom 1. Juni 2021" {
		t.Error(got)
	}
	if got := de.axisWords("2 Oct 2021"); got != "2 Okt. 2021" {
		t.Error(got)
	}
}

// TestRichMessagesKeepTheirParts: brackets of a message become elements, those of arguments
// stay, all else is escaped, and nothing leads out of the house.
func TestRichMessagesKeepTheirParts(t *testing.T) {
	en, de := languages(t)
	to, err := anchor("/a?b=1&c=2")
	if err != nil {
		t.Fatal(err)
	}
	if got := string(en.rich("[%s]: %s.", "<b>[x]", "1] & [2", part("b", "plus"))); got != `<b class="plus">&lt;b&gt;[x]</b>: 1] &amp; [2.` {
		t.Error(got)
	}
	if got := string(de.rich("and %d more, listed under [About]", 3, to)); got != `und 3 weitere, aufgeführt unter <a href="/a?b=1&amp;c=2">Über</a>` {
		t.Error(got)
	}
	for _, href := range []string{"javascript:x", "//elsewhere", "https://elsewhere", ""} {
		if _, err := anchor(href); err == nil {
			t.Errorf("%q is linked to", href)
		}
	}
}

// BenchmarkMessages says the three kinds of message.
func BenchmarkMessages(b *testing.B) {
	_, de := languages(b)
	for name, say := range map[string]func(){
		"text":      func() { de.t("no story read") },
		"arguments": func() { de.t("level %s (%s to %s)", "0,1", "0,0", "0,2") },
		"number":    func() { de.t("%d events", 12) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				say()
			}
		})
	}
}
