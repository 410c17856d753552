// Package form walks the YAML files that analysts write: matrices of hypotheses, rules
// of alerts.
//
// Nodes go in; words, numbers, days and names of closed lists come out, and every
// fault with its file, line and column and with the names that may have been meant. It
// is strict: a key that is not known, twice there or missing is a fault.
//
// It knows nothing of what the files are about and opens none.
package form
