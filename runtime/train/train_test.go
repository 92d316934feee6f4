package train_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/checkpoint"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
	"github.com/unswag/unswagc/runtime/train"
)

// parsed is an optimizer's model: its inputs and its nodes.
func parsed(t *testing.T, inputs, nodes string) *onnxio.Model {
	t.Helper()
	m, err := onnxio.ParseText(fmt.Sprintf(`<ir_version: 10, opset_import: ["" : 17, "com.microsoft" : 1]> g (%s) => (bool[1] done) { %s }`, inputs, nodes))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const (
	adamInputs = "float[1] learning_rate, int64[1] step, seq(float[]) params, seq(float[]) gradients, seq(float[]) first_order_moments, seq(float[]) second_order_moments"
	sgdInputs  = "float[1] learning_rate, int64[1] step, seq(float[]) params, seq(float[]) gradients, seq(float[]) first_order_moments"
	sgdNode    = "done = com.microsoft.SGDOptimizerV2 (learning_rate, params, gradients)"
)

// adamW is a model whose numbers come out even.
func adamW(t *testing.T, mode int, epsilon float32) *onnxio.Model {
	t.Helper()
	return parsed(t, adamInputs, fmt.Sprintf("done = com.microsoft.AdamWOptimizer <adam_mode: int = %d, alpha: float = 0.5, beta: float = 0.75, correct_bias: int = 1, epsilon: float = %g, weight_decay: float = 0.25> (learning_rate, step, params, gradients, first_order_moments, second_order_moments)", mode, epsilon))
}

// weights are a parameter "w" and its gradient.
func weights(w, g []float32) map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"w": tensor.Of(w), "w" + train.BufferSuffix: tensor.Of(g)}
}

// optimizer prepares m for "w" with a learning rate of a half.
func optimizer(t *testing.T, m *onnxio.Model, tensors map[string]*tensor.Tensor, c *checkpoint.Checkpoint) *train.Optimizer {
	t.Helper()
	o, err := train.NewOptimizer(context.Background(), m, []string{"w"}, tensors, c, interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o.LearningRate = 0.5
	return o
}

// near compares with numbers found by hand.
func near(t *testing.T, what string, got *tensor.Tensor, want ...float32) {
	t.Helper()
	for i, v := range tensor.As[float32](got) {
		if math.Abs(float64(v-want[i])) > 1e-6 {
			t.Errorf("%s are %v, want %v", what, tensor.As[float32](got), want)
			return
		}
	}
}

func update(t *testing.T, o *train.Optimizer, tensors map[string]*tensor.Tensor) {
	t.Helper()
	if err := o.Update(context.Background(), tensors); err != nil {
		t.Fatal(err)
	}
}

// TestAdamW takes steps whose results were found by hand. After the first the moments are
// (1, -2) and (1, 4), which are divided by 1/2 and 1/4.
func TestAdamW(t *testing.T) {
	for _, c := range []struct {
		name    string
		mode    int
		epsilon float32
		want    []float32
	}{
		{"decay behind the step", 1, 0, []float32{1.5 * 0.875, -0.5 * 0.875}},
		{"decay before the step", 0, 0, []float32{2*0.875 - 0.5, -1*0.875 + 0.5}},
		{"epsilon beside the deviation as it is", 1, 1, []float32{(2 - 0.25) * 0.875, (-1 + 1.0/3) * 0.875}},
		{"epsilon beside the deviation without bias", 0, 1, []float32{2*0.875 - 1.0/3, -1*0.875 + 0.4}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tensors := weights([]float32{2, -1}, []float32{2, -4})
			o := optimizer(t, adamW(t, c.mode, c.epsilon), tensors, nil)
			update(t, o, tensors)
			near(t, "the weights", tensors["w"], c.want...)
			if o.Step != 1 {
				t.Errorf("%d steps were taken", o.Step)
			}
		})
	}
}

// TestAdamWGoesOn: the second step has the moments of the first, and a checkpoint that
// holds them is as good.
func TestAdamWGoesOn(t *testing.T) {
	second := []float32{0.9256734, -0.5286458}
	tensors := weights([]float32{2, -1}, []float32{2, -4})
	o := optimizer(t, adamW(t, 1, 0), tensors, nil)
	update(t, o, tensors)
	tensors["w"+train.BufferSuffix] = tensor.Of([]float32{0, 4})
	update(t, o, tensors)
	near(t, "the weights after two steps", tensors["w"], second...)

	tensors = weights([]float32{1.3125, -0.4375}, []float32{0, 4})
	c := saved(tensor.Of([]float32{1, -2}), tensor.Of([]float32{1, 4}))
	o = optimizer(t, adamW(t, 1, 0), tensors, c)
	update(t, o, tensors)
	near(t, "the weights behind a checkpoint", tensors["w"], second...)
	if o.Step != 2 {
		t.Errorf("the step behind a checkpoint of one is number %d", o.Step)
	}
	near(t, "the checkpoint's moments", c.Groups[0].States[0].Momentums[0].Tensor, 1, -2)
}

