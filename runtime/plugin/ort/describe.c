// What the operators tell the runtime of themselves.
#include <stdlib.h>

#include "ops.h"

static const struct unswag_op* of(const OrtCustomOp* op) { return (const struct unswag_op*)op; }

static const char* ORT_API_CALL name(const OrtCustomOp* op) { return of(op)->name; }

static const char* ORT_API_CALL provider(const OrtCustomOp* op) {
  (void)op;
  return "CPUExecutionProvider";
}

static size_t ORT_API_CALL inputs(const OrtCustomOp* op) { return of(op)->kind == UNSWAG_OP_PACK ? 1 : 2; }
static size_t ORT_API_CALL outputs(const OrtCustomOp* op) { return of(op)->kind == UNSWAG_OP_PACK ? 2 : 1; }

static ONNXTensorElementDataType ORT_API_CALL input_type(const OrtCustomOp* op, size_t index) {
  if (index == 0) return of(op)->element;
  return of(op)->kind == UNSWAG_OP_TIE ? ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED : ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32;
}

static ONNXTensorElementDataType ORT_API_CALL output_type(const OrtCustomOp* op, size_t index) {
  return of(op)->kind == UNSWAG_OP_PACK && index == 0 ? ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 : of(op)->element;
}

static OrtCustomOpInputOutputCharacteristic ORT_API_CALL input_kind(const OrtCustomOp* op, size_t index) {
  return of(op)->kind == UNSWAG_OP_TIE && index == 1 ? INPUT_OUTPUT_VARIADIC : INPUT_OUTPUT_REQUIRED;
}

static OrtCustomOpInputOutputCharacteristic ORT_API_CALL output_kind(const OrtCustomOp* op, size_t index) {
  return of(op)->kind == UNSWAG_OP_PACK && index == 1 ? INPUT_OUTPUT_OPTIONAL : INPUT_OUTPUT_REQUIRED;
}

static OrtMemType ORT_API_CALL memory_type(const OrtCustomOp* op, size_t index) {
  (void)op, (void)index;
  return OrtMemTypeDefault;
}

static int ORT_API_CALL one(const OrtCustomOp* op) {
  (void)op;
  return 1;
}

static int ORT_API_CALL mixed(const OrtCustomOp* op) {
  (void)op;
  return 0;
}

static int ORT_API_CALL newest(const OrtCustomOp* op) {
  (void)op;
  return INT32_MAX;
}

// pair says that the output of that index may have the memory of input 0.
static size_t pair(int** in, int** out, int index) {
  *in = malloc(sizeof **in);
  *out = malloc(sizeof **out);
  if (!*in || !*out) return 0;
  **in = 0;
  **out = index;
  return 1;
}

static size_t ORT_API_CALL first_output(int** in, int** out) { return pair(in, out, 0); }
static size_t ORT_API_CALL second_output(int** in, int** out) { return pair(in, out, 1); }

static void ORT_API_CALL release(int* in, int* out) {
  free(in);
  free(out);
}

// Callbacks that the API had before version 19, all that the library needs, and none of
// later ones: those stay NULL.
void unswag_fill(struct unswag_op* op, uint32_t version) {
  OrtCustomOp* b = &op->base;
  b->version = version;
  b->GetName = name;
  b->GetExecutionProviderType = provider;
  b->GetInputType = input_type;
  b->GetInputTypeCount = inputs;
  b->GetOutputType = output_type;
  b->GetOutputTypeCount = outputs;
  b->GetInputCharacteristic = input_kind;
  b->GetOutputCharacteristic = output_kind;
  b->GetInputMemoryType = memory_type;
  b->GetVariadicInputMinArity = b->GetVariadicOutputMinArity = one;
  b->GetVariadicInputHomogeneity = b->GetVariadicOutputHomogeneity = mixed;
  b->GetStartVersion = one;
  b->GetEndVersion = newest;
  b->CreateKernelV2 = unswag_create;
  b->KernelDestroy = unswag_destroy;
  b->InferOutputShapeFn = unswag_infer;
  b->KernelComputeV2 = op->kind == UNSWAG_OP_PACK ? unswag_compute_pack : op->kind == UNSWAG_OP_GRAD ? unswag_compute_grad : unswag_compute_tie;
  if (op->kind == UNSWAG_OP_TIE) {
    b->GetAliasMap = first_output;
    b->ReleaseAliasMap = release;
  } else {
    b->GetMayInplace = op->kind == UNSWAG_OP_PACK ? second_output : first_output;
    b->ReleaseMayInplace = release;
  }
}
