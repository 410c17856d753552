// Package news turns bytes into stories.
//
// It owns what a page of news is made of: which lines are headline, standfirst
// and body, which are captions and furniture (advertisements, bylines, section
// labels, credits, links to other pages), who wrote it, when, and in which
// language. Bytes come in as plain text, HTML or JSON lines; [Read] tells them
// apart. Stories come out with their canonical text, into which every later
// offset points, and with the problems found on the way.
//
// For plain text in valid UTF-8 the canonical text is the bytes that came in. For
// HTML it is built here: headline, standfirst and paragraphs, parted by blank lines.
//
// The package finds no sentences, actors or events, fetches nothing and opens no
// files. Poor input becomes an [entente.Problem]; an error means that the input as
// a whole cannot be used.
package news
