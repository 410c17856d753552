package web

import (
	"net/http"

	"entente"
	"entente/codebook"
	"entente/guard"
)

// codebookView explains the codes.
type codebookView struct {
	Quads    []quadGroup
	Statuses []factView
	Words    []entente.Likelihood
	Shapes   []factView
	Contexts []string
	Sectors  []entente.Sector
}

type quadGroup struct {
	Name, Tone string
	Roots      []rootRow
}

type rootRow struct {
	Root      string
	Cameo     string
	Intensity string
	Used      int
	Href      string
}

func (s *Server) codebook(r *request) (view, error) {
	l := r.link()
	v := codebookView{Words: entente.Likelihoods[:], Contexts: l.terms(codebook.Contexts()), Sectors: codebook.Sectors()}
	used := map[entente.Root]map[string]bool{}
	for i := range r.whole.Reports {
		rep := &r.whole.Reports[i]
		if used[rep.Plover.Event] == nil {
			used[rep.Plover.Event] = map[string]bool{}
		}
		used[rep.Plover.Event][rep.ID] = true
	}
	for q := entente.VerbalCooperation; q <= entente.MaterialConflict; q++ {
		g := quadGroup{Name: l.term(q.String()), Tone: quadTone(q)}
		for _, root := range entente.Roots {
			if root.Quad() != q {
				continue
			}
			code := codebook.Default(root, "")
			row := rootRow{Root: string(root), Used: len(used[root]), Href: l.to("/events", "root", string(root))}
			if c, ok := codebook.Cameo(code); ok {
				row.Cameo = code + ", " + c.Name
			}
			if x, ok := codebook.Intensity("", code, root, ""); ok {
				row.Intensity = l.signedIntensity(x)
			}
			g.Roots = append(g.Roots, row)
		}
		v.Quads = append(v.Quads, g)
	}
	for _, st := range statuses {
		v.Statuses = append(v.Statuses, factView{l.term(string(st)), l.statusWords(st), l.amount(st.Weight()), l.to("/events", "status", string(st))})
	}
	v.Shapes = []factView{{l.term("ménage à trois"), l.t("three friendly ties"), "", ""}, {l.term("romantic triangle"), l.t("a pivot friendly with two who are adversaries"), "", ""},
		{l.term("stable marriage"), l.t("two friends who are both adversaries of the third"), "", ""}, {l.term("unit veto"), l.t("three adversaries"), "", ""}, {l.term("incomplete"), l.t("at least one tie is not known or neutral"), "", ""}}
	return view{Name: "codebook", Title: r.t("Codebook"), Body: v}, nil
}

func (l *tongue) signedIntensity(x float64) string {
	if x > 0 {
		return "+" + l.amount(x)
	}
	if x < 0 {
		return "−" + l.amount(-x)
	}
	return "0"
}

// aboutView says what the data rest on.
type aboutView struct {
	Counts   entente.Counts
	Holdings []entente.Holding
	Outlets  []outletCount
	Lexicon  string
	Tools    string
	Version  string
	Seal     string
	Problems []entente.Problem
	Census   string
}

func (s *Server) about(r *request) (view, error) {
	c, err := s.Store.Counts(r.Context(), entente.Filter{AsOf: r.scope.AsOf})
	if err != nil {
		return view{}, err
	}
	held, err := s.Holdings(r.Context())
	if err != nil {
		return view{}, err
	}
	v := aboutView{Counts: c, Holdings: held, Outlets: outletsOf(r.link(), r.whole), Lexicon: s.Tools.Lexicon.Hash, Tools: s.Tools.Name(), Version: s.version, Seal: r.whole.Seal, Problems: r.whole.Problems, Census: s.Tools.Lexicon.Census()}
	return view{Name: "about", Title: r.t("About the data"), Body: v}, nil
}

// loginView asks for a token.
type loginView struct {
	*tongue
	Next, Wrong, Key, Static, Version string
	Asks                              bool
}

func (s *Server) loginPage(w http.ResponseWriter, r *http.Request) {
	v := guard.VisitorOf(r.Context())
	s.writeLogin(w, r, http.StatusOK, loginView{Next: guard.Here(r.URL.Query().Get("next")), Key: s.guard.FormKey(v)})
}

func (s *Server) writeLogin(w http.ResponseWriter, r *http.Request, status int, v loginView) {
	v.tongue, v.Static, v.Version, v.Asks = s.tongueOf(r), s.static, s.version, s.guard.Asks()
	w.Header().Set("Cache-Control", "no-store")
	s.write(w, r, "login", status, v)
}

func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	if !s.guard.Form(w, r, "") {
		return
	}
	next := guard.Here(r.PostForm.Get("next"))
	if !s.guard.Login(w, r, r.PostForm.Get("token")) {
		s.writeLogin(w, r, http.StatusForbidden, loginView{Next: next, Wrong: s.tongueOf(r).t("This token is not known, its time is over, or too many were tried: wait a minute."), Key: s.guard.FormKey(guard.VisitorOf(r.Context()))})
		return
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
}

func (s *Server) logout(w http.ResponseWriter, r *http.Request) {
	if !s.guard.Form(w, r, "") {
		return
	}
	s.guard.Logout(w, r)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}
