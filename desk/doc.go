// Package desk is the one place where the stages meet. It reads stories with
// news, codes them with coder, keeps them in a store, and puts the answers
// together: dyads, triangles, hypotheses, outlook, the brief.
//
// It declares the [Store] it needs; duckdb is one. It prints nothing (report
// does) and knows nothing of flags or files.
package desk
