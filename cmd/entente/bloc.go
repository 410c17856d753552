package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/lexicon"
)

// blocs are the actors that a question takes together.
type blocs struct {
	Bloc []string `help:"Take its members for one actor: an organisation (EU), or NAME=CODE,CODE, or NAME=@FILE with a code, name or phrase a line." placeholder:"BLOC" sep:"none"`
}

// gather gives the actors asked about, blocs among them by their names, and lets the
// question see the store with the blocs in place of their members.
func (c *blocs) gather(v *evidence, tools coder.Tools, names ...string) ([]entente.Code, error) {
	f, err := v.filter()
	if err != nil {
		return nil, err
	}
	var all []desk.Bloc
	code := map[string]entente.Code{}
	for _, text := range c.Bloc {
		name, b, err := bloc(tools, text, f.AsOf)
		if err != nil {
			return nil, err
		}
		code[strings.ToUpper(name)] = b.Code
		all = append(all, b)
	}
	out := make([]entente.Code, len(names))
	for i, name := range names {
		if known, ok := code[strings.ToUpper(name)]; ok {
			out[i] = known
			continue
		}
		one, err := actors(tools, []string{name}, f.AsOf)
		if err != nil {
			return nil, err
		}
		out[i] = one[0]
	}
	for _, b := range all {
		if !slices.Contains(out, b.Code) {
			return nil, usage("--bloc %s: none of the actors asked about is called so", b.Code)
		}
	}
	v.through = func(s desk.Store) desk.Store { return desk.InBlocs(s, all, out) }
	return out, nil
}

// flags are those that name the blocs again, files of members by their names alone.
func (c *blocs) flags() (out []string) {
	for _, text := range c.Bloc {
		if name, file, ok := strings.Cut(text, "=@"); ok {
			text = name + "=@" + filepath.Base(file)
		}
		out = append(out, "--bloc", text)
	}
	return out
}

// bloc reads a bloc with its name: an organisation of the dictionaries, whose members are
// those of the day of each act, or a name with a list of members.
func bloc(tools coder.Tools, text string, day entente.Day) (name string, b desk.Bloc, err error) {
	name, list, own := strings.Cut(text, "=")
	name = strings.TrimSpace(name)
	if name == "" {
		return "", b, usage("--bloc takes an organisation, NAME=CODE,CODE or NAME=@FILE")
	}
	if !own {
		codes, err := actors(tools, []string{name}, day)
		if err != nil {
			return "", b, err
		}
		p, _ := tools.Lexicon.Polity(codes[0])
		if p == nil || len(p.Members) == 0 {
			return "", b, usage("--bloc %s: the dictionaries name no members; give them as %s=CODE,CODE", name, name)
		}
		return name, organised(tools.Lexicon, p), nil
	}
	members := strings.Split(list, ",")
	if file, ok := strings.CutPrefix(list, "@"); ok {
		if members, err = membersIn(file); err != nil {
			return "", b, err
		}
	}
	members = slices.DeleteFunc(members, func(s string) bool { return strings.TrimSpace(s) == "" })
	if len(members) == 0 {
		return "", b, usage("--bloc %s names no members", name)
	}
	b.Code = entente.Code(strings.ToUpper(name))
	b.Members, err = actors(tools, members, day)
	return name, b, err
}

// organised makes a bloc of an organisation.
func organised(lex *lexicon.Lexicon, p *lexicon.Polity) desk.Bloc {
	b := desk.Bloc{Code: p.Code}
	for _, m := range p.Members {
		b.Members = append(b.Members, m.Code)
	}
	slices.Sort(b.Members)
	b.Members = slices.Compact(b.Members)
	b.Holds = func(member entente.Code, day entente.Day) bool {
		if !day.Known() {
			return slices.ContainsFunc(p.Members, func(m lexicon.Member) bool { return m.Code == member })
		}
		return lex.Member(p.Code, member, day)
	}
	return b
}

// membersIn reads the lines of a list; what follows # is a remark.
func membersIn(file string) ([]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, badInput(fmt.Errorf("reading the members: %w", err))
	}
	var out []string
	for _, l := range strings.Split(string(data), "\n") {
		l, _, _ = strings.Cut(l, "#")
		out = append(out, strings.TrimSpace(l))
	}
	return out, nil
}
