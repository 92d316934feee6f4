// What the handlers for all platforms share: reading a call and checking it.
#ifndef UNSWAG_CALL_H
#define UNSWAG_CALL_H

#include "../kernels/kernels.h"
#include "ffi.h"

#define UNSWAG_HANDLER __attribute__((visibility("default"))) struct ffi_error*

// unswag_call is a call of unswag.pack or unswag.grad_mask, checked.
struct unswag_call {
  enum unswag_type type;
  int variant;           // predicate or combine
  uint64_t n;            // elements
  const void* in;        // V or dY
  uint32_t* mask;        // the result of pack
  void* out;             // dX; NULL for pack
};

// unswag_describe answers the question that XLA asks when a handler is registered: of
// which version of the interface it is, and what it is fit for. It returns 0 if the frame
// is a call.
int unswag_describe(struct ffi_frame* frame, uint32_t traits);

// unswag_read_pack and unswag_read_grad_mask check a call and take it apart.
struct ffi_error* unswag_read_pack(const struct ffi_frame* frame, struct unswag_call* call);
struct ffi_error* unswag_read_grad_mask(const struct ffi_frame* frame, struct unswag_call* call);

// unswag_refuse makes an error of a sentence.
__attribute__((format(printf, 3, 4))) struct ffi_error* unswag_refuse(const struct ffi_frame* frame, int code,
                                                                      const char* format, ...);

// unswag_parallel runs task(job, i) for all i below count, on this thread and those of
// XLA's pool, and returns when all have run. job, of size bytes, is copied.
void unswag_parallel(const struct ffi_frame* frame, void (*task)(const void* job, size_t i), const void* job, size_t size,
                     size_t count);

#endif
