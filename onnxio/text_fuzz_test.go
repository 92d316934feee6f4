package onnxio

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzParseText checks that no text panics, and that an accepted one has a fixed
// point: what is printed parses to an equal model and prints the same again.
func FuzzParseText(f *testing.F) {
	f.Add(errorModel)
	for _, b := range cornerModels {
		f.Add(textOfModel(b, TextOptions{}))
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := encodeText(text)
		if err != nil {
			return
		}
		printed := textOfModel(b, TextOptions{})
		again, err := encodeText(printed)
		if err != nil {
			t.Fatalf("%v\n%s", err, printed)
		}
		if twice := textOfModel(again, TextOptions{}); twice != printed {
			t.Fatalf("printed once:\n%s\nprinted twice:\n%s", printed, twice)
		}
		if strings.Contains(text, "#@") {
			return // notes can hold a field twice, which canonical does not merge
		}
		if !bytes.Equal(canonical(b, "model"), canonical(again, "model")) {
			t.Fatalf("the printed model differs:\n%s", printed)
		}
	})
}
