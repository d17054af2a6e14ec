package main

import (
	"encoding/binary"
	"fmt"
)

// The table that finds a function by its program counter (runtime/symtab.go, findfuncbucket). On WebAssembly, a function has
// 1<<16 program counters, which are 16 buckets with its number: a fifth of the module, and computed sooner than it is loaded.
const (
	bucketSize = 20
	perFuncLog = 4
	perFunc    = 1 << perFuncLog
)

// buckets is the place of the table in memory.
type buckets struct {
	at, count int
}

// cutBuckets finds the buckets and clears them.
func (t table) cutBuckets(m memory) (buckets, error) {
	// The last function may have fewer: they stay.
	count := (t.count - 1) * perFunc
	size := count * bucketSize
	for at := 0; size > 0 && at+size <= len(m.data); at++ {
		if (m.start+at)%4 == 0 && isBuckets(m.data[at:at+size]) {
			clear(m.data[at : at+size])
			return buckets{m.start + at, count}, nil
		}
	}
	return buckets{}, fmt.Errorf("%w (buckets)", errTable)
}

func isBuckets(table []byte) bool {
	// The last one tells nearly all other places apart.
	for i := len(table)/bucketSize - 1; i >= 0; i-- {
		b := table[i*bucketSize : (i+1)*bucketSize]
		if uint32At(b, 0) != i>>perFuncLog || [bucketSize - 4]byte(b[4:]) != [bucketSize - 4]byte{} {
			return false
		}
	}
	return true
}

// compute is the body of a function that writes the table.
func (t buckets) compute() []byte {
	const (
		i, at             = 0, 1 // locals
		loop, branchIf    = 0x03, 0x0d
		get, set, tee     = 0x20, 0x21, 0x22
		add, shiftRight   = 0x6a, 0x76
		less, store, none = 0x49, 0x36, 0x40
		i32               = 0x7f
	)
	b := append(appendInt([]byte{1, 2, i32, i32Const}, t.at),
		set, at, loop, none,
		get, at, get, i, i32Const, perFuncLog, shiftRight, store, 2, 0, // memory[at] = i >> perFuncLog
		get, at, i32Const, bucketSize, add, set, at,
		get, i, i32Const, 1, add, tee, i, i32Const,
	)
	return append(appendInt(b, t.count), less, branchIf, 0, end, end)
}

// addStart adds a function that runs before all others.
func (s sections) addStart(function []byte) error {
	const kind, noParameters, noResults = 0x60, 0, 0
	before, err := s.functions()
	if err != nil {
		return err
	}
	types := reader{rest: s[typeSection]}
	index := binary.AppendUvarint(nil, uint64(types.uint()))
	for id, item := range map[byte][]byte{
		typeSection: {kind, noParameters, noResults}, functionSection: index,
		codeSection: append(binary.AppendUvarint(nil, uint64(len(function))), function...),
	} {
		if s[id], err = appended(s[id], item); err != nil {
			return err
		}
	}
	s[startSection] = binary.AppendUvarint(nil, uint64(before))
	return nil
}

// functions counts the functions, those imported too.
func (s sections) functions() (int, error) {
	imports, own := reader{rest: s[importSection]}, reader{rest: s[functionSection]}
	n := imports.uint()
	for range n {
		imports.bytes(imports.uint())
		imports.bytes(imports.uint())
		if kind := imports.byte(); kind != 0 || imports.failed {
			return 0, fmt.Errorf("%w: it imports more than functions", errModule)
		}
		imports.uint()
	}
	n += own.uint()
	if imports.failed || own.failed {
		return 0, errModule
	}
	return n, nil
}

// appended is a vector with one more item.
func appended(vector, item []byte) ([]byte, error) {
	r := reader{rest: vector}
	count := r.uint()
	if r.failed {
		return nil, errModule
	}
	longer := append(binary.AppendUvarint(nil, uint64(count)+1), r.rest...)
	return append(longer, item...), nil
}
