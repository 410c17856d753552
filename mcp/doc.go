// Package mcp gives language models the answers that people get, over the Model Context
// Protocol: events, stories, pairs, triangles, hypotheses, forecasts, and why a sentence is
// coded as it is.
//
// Questions go to ask, as those of web do. Every answer bears the sentences that it rests on,
// each with its outlet and day; where none bear on a question, the answer is a refusal that
// says so, and no number without a source leaves the house. Text of stories is data from
// outside: it is given as quotations and never as instructions.
package mcp
