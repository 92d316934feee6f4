package onnxio

import (
	"strings"
	"testing"
)

const errorModel = `<ir_version: 8, opset_import: ["" : 17]>
g (float[N] x) => (float[N] y)
<float[2] w = {1, 2}>
{
   h = Add (x, w)
   y = Relu <alpha: float = 1.0> (h)
}
`

func TestTextErrorsTellPlaceAndReason(t *testing.T) {
	if _, err := encodeText(errorModel); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ old, new, want string }{
		{"Relu", "", `6:9: an operator type is missing; there is "<"`},
		{"(h)", "(H)", `6:35: Relu reads "H", which no input, initializer or earlier node defines`},
		{"y = Relu", "h = Relu", `6:4: value "h" is defined twice in one graph`},
		{"y = Relu", "x = Relu", `6:4: value "x" is defined twice in one graph`},
		{"(x, w)", "(x, w", `6:4: ")" is missing behind the inputs of Add; there is "y"`},
		{"float = 1.0", "int = 1.0", `6:27: attribute alpha wants int, not "1.0"`},
		{"float = 1.0", "flat = 1.0", `6:21: "flat" is not a type of attributes`},
		{": float = 1.0", "= []", `6:21: the empty list of attribute alpha needs a type, such as alpha: ints = []`},
		{"float = 1.0", "int = [1]", `6:27: attribute alpha is a single value by its type, not a list`},
		{"1.0", "1e99", `6:29: 1e99 does not fit a float of 32 bits`},
		{"1.0", "zero", `6:29: attribute alpha wants float, not "zero"`},
		{"float[2] w", "float[K] w", `3:2: initializer "w" needs a tensor type with numbers as dims`},
		{"{1, 2}", "{1, \"a\"}", `3:19: a number is missing; there is the string "a"`},
		{"{1, 2}", "{1, 2", `3:20: "}" is missing behind the contents of the tensor; there is ">"`},
		{"float[2] w = {1", "int32[2] w = {3000000000", `3:16: 3000000000 does not fit an element of type int32`},
		{"ir_version", "ir_versoin", `1:2: a model has no key "ir_versoin"`},
		{"17", "17777777777777777777", `1:37: 17777777777777777777 does not fit 64 bits`},
		{"float[N] x", "float[N", `2:11: "]" is missing behind the dims; there is ")"`},
		{"=> (", "(", `2:16: "=>" is missing before the outputs of graph g; there is "("`},
		{"h = Add", "h % Add", `5:6: character '%' has no meaning here`},
		{`"" : 17`, `" : 17`, `1:32: this string has no closing quote`},
		{"(h)\n", "(h) #@ dok \"x\"\n", `6:41: a node has no note "dok"`},
		{"(h)\n", "(h) #@ doc\n", `6:41: the note doc takes 1 arguments, not 0`},
		{"(h)\n", "(h) #@ doc \"\\q\"\n", `6:45: the string in this note is not quoted as Go quotes strings`},
		{"(h)\n", "(h) #@ fields %%\n", `the argument of the note fields is not base64`},
		{"(h)\n", "(h) #@ fields qqqq\n", `6:41: the note fields holds bytes that are no encoded fields`},
		{"{1, 2}", "{1, 2} #@ elided 8\n", `the contents of this tensor were left out when the model was printed`},
		{"\n}\n", "\n", `7:1: "}" is missing behind the nodes`},
	}
	for _, tt := range tests {
		t.Run(tt.new, func(t *testing.T) {
			text := strings.Replace(errorModel, tt.old, tt.new, 1)
			_, err := encodeText(text)
			if err == nil {
				t.Fatalf("no error, want %s", tt.want)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestTextOfHostileDepthIsRefused(t *testing.T) {
	deep := 100_000
	for name, text := range map[string]string{
		"types":  "g (" + strings.Repeat("seq(", deep),
		"graphs": "g () => () {" + strings.Repeat("y = If () <then_branch = g () => () {", deep),
	} {
		_, err := encodeText(text)
		if err == nil || !strings.Contains(err.Error(), "nested more than 128 deep") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestTextSubgraphsSeeOuterValues(t *testing.T) {
	const model = `<ir_version: 8, opset_import: ["" : 17]>
g (bool c, float[2] x) => (float[2] y) {
   z = Neg (x)
   y = If (c) <then_branch = t () => (float[2] a) { a = Relu (z) }, else_branch = e () => (float[2] b) { b = Abs (q) }>
}`
	_, err := encodeText(model)
	const want = `4:115: Abs reads "q", which no input, initializer or earlier node defines`
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	b, err := encodeText(strings.Replace(model, "(q)", "(x)", 1))
	if err != nil {
		t.Fatal(err)
	}
	roundTripText(t, b)
}
