package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"entente/desk"
)

// release is the version of the program; a build may set it.
var release = "0.1.0"

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return release + "+" + s.Value[:12]
			}
		}
	}
	return release
}

type versionCmd struct {
	JSON bool `help:"As JSON." name:"json"`
}

func (c *versionCmd) Run(_ context.Context, e *env) error {
	tools, err := loadTools()
	if err != nil {
		return err
	}
	weights, err := weightSums()
	if err != nil {
		return err
	}
	about := map[string]string{"version": version(), "go": runtime.Version(), "lexicon": tools.Lexicon.Hash}
	text := fmt.Sprintf("entente %s\n%s %s/%s\nlexicon %s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, tools.Lexicon.Hash)
	for _, name := range []string{"syntax", "judge", "encoder", "head"} {
		if sum := weights[name]; sum != "" {
			about[name] = sum
			text += fmt.Sprintf("%-7s %s\n", name, sum)
		}
	}
	if c.JSON {
		return jsonTo(e.out).Encode(about)
	}
	_, err = io.WriteString(e.out, text)
	return err
}

// weightSums gives the sums of the weights in use, by what they are for.
func weightSums() (map[string]string, error) {
	sums := map[string]string{}
	for _, part := range []struct{ name, file string }{{"syntax", desk.SyntaxFile}, {"judge", desk.JudgeFile}, {"encoder", desk.EncoderFile}, {"head", desk.HeadFile}} {
		weights, err := fs.ReadFile(language(folder()), part.file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, ownFile(folder(), err)
		}
		sums[part.name] = fmt.Sprintf("sha256:%x", sha256.Sum256(weights))
	}
	return sums, nil
}

type doctorCmd struct {
	queueLogin
	Deep bool `help:"Also hold every quotation to its story, and every event to its reports: reads the whole store."`
	JSON bool `help:"As JSON lines." name:"json"`
}

// check is one thing that doctor looked at.
type check struct {
	What string `json:"what"`
	OK   bool   `json:"ok"`
	Says string `json:"says"`
}

func (c *doctorCmd) Run(ctx context.Context, e *env) error {
	checks := []check{e.checkLexicon(), checkCores(), checkTemp()}
	if e.Store != "" {
		checks = append(checks, e.checkStore(ctx, c.Deep)...)
	} else {
		checks = append(checks, check{"store", true, "none is named; --store FILE or ENTENTE_STORE names one"})
	}
	if c.Queue != "" {
		checks = append(checks, c.checkFleet(ctx)...)
	}
	ill := 0
	for _, k := range checks {
		if !k.OK {
			ill++
		}
		var err error
		if c.JSON {
			err = jsonTo(e.out).Encode(k)
		} else {
			_, err = fmt.Fprintf(e.out, "%-5s %-12s %s\n", map[bool]string{true: "ok", false: "wrong"}[k.OK], k.What, k.Says)
		}
		if err != nil {
			return err
		}
	}
	if ill > 0 {
		return errNo
	}
	return nil
}

func (e *env) checkLexicon() check {
	tools, err := loadTools()
	if err != nil {
		return check{"lexicon", false, err.Error()}
	}
	from := "inside"
	if dir := folder(); dir != "" {
		from = dir
	}
	return check{"lexicon", true, from + ": " + tools.Lexicon.Census()}
}

func checkCores() check {
	return check{"machine", true, fmt.Sprintf("%d cores, %s/%s, %s", runtime.GOMAXPROCS(0), runtime.GOOS, runtime.GOARCH, runtime.Version())}
}

func checkTemp() check {
	f, err := os.CreateTemp("", "entente-doctor-")
	if err != nil {
		return check{"disk", false, err.Error()}
	}
	f.Close()
	os.Remove(f.Name())
	return check{"disk", true, filepath.Dir(f.Name()) + " can be written"}
}
