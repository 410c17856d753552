package queue

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"entente"
)

// Job is a story on its way to be coded, or the problems of what is no story.
type Job struct {
	Story    entente.Story     `json:"story"`
	Problems []entente.Problem `json:"problems,omitempty"` // of reading it
	Seen     entente.Day       `json:"seen"`               // when it was read, as of [entente.Reading]
	Mends    bool              `json:"mends,omitempty"`
	Place    string            `json:"-"` // where it lies in its input: what is published again from there is known
}

// Program is what coding depends on besides the story.
type Program struct {
	Version string `json:"version"` // of the program
	Tools   string `json:"tools"`   // names dictionaries and weights together
	Lexicon string `json:"lexicon"` // the sum of the dictionaries
	Syntax  string `json:"syntax"`  // that of the weights of the parser
	Judge   string `json:"judge"`   // that of the weights of the judge, if there is one
}

// Differs says in which parts two programs differ, "" if they code alike.
func (p Program) Differs(q Program) string {
	var out []byte
	for _, part := range []struct{ what, a, b string }{
		{"version", p.Version, q.Version}, {"dictionaries", p.Lexicon, q.Lexicon}, {"weights of the parser", p.Syntax, q.Syntax}, {"weights of the judge", p.Judge, q.Judge},
	} {
		if part.a != part.b {
			out = fmt.Appendf(out, "%s %s and not %s, ", part.what, short(part.a), short(part.b))
		}
	}
	if len(out) == 0 && p.Tools != q.Tools {
		out = fmt.Appendf(out, "dictionaries and weights %s and not %s, ", short(p.Tools), short(q.Tools))
	}
	return string(bytes.TrimSuffix(out, []byte(", ")))
}

// short shortens a sum for people.
func short(sum string) string {
	if sum == "" {
		return "none"
	}
	if len(sum) > len("sha256:")+12 {
		return sum[:len("sha256:")+12]
	}
	return sum
}

// Headers of a message.
const (
	formatHeader  = "Entente-Format"
	toolsHeader   = "Entente-Tools"
	versionHeader = "Entente-Version"
	storyHeader   = "Entente-Story"  // its id, quoted
	hashHeader    = "Entente-Hash"   // of its words
	afterHeader   = "Entente-After"  // the number of an earlier message with other words of the story
	objectHeader  = "Entente-Object" // where the story lies if it is too large for a message
	whyHeader     = "Entente-Why"
	triesHeader   = "Entente-Tries"
	workerHeader  = "Entente-Worker"
	numberHeader  = "Entente-Number"
)

// mostStory is the most bytes that the text of a story may have in the queue.
const mostStory = 256 << 20

// subject is where the words of one story are published one after another.
func subject(story string) string {
	sum := sha256.Sum256([]byte(story))
	return workSubject + hex.EncodeToString(sum[:8])
}

// message writes a job into a message, whose data may be too large for one.
func (j *Job) message(p Program) (*nats.Msg, error) {
	if n := len(j.Story.Text); n > mostStory {
		return nil, fault(TooLarge, nil, "the story %q has %.0f MB; a queue takes %d", j.Story.ID, float64(n)/1e6, mostStory/1_000_000)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(j); err != nil {
		return nil, fmt.Errorf("write the story %q: %w", j.Story.ID, err)
	}
	key := j.Story.ID
	if key == "" { // problems of no story: those of one file go one after another
		key = j.Place
	}
	m := nats.NewMsg(subject(key))
	m.Data = b.Bytes()
	m.Header.Set(formatHeader, strconv.Itoa(Format))
	m.Header.Set(toolsHeader, p.Tools)
	m.Header.Set(versionHeader, p.Version)
	m.Header.Set(storyHeader, strconv.QuoteToASCII(j.Story.ID))
	m.Header.Set(hashHeader, j.Story.Hash)
	m.Header.Set(nats.MsgIdHdr, j.id(p))
	return m, nil
}

// id is what a message is known by. The same words may be published again after others
// of the story, so their place has a part in it.
func (j *Job) id(p Program) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q %v %v", j.Story.ID, j.Story.Hash, j.Place, p.Tools, j.Seen, j.Mends)
	for _, pr := range j.Problems {
		fmt.Fprintf(h, " %q %q %d %q", pr.Stage, pr.Subject, pr.Offset, pr.Message)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// errDamaged: a message does not hold what its publisher put there.
var errDamaged = errors.New("the message is damaged")

// job reads a job out of a message.
func (q *Queue) job(ctx context.Context, head nats.Header, data []byte) (Job, error) {
	var j Job
	if format, err := strconv.Atoi(head.Get(formatHeader)); err != nil {
		return j, fmt.Errorf("%w: it says no format", errDamaged)
	} else if format > Format {
		return j, fault(Newer, nil, "a story was published by a newer version of entente, %s: its format is %d, this program knows %d", head.Get(versionHeader), format, Format)
	}
	if name := head.Get(objectHeader); name != "" {
		var err error
		if data, err = q.large.GetBytes(ctx, name); errors.Is(err, jetstream.ErrObjectNotFound) {
			return j, fmt.Errorf("%w: the story, too large for a message, is not beside it", errDamaged)
		} else if err != nil {
			return j, fmt.Errorf("fetch a large story: %w", err)
		}
	}
	if err := json.Unmarshal(data, &j); err != nil {
		return j, fmt.Errorf("%w: %w", errDamaged, err)
	}
	if id, err := strconv.Unquote(head.Get(storyHeader)); err != nil || id != j.Story.ID {
		return j, fmt.Errorf("%w: it holds another story than it says", errDamaged)
	}
	if j.Story.Hash != head.Get(hashHeader) || !j.sound() {
		return j, fmt.Errorf("%w: the words are not those that were published", errDamaged)
	}
	return j, nil
}

// sound holds the words of a story to their sum.
func (j *Job) sound() bool {
	if j.Story.Hash == "" {
		return true
	}
	sum := sha256.Sum256([]byte(j.Story.Text))
	return j.Story.Hash == "sha256:"+hex.EncodeToString(sum[:])
}
