// Package report turns the values of a brief into cited prose: for a terminal, in
// Markdown, and as one self-contained page of HTML.
//
// It owns the words and the pictures, not the judgements: levels, types,
// posteriors and probabilities come in as they are to be printed. Every figure is
// printed with the number of a sentence that it rests on, and every such sentence
// is printed with its source, target and trigger marked. All three faces share one
// numbering: sentence 7 is the same sentence in each of them.
//
// Three rules hold throughout. What was not reported is never printed as zero.
// Nothing is told by colour alone. A likelihood and the confidence of the coder
// never stand in one sentence (Intelligence Community Directive 203, 2015).
//
// Text from outside is escaped for the face it goes to. The package reads no
// files, fetches nothing, and gives the same bytes for the same values.
package report

import "entente"

// Options are what a reader may choose. The zero value prints 80 columns without
// colour, codes in place of names, and the English of this package.
type Options struct {
	Width   int                       // columns of the terminal; 0 means 80, less than 40 counts as 40
	Color   bool                      // whether the terminal shows colour
	Names   func(entente.Code) string // a code's name; nil or "" prints the code
	Quads   func(entente.Quad) string // a quad's name
	Roots   func(entente.Root) string // a root's name; by default the root in lower case
	Word    func(p float64) string    // the word of likelihood for a probability; by default [entente.Word]
	Quotes  int                       // sentences shown in full for each pair; 0 means 3
	Ledger  int                       // sentences listed that nothing cites; 0 means 400, less than 0 none
	Version string                    // of the program, for the small print
}

// filled gives the options with every gap filled by its default.
func (o Options) filled() Options {
	if o.Width == 0 {
		o.Width = 80
	}
	o.Width = max(o.Width, 40)
	if o.Quotes == 0 {
		o.Quotes = 3
	}
	if o.Ledger == 0 {
		o.Ledger = 400
	}
	if o.Quads == nil {
		o.Quads = entente.Quad.String
	}
	if o.Roots == nil {
		o.Roots = rootWord
	}
	if o.Word == nil {
		o.Word = entente.Word
	}
	return o
}

// name gives the name of a code as it stands in a table.
func (o Options) name(c entente.Code) string {
	if o.Names != nil {
		if n := o.Names(c); n != "" {
			return clean(n)
		}
	}
	if c == "" {
		return "unknown actor"
	}
	return clean(string(c))
}

// inProse gives the name of a code as it stands in a sentence.
func (o Options) inProse(c entente.Code) string { return entente.InProse(o.name(c)) }
