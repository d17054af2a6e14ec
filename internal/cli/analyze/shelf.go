package analyze

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
)

// shelf keeps objects of one kind, each as what it differs in from the first: Pods of one fleet are much alike, and as structs with
// their strings take ten times the room.
type shelf struct {
	first  []byte
	writer *flate.Writer
	out    bytes.Buffer
	reader io.ReadCloser
}

// packed is an object on a shelf.
type packed []byte

func (s *shelf) pack(object any) packed {
	text, err := json.Marshal(object)
	must(err)
	if s.writer == nil {
		s.first = text
		writer, err := flate.NewWriterDict(nil, flate.BestSpeed+1, s.first)
		must(err)
		s.writer = writer
	}
	s.out.Reset()
	s.writer.Reset(&s.out)
	_, err = s.writer.Write(text)
	must(err)
	must(s.writer.Close())
	return bytes.Clone(s.out.Bytes())
}

func (s *shelf) unpack(p packed, object any) error {
	if s.reader == nil {
		s.reader = flate.NewReaderDict(bytes.NewReader(p), s.first)
	} else if resetter, ok := s.reader.(flate.Resetter); ok {
		must(resetter.Reset(bytes.NewReader(p), s.first))
	}
	text, err := io.ReadAll(s.reader)
	if err == nil {
		err = json.Unmarshal(text, object)
	}
	if err != nil {
		return fmt.Errorf("read an object that was kept: %w", err)
	}
	return nil
}

// must is for what plain data in memory cannot bring about.
func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("keep an object of package job: %v", err))
	}
}
