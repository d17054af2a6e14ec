package manifest

// slab hands out values from blocks of memory: a manifest has thousands of small ones, which live and die together.
type slab[T any] struct {
	blocks [][]T
	block  int // the one in use
	used   int // how much of it
}

const (
	firstBlock   = 16
	largestBlock = 512
)

// next is a value that is not in use. It is zero, unless the slab was reset.
func (s *slab[T]) next() *T {
	if s.block < len(s.blocks) && s.used == len(s.blocks[s.block]) {
		s.block++
		s.used = 0
	}
	if s.block == len(s.blocks) {
		size := min(firstBlock<<min(s.block, 8), largestBlock)
		s.blocks = append(s.blocks, make([]T, size))
	}
	s.used++
	return &s.blocks[s.block][s.used-1]
}

// reset takes all values back.
func (s *slab[T]) reset() { s.block, s.used = 0, 0 }
