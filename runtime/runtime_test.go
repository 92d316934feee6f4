package runtime

import (
	goruntime "runtime"
	"strings"
	"testing"
)

func TestDetect(t *testing.T) {
	all, missing := Detect()
	if len(all) == 1 && len(missing) == 0 {
		t.Error("there is no GPU and no reason")
	}
	d := all[0]
	if d.Kind != "cpu" || d.Name != goruntime.GOARCH || d.Cores < 1 || d.Kernels == "" || d.BLAS == "" {
		t.Errorf("%+v", d)
	}
	for _, want := range []string{"cpu: " + d.Name, "mask kernels: " + d.Kernels, "matrix products: " + d.BLAS} {
		if !strings.Contains(d.String(), want) {
			t.Errorf("%q lacks %q", d, want)
		}
	}
	if goruntime.GOARCH == "amd64" && len(d.Features) == 0 {
		t.Error("no features on amd64, which always has some")
	}
}
