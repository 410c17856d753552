// Package hypothesis weighs competing explanations against what was read, by the
// analysis of competing hypotheses.
//
// An analyst's file becomes matrices ([Parse]), or a ready question is put to three
// actors ([Questions], [Question.For]); each row of evidence is bound to the reports
// and assessments that its query picks ([Bind]); and a matrix with its bound rows
// becomes standings ([Weigh]).
//
// It rates nothing by itself: the ratings are the analyst's, or those written into
// the ready questions, and are printed with the answer.
package hypothesis
