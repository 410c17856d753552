package syntax

// trainParser learns transitions with a beam and updates where the gold parse is
// most outdone (max-violation: Huang, Fayong and Guo 2012), and relations on the
// arcs of the gold parse.
func (t *trainer) trainParser() {
	t.steps, t.labels = newSteps(), newPerceptron(len(t.model.rels))
	t.model.steps, t.model.labels = t.steps, t.labels
	order := make([]int, len(t.trees))
	for i := range order {
		order[i] = i
	}
	for pass := range t.opt.Passes {
		if pass == t.opt.Passes-t.opt.Passes/4 {
			t.steps.prune(t.opt.Rows[1])
		}
		t.random.shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		right, all := 0, 0
		for _, i := range order {
			right += t.learnTree(i)
			all += len(t.trees[i].Tokens)
		}
		t.opt.Report("parser", pass+1, right, all)
	}
}

// lesson is the course of one tree through training.
type lesson struct {
	heads   []int16
	rels    []uint8
	gold    item
	path    []link   // transitions of the gold parse
	history [][]link // of the beam's items, by step
	worst   float32  // by which the best parse outdid the gold one
	at      int      // the step after which it did, -1 never
}

// learnTree parses a tree and mends the weights; it counts the words that get the
// right head and relation.
func (t *trainer) learnTree(i int) (right int) {
	tree := &t.trees[i]
	v, c := &t.work.view, &t.work.context
	v.look(tree.Tokens, &t.model.lex)
	for k, tag := range t.tags[i] {
		v.setTag(k, int(tag), &t.model.classes)
	}
	c.read(v, &t.model)
	l := &t.lesson
	l.heads, l.rels = t.gold(tree)
	l.begin(len(tree.Tokens))
	for range 2 * len(tree.Tokens) {
		t.follow(l)
	}
	t.steps.step++
	best := &c.beam.items[0].state
	for k, h := range l.heads {
		right += one(best.nodes[k].head == h && best.nodes[k].rel == l.rels[k])
	}
	if l.at >= 0 {
		t.mend(l)
	}
	return right
}

func (l *lesson) begin(n int) {
	l.gold.reset(n)
	l.gold.score = 0
	l.path, l.history = l.path[:0], l.history[:0]
	l.worst, l.at = -1, -1
}

// follow makes one transition in the gold parse and in the beam.
func (t *trainer) follow(l *lesson) {
	c := &t.work.context
	c.state = &l.gold.state
	step := c.goldStep(l.heads)
	var out [transitions]float32
	c.stepScores(t.steps, &out)
	l.gold.score += out[step]
	rel := uint8(0)
	if step != shift {
		rel = t.learnRel(step, l)
	}
	c.do(step, rel)
	l.path = append(l.path, link{step: uint8(step), rel: rel})
	t.model.advance(c, t.work.scores)
	l.note(&c.beam, uint8(step))
}

// goldStep gives the transition that costs least, an arc before a shift.
func (s *state) goldStep(heads []int16) int {
	costs := s.costs(heads)
	b := left
	for _, k := range [...]int{right, shift} {
		if costs[k] < costs[b] {
			b = k
		}
	}
	return b
}

// note keeps the beam's links and sees how far the gold parse is outdone.
func (l *lesson) note(b *beam, step uint8) {
	links := make([]link, len(b.items))
	for i := range b.items {
		links[i] = b.items[i].link
		b.items[i].gold = b.items[i].gold && b.items[i].step == step
	}
	l.history = append(l.history, links)
	if by := b.items[0].score - l.gold.score; !b.items[0].gold && by > l.worst {
		l.worst, l.at = by, len(l.history)-1
	}
}

// mend moves the weights from the parse that outdid the gold one toward that, from
// the step on at which they part.
func (t *trainer) mend(l *lesson) {
	guess := make([]link, l.at+1)
	for k, i := l.at, int32(0); k >= 0; k-- {
		guess[k] = l.history[k][i]
		i = guess[k].from
	}
	part := 0
	for part < l.at && guess[part].step == l.path[part].step {
		part++
	}
	t.replay(guess, part, -1)
	t.replay(l.path[:l.at+1], part, 1)
}

// replay adds d to the weights of the transitions of a parse from a step on.
func (t *trainer) replay(path []link, from int, d float32) {
	c := &t.work.context
	s := &t.lesson.gold.state
	s.reset(int(s.n))
	c.state = s
	for k, p := range path {
		if k >= from {
			t.steps.add(c.stepFeatures(), int(p.step), d)
		}
		c.do(int(p.step), p.rel)
	}
}

// learnRel chooses the relation of a new arc of the gold parse, mending weights if
// it is the wrong one.
func (t *trainer) learnRel(step int, l *lesson) uint8 {
	c := &t.work.context
	h, d := c.arc(step)
	if h == c.n {
		return t.model.root
	}
	out := t.work.scores[:t.labels.classes]
	f := c.relFeatures(h, d)
	t.labels.score(f, out)
	out[t.model.root] = -1e30
	guess := best(out)
	if gold := int(l.rels[d]); l.heads[d] == h {
		t.labels.step++
		if guess != gold {
			t.labels.add(f, gold, 1)
			t.labels.add(f, guess, -1)
		}
	}
	return uint8(guess)
}
