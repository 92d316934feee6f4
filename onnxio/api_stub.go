package onnxio

import (
	"context"
	"errors"
)

// STUBS: each is replaced by a real implementation in a file of its own.

var errStub = errors.New("not built yet")

// Tensor is a constant tensor ...
type Tensor struct {
	Name string
	Elem DType
	Dims []int64
}

// Load reads the model at path. External data is opened, not read.
func Load(ctx context.Context, path string) (*Model, error) { return nil, errStub }

// Unmarshal reads a model from memory. data must not change afterwards.
func Unmarshal(data []byte) (*Model, error) { return nil, errStub }

// Marshal encodes the model in memory.
func (m *Model) Marshal() ([]byte, error) { return nil, errStub }

// Save writes the model to path, atomically.
func (m *Model) Save(ctx context.Context, path string, o SaveOptions) error { return errStub }

// Close releases the mapping.
func (m *Model) Close() error { return errStub }

// Doc returns the doc string of the node.
func (n *Node) Doc() string { return "" }

// SetDoc replaces the doc string.
func (n *Node) SetDoc(s string) {}

// SetMetadata sets one metadata_props entry.
func (n *Node) SetMetadata(key, value string) {}

// Metadata returns the metadata_props entry for key.
func (n *Node) Metadata(key string) (string, bool) { return "", false }

// Int returns the value of an AttrInt.
func (a *Attr) Int() int64 { return 0 }

// Float returns the value of an AttrFloat.
func (a *Attr) Float() float32 { return 0 }

// Str returns the value of an AttrString.
func (a *Attr) Str() string { return "" }

// Ints returns the value of an AttrInts.
func (a *Attr) Ints() []int64 { return nil }

// Floats returns the value of an AttrFloats.
func (a *Attr) Floats() []float32 { return nil }

// Strs returns the value of an AttrStrings.
func (a *Attr) Strs() []string { return nil }

// Tensor returns the value of an AttrTensor, nil otherwise.
func (a *Attr) Tensor() *Tensor { return nil }

// IntAttr makes an AttrInt.
func IntAttr(name string, v int64) *Attr { return &Attr{Name: name, Type: AttrInt} }

// FloatAttr makes an AttrFloat.
func FloatAttr(name string, v float32) *Attr { return &Attr{Name: name, Type: AttrFloat} }

// StringAttr makes an AttrString.
func StringAttr(name, v string) *Attr { return &Attr{Name: name, Type: AttrString} }

// IntsAttr makes an AttrInts.
func IntsAttr(name string, v []int64) *Attr { return &Attr{Name: name, Type: AttrInts} }

// TensorAttr makes an AttrTensor.
func TensorAttr(name string, t *Tensor) *Attr { return &Attr{Name: name, Type: AttrTensor} }

// Len returns the number of elements of t.
func (t *Tensor) Len() int64 { return 0 }

// Int64s decodes an integer or bool tensor of any width (shapes, axes).
func (t *Tensor) Int64s() ([]int64, error) { return nil, errStub }

// Float64s decodes a floating-point tensor of any width.
func (t *Tensor) Float64s() ([]float64, error) { return nil, errStub }

// Bytes returns the elements, little-endian.
func (t *Tensor) Bytes() ([]byte, error) { return nil, errStub }

// NewTensor makes a tensor from little-endian element bytes.
func NewTensor(name string, elem DType, dims []int64, data []byte) *Tensor { return nil }

// AddInitializer adds an initializer and its value.
func (g *Graph) AddInitializer(t *Tensor) *Value { return nil }

// NewModel returns an empty model.
func NewModel(ir int64, imports ...OpsetImport) *Model {
	return &Model{IRVersion: ir, Imports: imports, Graph: NewGraph("main")}
}

// AddInput declares a graph input.
func (g *Graph) AddInput(name string, t *TensorType) *Value { return nil }

// AddOutput makes v a graph output.
func (g *Graph) AddOutput(v *Value) {}
