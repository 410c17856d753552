package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"entente"
	"entente/news"
	"entente/queue"
)

// published is what a run of read brought to a queue.
type published struct {
	queue.Published
	Files     int       `json:"files"`
	Unchanged int       `json:"files_known"`
	Resumed   int       `json:"files_resumed"`
	LeftOut   news.Left `json:"left_out,omitempty"`
}

// publish reads stories and brings them to a queue, for workers to code.
func (c *readCmd) publish(ctx context.Context, e *env) error {
	opt, err := c.options()
	if err != nil {
		return err
	}
	tools, err := loadTools()
	if err != nil {
		return err
	}
	files, err := expand(c.Files)
	if err != nil {
		return badInput(err)
	}
	q, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer q.Close()
	p, err := q.Publisher(ctx, programOf(tools), hostName(), func(s string) { e.say("%s", s) })
	if err != nil {
		return err
	}
	in := &intake{files: files, opt: opt}
	var j *journal
	if c.Manifest != "" {
		m, err := openManifest(c.Manifest, reading{Lexicon: tools.Name(), Program: version(), Published: c.Published, Queue: q.Where()})
		if err != nil {
			return err
		}
		j = newJournal(m, c.Again)
		in.book = j
	}
	keepLoose()
	err = e.publishAll(ctx, in, j, p, queue.Job{Seen: entente.DayOf(time.Now()), Mends: c.Mend})
	out := published{Published: p.Done(), Files: len(files), LeftOut: in.left}
	if j != nil {
		err = errors.Join(err, j.close())
		out.Files, out.Unchanged, out.Resumed = len(files)-j.whole, j.whole, j.resumed
	}
	e.brought(out)
	if err == nil && c.JSON {
		return jsonTo(e.out).Encode(out)
	}
	return err
}

// publishAll publishes the stories of an intake; the journal, if any, keeps up with what
// the queue acknowledged.
func (e *env) publishAll(ctx context.Context, in *intake, j *journal, p *queue.Publisher, as queue.Job) error {
	stories := in.stories(ctx, e.in)
	if j != nil {
		stories = j.hear(stories)
	}
	advance, end := e.readingProgress(in)
	defer end()
	var n int         // pieces that came
	var waiting []int // the numbers of those that are put and not acknowledged
	acknowledged := func() {
		waiting = waiting[len(waiting)-p.Waiting():]
		kept := n
		if len(waiting) > 0 {
			kept = waiting[0] - 1
		}
		if j != nil {
			j.keep(kept)
		}
		advance(p.Done().Stories)
	}
	for item, err := range stories {
		if err != nil {
			if ctx.Err() == nil { // else what waits is published again by the next run
				err = errors.Join(err, p.Flush(ctx))
			}
			return err
		}
		n++
		e.problems(item.Problems)
		if item.Story.ID == "" && len(item.Problems) == 0 {
			continue
		}
		job := as
		job.Story, job.Problems, job.Place = item.Story, item.Problems, placeInInput(item)
		before := p.Waiting()
		waiting = append(waiting, n)
		if err := p.Put(ctx, job); err != nil {
			return err
		}
		if p.Waiting() <= before {
			acknowledged()
		}
	}
	if err := p.Flush(ctx); err != nil {
		return err
	}
	acknowledged()
	if j != nil {
		j.keep(0) // the ends of files
	}
	return nil
}

// placeInInput names the place of a story in its input.
func placeInInput(item news.Item) string {
	at, _ := json.Marshal(item.At)
	return item.File + " " + string(at)
}

// brought says what the queue was given, whole or broken off.
func (e *env) brought(p published) {
	if e.Quiet {
		return
	}
	e.leftOut(p.LeftOut)
	if p.Unchanged+p.Resumed > 0 {
		fmt.Fprintf(e.err, "entente: %s known and unchanged, %s where it was broken off\n", counted(p.Unchanged, "file is", "files are"), counted(p.Resumed, "file went on", "files went on"))
	}
	text := fmt.Sprintf("published %s, %.1f MB", counted(p.Stories, "story", "stories"), float64(p.Bytes)/1e6)
	if p.Known > 0 {
		text += fmt.Sprintf("; %d the queue had just been given", p.Known)
	}
	e.say("%s", text)
}