// saved is a checkpoint behind one step.
func saved(first, second *tensor.Tensor) *checkpoint.Checkpoint {
	return &checkpoint.Checkpoint{Groups: []checkpoint.Group{{Name: "group0", Step: 1, LearningRate: 0.25, States: []checkpoint.State{
		{Parameter: "w", Momentums: []checkpoint.Momentum{{Name: "momentum0", Tensor: first}, {Name: "momentum1", Tensor: second}}},
	}}}}
}

// TestSGD: a step goes against the gradient.
func TestSGD(t *testing.T) {
	tensors := weights([]float32{2, -1}, []float32{2, -4})
	o := optimizer(t, parsed(t, sgdInputs, sgdNode), tensors, nil)
	update(t, o, tensors)
	near(t, "the weights", tensors["w"], 1, 1)
	update(t, o, tensors)
	near(t, "the weights after two steps", tensors["w"], 0, 3)
}

// TestLearningRate is ONNX Runtime's, or the checkpoint's.
func TestLearningRate(t *testing.T) {
	tensors := weights([]float32{2}, []float32{2})
	for want, c := range map[float32]*checkpoint.Checkpoint{0.001: nil, 0.25: saved(tensor.Of([]float32{0}), tensor.Of([]float32{0}))} {
		o, err := train.NewOptimizer(context.Background(), adamW(t, 1, 0), []string{"w"}, tensors, c, interp.Options{})
		if err != nil || o.LearningRate != want {
			t.Errorf("the rate is %v, want %v (%v)", o.LearningRate, want, err)
		}
	}
}

// TestTrained: the parameters that have a buffer, in the order of the buffers.
func TestTrained(t *testing.T) {
	m, err := onnxio.ParseText(fmt.Sprintf(`<ir_version: 10, opset_import: ["" : 17]> g (float[1] a, float[1] frozen, float[1] b, float[1] "b%[1]s", float[1] "a%[1]s", float[1] "other%[1]s") => (float[1] y) { y = Add(a, b) }`, train.BufferSuffix))
	if err != nil {
		t.Fatal(err)
	}
	if got := train.Trained(m); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("trained are %q", got)
	}
}

// TestPreparingFails: in a sentence that names what is wrong.
func TestPreparingFails(t *testing.T) {
	good, part := saved(tensor.Of([]float32{0}), tensor.Of([]float32{0})), saved(tensor.Of([]float32{0}), tensor.Of([]float32{0}))
	part.Groups[0].States[0].Momentums[1].Name = "velocity"
	for _, c := range []struct {
		name, want string
		params     []string
		ckpt       *checkpoint.Checkpoint
	}{
		{"nothing trained", "the training graph adds no gradients up, so that an optimizer has nothing to do", nil, nil},
		{"no tensor", `there is no tensor for the parameter "v"`, []string{"v"}, nil},
		{"no state", `the checkpoint holds no optimizer state for "u"`, []string{"w", "u"}, good},
		{"unknown part", `the checkpoint's optimizer state of "w" has an unknown part "velocity"`, []string{"w"}, part},
		{"shape", `the checkpoint's momentum0 of "w" is float[2], the parameter float[1]`, []string{"w"}, saved(tensor.Of([]float32{0, 0}), tensor.Of([]float32{0}))},
	} {
		tensors := map[string]*tensor.Tensor{"w": tensor.Of([]float32{1}), "u": tensor.Of([]float32{1})}
		_, err := train.NewOptimizer(context.Background(), adamW(t, 1, 0), c.params, tensors, c.ckpt, interp.Options{})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: the error is %v, want %s", c.name, err, c.want)
		}
	}
}

// TestUpdateFails: in a sentence, and the step does not count.
func TestUpdateFails(t *testing.T) {
	buffer := "w" + train.BufferSuffix
	for _, c := range []struct {
		name, want, inputs, node string
		tensors                  map[string]*tensor.Tensor
	}{
		{"no gradient", `the parameter "w" has no tensor or no gradient`, sgdInputs, sgdNode, map[string]*tensor.Tensor{"w": tensor.Of([]float32{1})}},
		{"unknown input", `the optimizer has an input "momentum", which is none of ONNX Runtime's AdamW or SGD`, sgdInputs + ", float[1] momentum", sgdNode,
			weights([]float32{1}, []float32{1})},
		{"another size", `the optimizer: node "done" (SGDOptimizerV2): tensor 0 of input 2 is float[2] for a parameter float[1]`, sgdInputs, sgdNode,
			map[string]*tensor.Tensor{"w": tensor.Of([]float32{1}), buffer: tensor.Of([]float32{1, 2})}},
		{"not done", "the optimizer did not update the parameters", sgdInputs,
			"one = Constant <value_int: int = 0> () n = Cast <to: int = 9> (one) done = com.microsoft.SGDOptimizerV2 (learning_rate, params, gradients, n)",
			weights([]float32{1}, []float32{1})},
	} {
		o := optimizer(t, parsed(t, c.inputs, c.node), weights([]float32{1}, []float32{1}), nil)
		err := o.Update(context.Background(), c.tensors)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: the error is %v, want %s", c.name, err, c.want)
		}
		if o.Step != 0 {
			t.Errorf("%s: the step counts", c.name)
		}
		near(t, c.name+": the weights", c.tensors["w"], 1)
	}
}
