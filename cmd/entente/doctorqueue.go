package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"entente/queue"
)

// mostSkew is by how much two clocks of a fleet may differ: the day on which a story was
// read is the publisher's.
const mostSkew = 2 * time.Second

// checkFleet looks a queue over and who works on it: whether it can be reached, whether
// clocks, versions and dictionaries agree, who is missing, what was set aside.
func (c *doctorCmd) checkFleet(ctx context.Context) []check {
	q, err := c.open(ctx)
	if err != nil {
		return []check{{"queue", false, withHint(err)}}
	}
	defer q.Close()
	st, err := q.Status(ctx)
	if err != nil {
		return []check{{"queue", false, withHint(err)}}
	}
	says := fmt.Sprintf("%s: %d stories wait, %d are in work, %d done", st.Where, st.Waiting, st.InWork, st.Done)
	full := st.Waiting+st.InWork >= uint64(st.Most)
	if full {
		says += "; it is full, and publishers wait"
	}
	return []check{{"queue", true, says}, checkServers(st), checkClocks(st), checkPrograms(st), checkWorkers(st), checkAside(st)}
}

func checkServers(st *queue.Status) check {
	says, ok := "stories are kept "+keptBy(st), len(st.Away)+len(st.Behind) == 0
	var lost []string
	for i := range st.Servers {
		if s := &st.Servers[i]; s.Lost() {
			lost = append(lost, fmt.Sprintf("%s was not heard of for %v", s.Name, s.Mute.Round(time.Second)))
		}
	}
	if len(lost) > 0 {
		says, ok = says+"; "+strings.Join(lost, "; "), false
	}
	if st.Replicas < 3 && len(st.Servers)-len(lost) >= 3 {
		says, ok = says+"; with three servers they could be kept three times: --replicas 3", false
	}
	return check{"servers", ok, says}
}

// checkClocks holds the clocks of this machine, the servers and the workers to that of the
// queue's leader.
func checkClocks(st *queue.Status) check {
	var wrong []string
	n := 0
	hold := func(who string, skew time.Duration, lost bool) {
		if lost {
			return
		}
		n++
		if skew.Abs() > mostSkew {
			wrong = append(wrong, fmt.Sprintf("that of %s is off by %v", who, skew.Round(100*time.Millisecond)))
		}
	}
	hold("this machine", st.Skew, false)
	for i := range st.Servers {
		hold("the server "+st.Servers[i].Name, st.Servers[i].Skew, st.Servers[i].Lost())
	}
	for i := range st.Workers {
		hold("the worker "+flat(st.Workers[i].Name), st.Workers[i].Skew, st.Workers[i].Ended || st.Workers[i].Lost())
	}
	if len(wrong) > 0 {
		return check{"clocks", false, strings.Join(wrong, "; ") + "; set them by a time server"}
	}
	return check{"clocks", true, fmt.Sprintf("%s agree to %v", counted(n, "clock", "clocks"), mostSkew)}
}

// checkPrograms holds versions, dictionaries and weights of all to what the stories were
// published for; without stories, to those here.
func checkPrograms(st *queue.Status) check {
	tools, err := loadTools()
	if err != nil {
		return check{"programs", false, "the dictionaries cannot be loaded"}
	}
	return holdPrograms(st, programOf(tools))
}

func holdPrograms(st *queue.Status, here queue.Program) check {
	const what = "programs"
	want := here
	var wrong []string
	if st.Publication != nil {
		want = st.Publication.Program
		if here != want {
			wrong = append(wrong, "this machine has "+here.Differs(want))
		}
	}
	n := 1
	for i := range st.Workers {
		w := &st.Workers[i]
		if w.Refused == "" && (w.Ended || w.Lost()) {
			continue
		}
		n++
		if w.Program != want {
			wrong = append(wrong, fmt.Sprintf("the worker %s has %s", flat(w.Name), w.Program.Differs(want)))
		}
	}
	for i := range st.Servers {
		if s := &st.Servers[i]; !s.Lost() && s.Version != want.Version {
			wrong = append(wrong, fmt.Sprintf("the server %s has version %s and not %s", s.Name, s.Version, want.Version))
		}
	}
	if len(wrong) > 0 {
		return check{what, false, strings.Join(wrong, "; ")}
	}
	return check{what, true, fmt.Sprintf("version %s, lexicon %s and the same weights, %s", want.Version, want.Lexicon, counted(n, "time", "times"))}
}

func checkWorkers(st *queue.Status) check {
	var lost []string
	at := 0
	for i := range st.Workers {
		switch w := &st.Workers[i]; {
		case w.Ended:
		case w.Lost():
			lost = append(lost, fmt.Sprintf("%s was not heard of for %v", flat(w.Name), w.Mute.Round(time.Second)))
		default:
			at++
		}
	}
	says := counted(at, "worker", "workers") + " at work"
	if at > 0 {
		says += fmt.Sprintf(", %.1f stories a second", st.Rate)
	}
	ok := at > 0 || st.Waiting+st.InWork == 0
	if !ok {
		says += ", and stories wait"
	}
	if len(lost) > 0 {
		says += "; " + strings.Join(lost, "; ")
	}
	return check{"workers", ok, says}
}

func checkAside(st *queue.Status) check {
	if st.Aside == 0 {
		return check{"set aside", true, "nothing"}
	}
	return check{"set aside", false, counted(int(st.Aside), "story", "stories") + "; entente queue status says why, entente queue again puts them back"}
}
