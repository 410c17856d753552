package entente

// Standpoint is the role a hypothesis plays beside the analyst's own answers.
type Standpoint string

// The roles. A hypothesis without one is an answer like any other.
const (
	NullRole Standpoint = "null-hypothesis" // nothing special happens: what holds if none of the answers does
	CatchAll Standpoint = "catch-all"       // some answer that nobody has written down
)

// Hypothesis is one answer to a matrix's question.
type Hypothesis struct {
	ID     string     `json:"id"`
	Text   string     `json:"text"`
	Prior  float64    `json:"prior"` // 0 means an equal share
	Role   Standpoint `json:"role,omitempty"`
	Claims []Query    `json:"claims,omitempty"` // what picks the sentences that state it, for or against
}

// RelationKind says how hypotheses go together.
type RelationKind string

// The kinds of relation.
const (
	Exclusive  RelationKind = "exclusive"  // at most one holds; so do all that no relation names
	Subsumes   RelationKind = "subsumes"   // the first holds wherever one of the others does
	Compatible RelationKind = "compatible" // several may hold
)

// Relation is how hypotheses go together; Of are their ids.
type Relation struct {
	Kind RelationKind `json:"kind"`
	Of   []string     `json:"of"`
}

// Assumption is what rows of evidence take for granted.
type Assumption struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Outcome is the answer that turned out to be right.
type Outcome struct {
	Hypothesis string `json:"hypothesis"`
	Date       Day    `json:"date"`
	Note       string `json:"note,omitempty"`
}

// Query picks events, assessments or claims; empty fields match all. Codes are
// unordered unless Directed.
type Query struct {
	Kind     string   `json:"kind,omitempty"` // event (default), assessment or claim
	Pair     []Code   `json:"pair,omitempty"`
	Directed bool     `json:"directed,omitempty"`
	Roots    []Root   `json:"roots,omitempty"`
	Quads    []Quad   `json:"quads,omitempty"`
	Status   []Status `json:"status,omitempty"`
	Contexts []string `json:"contexts,omitempty"`
	Words    []string `json:"words,omitempty"`  // any of these in the quote
	Levels   []int    `json:"levels,omitempty"` // of an assessment: -1, 0, 1
	Trends   []int    `json:"trends,omitempty"` // of an assessment
	Stances  []Stance `json:"stances,omitempty"`
	Holders  []string `json:"holders,omitempty"` // of an assessment or a claim: author, actor, document, unnamed
	From     Day      `json:"from,omitempty"`
	To       Day      `json:"to,omitempty"`
}

// Stance is what a claim does with what its words name.
type Stance string

// The stances.
const (
	Asserted Stance = "asserted"
	Denied   Stance = "denied"
	Asked    Stance = "asked"
)

// Claim is a sentence that states an answer to a question, or denies it, with whose
// view it is. It is no act and no assessment of a relation, and moves neither.
type Claim struct {
	Kind       string   `json:"kind"` // always "claim"
	ID         string   `json:"id"`
	Hypothesis string   `json:"hypothesis,omitempty"`
	Story      string   `json:"story"`
	Stream     Stream   `json:"stream"`
	Sentence   int      `json:"sentence"` // of those that count in its story, from 0
	Holder     Holder   `json:"holder"`
	Stance     Stance   `json:"stance"`
	Hedge      Hedge    `json:"hedge"`
	Date       Day      `json:"date"` // of publication
	Citation   Citation `json:"citation"`
}

// Rating is how an item of evidence sits with a hypothesis: CC, C, N, I or II.
type Rating string

