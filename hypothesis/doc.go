// Package hypothesis weighs competing explanations against what was read, by the
// analysis of competing hypotheses.
//
// An analyst's file becomes matrices ([Parse]), or a ready question is put to three
// actors ([Questions], [Question.For]); each row of evidence is bound to the reports,
// assessments and claims that its query picks or its ids name ([Bind]); and a matrix
// with its bound rows becomes standings, with what would overturn them and what to look
// for next ([Weigh]). [Claims] finds in sentences who states or denies a hypothesis,
// and [Draft] writes a question, with what was found, as a file to go on with.
//
// It rates nothing by itself: the ratings are the analyst's, or those written into
// the ready questions, and are printed with the answer. It reads no trees: claims are
// found by words.
package hypothesis
