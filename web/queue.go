package web

import (
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"entente"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

func sorted(codes []entente.Code) [3]entente.Code {
	out := [3]entente.Code(codes)
	slices.Sort(out[:])
	return out
}

// queueOperations are the decisions on coded events.
func (s *Server) queueOperations(api huma.API) {}
