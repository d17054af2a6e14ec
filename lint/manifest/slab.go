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

// reserve makes the room for the next n values one block.
func (s *slab[T]) reserve(n int) {
	if n <= 0 || s.block < len(s.blocks) && len(s.blocks[s.block])-s.used >= n {
		return
	}
	s.blocks = append(s.blocks[:min(s.block+1, len(s.blocks))], make([]T, min(n, largestBlock)))
	s.block, s.used = len(s.blocks)-1, 0
}

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

// reset takes all values back. It keeps the memory of some blocks.
func (s *slab[T]) reset() {
	const most = 20
	s.block, s.used = 0, 0
	s.blocks = s.blocks[:min(len(s.blocks), most)]
}
