// What the files of the library share.
#ifndef UNSWAG_OPS_H
#define UNSWAG_OPS_H

#include <onnxruntime_c_api.h>

#include "../kernels/kernels.h"

// The oldest and the newest version of ONNX Runtime's API that the library knows. What it
// calls is in the oldest one; the newest is that of the header.
#define UNSWAG_OLDEST_API 19
#define UNSWAG_NEWEST_API ORT_API_VERSION

enum unswag_kind { UNSWAG_OP_PACK, UNSWAG_OP_GRAD, UNSWAG_OP_TIE };

// unswag_op is one operator for one element type. The runtime hands the first member back.
struct unswag_op {
  OrtCustomOp base;
  const OrtApi* api;
  const char* name;
  enum unswag_kind kind;
  ONNXTensorElementDataType element;
  enum unswag_type type;  // Pack and GradMask
  size_t size;            // bytes of an element: Tie
  int variant;            // predicate or combine where the node has no attribute
  int fixed;              // whether the name gives the variant, so that no other is allowed
};

// unswag_node is one node of a session.
struct unswag_node {
  const struct unswag_op* op;
  const struct unswag_kernels* kernels;
  int variant;  // predicate or combine
};

OrtStatus* ORT_API_CALL unswag_create(const OrtCustomOp* op, const OrtApi* api, const OrtKernelInfo* info, void** node);
void ORT_API_CALL unswag_destroy(void* node);
OrtStatus* ORT_API_CALL unswag_compute_pack(void* node, OrtKernelContext* context);
OrtStatus* ORT_API_CALL unswag_compute_grad(void* node, OrtKernelContext* context);
OrtStatus* ORT_API_CALL unswag_compute_tie(void* node, OrtKernelContext* context);
OrtStatus* ORT_API_CALL unswag_infer(const OrtCustomOp* op, OrtShapeInferContext* context);

// unswag_fill sets the callbacks of an operator whose other members are set.
void unswag_fill(struct unswag_op* op, uint32_t version);

#define UNSWAG_TRY(call)          \
  do {                            \
    OrtStatus* status_ = (call);  \
    if (status_) return status_;  \
  } while (0)

#endif
