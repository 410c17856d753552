// Command entente reads the news and tells, with evidence, how states stand to
// one another and where that is heading.
//
// Data goes to standard output, messages to standard error. Exit codes: 0 done;
// 1 the answer is no; 2 usage; 3 the analyst's own files are wrong; 4 the input
// is unusable as a whole; 5 store or disk; 6 network; 130 interrupted.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	os.Exit(mainCode())
}

// mainCode runs the command line of the process. The first Ctrl-C ends the run in
// order, the second ends the process at once.
func mainCode() int {
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is told by the write to it
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer context.AfterFunc(ctx, stop)()
	return run(ctx, os.Args[1:], console{&interruptible{ctx: ctx, r: os.Stdin}, os.Stdout, os.Stderr})
}

// console is what a command reads from and writes to.
type console struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// cli is the grammar of the command line.
type cli struct {
	Store  string `help:"The store of what was read: a file, or clickhouse://HOST:PORT[,HOST:PORT]/DATABASE." env:"ENTENTE_STORE" placeholder:"FILE"`
	Quiet  bool   `help:"Print answers and errors only." short:"q"`
	Strict bool   `help:"Problems in the input make the exit code 4."`

	Demo  demoCmd  `cmd:"" group:"start" help:"Run the main job on the demonstration stories inside."`
	Brief briefCmd `cmd:"" group:"start" help:"The main job: who did what to whom, how they stand, what comes next."`

	Serve      serveCmd      `cmd:"" group:"ask" help:"The store as pages in a browser, and as an API."`
	MCP        mcpCmd        `cmd:"" name:"mcp" group:"ask" help:"The store's answers for a language model, over standard input and output."`
	Read       readCmd       `cmd:"" group:"ask" help:"Read stories into a store."`
	Import     importCmd     `cmd:"" group:"ask" help:"Bring event files of others, or tables of figures, into a store."`
	Watch      watchCmd      `cmd:"" group:"ask" help:"Visit feeds, read their pages into a store, and raise alerts."`
	Work       workCmd       `cmd:"" group:"ask" help:"Code stories of a queue and keep them in a store, on as many machines as there are."`
	Queue      queueCmd      `cmd:"" group:"ask" help:"Run a queue of stories for workers on many machines, and see how it fares."`
	Fetch      fetchCmd      `cmd:"" group:"ask" help:"Get the event files of others."`
	Events     eventsCmd     `cmd:"" group:"ask" help:"List the events of a store."`
	Dyad       dyadCmd       `cmd:"" group:"ask" help:"How two actors stand."`
	Triangle   triangleCmd   `cmd:"" group:"ask" help:"The strategic triangle of three actors."`
	Balance    balanceCmd    `cmd:"" group:"ask" help:"How far a network of friends and adversaries is balanced, and its two camps."`
	Changed    changedCmd    `cmd:"" group:"ask" help:"What moved since a day, and by which events."`
	Series     seriesCmd     `cmd:"" group:"ask" help:"How much was told of pairs, period by period."`
	Compare    compareCmd    `cmd:"" group:"ask" help:"How alike two codings, or two stores, count what passes between actors."`
	Measures   measuresCmd   `cmd:"" group:"ask" help:"Figures of states and pairs that were imported: capabilities, trade, votes, alliances."`
	Weigh      weighCmd      `cmd:"" group:"ask" help:"Weigh the hypotheses of a matrix file against what was read."`
	Forecast   forecastCmd   `cmd:"" group:"ask" help:"How likely events between two actors are, with the reasons."`
	Backtest   backtestCmd   `cmd:"" group:"ask" help:"How forecasts of a store's own past would have fared."`
	Resolve    resolveCmd    `cmd:"" group:"ask" help:"Say of forecasts on record how they came out."`
	Scoreboard scoreboardCmd `cmd:"" group:"ask" help:"How the forecasts on record fared, the analyst's beside the machine's."`
	Report     reportCmd     `cmd:"" group:"ask" help:"A report to print or to send: on two actors, on a triangle, on questions; a digest of what moved."`
	Export     exportCmd     `cmd:"" group:"ask" help:"Write events, pairs or triangles as tables, or as a bundle for replication."`
	Decisions  decisionsCmd  `cmd:"" group:"ask" help:"What people decided on reports: as a log, as gold, or to learn from."`
	Agreement  agreementCmd  `cmd:"" group:"ask" help:"How far people agree who decided on the same reports."`
	Cite       citeCmd       `cmd:"" group:"ask" help:"How to cite an event, a report, a story, the store or the program."`

	Code     codeCmd     `cmd:"" group:"behind" help:"Print the events of stories, without a store."`
	Text     textCmd     `cmd:"" group:"behind" help:"Print a story's text, into which all offsets point."`
	Classify classifyCmd `cmd:"" group:"behind" help:"Say what one marked actor of a sentence does to another."`
	Actor    actorCmd    `cmd:"" group:"behind" help:"Say which actor a phrase names on a day."`
	Explain  explainCmd  `cmd:"" group:"behind" help:"Why a sentence was coded as it was, or why not."`

	Lexicon  lexiconCmd  `cmd:"" group:"tend" help:"Check the dictionaries, hold two against each other, see what they lack."`
	Score    scoreCmd    `cmd:"" group:"tend" help:"Measure coded events, or tags and trees, against gold; coders against coders."`
	Train    trainCmd    `cmd:"" group:"tend" help:"Make the weights of tagger and parser anew."`
	Token    tokenCmd    `cmd:"" group:"tend" help:"Tokens with which others than this machine ask a server."`
	Withdraw withdrawCmd `cmd:"" group:"tend" help:"Take stories back, as their outlet did, or list what is withdrawn."`
	Backup   backupCmd   `cmd:"" group:"tend" help:"Keep a whole copy of the store in one file."`
	Restore  restoreCmd  `cmd:"" group:"tend" help:"Make a store of a backup, or look whether the backup is whole."`
	Copy     copyCmd     `cmd:"" group:"tend" help:"Bring all that a store keeps into another, a file or on servers, and hold the two against each other."`
	Compact  compactCmd  `cmd:"" group:"tend" help:"Write the store anew without the room that changes left empty."`
	Migrate  migrateCmd  `cmd:"" group:"tend" help:"Bring an older store to this version, with a copy first."`
	Doctor   doctorCmd   `cmd:"" group:"tend" help:"Look over this machine, the store and the dictionaries."`
	Version  versionCmd  `cmd:"" group:"tend" help:"Print the versions of program, dictionaries and weights."`
}

