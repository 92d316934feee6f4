package onnxio

import (
	"fmt"
	"testing"
)

// tensorModels puts a tensor where tensors can stand: initializer, attribute, list,
// branch, function, sparse tensor, training graph.
var tensorModels = []string{
	`graph { initializer { name: "w" %s } }`,
	`graph { node { op_type: "F" attribute { name: "a" t { name: "w" %s } type: TENSOR } } }`,
	`graph { node { op_type: "F" attribute { name: "a" tensors { name: "w" %s } type: TENSORS } } }`,
	`graph { node { op_type: "F" attribute { name: "a" g { initializer { name: "w" %s } } type: GRAPH } } }`,
	`graph { node { op_type: "F" attribute { name: "a" sparse_tensor { dims: 9 values { name: "w" %s } indices { data_type: 7 dims: 0 } } type: SPARSE_TENSOR } } }`,
	`graph { sparse_initializer { dims: 9 values { name: "w" %s } indices { data_type: 7 dims: 0 } } }`,
	`graph {} functions { name: "f" node { op_type: "F" attribute { name: "a" t { name: "w" %s } type: TENSOR } } }`,
	`graph {} functions { name: "f" attribute_proto { name: "a" t { name: "w" %s } type: TENSOR } }`,
	`graph {} training_info { algorithm { initializer { name: "w" %s } } }`,
}

// TestTensorsThatContradictThemselves gives each element type one number or byte too
// many and too few, and numbers in every field that is not its own.
func TestTensorsThatContradictThemselves(t *testing.T) {
	fields := map[int]string{4: "float_data", 5: "int32_data", 6: "string_data", 7: "int64_data", 10: "double_data", 11: "uint64_data"}
	for elem := Float; elem <= Int2; elem++ {
		info := elem.info()
		t.Run(info.name, func(t *testing.T) {
			const n = 6
			numbers := n * info.per
			if info.bits > 0 && info.bits < 8 {
				numbers = (n*info.bits + 7) / 8
			}
			head := fmt.Sprintf("data_type: %d dims: 2 dims: 3 ", elem)
			for _, k := range []int{0, 1, numbers - 1, numbers + 1, 2*numbers + 1} {
				if k == numbers {
					continue
				}
				want := fmt.Sprintf("%s elements of shape [2 3] need %d numbers, but %s has %d", info.name, numbers, fields[info.field], k)
				refuseTensor(t, head+repeated(fields[info.field], k), want)
			}
			for field, name := range fields {
				if field != info.field {
					refuseTensor(t, head+repeated(fields[info.field], numbers)+repeated(name, 1), "it has elements in ", "not where its type keeps them")
				}
			}
			good := head + repeated(fields[info.field], numbers)
			acceptTensor(t, good)
			if elem == String {
				refuseTensor(t, head+`raw_data: ""`, "strings cannot stand in raw_data")
				return
			}
			size := (n*info.bits + 7) / 8
			for _, k := range []int{1, size - 1, size + 1, 100} {
				if k != size && k > 0 {
					refuseTensor(t, head+rawData(k), fmt.Sprintf("%s elements of shape [2 3] need %d bytes, but raw_data has %d", info.name, size, k))
				}
			}
			refuseTensor(t, good+rawData(size), "it has elements in "+fields[info.field])
			acceptTensor(t, head+rawData(size))
		})
	}
}

func repeated(field string, n int) (out string) {
	value := "1"
	if field == "string_data" {
		value = `"s"`
	}
	for range n {
		out += field + ": " + value + " "
	}
	return out
}

func rawData(n int) string { return fmt.Sprintf("raw_data: %q ", fmt.Sprintf("%0*d", n, 0)) }

// refuseTensor puts the tensor wherever one can stand.
func refuseTensor(t *testing.T, tensor string, parts ...string) {
	t.Helper()
	for _, m := range tensorModels {
		refuse(t, protoModel(t, fmt.Sprintf(m, tensor)), append(parts, `tensor "w": `)...)
	}
}

func acceptTensor(t *testing.T, tensor string) {
	t.Helper()
	for _, text := range tensorModels {
		data := protoModel(t, fmt.Sprintf(text, tensor))
		m, err := Unmarshal(data)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		wantSame(t, m, data)
	}
}

