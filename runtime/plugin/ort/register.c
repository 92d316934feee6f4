// RegisterCustomOps, which ONNX Runtime calls when a session's options name the library.
#include <stdatomic.h>
#include <stdlib.h>

#include "ops.h"

#if defined(_WIN32)
#define UNSWAG_EXPORT __declspec(dllexport)
#else
#define UNSWAG_EXPORT __attribute__((visibility("default")))
#endif

static const struct {
  const char* name;
  enum unswag_kind kind;
  int variant, fixed;
} names[] = {
    {"UnSwagPack", UNSWAG_OP_PACK, UNSWAG_GT0, 0},
    {"UnSwagPack_not_le0", UNSWAG_OP_PACK, UNSWAG_NOT_LE0, 1},
    {"UnSwagGradMask", UNSWAG_OP_GRAD, UNSWAG_SELECT, 0},
    {"UnSwagGradMask_mul", UNSWAG_OP_GRAD, UNSWAG_MUL, 1},
};

static const struct {
  ONNXTensorElementDataType element;
  size_t size;
} elements[] = {
    // In the order of enum unswag_type.
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16, 2},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16, 2},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, 4},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE, 8},
    // UnSwagTie only.
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8, 1},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8, 1},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL, 1},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16, 2},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16, 2},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32, 4},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32, 4},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64, 8},
    {ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64, 8},
};

enum { NAMES = sizeof names / sizeof *names, ELEMENTS = sizeof elements / sizeof *elements, OPS = NAMES * UNSWAG_TYPES + ELEMENTS };

// domain holds the operators for one runtime. A process may hold several runtimes.
struct domain {
  const OrtApi* api;
  OrtCustomOpDomain* handle;
  struct domain* next;
  struct unswag_op ops[OPS];
};

// Domains are never freed: sessions of other threads may use them. The list has no lock,
// which a fork could leave taken; two threads that come at once make two domains.
static _Atomic(struct domain*) domains;

static void describe(struct domain* d, uint32_t version) {
  struct unswag_op* op = d->ops;
  for (int i = 0; i < NAMES; i++)
    for (int type = 0; type < UNSWAG_TYPES; type++, op++) {
      op->name = names[i].name;
      op->kind = names[i].kind;
      op->variant = names[i].variant;
      op->fixed = names[i].fixed;
      op->type = (enum unswag_type)type;
      op->element = elements[type].element;
    }
  for (int i = 0; i < ELEMENTS; i++, op++) {
    op->name = "UnSwagTie";
    op->kind = UNSWAG_OP_TIE;
    op->element = elements[i].element;
    op->size = elements[i].size;
  }
  for (op = d->ops; op < d->ops + OPS; op++) {
    op->api = d->api;
    unswag_fill(op, version);
  }
}

static OrtStatus* make(struct domain* d, uint32_t version) {
  describe(d, version);
  UNSWAG_TRY(d->api->CreateCustomOpDomain("ai.unswag", &d->handle));
  for (int i = 0; i < OPS; i++) {
    OrtStatus* status = d->api->CustomOpDomain_Add(d->handle, &d->ops[i].base);
    if (status) {
      d->api->ReleaseCustomOpDomain(d->handle);
      return status;
    }
  }
  return NULL;
}

static OrtStatus* domain_of(const OrtApi* api, uint32_t version, struct domain** out) {
  for (struct domain* d = atomic_load(&domains); d; d = d->next)
    if (d->api == api) {
      *out = d;
      return NULL;
    }
  struct domain* d = calloc(1, sizeof *d);
  if (!d) return api->CreateStatus(ORT_FAIL, "ai.unswag: out of memory");
  d->api = api;
  OrtStatus* status = make(d, version);
  if (status) {
    free(d);
    return status;
  }
  d->next = atomic_load(&domains);
  while (!atomic_compare_exchange_weak(&domains, &d->next, d)) {
  }
  *out = d;
  return NULL;
}

// version_of is the newest version that both sides know, read from the runtime's own
// version "1.N.P" (its API has number N), so that it is never asked for one that it lacks:
// it would print an error.
static uint32_t version_of(const OrtApiBase* base) {
  const char* text = base->GetVersionString();
  char* end = NULL;
  unsigned long major = text ? strtoul(text, &end, 10) : 0;
  unsigned long minor = major == 1 && *end == '.' ? strtoul(end + 1, NULL, 10) : UNSWAG_NEWEST_API;
  return minor < UNSWAG_NEWEST_API ? (uint32_t)minor : UNSWAG_NEWEST_API;
}

UNSWAG_EXPORT OrtStatus* ORT_API_CALL RegisterCustomOps(OrtSessionOptions* options, const OrtApiBase* base) {
  uint32_t version = version_of(base);
  const OrtApi* api = base->GetApi(version);
  struct domain* d = NULL;
  if (version < UNSWAG_OLDEST_API || !api) {
    const OrtApi* old = base->GetApi(1);
    return old ? old->CreateStatus(ORT_NOT_IMPLEMENTED, "ai.unswag: the library needs ONNX Runtime 1.19 or newer") : NULL;
  }
  UNSWAG_TRY(domain_of(api, version, &d));
  return api->AddCustomOpDomain(options, d->handle);
}