// Evidence is a row of a matrix: words, what binds it to what was read (queries of
// which any may match, and ids of events, reports, assessments or claims), and for
// each hypothesis in order a rating or the probability of the row if the hypothesis
// holds. Rows that share a Cluster (one event) or a Document count once. Circular
// rows restate a hypothesis, and pending ones were not seen yet: both are shown and
// not weighed.
type Evidence struct {
	ID          string    `json:"id"`
	Text        string    `json:"text"`
	Query       *Query    `json:"query,omitempty"`
	Or          []Query   `json:"or,omitempty"`     // further queries
	Events      []string  `json:"events,omitempty"` // ids quoted
	Ratings     []Rating  `json:"ratings"`
	Likelihoods []float64 `json:"likelihoods,omitempty"` // in the place of ratings
	Cluster     string    `json:"cluster,omitempty"`
	Document    string    `json:"document,omitempty"`
	Reliability float64   `json:"reliability"`         // 0 to 1; 0 in a file means 1, or what Admiralty says
	Admiralty   string    `json:"admiralty,omitempty"` // source A to F and information 1 to 6, as B2
	Circular    bool      `json:"circular,omitempty"`
	Stands      bool      `json:"stands,omitempty"` // the analyst says that it is not circular, whatever it quotes
	Pending     bool      `json:"pending,omitempty"`
	Assumes     []string  `json:"assumes,omitempty"` // ids of assumptions
	Date        Day       `json:"date"`              // of a row of the analyst's own
}

// Matrix is a question, its competing hypotheses and the evidence.
type Matrix struct {
	Question    string             `json:"question"`
	Hypotheses  []Hypothesis       `json:"hypotheses"`
	Relations   []Relation         `json:"relations,omitempty"`
	Assumptions []Assumption       `json:"assumptions,omitempty"`
	Evidence    []Evidence         `json:"evidence"`
	Scale       map[Rating]float64 `json:"scale,omitempty"` // P(evidence|hypothesis) of each rating, if not the usual
	Stale       int                `json:"stale,omitempty"` // days after which evidence is stale; 0 means 182
	Grade       bool               `json:"grade,omitempty"` // rows without a grade get one from their sources
	Outcome     *Outcome           `json:"outcome,omitempty"`
}

// Bound is a row of evidence with what was found for it.
type Bound struct {
	Evidence
	Cites         []string  `json:"cites"`              // report, assessment or claim ids
	Missing       []string  `json:"missing,omitempty"`  // ids it quotes that nothing read has
	Restates      []string  `json:"restates,omitempty"` // hypotheses that all it cites does but state: it is circular
	Absent        bool      `json:"absent"`             // it looks for something and nothing was found: not weighed
	Diagnosticity float64   `json:"diagnosticity"`      // max ln l' - min ln l'
	Weight        float64   `json:"weight"`             // the reliability it is weighed with
	Share         float64   `json:"share"`              // one over the number of rows it counts once with
	Cells         []float64 `json:"cells"`              // l' for each hypothesis
	Latest        Day       `json:"latest"`             // the last day it speaks of
	Stale         bool      `json:"stale"`
	Stories       []string  `json:"stories,omitempty"` // that its cites stand in
	Sources       []string  `json:"sources,omitempty"` // their publishers, or the stories where none is named
	Opinion       bool      `json:"opinion"`           // all of them are opinion
}

// Standing is how a hypothesis stands against the evidence.
type Standing struct {
	Hypothesis
	Posterior     float64 `json:"posterior"`
	Flat          float64 `json:"flat"`          // the posterior if all were held equally likely before
	Inconsistency float64 `json:"inconsistency"` // reliability-weighted, lower is better
	Reach         float64 `json:"reach"`         // share of the weighed rows rated C or CC
	Word          string  `json:"word"`          // ICD 203 term of Posterior

	Holds *float64 `json:"holds,omitempty"` // that it holds alone or with others, where some may hold together
}

// Union is what hypotheses that go together hold between them.
type Union struct {
	Kind      RelationKind `json:"kind"`
	Of        []string     `json:"of"`
	Posterior float64      `json:"posterior"`
	Word      string       `json:"word"`
}

// World is how things may be where several hypotheses may hold: those of Of do, and no
// other.
type World struct {
	Of        []string `json:"of"`
	Prior     float64  `json:"prior"`
	Posterior float64  `json:"posterior"`
	Word      string   `json:"word"` // ICD 203 term of Posterior
}

// Variant is the matrix weighed with one thing changed.
type Variant struct {
	Change    string    `json:"change"` // what was done: see docs/methods.md
	Of        string    `json:"of,omitempty"`
	Winner    string    `json:"winner"`         // "" on a tie
	Tied      []string  `json:"tied,omitempty"` // those that lead together
	Posterior []float64 `json:"posterior"`
	Turns     bool      `json:"turns"` // another hypothesis leads, or none
}

