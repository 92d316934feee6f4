// Package memory computes when tensors are alive: which value aliases which, in
// which order an engine runs the nodes, how many bytes are held between the forward
// and the backward pass, and where the peak is. It chooses the rewrites that lower
// these figures. It imports onnxio, pass/sym and pass/shape.
//
// # The model of memory
//
// An engine that obeys this model must arrive at the same bytes; the figures are
// exact for it, not estimates.
//
// A value lives in a buffer. Let the nodes run in some order; before any node runs,
// graph inputs and initializers are there, in buffers that are not counted. When a
// node runs, three steps follow each other:
//
//  1. Allocate. For every output, in index order: an output that the alias table
//     calls a view (View) lies in the buffer of its input, whether that buffer is
//     counted or not. Otherwise, if the alias table allows the output to overwrite
//     an input (Over), the inputs are tried in the table's order, and the first one
//     is overwritten that is there, whose buffer is counted, was not already taken
//     by another output of this node, holds nothing that is read later or is a
//     graph output, and has exactly the output's bytes (equal as polynomials where
//     dims are symbolic): the output takes over that buffer and nothing is
//     allocated. Otherwise a new buffer of the output's bytes is allocated. Outputs
//     of Constant are not counted, nor are views of what is not counted.
//  2. Compute. The live bytes at this point are what the node is charged with; the
//     peak is the maximum of them over all nodes.
//  3. Free. Every counted buffer is freed of which this node is the last reader,
//     and every output buffer that nobody reads.
//
// Bytes are elements x element size, without rounding or padding. A buffer has the
// bytes of the value that was allocated for it. A buffer is read by a node that has,
// as an input or captured by a graph in its attributes, any value that lies in it;
// the first input of Shape and Size does not count (HoldsInput), because an engine
// knows a tensor's shape without its data. A graph output, and a value that a
// training_info binding names, lives to the end of the step, together with its
// buffer. The scratch space of operators is not part of the model.
//
// Held is defined by the boundary alone, not by an order: the bytes of all buffers
// whose first value a forward node produces and which a backward node reads or which
// live to the end of the step. Boundary.Forward says which nodes are forward.
//
// # Reuse in ONNX Runtime
//
// ONNX Runtime plans before the first run which value takes over whose buffer, unless it
// is told not to (enable_mem_reuse). An output that neither views nor overwrites an
// input takes the buffer that was given up last by a value of the same shape; the buffer
// then stays until the last value in it was read, and lies idle in between. Memory.Reuse
// is the peak of that plan; the type reuse states it in full. The choice of rewrites does
// not look at it.
//
// On the CPU, without the engine's arena, the nets of docs/BENCHMARKS.md were measured to
// need up to 1.7 MiB more than the plan says, and without reuse up to 0.5 MiB more than
// the model above says: scratch space, which is larger in nets of little else.
package memory
