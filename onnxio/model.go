// Package onnxio reads, indexes, edits, prints, parses and writes ONNX models.
//
// Reading decodes the structure (nodes, types, small messages) and keeps
// everything else as ranges of the file; writing copies the ranges that nobody
// touched and encodes only what changed, so that a model that was not changed
// comes back byte for byte.
//
// The package knows ONNX and nothing about UnSwag. It may import protobuf,
// golang.org/x/sys and internal/onnxpb.
package onnxio

// Model is one ONNX model. The zero Model is not useful: see Load, Unmarshal,
// ParseText and NewModel.
type Model struct {
	IRVersion int64
	// Imports in file order; a domain may occur twice. Read only, see Import.
	Imports []OpsetImport
	Graph   *Graph
	// Functions in file order. Read only, see AddFunction.
	Functions []*Function

	wire modelWire
}

// Function is a model-local function: the body that runs where no runtime has a
// kernel of its own for Domain and Name.
type Function struct {
	Domain, Name, Overload string
	// AttrNames are the attribute parameters without a default.
	AttrNames []string
	Imports   []OpsetImport
	// Body holds the nodes; its Inputs and Outputs are the formal parameters.
	Body *Graph

	wire functionWire
}

// Opset returns the version that the model imports for domain, 0 if it does not. Of
// two imports of one domain the last counts, as for onnx.checker and ONNX Runtime.
func (m *Model) Opset(domain string) int64 {
	var v int64
	for _, i := range m.Imports {
		if i.Domain == domain {
			v = i.Version
		}
	}
	return v
}

// Import adds an opset import unless the domain is imported at this version.
func (m *Model) Import(domain string, version int64) {
	if m.Opset(domain) == version {
		return
	}
	m.Imports = append(m.Imports, OpsetImport{domain, version})
	m.wire.changed = true
}

// AddFunction appends a model-local function.
func (m *Model) AddFunction(f *Function) {
	m.Functions = append(m.Functions, f)
	m.wire.changed = true
}

// SetFunction puts f in the place of the function of the same domain, name and
// overload, and appends it where there is none.
func (m *Model) SetFunction(f *Function) {
	for i, old := range m.Functions {
		if old.Domain == f.Domain && old.Name == f.Name && old.Overload == f.Overload {
			m.Functions[i] = f
			m.wire.changed = true
			return
		}
	}
	m.AddFunction(f)
}

// RaiseIR makes v the IR version unless it is that high already.
func (m *Model) RaiseIR(v int64) {
	if m.IRVersion < v {
		m.IRVersion = v
		m.wire.changed = true
	}
}

// Changed reports whether the model, its functions included, was changed since it was
// read.
func (m *Model) Changed() bool {
	return m.wire.changed || m.Graph.wire.changed || m.functionsChanged()
}
