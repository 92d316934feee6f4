// Shape inference. The runtime takes the memory of an input for an output only where it
// knows that their shapes are the same. A status that is returned would be lost, so none is.
#include "ops.h"

// known tells whether all dims of a shape have a size or a name, and gives the number of
// elements, -1 if a size is missing. A shape of rank 0 may also be one that is not known.
static int known(const OrtApi* api, const OrtTensorTypeAndShapeInfo* info, int64_t* elements) {
  int64_t dims[64];
  const char* names[64];
  size_t rank = 0;
  OrtStatus* status = api->GetDimensionsCount(info, &rank);
  if (!status && rank > 0 && rank <= 64) {
    status = api->GetDimensions(info, dims, rank);
    if (!status) status = api->GetSymbolicDimensions(info, names, rank);
  }
  if (status) api->ReleaseStatus(status);
  if (status || rank == 0 || rank > 64) return 0;
  *elements = 1;
  for (size_t i = 0; i < rank; i++) {
    if (dims[i] < 0 && !*names[i]) return 0;
    if (dims[i] < 0 || *elements < 0 || (dims[i] > 0 && *elements > INT64_MAX / dims[i])) *elements = -1;
    else *elements *= dims[i];
  }
  return 1;
}

static void set(const OrtApi* api, OrtShapeInferContext* context, size_t index, const OrtTensorTypeAndShapeInfo* info) {
  OrtStatus* status = api->ShapeInferContext_SetOutputTypeShape(context, index, info);
  if (status) api->ReleaseStatus(status);
}

// set_mask gives M its shape where the number of elements is known.
static void set_mask(const OrtApi* api, OrtShapeInferContext* context, int64_t elements) {
  OrtTensorTypeAndShapeInfo* info = NULL;
  const char* name = "";
  int64_t words = elements / 32 + (elements % 32 != 0);
  OrtStatus* status = api->CreateTensorTypeAndShapeInfo(&info);
  if (!status) status = api->SetDimensions(info, &words, 1);
  if (!status) status = api->SetSymbolicDimensions(info, &name, 1);
  if (!status) set(api, context, 0, info);
  if (status) api->ReleaseStatus(status);
  if (info) api->ReleaseTensorTypeAndShapeInfo(info);
}

OrtStatus* ORT_API_CALL unswag_infer(const OrtCustomOp* base, OrtShapeInferContext* context) {
  const struct unswag_op* op = (const struct unswag_op*)base;
  OrtTensorTypeAndShapeInfo* info = NULL;  // the context's own
  int64_t elements = -1;
  OrtStatus* status = op->api->ShapeInferContext_GetInputTypeShape(context, 0, &info);
  if (status) {
    op->api->ReleaseStatus(status);
    return NULL;
  }
  if (!known(op->api, info, &elements)) return NULL;
  if (op->kind != UNSWAG_OP_PACK) {
    set(op->api, context, 0, info);
    return NULL;
  }
  if (elements >= 0) set_mask(op->api, context, elements);
  return NULL;
}
