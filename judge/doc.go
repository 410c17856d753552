// Package judge says what one actor named in a sentence does to another, by a small
// encoder that was fine-tuned for it: a second reader beside the rules of the coder.
//
// The encoder is a transformer of BERT's kind (Devlin et al. 2019) over pieces of
// words, read here in whole numbers: weights of eight bits, vectors of fourteen, sums of
// 32. To a piece's vector is added whether it belongs to the source, the target or the
// words of the act. The mean vectors of these three and the vector of the whole
// sentence go into one more layer, which gives the likelihood of each root.
// training/judge.md tells how the weights were made.
//
// A question is answered the same on every run. The package reaches nothing outside.
package judge
