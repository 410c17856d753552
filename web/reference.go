package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Reference describes the API in Markdown, by its own description.
func (s *Server) Reference() string {
	var b strings.Builder
	paths := make([]string, 0, len(s.described.Paths))
	for p := range s.described.Paths {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	b.WriteString("| question | answers |\n|---|---|\n")
	for _, p := range paths {
		item := s.described.Paths[p]
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op != nil {
				fmt.Fprintf(&b, "| `%s %s` | %s%s |\n", op.Method, p, op.Summary, scopeWords(op))
			}
		}
	}
	b.WriteString("\nParameters, each described once; `/openapi.json` says which question takes which:\n\n| parameter | is |\n|---|---|\n")
	for _, p := range parameters(s.described, paths) {
		b.WriteString(p)
	}
	return b.String()
}

func scopeWords(op *huma.Operation) string {
	if s, ok := op.Metadata["scope"]; ok {
		return fmt.Sprintf(" Scope `%s`.", s)
	}
	return ""
}

// parameters lists the parameters of all questions, those that are described.
func parameters(o *huma.OpenAPI, paths []string) []string {
	seen := map[string]string{}
	for _, path := range paths {
		for _, op := range []*huma.Operation{o.Paths[path].Get, o.Paths[path].Post} {
			if op == nil {
				continue
			}
			for _, p := range op.Parameters {
				about := cmp.Or(p.Description, seen[p.Name])
				if about != "" && seen[p.Name] == "" {
					seen[p.Name] = about
				}
			}
		}
	}
	var out []string
	for name, about := range seen {
		out = append(out, fmt.Sprintf("| `%s` | %s |\n", name, about))
	}
	slices.Sort(out)
	return out
}
