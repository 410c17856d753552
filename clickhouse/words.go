package clickhouse

import (
	"strconv"
	"strings"
)

// quote writes a string as the engine reads it: it takes \ and ' for its own.
func quote(s string) string {
	return "'" + quoter.Replace(s) + "'"
}

var quoter = strings.NewReplacer(`\`, `\\`, `'`, `\'`)

// quoted writes strings as a list.
func quoted[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = quote(string(v))
	}
	return "(" + strings.Join(out, ", ") + ")"
}

// numbered writes numbers as a list.
func numbered[T ~int64 | ~uint64 | ~int32 | ~int](list []T) string {
	var b strings.Builder
	b.WriteByte('(')
	for i, v := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		if v < 0 {
			b.WriteString(strconv.FormatInt(int64(v), 10))
		} else {
			b.WriteString(strconv.FormatUint(uint64(v), 10))
		}
	}
	b.WriteByte(')')
	return b.String()
}

// conditions are such as must all hold.
type conditions []string

func (c *conditions) add(cond string) { *c = append(*c, "("+cond+")") }

func (c conditions) where() string {
	if len(c) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c, " AND ")
}
