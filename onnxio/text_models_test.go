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
	dir := os.Getenv("UNSWAG_LIGHT_MODELS")
	if dir == "" {
		t.Skip("UNSWAG_LIGHT_MODELS is not set; it names onnx/backend/test/data/light of a Python environment")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.onnx"))
	if len(files) == 0 {
		t.Fatalf("no models in %s", dir)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			roundTripText(t, b)
		})
	}
}
