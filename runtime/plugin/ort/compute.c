// One call of each operator.
#include <stdio.h>
#include <string.h>

#include "ops.h"

// Elements that one task of the runtime's thread pool gets, a multiple of 32, and the bytes
// of a tensor from which the pool is asked at all (docs/PLUGIN_ORT.md, Threads).
#define CHUNK 32768u
#define PARALLEL_BYTES (512u << 10)
#define MAX_RANK 64

// tensor is what a kernel needs to know of an input.
struct tensor {
  void* data;
  size_t n;
  int64_t dims[MAX_RANK];
  size_t rank;
};

static OrtStatus* shape_of(const OrtApi* api, const OrtTensorTypeAndShapeInfo* info, struct tensor* t) {
  UNSWAG_TRY(api->GetDimensionsCount(info, &t->rank));
  if (t->rank > MAX_RANK) return api->CreateStatus(ORT_INVALID_ARGUMENT, "ai.unswag: a tensor has more than 64 dims");
  UNSWAG_TRY(api->GetDimensions(info, t->dims, t->rank));
  return api->GetTensorShapeElementCount(info, &t->n);
}

static OrtStatus* input(const OrtApi* api, OrtKernelContext* context, size_t index, struct tensor* t) {
  const OrtValue* value;
  OrtTensorTypeAndShapeInfo* info;
  UNSWAG_TRY(api->KernelContext_GetInput(context, index, &value));
  UNSWAG_TRY(api->GetTensorTypeAndShape(value, &info));
  OrtStatus* status = shape_of(api, info, t);
  api->ReleaseTensorTypeAndShapeInfo(info);
  if (status) return status;
  return api->GetTensorMutableData((OrtValue*)value, &t->data);
}

// output allocates an output; *data stays NULL where the node leaves it out.
static OrtStatus* output(const OrtApi* api, OrtKernelContext* context, size_t index, const int64_t* dims, size_t rank, void** data) {
  OrtValue* value = NULL;
  size_t count;
  *data = NULL;
  UNSWAG_TRY(api->KernelContext_GetOutputCount(context, &count));
  if (index >= count) return NULL;
  UNSWAG_TRY(api->KernelContext_GetOutput(context, index, dims, rank, &value));
  return value ? api->GetTensorMutableData(value, data) : NULL;
}

struct pack_tasks {
  struct unswag_pack_job job;
  unswag_pack_fn run;
};

static void pack_task(void* arg, size_t i) {
  const struct pack_tasks* t = arg;
  struct unswag_pack_job j = t->job;
  size_t first = i * CHUNK, bytes = first * ((size_t)2 << j.format->width);
  j.v = (const char*)j.v + bytes;
  j.y = j.y ? (char*)j.y + bytes : NULL;
  j.mask += first / 32;
  j.n = j.n - first < CHUNK ? j.n - first : CHUNK;
  t->run(&j);
}

struct grad_tasks {
  struct unswag_grad_job job;
  unswag_grad_fn run;
};

static void grad_task(void* arg, size_t i) {
  const struct grad_tasks* t = arg;
  struct unswag_grad_job j = t->job;
  size_t first = i * CHUNK, bytes = first * ((size_t)2 << j.format->width);
  j.dy = (const char*)j.dy + bytes;
  j.dx = (char*)j.dx + bytes;
  j.mask += first / 32;
  j.n = j.n - first < CHUNK ? j.n - first : CHUNK;
  t->run(&j);
}

static int worth_threads(size_t n, int width) { return n >= (PARALLEL_BYTES >> (width + 1)) && n > CHUNK; }

OrtStatus* ORT_API_CALL unswag_compute_pack(void* node, OrtKernelContext* context) {
  const struct unswag_node* self = node;
  const OrtApi* api = self->op->api;
  const struct unswag_format* format = &unswag_formats[self->op->type];
  struct tensor v;
  void *mask, *y;
  UNSWAG_TRY(input(api, context, 0, &v));
  int64_t words = (int64_t)(v.n / 32 + (v.n % 32 != 0));
  UNSWAG_TRY(output(api, context, 0, &words, 1, &mask));
  UNSWAG_TRY(output(api, context, 1, v.dims, v.rank, &y));
  if (v.n == 0) return NULL;
  if (!mask) return api->CreateStatus(ORT_INVALID_ARGUMENT, "ai.unswag.UnSwagPack: the output M is missing; name it in the node");
  struct pack_tasks t = {{v.data, y, mask, v.n, format, (enum unswag_predicate)self->variant, UNSWAG_KEEP},
                         self->kernels->pack[format->width]};
  if (worth_threads(v.n, format->width))
    return api->KernelContext_ParallelFor(context, pack_task, (v.n - 1) / CHUNK + 1, 0, &t);
  t.run(&t.job);
  return NULL;
}

OrtStatus* ORT_API_CALL unswag_compute_grad(void* node, OrtKernelContext* context) {
  const struct unswag_node* self = node;
  const OrtApi* api = self->op->api;
  const struct unswag_format* format = &unswag_formats[self->op->type];
  struct tensor dy, mask;
  void* dx;
  UNSWAG_TRY(input(api, context, 0, &dy));
  UNSWAG_TRY(input(api, context, 1, &mask));
  size_t words = dy.n / 32 + (dy.n % 32 != 0);
  if (mask.n != words) {
    char message[160];
    snprintf(message, sizeof message, "ai.unswag.%s: M has %zu words, but dY has %zu elements, which need %zu", self->op->name,
             mask.n, dy.n, words);
    return api->CreateStatus(ORT_INVALID_ARGUMENT, message);
  }
  UNSWAG_TRY(output(api, context, 0, dy.dims, dy.rank, &dx));
  if (dy.n == 0 || !dx) return NULL;
  struct grad_tasks t = {{dy.data, mask.data, dx, dy.n, format, (enum unswag_combine)self->variant},
                         self->kernels->grad[format->width]};
  if (worth_threads(dy.n, format->width))
    return api->KernelContext_ParallelFor(context, grad_task, (dy.n - 1) / CHUNK + 1, 0, &t);
  t.run(&t.job);
  return NULL;
}

// The output is the input's memory wherever the runtime can arrange that; it cannot for
// the outputs of a graph.
OrtStatus* ORT_API_CALL unswag_compute_tie(void* node, OrtKernelContext* context) {
  const struct unswag_node* self = node;
  struct tensor a;
  void* b;
  UNSWAG_TRY(input(self->op->api, context, 0, &a));
  UNSWAG_TRY(output(self->op->api, context, 0, a.dims, a.rank, &b));
  if (b && b != a.data && a.n) memcpy(b, a.data, a.n * self->op->size);
  return NULL;
}
