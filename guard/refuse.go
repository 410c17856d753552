package guard

import (
	"encoding/json"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"
)

// Problem is an answer to what cannot be answered (RFC 9457).
type Problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Hint   string `json:"hint,omitempty"`
}

var refusal = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{.Title}} · entente</title><link rel="stylesheet" href="/static/desk.css">
<body class="plain"><main><h1>{{.Title}}</h1><p>{{.Detail}}.</p>{{with .Hint}}<p>{{.}}.</p>{{end}}<p><a href="/">To the first page</a></p></main></body></html>
`))

// Refuse answers a request that cannot be answered: with a page to who asks for pages,
// with application/problem+json to others.
func Refuse(w http.ResponseWriter, r *http.Request, status int, detail, hint string) {
	p := Problem{http.StatusText(status), status, detail, hint}
	w.Header().Del("ETag")
	w.Header().Set("Cache-Control", "no-store")
	if wantsPage(r) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_ = refusal.Execute(w, p)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(p)
}

func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html") && !strings.HasPrefix(r.URL.Path, "/api/")
}

func escapeQuery(s string) string { return url.QueryEscape(s) }

func formStatus(err error) int {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}
