package onnxgo_test

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/owulveryck/onnx-go"
	"github.com/owulveryck/onnx-go/backend/testbackend"
	_ "github.com/owulveryck/onnx-go/backend/testbackend/onnx"
	"github.com/stretchr/testify/assert"
	"gorgonia.org/tensor"

	"github.com/unswag/unswagc/runtime/interp/ops"
	"github.com/unswag/unswagc/runtime/onnxgo"
)

var update = flag.Bool("update", false, "write testdata/suite.txt instead of comparing")

// suiteTests is how many tests onnx-go v0.5.0 has.
const suiteTests = 348

// suiteOpset serves all of them: they are of opset 9 and 10.
const suiteOpset = 10

// delta is the difference that the suite allows, an absolute one.
const delta = 1e-6

// TestSuite runs onnx-go's conformance suite by its own runner, on a backend that is told
// the opset and nothing else. A test that does not pass is held against the reasons that
// there may be, each of which is checked (reason); testdata/suite.txt lists what happened.
//
//	go test -run 'Suite/Gemm'
//	go test -run Suite -update
func TestSuite(t *testing.T) {
	all := suite()
	if len(all) != suiteTests {
		t.Errorf("the suite has %d tests, want %d", len(all), suiteTests)
	}
	ran, lines := 0, make([]string, len(all))
	for i, c := range all {
		t.Run(c.OpType+"/"+c.Title, func(t *testing.T) {
			ran++
			lines[i] = c.Title + ": failed"
			failure := try(c)
			if failure == nil {
				c.RunTest(onnxgo.New(onnxgo.Options{Opset: suiteOpset}), false)(t)
				lines[i] = c.Title + ": passed"
				return
			}
			why := reason(c, failure)
			if why == "" {
				t.Fatalf("it does not pass, for none of the reasons that there may be: %v", failure)
			}
			lines[i] = c.Title + ": " + why
			t.Skip(why)
		})
	}
	if ran == len(all) {
		checkList(t, lines)
	}
}

// suite makes the tests, in the order of their names.
func suite() []*testbackend.TestCase {
	var out []*testbackend.TestCase
	for _, construct := range testbackend.GetAllRegisteredTests() {
		out = append(out, construct())
	}
	slices.SortFunc(out, func(a, b *testbackend.TestCase) int { return strings.Compare(a.Title, b.Title) })
	return out
}

// errDecode marks what onnx-go's decoder returns.
var errDecode = errors.New("decoding")

// try does what the suite's runner does and returns why the test does not pass. Here the
// backend is told all that the model's bytes say.
func try(c *testbackend.TestCase) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	got, err := results(c)
	if err != nil {
		return err
	}
	return compare(got, c.ExpectedOutput)
}

func results(c *testbackend.TestCase) ([]tensor.Tensor, error) {
	o, err := onnxgo.Options{}.For(c.ModelB)
	if err != nil {
		return nil, err
	}
	b := onnxgo.New(o)
	m := onnx.NewModel(b)
	if err := m.UnmarshalBinary(c.ModelB); err != nil {
		return nil, errors.Join(errDecode, err)
	}
	for i, in := range c.Input {
		if err := m.SetInput(i, in); err != nil {
			return nil, err
		}
	}
	if err := b.Run(); err != nil {
		return nil, err
	}
	return m.GetOutputTensors()
}

// compare holds results against what the suite expects, as its runner does; tensors
// without dims, which that cannot compare, as well.
func compare(got, want []tensor.Tensor) error {
	if len(got) != len(want) {
		return fmt.Errorf("%d outputs, want %d", len(got), len(want))
	}
	for i := range got {
		if got[i] == nil {
			return fmt.Errorf("output %d has no tensor", i)
		}
		if !slices.Equal(got[i].Shape(), want[i].Shape()) {
			return fmt.Errorf("output %d has the shape %v, want %v", i, got[i].Shape(), want[i].Shape())
		}
		var said complaints
		if len(want[i].Shape()) == 0 {
			assert.InDelta(&said, want[i].Data(), got[i].Data(), delta)
		} else {
			assert.InDeltaSlice(&said, want[i].Data(), got[i].Data(), delta)
		}
		if len(said) > 0 {
			return fmt.Errorf("output %d: %s", i, said[0])
		}
	}
	return nil
}

// complaints are what assert says.
type complaints []string

// Errorf implements assert.TestingT.
func (c *complaints) Errorf(format string, args ...any) {
	*c = append(*c, fmt.Sprintf(format, args...))
}

// reason tells why a test may fail to pass, "" if it may not: the engine lacks the
// operator, onnx-go cannot decode the model, the suite's data is of other types than the
// model states, or the suite allows less than float32 can tell apart. Of an operator that
// the engine has no test may fail in another way.
func reason(c *testbackend.TestCase, failure error) string {
	var missing *onnx.ErrNotImplemented
	switch {
	case errors.Is(failure, errDecode) && errors.As(failure, &missing):
		return "onnx-go cannot decode a graph in the attribute " + missing.AttributeName
	case errors.As(failure, &missing):
		for _, op := range strings.Split(missing.Operator, ", ") {
			if ops.Lookup(onnxgo.DomainOf(op), op) != nil {
				return ""
			}
		}
		return "the engine lacks the operator " + missing.Operator
	}
	fixed, wrong := retyped(c)
	if len(wrong) > 0 && try(fixed) == nil {
		return "the suite has " + strings.Join(wrong, ", ") + "; with what the model states it passes"
	}
	if got, err := results(c); err == nil && withinOne(got, c.ExpectedOutput) {
		return fmt.Sprintf("it is off by one unit in the last place of a float32, which is more than the %v that the suite allows", delta)
	}
	return ""
}
