// Package web shows what the desk knows in a browser, and answers other programs over
// HTTP: the same questions, answers and identifiers as the command line.
//
// Pages are made here, whole, with html/template: they work without any script, load
// nothing from elsewhere, and say of each figure what it rests on. A chart is an SVG whose
// marks are links to the sentences behind them, and has a table beside it with the same
// numbers; a period of which nothing was read is drawn as a gap and never as nought.
//
// What pages say goes through message catalogues (message/*.json): whole sentences with their
// arguments, in the language that the browser asks for. What report composes stays English.
//
// Questions go to ask, who may come in is for guard to say. The package opens no store and
// listens nowhere: it gives an http.Handler.
package web
