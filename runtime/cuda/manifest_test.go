//go:build linux && (amd64 || arm64)

package cuda

import (
	"strings"
	"testing"

	"github.com/unswag/unswagc/kernels/ptx"
)

const goodManifest = `{"version": 1, "more": [], "entries": [
 {"name": "unswag_pack_f32_gt0_y_keep", "block": [64, 1, 1], "elements_per_block": 512, "grid": "",
  "params": [{"name": "v"}, {"name": "y"}, {"name": "mask"}, {"name": "n"}]},
 {"name": "unswag_gradmask_f32_select", "block": [128, 1, 1], "elements_per_block": 1024,
  "params": [{"name": "dy"}, {"name": "mask"}, {"name": "dx"}, {"name": "n"}]}],
"nodes": [
 {"name": "relu", "entry": "unswag_pack_f32_gt0_y_keep", "n": 64, "outputs": ["m", "y"]},
 {"name": "relu_grad", "entry": "unswag_gradmask_f32_select", "outputs": ["dx"]},
 {"name": "", "entry": "unswag_gradmask_f32_select", "outputs": ["dx2"]},
 {"name": "relu_grad", "entry": "unswag_gradmask_f32_select", "outputs": ["dx3"]}]}`

func compiledText(t *testing.T) []byte {
	t.Helper()
	text, err := ptx.Module([]ptx.Entry{packYF32, {Op: ptx.GradMask, Type: ptx.F32}})
	if err != nil {
		t.Fatal(err)
	}
	return []byte(text)
}

func TestLoadCompiled(t *testing.T) {
	c := newFake(t).open(t)
	defer c.Close()
	m := must[*Module](t)(c.LoadCompiled(compiledText(t), []byte(goodManifest)))
	k := must[*kernel](t)(m.kernel(packYF32))
	if k.geometry != (ptx.Geometry{Block: 64, Elements: 512}) {
		t.Errorf("the geometry is %+v, not the manifest's", k.geometry)
	}
	p := must[Pointer](t)(c.Alloc(1024))
	noError(t, m.LaunchNode(nil, "relu", 64, p, p, p+512))
	noError(t, m.LaunchNode(nil, "m", 64, p, p, p+512))
	noError(t, m.LaunchNode(nil, "dx2", 3, p, p+512, p))
	noError(t, m.LaunchNode(nil, "dx3", 64, p, p+512, p))
	wantError(t, m.LaunchNode(nil, "relu", 65, p, p, p+512), nil, `node "relu" works on 64 elements by the launch manifest, and n is 65`)
	wantError(t, m.LaunchNode(nil, "relu_grad", 64, p, p+512, p), nil, `has 2 nodes "relu_grad": give the first output`)
	wantError(t, m.LaunchNode(nil, "conv", 64), nil, `has no node "conv"`)
	wantError(t, m.LaunchNode(nil, "", 64), nil, `has no node ""`)
	wantError(t, m.LaunchNode(nil, "relu", 64, p, p), nil, "it takes 3 pointers and got 2")
}

func TestBadManifests(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	for _, q := range [][3]string{
		{`{"version"`, `{"version`, "the launch manifest is no JSON of its schema"},
		{`"version": 1`, `"version": 2`, "the launch manifest has version 2, and this program reads version 1"},
		{`"name": "unswag_pack_f32_gt0_y_keep"`, `"name": "unswag_pack_f8_gt0"`, "a kernel unswag_pack_f8_gt0 of 4 parameters, which this version does not know"},
		{`{"name": "y"}, `, ``, "a kernel unswag_pack_f32_gt0_y_keep of 3 parameters"},
		{`{"name": "y"}`, `{"name": "z"}`, `calls parameter 1 of unswag_pack_f32_gt0_y_keep "z", and this version "y"`},
		{`"elements_per_block": 512`, `"elements_per_block": 0`, "has no block or elements_per_block for unswag_pack_f32_gt0_y_keep"},
		{`"entry": "unswag_gradmask_f32_select"`, `"entry": "unswag_gradmask_f32_mul"`, `has no kernel unswag_gradmask_f32_mul, which its node "relu_grad" needs`},
		{`unswag_gradmask_f32_select`, `unswag_gradmask_f64_select`, "the module has no kernel unswag_gradmask_f64_select"},
	} {
		bad := strings.ReplaceAll(goodManifest, q[0], q[1])
		if bad == goodManifest {
			t.Fatalf("%q is not in the manifest", q[0])
		}
		_, err := c.LoadCompiled(compiledText(t), []byte(bad))
		wantError(t, err, nil, q[2])
	}
	f.calls()
	noError(t, c.Close())
	if strings.Contains(f.calls(), "cuModuleUnload") {
		t.Error("a refused manifest leaves its module loaded")
	}
}
