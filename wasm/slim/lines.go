package main

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// errTable is a table of functions that is not laid out as this program knows it.
var errTable = errors.New("the table of functions is not laid out as in Go 1.26: look at runtime/symtab.go and runtime2.go")

// The layout of the table of functions (runtime/symtab.go, pcHeader; runtime/runtime2.go, _func).
const (
	headerSize = 72
	magic      = 0xfffffff1
	pointer    = 8

	funcSize  = 44
	entryOff  = 0
	nameOff   = 4
	pcsp      = 16
	pcfile    = 20
	pcln      = 24
	npcdata   = 28
	cuOffset  = 32
	startLine = 36
)

// table says where the parts of the table of functions begin: names, compilation units, names of files, deltas by program
// counter, and functions. They follow each other.
type table struct {
	names, units, files, deltas, funcs int
	count                              int // of functions
}

// dropTraces makes the runtime find neither names nor lines, which it only wants for traces: a table at offset 0 is none
// (runtime/symtab.go, pcvalue), and the name at offset 0 is empty.
func (t table) dropTraces(data []byte) error {
	deltas := data[t.deltas:t.funcs]
	used := make([]bool, len(deltas))
	for i := range t.count {
		f, err := t.function(data, i)
		if err != nil {
			return err
		}
		for _, at := range []int{nameOff, pcfile, pcln, cuOffset, startLine} {
			binary.LittleEndian.PutUint32(f[at:], 0)
		}
		mark(used, deltas, uint32At(f, pcsp))
		for k := range uint32At(f, npcdata) {
			mark(used, deltas, uint32At(f, funcSize+4*k))
		}
	}
	for i := range deltas {
		if !used[i] {
			deltas[i] = 0
		}
	}
	clear(data[t.names:t.deltas])
	return nil
}

// findTable finds the one place that looks like the header of the table.
func findTable(data []byte) (table, error) {
	var found []table
	for at := range max(len(data)-headerSize, 0) {
		if binary.LittleEndian.Uint32(data[at:]) != magic || data[at+4] != 0 || data[at+5] != 0 || data[at+7] != pointer {
			continue
		}
		word := func(i int) int { return int(binary.LittleEndian.Uint64(data[at+8+8*i:])) }
		t := table{
			count: word(0), names: at + word(3), units: at + word(4), files: at + word(5), deltas: at + word(6), funcs: at + word(7),
		}
		if at < t.names && t.names <= t.units && t.units <= t.files && t.files <= t.deltas && t.deltas <= t.funcs && t.funcs+8*t.count < len(data) {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return table{}, fmt.Errorf("%w (%d headers)", errTable, len(found))
	}
	return found[0], nil
}

// function is the record of a function, with the list of its tables behind it.
func (t table) function(data []byte, i int) ([]byte, error) {
	entry := uint32At(data[t.funcs:], 8*i)
	at := t.funcs + uint32At(data[t.funcs:], 8*i+4)
	if at+funcSize > len(data) || uint32At(data[at:], entryOff) != entry {
		return nil, fmt.Errorf("%w (function %d)", errTable, i)
	}
	f := data[at:]
	if n := uint32At(f, npcdata); n > 16 || funcSize+4*n > len(f) {
		return nil, fmt.Errorf("%w (function %d)", errTable, i)
	}
	return f, nil
}

// mark marks the bytes of a table as used: pairs of numbers up to a zero.
func mark(used []bool, deltas []byte, from int) {
	if from == 0 {
		return
	}
	number := func() (zero bool) {
		for from < len(deltas) {
			b := deltas[from]
			used[from] = true
			if from++; b < 0x80 {
				return b == 0
			}
		}
		return true
	}
	for first := true; ; first = false {
		if number() && !first {
			return
		}
		number()
		if from >= len(deltas) {
			return
		}
	}
}

func uint32At(b []byte, at int) int { return int(binary.LittleEndian.Uint32(b[at:])) }
