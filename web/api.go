package web

// api hangs the questions of programs into the server.
func (s *Server) api() {}
