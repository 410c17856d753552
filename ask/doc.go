// Package ask answers questions put by programs and pages: it turns the words of a
// question (names of actors, days, sources) into what the desk understands, keeps answers
// that were given while the store holds the same, and finds what their numbers rest on.
//
// In go questions, out come values of the root and of desk; what is shown of them is for
// web and mcp to say, which both ask here and so give the same answers. A question that
// cannot be understood is a [Wrong] with the field that is meant and, where one is known,
// a way out.
//
// It keeps no store open and reads no clock of its own.
package ask
