module github.com/unswag/unswagc/runtime/gorgonia

go 1.26.0

toolchain go1.26.10

require (
	github.com/unswag/unswagc v0.0.0
	gorgonia.org/cu v0.9.6
)

require (
	github.com/ebitengine/purego v0.11.3 // indirect
	github.com/google/uuid v1.1.1 // indirect
	github.com/pkg/errors v0.9.1 // indirect
	golang.org/x/sys v0.49.0 // indirect
)

replace github.com/unswag/unswagc => ../..
