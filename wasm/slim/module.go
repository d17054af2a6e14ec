package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// The parts of a module that matter here (webassembly.github.io/spec/core/binary/modules.html).
const (
	customSection   = 0
	typeSection     = 1
	importSection   = 2
	functionSection = 3
	startSection    = 8
	codeSection     = 10
	dataSection     = 11
	dataCount       = 12
	i32Const        = 0x41
	end             = 0x0b
)

// errModule is a module that is not what Go's linker writes.
var errModule = errors.New("no WebAssembly module as Go's linker writes it")

// gap is how many zeros are worth a segment of their own. The module grows by less, and compresses better.
const gap = 64 << 10

// mostData bounds the memory that data may span.
const mostData = 256 << 20

// memory is the initial content of a module's memory, from its first byte that is set.
type memory struct {
	start int
	data  []byte
}

// sections are the contents of a module's sections, by their numbers.
type sections map[byte][]byte

const header = "\x00asm\x01\x00\x00\x00"

// slim returns the module without custom sections, with few data segments and nothing for stack traces.
func slim(module []byte) ([]byte, error) {
	s, err := split(module)
	if err != nil {
		return nil, err
	}
	m, err := load(s[dataSection])
	if err != nil {
		return nil, err
	}
	t, err := findTable(m.data)
	if err != nil {
		return nil, err
	}
	if err := t.dropTraces(m.data); err != nil {
		return nil, err
	}
	regular, err := t.cutBuckets(m)
	if err != nil {
		return nil, err
	}
	if err := s.addStart(regular.compute()); err != nil {
		return nil, err
	}
	s[dataSection] = m.section()
	return s.join(), nil
}

func split(module []byte) (sections, error) {
	rest, ok := bytes.CutPrefix(module, []byte(header))
	if !ok {
		return nil, errModule
	}
	s, r := sections{}, reader{rest: rest}
	for len(r.rest) > 0 {
		id := r.byte()
		body := r.bytes(r.uint())
		if _, twice := s[id]; r.failed || id > dataCount || twice && id != customSection {
			return nil, errModule
		}
		s[id] = body
	}
	delete(s, customSection)
	return s, nil
}

// join writes the sections in the order that the format wants: that of their numbers, but for one.
func (s sections) join() []byte {
	out := []byte(header)
	for _, id := range []byte{1, 2, 3, 4, 5, 6, 7, startSection, 9, dataCount, codeSection, dataSection} {
		if body, ok := s[id]; ok {
			out = append(out, id)
			out = binary.AppendUvarint(out, uint64(len(body)))
			out = append(out, body...)
		}
	}
	return out
}

// load lays out the segments of a data section.
func load(section []byte) (memory, error) {
	type segment struct {
		at   int
		data []byte
	}
	r := reader{rest: section}
	count := r.uint()
	if count > len(section) {
		return memory{}, errModule
	}
	segments := make([]segment, count)
	first, last := 1<<31, 0
	for i := range segments {
		if flags, op := r.uint(), r.byte(); flags != 0 || op != i32Const {
			return memory{}, fmt.Errorf("%w: data segment %d is not at a fixed address", errModule, i)
		}
		at := r.int()
		if r.byte() != end {
			return memory{}, errModule
		}
		segments[i] = segment{at, r.bytes(r.uint())}
		if r.failed {
			return memory{}, errModule
		}
		first, last = min(first, at), max(last, at+len(segments[i].data))
	}
	if first > last || last-first > mostData {
		return memory{}, fmt.Errorf("%w: data from %d to %d", errModule, first, last)
	}
	m := memory{first, make([]byte, last-first)}
	for _, s := range segments {
		copy(m.data[s.at-first:], s.data)
	}
	return m, nil
}

// section writes a data section: a segment ends where a long run of zeros begins.
func (m memory) section() []byte {
	var body []byte
	count := uint64(0)
	for from := 0; from < len(m.data); {
		for from < len(m.data) && m.data[from] == 0 {
			from++
		}
		to, zeros := from, 0
		for i := from; i < len(m.data) && zeros < gap; i++ {
			if zeros++; m.data[i] != 0 {
				to, zeros = i+1, 0
			}
		}
		if to > from {
			count++
			body = append(body, 0, i32Const)
			body = appendInt(body, m.start+from)
			body = append(body, end)
			body = binary.AppendUvarint(body, uint64(to-from))
			body = append(body, m.data[from:to]...)
		}
		from = max(to, from+1)
	}
	return append(binary.AppendUvarint(nil, count), body...)
}

// appendInt writes a signed LEB128 number.
func appendInt(b []byte, n int) []byte {
	for {
		low := byte(n & 0x7f)
		n >>= 7
		if n == 0 && low&0x40 == 0 || n == -1 && low&0x40 != 0 {
			return append(b, low)
		}
		b = append(b, low|0x80)
	}
}

// reader takes a section apart. After a failure it gives zeros.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) byte() byte {
	if b := r.bytes(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.failed, r.rest = true, nil
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) uint() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > 1<<32 {
		r.failed, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

// int reads a signed LEB128 number of 32 bits.
func (r *reader) int() int {
	n, shift := 0, 0
	for {
		b := r.byte()
		n |= int(b&0x7f) << shift
		if shift += 7; b&0x80 == 0 || shift > 35 {
			if b&0x40 != 0 {
				n |= -1 << shift
			}
			return n & 0xffffffff
		}
	}
}
