package lexicon

import (
	"strconv"
	"strings"

	"entente"
)

// example reads a yes: or no: sentence.
func (b *loader) example(p *Pattern, key, value string, at Pos) {
	text, want, expected := strings.Cut(value, "::")
	e := Example{At: at, Text: strings.TrimSpace(text)}
	if key == "no" {
		p.No = append(p.No, e)
		return
	}
	p.Yes = append(p.Yes, e) // even a poor one, lest the pattern be told to have none
	f := strings.Fields(want)
	if !expected || len(f) < 2 {
		b.fail(at, p.Name, "a yes: sentence ends in :: and what must be found")
		return
	}
	var msg string
	if p.Assess {
		e, msg = e.assessed(f)
	} else {
		e, msg = e.acted(f)
	}
	if msg != "" {
		b.fail(at, p.Name, "%s", msg)
		return
	}
	p.Yes[len(p.Yes)-1] = e
}

// acted reads "USA > RUS", "USA <> RUS negated", "PRK > -".
func (e Example) acted(f []string) (Example, string) {
	if len(f) < 3 || f[1] != ">" && f[1] != "<>" {
		return e, "what must be found is written SOURCE > TARGET or SOURCE <> TARGET"
	}
	e.Source, e.Mutual, e.Target, e.Status = codeOrNone(f[0]), f[1] == "<>", codeOrNone(f[2]), entente.Fact
	if len(f) > 3 {
		e.Status = entente.Status(f[3])
		if !e.Status.Known() {
			return e, "unknown status " + quote(f[3])
		}
	}
	return e, ""
}

// assessed reads "RUS USA -1", "RUS CHN 1 1", "RUS CHN . 1".
func (e Example) assessed(f []string) (Example, string) {
	if len(f) < 3 {
		return e, "what must be found is written A B LEVEL [TREND]"
	}
	e.Source, e.Target = codeOrNone(f[0]), codeOrNone(f[1])
	e.Level = signOrNone(f[2])
	if len(f) > 3 {
		e.Trend = signOrNone(f[3])
	}
	return e, ""
}

func codeOrNone(s string) entente.Code {
	if s == "-" {
		return ""
	}
	return entente.Code(s)
}

func signOrNone(s string) *int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil
	}
	return &n
}