// TestWrongTensors refuses sizes that overflow and types that do not exist.
func TestWrongTensors(t *testing.T) {
	const max = "9223372036854775807"
	tests := []struct{ tensor, want string }{
		{"data_type: 0", "its element type 0 is not one that is known"},
		{"data_type: 27 dims: 1 raw_data: 'a'", "its element type 27 is not one"},
		{"data_type: -1", "its element type -1 is not one"},
		{"data_type: 2147483647", "its element type 2147483647 is not one"},
		{"data_type: 1 dims: -1", "the dim -1 of its shape [-1] is negative"},
		{"data_type: 1 dims: 0 dims: -9223372036854775808", "is negative"},
		{"data_type: 1 dims: " + max + " dims: " + max, "has more elements than 64 bits can count"},
		{"data_type: 1 dims: 4294967296 dims: 4294967296", "its shape [4294967296 4294967296] has more elements than 64 bits can count"},
		{"data_type: 1 dims: 4294967296 dims: 2147483648", "more elements than 64 bits can count"},
		{"data_type: 1 dims: " + max, "its " + max + " elements have more bytes than 64 bits can count"},
		{"data_type: 15 dims: 1152921504606846976", "more bytes than 64 bits can count"},
		{"data_type: 22 dims: " + max, "more bytes than 64 bits can count"},
		{"data_type: 2 dims: 1099511627776 raw_data: 'abc'", "need 1099511627776 bytes, but raw_data has 3"},
		{"data_type: 1 dims: 1099511627776 float_data: 1", "need 1099511627776 numbers, but float_data has 1"},
		{"data_type: 8 dims: " + max + " string_data: 'a'", "need " + max + " numbers, but string_data has 1"},
		{"data_type: 1 dims: 1 raw_data: 'abcd' external_data { key: 'location' value: 'f' }", "names a data file, but does not say"},
	}
	for _, tt := range tests {
		refuseTensor(t, tt.tensor, tt.want)
	}
	acceptTensor(t, "data_type: 1 dims: 0 dims: "+max+" dims: "+max)
	acceptTensor(t, "data_type: 1 dims: 0 raw_data: ''")
	acceptTensor(t, "data_type: 1 dims: 1 raw_data: '' float_data: 1")
}

// TestWrongExternalTensors refuses what a tensor can say wrongly of its data file.
func TestWrongExternalTensors(t *testing.T) {
	entry := func(key, value string) string { return fmt.Sprintf("external_data { key: %q value: %q } ", key, value) }
	const head = "data_type: 1 dims: 2 data_location: EXTERNAL "
	tests := []struct{ tensor, want string }{
		{head, `its data file "": the location is empty`},
		{head + entry("location", "../f"), `its data file "../f": the location holds ".."`},
		{head + entry("location", "/etc/passwd"), "the location is absolute"},
		{head + entry("location", "a\\b"), "holds a backslash"},
		{head + entry("location", "a\x00b"), "zero byte"},
		{head + entry("location", "f") + entry("offset", "-1"), `the offset of its data, "-1", is not a number of bytes`},
		{head + entry("location", "f") + entry("offset", "x"), `the offset of its data, "x"`},
		{head + entry("location", "f") + entry("offset", "99999999999999999999"), "is not a number of bytes"},
		{head + entry("location", "f") + entry("length", ""), `the length of its data, "", is not a number of bytes`},
		{head + entry("location", "f") + entry("length", "7"), "need 8 bytes, but the data file is to hold 7"},
		{head + entry("location", "f") + "raw_data: '12345678'", "stand in the model and in a data file at once"},
		{head + entry("location", "f") + "float_data: 1 float_data: 2", "stand in the model and in a data file at once"},
		{"data_type: 8 dims: 1 data_location: EXTERNAL " + entry("location", "f"), "strings cannot lie in a data file"},
	}
	for _, tt := range tests {
		refuseTensor(t, tt.tensor, tt.want)
	}
	acceptTensor(t, head+entry("location", "f")+entry("offset", "9223372036854775807")+entry("checksum", "?"))
}

// sprintfTensor puts a small tensor into one of tensorModels.
func sprintfTensor(text string) string {
	return fmt.Sprintf(text, "data_type: 1 dims: 2 float_data: 1 float_data: 2")
}
