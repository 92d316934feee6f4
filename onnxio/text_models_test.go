package onnxio

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sharedModels lists the real models beside the repository, or skips the test.
func sharedModels(t testing.TB) []string {
	t.Helper()
	root := os.Getenv("UNSWAG_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	files, _ := filepath.Glob(filepath.Join(root, "models", "*", "*.onnx"))
	if len(files) == 0 {
		t.Skipf("no models in %s; UNSWAG_SHARED names the folder", root)
	}
	return files
}

func TestTextRoundTripOfRealModels(t *testing.T) {
	for _, f := range sharedModels(t) {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".onnx"), func(t *testing.T) {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			text := roundTripText(t, b)
			// This file alone reads names that nothing defines.
			loose := filepath.Base(f) == "deeploy_epidenet_train.onnx"
			if strings.HasSuffix(text, "unchecked\n") != loose {
				t.Errorf("the text says of undefined names: %v", !loose)
			}
		})
	}
}

func TestTextRoundTripOfLightModels(t *testing.T) {
	for _, f := range lightModels(t) {
		t.Run(filepath.Base(f), func(t *testing.T) {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			roundTripText(t, b)
		})
	}
}

// lightModels lists the light_* models of the onnx package, or skips the test.
func lightModels(t *testing.T) []string {
	t.Helper()
	dir := os.Getenv("UNSWAG_LIGHT_MODELS")
	if dir == "" {
		needPython(t, "UNSWAG_LIGHT_MODELS is not set; tests/setup.sh names the folder of the onnx package's light_* models")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.onnx"))
	if len(files) == 0 {
		t.Fatalf("no models in %s", dir)
	}
	return files
}

// needPython ends a test that needs what tests/setup.sh makes: it fails where
// UNSWAG_REQUIRE_PYTHON is 1 and is skipped otherwise.
func needPython(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv("UNSWAG_REQUIRE_PYTHON") == "1" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}