// groups are the headings of the help.
var groups = []kong.Group{
	{Key: "start", Title: "To begin with:"},
	{Key: "ask", Title: "Keep what was read, and ask:"},
	{Key: "behind", Title: "Look behind an answer:"},
	{Key: "tend", Title: "Tend the tool:"},
}

const about = `Reads the news and tells, with evidence, how states stand to one another.

    entente demo                                 stories inside, nothing else needed
    entente brief --published 2021-07-15 PAGE    one page: HTML, plain text or JSON lines
    entente --store news.duckdb read FOLDER      many pages, kept
    entente --store news.duckdb dyad Russia China`

// env is what every command may use.
type env struct {
	console
	*cli
	found tally
	lasts bool // the run goes on until it is ended from outside, which is no failure of it, not even while it begins
	ended bool // the run was meant to be ended from outside, and was
}

// exit is a panic value with which kong asks to end the program.
type exit int

// run runs one command line and gives its exit code.
func run(ctx context.Context, args []string, c console) (code int) {
	defer func() {
		if v := recover(); v != nil {
			e, ok := v.(exit)
			if !ok {
				panic(v)
			}
			code = int(e)
		}
	}()
	var grammar cli
	parser, err := kong.New(&grammar,
		kong.Name("entente"),
		kong.Description(about), kong.ExplicitGroups(groups),
		kong.UsageOnError(), kong.Writers(c.out, c.err),
		kong.Exit(func(n int) { panic(exit(n)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		return fail(c.err, err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return fail(c.err, misused(err))
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	e := &env{console: c, cli: &grammar}
	err = parsed.Run(e)
	e.endProblems()
	if e.lasts && ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) {
		e.ended, err = true, nil
	}
	if err == nil && !e.ended {
		err = cmp.Or(ctx.Err(), e.strict())
	}
	if errors.Is(err, syscall.EPIPE) { // the reader has had enough
		return exitDone
	}
	return fail(c.err, err)
}

// misused is what is wrong with a command line, and where its use is told.
func misused(err error) error {
	help := "entente --help lists the commands"
	var p *kong.ParseError
	if errors.As(err, &p) && p.Context != nil && p.Context.Selected() != nil {
		help = fmt.Sprintf("entente %s --help shows how it is used", p.Context.Selected().Path())
	}
	return codedError{exitUsage, err, help}
}
