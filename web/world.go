package web

import (
	"encoding/json"
	"fmt"
	"strconv"
	"sync"

	"golang.org/x/text/language"

	"entente"
)

// world is the outlines of the map, as they are drawn when the program is built.
type world struct {
	Width  int
	Height int
	Views  []worldView
	Shapes []worldShape
}

// worldView is a part of the world: the box of the drawing that shows it.
type worldView struct {
	Name string
	Box  [4]float64 // x, y, width, height
}

// worldShape is a country as it is drawn.
type worldShape struct {
	ID     string // its number in ISO 3166-1; empty where it has none
	Name   string
	D      string     // a path of SVG; empty where it is too small to be seen
	X, Y   float64    // where its largest part lies
	Area   float64    // square units of the drawing
	Box    [4]float64 // x, y, width, height
	code   entente.Code
	lesser bool // a larger one has the same code: an outlying territory
}

// theWorld gives the outlines, nil where they were not bundled.
var theWorld = sync.OnceValue(func() *world {
	data, err := bundle.ReadFile("dist/world.json")
	if err != nil {
		return nil
	}
	w, err := parseWorld(data)
	if err != nil {
		panic(err) // the build wrote it
	}
	return w
})

func parseWorld(data []byte) (*world, error) {
	var w world
	if err := json.Unmarshal(data, &w); err != nil {
		return nil, fmt.Errorf("read the outlines of the map: %w", err)
	}
	largest := map[entente.Code]*worldShape{}
	for i := range w.Shapes {
		sh := &w.Shapes[i]
		sh.code = codeOfShape(sh)
		switch was := largest[sh.code]; {
		case was == nil:
			largest[sh.code] = sh
		case was.Area < sh.Area:
			was.lesser, largest[sh.code] = true, sh
		default:
			sh.lesser = true
		}
	}
	return &w, nil
}

// codeOfShape gives the code by which actors are known. Outlines of ground that no state
// with a number holds have none but Kosovo's, which other codings use too.
func codeOfShape(s *worldShape) entente.Code {
	n, err := strconv.Atoi(s.ID)
	if err != nil {
		if s.Name == "Kosovo" {
			return "XKX"
		}
		return ""
	}
	r, err := language.EncodeM49(n)
	if err != nil || r.ISO3() == "ZZZ" {
		return ""
	}
	return entente.Code(r.ISO3())
}

// within reports whether anything of a shape may be seen in a box.
func (s *worldShape) within(b [4]float64) bool {
	return s.Box[0] < b[0]+b[2] && s.Box[0]+s.Box[2] > b[0] && s.Box[1] < b[1]+b[3] && s.Box[1]+s.Box[3] > b[1]
}
