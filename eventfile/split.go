package eventfile

import "strings"

// split cuts a line into its fields. Quoted, a field in double quotes may hold the
// delimiter, line ends, and quotes written twice; it is false for one that does not
// close or goes on after its end.
func split(dst []string, line string, delim byte, quoted bool) ([]string, bool) {
	if !quoted || strings.IndexByte(line, '"') < 0 {
		for {
			i := strings.IndexByte(line, delim)
			if i < 0 {
				return append(dst, line), true
			}
			dst, line = append(dst, line[:i]), line[i+1:]
		}
	}
	for {
		field, rest, ok := quotedField(line, delim)
		if !ok {
			return dst, false
		}
		dst = append(dst, field)
		if rest == "" {
			return dst, true
		}
		if line = rest[1:]; line == "" {
			return append(dst, ""), true
		}
	}
}

// quotedField takes the first field off; rest begins with the delimiter or is empty.
func quotedField(line string, delim byte) (field, rest string, ok bool) {
	if line == "" || line[0] != '"' {
		i := strings.IndexByte(line, delim)
		if i < 0 {
			return line, "", true
		}
		return line[:i], line[i:], true
	}
	twice := false
	for i := 1; i < len(line); i++ {
		if line[i] != '"' {
			continue
		}
		if i+1 < len(line) && line[i+1] == '"' {
			twice = true
			i++
			continue
		}
		field, rest = line[1:i], line[i+1:]
		if twice {
			field = strings.ReplaceAll(field, `""`, `"`)
		}
		return field, rest, rest == "" || rest[0] == delim
	}
	return "", "", false
}
