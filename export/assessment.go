package export

import "entente"

// View is an assessment with what is cited of its story.
type View struct {
	entente.Assessment
	Outlet entente.Outlet
	Hide   bool // leave the quotation out
}

// Assessments is the table of views.
func Assessments() Table[*View] {
	t := Table[*View]{Name: "assessments", Row: "a sentence that says how two actors stand",
		About: "What was said of relations, rather than done: each with its holder and hedge."}
	add := func(c Column, of func(*View) Value) { t.Fields = append(t.Fields, Field[*View]{c, of}) }
	add(Column{Name: "id", Wide: true, About: "Id of the assessment."}, func(v *View) Value { return text(v.ID) })
	for _, side := range []struct {
		name string
		of   func(*View) *entente.Corner
	}{{"a", func(v *View) *entente.Corner { return &v.A }}, {"b", func(v *View) *entente.Corner { return &v.B }}} {
		of := side.of
		add(Column{Name: side.name, About: "Code of one of the two."}, func(v *View) Value { return text(of(v).Code) })
		add(Column{Name: side.name + "_name", About: "Its name."}, func(v *View) Value { return text(of(v).Name) })
		add(Column{Name: side.name + "_raw", About: "The words of the text."}, func(v *View) Value { return text(of(v).Raw) })
	}
	add(Column{Name: "members", Type: List, About: "Of a collective, the members that the story names in the same part."}, func(v *View) Value { return list(texts(v.Members)) })
	sign := func(s *int) Value {
		if s == nil {
			return null()
		}
		return whole(*s)
	}
	add(Column{Name: "level", Type: Int, Null: true, About: "-1, 0 or 1; missing where the words say nothing of it."}, func(v *View) Value { return sign(v.Level) })
	add(Column{Name: "trend", Type: Int, Null: true, About: "-1, 0 or 1; missing where the words say nothing of it."}, func(v *View) Value { return sign(v.Trend) })
	add(Column{Name: "holder_by", About: "Whose view: author, actor, document, unnamed."}, func(v *View) Value { return text(v.Holder.By) })
	add(Column{Name: "holder_code", About: "Code of the actor whose view it is."}, func(v *View) Value { return text(v.Holder.Code) })
	add(Column{Name: "holder_name", About: "Its name."}, func(v *View) Value { return text(v.Holder.Name) })
	add(Column{Name: "hedge", About: "none, likely, possible, unlikely."}, func(v *View) Value { return text(v.Hedge) })
	add(Column{Name: "negated", Type: Bool, About: "\"Not adversaries\" is a negated view, not the opposite one."}, func(v *View) Value { return truth(v.Negated) })
	add(Column{Name: "issue", About: "Issue area; empty for none."}, func(v *View) Value { return text(v.Issue) })
	add(Column{Name: "date_from", Type: Day, Null: true, About: "First day it holds for."}, func(v *View) Value { return day(v.DateFrom) })
	add(Column{Name: "date_to", Type: Day, Null: true, About: "Last day it holds for."}, func(v *View) Value { return day(v.DateTo) })
	add(Column{Name: "story", About: "Id of the story."}, func(v *View) Value { return text(v.Story) })
	add(Column{Name: "stream", About: "Part of the page."}, func(v *View) Value { return text(v.Stream) })
	add(Column{Name: "sentence", Type: Int, About: "Number of the sentence in the story, from 0."}, func(v *View) Value { return whole(v.Sentence) })
	add(Column{Name: "published", Type: Day, Null: true, About: "Day of publication."}, func(v *View) Value { return day(v.Outlet.Published) })
	add(Column{Name: "publisher", About: "Publisher."}, func(v *View) Value { return text(v.Outlet.Publisher) })
	add(Column{Name: "author", About: "Author."}, func(v *View) Value { return text(v.Outlet.Author) })
	add(Column{Name: "title", About: "Title of the story."}, func(v *View) Value { return text(v.Outlet.Title) })
	add(Column{Name: "url", Wide: true, About: "Address of the story."}, func(v *View) Value { return text(v.Citation.URL) })
	add(Column{Name: "story_sha256", About: "SHA-256 of the story's canonical text."}, func(v *View) Value { return text(sum(v.Outlet.Hash)) })
	add(Column{Name: "quote", Wide: true, About: "The sentence; empty where quotations were left out."}, func(v *View) Value { return text(v.quote()) })
	add(Column{Name: "quote_start", Type: Int, About: "Where it begins, in bytes of the canonical text."}, func(v *View) Value { return whole(v.Citation.Start) })
	add(Column{Name: "quote_end", Type: Int, About: "Where it ends, the end not included."}, func(v *View) Value { return whole(v.Citation.End) })
	add(Column{Name: "pattern", About: "The dictionaries' entry that found it."}, func(v *View) Value { return text(v.FoundBy.Pattern) })
	add(Column{Name: "lexicon", About: "Hash of the dictionaries with which the story was read."}, func(v *View) Value { return text(v.FoundBy.Lexicon) })
	t.Record = func(v *View) any { return viewLine(v) }
	return t
}

func (v *View) quote() string {
	if v.Hide {
		return ""
	}
	return v.Citation.Quote
}

// assessmentLine is an assessment as `code --assessments --json` has it, with its story.
type assessmentLine struct {
	entente.Assessment
	told
}

func viewLine(v *View) assessmentLine {
	a, o := v.Assessment, v.Outlet
	a.Kind, a.Citation.Quote = "assessment", v.quote()
	return assessmentLine{a, told{o.Published, o.Publisher, o.Author, o.Title, sum(o.Hash), entente.CodedHere}}
}
