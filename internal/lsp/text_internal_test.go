package lsp

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Columns of the linter are characters, those of editors are UTF-16 units: 𝄞 is one of the former and two of the latter.
func TestPlace(t *testing.T) {
	doc := newText(byteOrderMark + "a: é\r\nb: \"𝄞x\"\n")
	for _, test := range []struct {
		line, column int
		want         position
	}{
		{1, 1, position{0, 1}},
		{1, 4, position{0, 4}},
		{2, 4, position{1, 3}},
		{2, 6, position{1, 6}},
		{3, 1, position{2, 0}},
		{9, 1, position{8, 0}},
	} {
		if got := doc.place(test.line, test.column); got != test.want {
			t.Errorf("%d:%d: got %v, expected %v", test.line, test.column, got, test.want)
		}
	}
}

func TestOffset(t *testing.T) {
	doc := newText("é\r\n\"𝄞x\"\rend")
	for _, test := range []struct {
		at   position
		want string // what follows
	}{
		{position{0, 0}, "é\r\n\"𝄞x\"\rend"},
		{position{0, 1}, "\r\n\"𝄞x\"\rend"},
		{position{0, 99}, "\r\n\"𝄞x\"\rend"},
		{position{1, 1}, "𝄞x\"\rend"},
		{position{1, 2}, "𝄞x\"\rend"}, // in the middle of a character
		{position{1, 3}, "x\"\rend"},
		{position{2, 1}, "nd"},
		{position{3, 0}, ""},
		{position{-1, 5}, "é\r\n\"𝄞x\"\rend"},
	} {
		offset := doc.offset(test.at)
		if got := doc.data[offset:]; got != test.want {
			t.Errorf("%v: got %q, expected %q", test.at, got, test.want)
		}
	}
	if got, want := doc.position(doc.offset(position{1, 3})), (position{1, 3}); got != want {
		t.Errorf("there and back: got %v, expected %v", got, want)
	}
}

func TestApply(t *testing.T) {
	doc := newText("a: 1\nb: 2\n")
	for _, c := range []change{
		{Range: &span{position{1, 3}, position{1, 4}}, Text: "𝄞"},
		{Range: &span{position{1, 5}, position{1, 5}}, Text: "!"},
		{Range: &span{position{0, 0}, position{1, 0}}},
	} {
		doc = doc.apply(c)
	}
	if want := "b: 𝄞!\n"; doc.data != want {
		t.Errorf("got %q, expected %q", doc.data, want)
	}
	if got := doc.apply(change{Text: "new"}).data; got != "new" {
		t.Errorf("got %q, expected new", got)
	}
}

// What an editor makes of the edits is the text that was meant.
func FuzzEdits(f *testing.F) {
	f.Add("a: 1\nb: 2\n", "a: 1\nc: 𝄞\n")
	f.Add("é\r\nx", "")
	f.Fuzz(func(t *testing.T, from, to string) {
		from, to = string([]rune(from)), string([]rune(to)) // what JSON carries
		doc := newText(from)
		edits := doc.edits(to)
		for i := len(edits) - 1; i >= 0; i-- {
			doc = doc.apply(change{Range: &edits[i].Range, Text: edits[i].NewText})
		}
		if doc.data != to {
			t.Errorf("from %q: got %q, expected %q", from, doc.data, to)
		}
	})
}

func TestTouches(t *testing.T) {
	s := span{position{1, 2}, position{1, 5}}
	got := []bool{}
	for _, other := range []span{
		{position{1, 5}, position{1, 5}}, {position{1, 0}, position{1, 2}}, {position{1, 6}, position{2, 0}}, {position{0, 0}, position{1, 1}},
	} {
		got = append(got, s.touches(other))
	}
	if diff := cmp.Diff([]bool{true, true, false, false}, got); diff != "" {
		t.Error(diff)
	}
}