// Overturn is a smallest change that has another hypothesis draw level or lead.
type Overturn struct {
	By     string   `json:"by"`     // removal of items, or step: ratings moved by one step
	Items  []string `json:"items"`  // ids of rows, or names of clusters
	Leader string   `json:"leader"` // who then leads or draws level
	Tie    bool     `json:"tie"`
}

// Empty is how the null hypothesis fares: one that predicts nothing is contradicted
// by nothing, which is no merit.
type Empty struct {
	ID            string   `json:"id"`
	Reach         float64  `json:"reach"` // share of the weighed rows that it would lead to expect
	Inconsistency float64  `json:"inconsistency"`
	Level         []string `json:"level"` // hypotheses of the same inconsistency
	Above         []string `json:"above"` // those of more
	Steps         int      `json:"steps"` // further cells of the leader's rated I that bring the two level
}

// Disproof is a cell that all but excludes a hypothesis, in a row that can be relied on.
type Disproof struct {
	Hypothesis string  `json:"hypothesis"`
	Item       string  `json:"item"`
	Weight     float64 `json:"weight"`
}

// Lookout is an item that was not seen, and what seeing it would tell.
type Lookout struct {
	Item       string  `json:"item"`
	Text       string  `json:"text"`
	Bits       float64 `json:"bits"`   // expected gain of information
	Chance     float64 `json:"chance"` // of seeing it, as things stand
	Word       string  `json:"word"`   // ICD 203 term of Chance
	Seen       string  `json:"seen"`   // who leads if it is seen, "" on a tie
	SeenP      float64 `json:"seen_p"`
	NotSeen    string  `json:"not_seen"` // and if it is looked for and is not there
	NotSeenP   float64 `json:"not_seen_p"`
	PartsFirst bool    `json:"parts_first"` // of all it parts the two that lead most
}

// PostMortem holds the standings against what came true.
type PostMortem struct {
	Outcome
	Posterior   float64  `json:"posterior"` // what it was given
	Word        string   `json:"word"`
	Rank        int      `json:"rank"`        // from 1, by posterior
	LeastRank   int      `json:"least_rank"`  // from 1, by inconsistency; equals share a rank
	Brier       float64  `json:"brier"`       // sum over the hypotheses of squared differences, 0 to 2
	EqualBrier  float64  `json:"equal_brier"` // of one who held all equally likely
	Log         float64  `json:"log"`         // natural logarithm of Posterior
	Misled      []string `json:"misled"`      // rows that told against it, the strongest first
	Helped      []string `json:"helped"`      // rows that told for it
	Assumptions []string `json:"assumptions"` // of the rows that misled
}

// Confidence is how far the analysis itself may be relied on. It is no probability,
// and is never told in one sentence with one.
type Confidence struct {
	Level   string   `json:"level"` // low, moderate or high
	Reasons []string `json:"reasons"`
}

// Other is the answer that nobody wrote down, if the matrix has none: held as likely
// before as any other, and neutral to every row.
type Other struct {
	Posterior float64 `json:"posterior"`
	Word      string  `json:"word"`
	Leads     bool    `json:"leads"` // it would lead: no answer explains what was seen
}

// Weighing is a matrix weighed: the standings in the matrix's order, the rows, and
// how fragile the winner is.
type Weighing struct {
	Question   string      `json:"question"`
	Standings  []Standing  `json:"standings"`
	Unions     []Union     `json:"unions,omitempty"`
	Worlds     []World     `json:"worlds,omitempty"` // where some may hold together, most probable first
	Evidence   []Bound     `json:"evidence"`
	Winner     string      `json:"winner"`             // "" on a tie
	Least      []string    `json:"least_inconsistent"` // those of the least inconsistency
	Flips      []string    `json:"flips"`              // evidence ids without any one of which the winner changes
	Variants   []Variant   `json:"variants"`
	Overturns  []Overturn  `json:"overturns"`
	Null       *Empty      `json:"null,omitempty"`
	Other      *Other      `json:"other,omitempty"`
	Disproofs  []Disproof  `json:"disproofs"`
	Next       []Lookout   `json:"next"`
	PostMortem *PostMortem `json:"post_mortem,omitempty"`
	Claims     []Claim     `json:"claims,omitempty"`
	Confidence Confidence  `json:"confidence"`
	Findings   []string    `json:"findings"` // what is amiss with the matrix
}
