package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"entente"
)

//go:embed page/page.css
var pageCSS string

//go:embed page/page.gohtml
var pageText string

//go:embed page/parts.gohtml
var partsText string

var page = template.Must(template.Must(template.New("page").Funcs(template.FuncMap{
	"css":     func() template.CSS { return template.CSS(pageCSS) },
	"f":       func(x float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0") },
	"join":    joined,
	"upper":   upper,
	"article": entente.InProse,
	"words":   flat,
}).Parse(partsText)).Parse(pageText))

// sheetPage is what the template sees.
type sheetPage struct {
	*sheet
	Hero *triangleView // drawn beside the answer
}

// HTML writes a brief as one page that asks nothing of any other place: style
// within, drawings as inline SVG with their tables, no script. Its only links that
// leave the page are those to the stories' own addresses.
func HTML(w io.Writer, b entente.Brief, opt Options) error {
	opt = opt.filled()
	sh, l := newSheet(b, opt)
	sh.list(l, opt)
	p := sheetPage{sheet: sh}
	if len(sh.Triangles) > 0 {
		p.Hero = &sh.Triangles[0]
	}
	var out strings.Builder
	if err := page.Execute(&out, p); err != nil {
		return fmt.Errorf("setting the page: %w", err)
	}
	if _, err := io.WriteString(w, visible(out.String())); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return nil
}
