package balance

// piece is a part of a graph that no single node holds together with the rest, its
// nodes numbered anew; cost can be made least in each piece by itself.
type piece struct {
	g     *graph
	nodes []int32 // of the whole
}

// pieces gives the biconnected parts of a graph that have a cycle or a tie. Found by
// depth-first search without recursion (Hopcroft and Tarjan 1973).
func (g *graph) pieces() []piece {
	t := &blocks{g: g, seen: make([]int32, len(g.adj)), low: make([]int32, len(g.adj)), next: make([]int32, len(g.adj))}
	for v := range g.adj {
		if t.seen[v] == 0 && len(g.adj[v]) > 0 {
			t.from(int32(v))
		}
	}
	return t.out
}

type blocks struct {
	g     *graph
	seen  []int32 // order of discovery from 1, 0 if not yet
	low   []int32 // earliest node that can be reached below
	next  []int32 // how many halves of the node were walked
	count int32
	stack [][2]int32 // ties of the part under way
	out   []piece
}

type frame struct{ node, parent int32 }

func (t *blocks) from(root int32) {
	t.visit(root)
	path := []frame{{root, -1}}
	for len(path) > 0 {
		f := path[len(path)-1]
		if int(t.next[f.node]) == len(t.g.adj[f.node]) {
			path = path[:len(path)-1]
			if f.parent >= 0 {
				t.back(f)
			}
			continue
		}
		to := t.g.adj[f.node][t.next[f.node]].to
		t.next[f.node]++
		switch {
		case to == f.parent:
		case t.seen[to] == 0:
			t.stack = append(t.stack, [2]int32{f.node, to})
			t.visit(to)
			path = append(path, frame{to, f.node})
		case t.seen[to] < t.seen[f.node]:
			t.stack = append(t.stack, [2]int32{f.node, to})
			t.low[f.node] = min(t.low[f.node], t.seen[to])
		}
	}
}

func (t *blocks) visit(v int32) {
	t.count++
	t.seen[v], t.low[v] = t.count, t.count
}

// back returns to the parent; where nothing below reaches above it, a part is whole.
func (t *blocks) back(f frame) {
	t.low[f.parent] = min(t.low[f.parent], t.low[f.node])
	if t.low[f.node] < t.seen[f.parent] {
		return
	}
	i := len(t.stack) - 1
	for t.stack[i] != [2]int32{f.parent, f.node} {
		i--
	}
	t.out = append(t.out, t.g.part(t.stack[i:]))
	t.stack = t.stack[:i]
}

// part copies ties to a graph of their own.
func (g *graph) part(ties [][2]int32) piece {
	p := piece{g: &graph{}}
	at := map[int32]int32{}
	number := func(v int32) int32 {
		i, ok := at[v]
		if !ok {
			i = int32(len(p.nodes))
			at[v] = i
			p.nodes = append(p.nodes, v)
			p.g.adj = append(p.g.adj, nil)
		}
		return i
	}
	for _, e := range ties {
		u, v, w := number(e[0]), number(e[1]), g.weight(e[0], e[1])
		p.g.adj[u] = append(p.g.adj[u], half{v, w})
		p.g.adj[v] = append(p.g.adj[v], half{u, w})
	}
	return p
}

// join puts the sides found in each piece together: pieces that share a node are turned
// until they agree on it.
func join(n int, parts []piece, sides [][]int8) []int8 {
	links := make([][]half, n)
	for i, p := range parts {
		for j, v := range p.nodes[1:] {
			w := int64(sides[i][0] * sides[i][j+1])
			links[p.nodes[0]] = append(links[p.nodes[0]], half{v, w})
			links[v] = append(links[v], half{p.nodes[0], w})
		}
	}
	x := make([]int8, n)
	for v := range x {
		if x[v] != 0 {
			continue
		}
		x[v] = 1
		for queue := []int32{int32(v)}; len(queue) > 0; queue = queue[1:] {
			u := queue[0]
			for _, h := range links[u] {
				if x[h.to] == 0 {
					x[h.to] = x[u] * int8(h.w)
					queue = append(queue, h.to)
				}
			}
		}
	}
	return x
}
