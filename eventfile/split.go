package eventfile

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// split cuts a line into its fields. Quoted, a field in double quotes may hold the
// delimiter, line ends, and quotes written twice; it is false for one that does not
// close or goes on after its end.
func split(dst [][]byte, line []byte, delim byte, quoted bool) ([][]byte, bool) {
	if !quoted || bytes.IndexByte(line, '"') < 0 {
		return splitPlain(dst, line, delim), true
	}
	for {
		field, rest, ok := quotedField(line, delim)
		if !ok {
			return dst, false
		}
		dst = append(dst, field)
		if len(rest) == 0 {
			return dst, true
		}
		if line = rest[1:]; len(line) == 0 {
			return append(dst, nil), true
		}
	}
}

// splitPlain cuts a line at each delimiter, looking at eight bytes at a time: the fields
// of event files are short, many are empty, and to search for each end by itself took as long
// as all the rest of reading a line.
func splitPlain(dst [][]byte, line []byte, delim byte) [][]byte {
	const low, high = 0x0101010101010101, 0x8080808080808080
	pattern := low * uint64(delim)
	start, i := 0, 0
	for ; i+8 <= len(line); i += 8 {
		w := binary.LittleEndian.Uint64(line[i:]) ^ pattern // a delimiter is now a byte of noughts, which alone has no bit in the next
		for found := ^((w&^high + ^uint64(high)) | w | ^uint64(high)); found != 0; found &= found - 1 {
			end := i + bits.TrailingZeros64(found)/8
			dst, start = append(dst, line[start:end]), end+1
		}
	}
	for ; i < len(line); i++ {
		if line[i] == delim {
			dst, start = append(dst, line[start:i]), i+1
		}
	}
	return append(dst, line[start:])
}

// quotedField takes the first field off; rest begins with the delimiter or is empty.
func quotedField(line []byte, delim byte) (field, rest []byte, ok bool) {
	if len(line) == 0 || line[0] != '"' {
		i := bytes.IndexByte(line, delim)
		if i < 0 {
			return line, nil, true
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
			field = bytes.ReplaceAll(field, []byte(`""`), []byte(`"`))
		}
		return field, rest, len(rest) == 0 || rest[0] == delim
	}
	return nil, nil, false
}

// names cuts a line of names of columns.
func names(line string, delim byte, quoted bool) ([]string, bool) {
	fields, ok := split(nil, []byte(line), delim, quoted)
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = string(f)
	}
	return out, ok
}
