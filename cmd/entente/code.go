package main

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"os"
	"runtime/debug"

	"entente"
	"entente/coder"
	"entente/desk"
	"entente/report"
)

type codeCmd struct {
	dated
	Assessments bool     `help:"Print assessments after the events of each story."`
	JSON        bool     `help:"JSON lines; the default prints a readable list." name:"json"`
	Scale       string   `help:"Intensity scale." default:"goldstein-icews" enum:"goldstein-icews,goldstein-gdelt,plover"`
	Files       []string `arg:"" optional:"" name:"file" help:"Story files or folders, - for standard input."`
}

func (c *codeCmd) Run(ctx context.Context, e *env) error {
	opt, err := c.options()
	if err != nil {
		return err
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	keepFlat()
	out := bufio.NewWriterSize(e.out, 1<<16)
	defer out.Flush()
	enc := jsonTo(out)
	var b entente.Brief
	var sentences numbering
	for coded, err := range desk.Code(ctx, parted(e.stories(ctx, c.Files, opt)), tools, coder.Options{Scale: c.Scale}) {
		if err != nil {
			return err
		}
		e.problems(coded.Problems)
		first := sentences.through(coded)
		if !c.JSON {
			if first {
				b.Stories = append(b.Stories, entente.OutletOf(coded.Story))
			}
			b.Reports = append(b.Reports, coded.Result.Reports...)
			b.Assessments = append(b.Assessments, coded.Result.Assessments...)
			continue
		}
		if err := writeCoded(enc, coded, c.Assessments); err != nil {
			return err
		}
	}
	if !c.JSON {
		b.Events = entente.Cluster(b.Reports)
		if err := report.Events(out, b, e.layout(tools.Lexicon)); err != nil {
			return err
		}
	}
	return out.Flush()
}

// flatMemory is the use of memory, in bytes, from where on coding collects garbage
// more often rather than take more: stories stream through, and what is live is
// little more than the dictionaries, the weights and a few stories.
const flatMemory = 400 << 20

// keepFlat sets that limit unless GOMEMLIMIT says otherwise.
func keepFlat() {
	if set := debug.SetMemoryLimit(flatMemory); set != math.MaxInt64 {
		debug.SetMemoryLimit(set)
	}
}

// pageGC is the growth of memory, in percent, at which garbage is collected where pages
// are read: trees of pages live shortly and are large, and the limit of keepFlat holds.
const pageGC = 300

// keepLoose lets memory grow further between collections unless GOGC says otherwise, up
// to the limit of keepFlat.
func keepLoose() {
	keepFlat()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(pageGC)
	}
}

// writeCoded writes the reports of a story and, if asked for, its assessments.
func writeCoded(enc interface{ Encode(any) error }, c desk.Coded, assessments bool) error {
	for i := range c.Result.Reports {
		if err := enc.Encode(&c.Result.Reports[i]); err != nil {
			return fmt.Errorf("write events: %w", err)
		}
	}
	if !assessments {
		return nil
	}
	for i := range c.Result.Assessments {
		if err := enc.Encode(&c.Result.Assessments[i]); err != nil {
			return fmt.Errorf("write assessments: %w", err)
		}
	}
	return nil
}
