// Nodes: reading the attribute that chooses the predicate or the combine.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ops.h"

// attribute copies a string attribute of at most size - 1 bytes, and leaves value as it is
// where the node has none. Longer ones are cut, which makes them unknown.
static void attribute(const OrtApi* api, const OrtKernelInfo* info, const char* name, char* value, size_t size) {
  size_t n = 0;
  OrtStatus* status = api->KernelInfoGetAttribute_string(info, name, NULL, &n);
  if (!status && n > 0 && n <= size) {
    status = api->KernelInfoGetAttribute_string(info, name, value, &n);
    value[size - 1] = 0;
  } else if (!status && n > size) {
    snprintf(value, size, "%s", "too long");
  }
  if (status) api->ReleaseStatus(status);
}

// variant finds which of the two values an attribute has; -1 is neither.
static int variant(const struct unswag_op* op, const OrtKernelInfo* info, const char* name, const char* const* values) {
  char value[16];
  snprintf(value, sizeof value, "%s", values[op->variant]);
  attribute(op->api, info, name, value, sizeof value);
  for (int i = 0; i < 2; i++)
    if (strcmp(value, values[i]) == 0 && (!op->fixed || i == op->variant)) return i;
  return -1;
}

OrtStatus* ORT_API_CALL unswag_create(const OrtCustomOp* base, const OrtApi* api, const OrtKernelInfo* info, void** node) {
  static const char* const predicates[] = {"gt0", "not_le0"};
  static const char* const combines[] = {"select", "mul"};
  const struct unswag_op* op = (const struct unswag_op*)base;
  int chosen = 0;
  if (op->kind == UNSWAG_OP_PACK) chosen = variant(op, info, "predicate", predicates);
  if (op->kind == UNSWAG_OP_GRAD) chosen = variant(op, info, "combine", combines);
  if (chosen < 0) {
    char message[160];
    snprintf(message, sizeof message, "ai.unswag.%s: the attribute %s must be \"%s\"%s%s", op->name,
             op->kind == UNSWAG_OP_PACK ? "predicate" : "combine",
             op->kind == UNSWAG_OP_PACK ? predicates[op->variant] : combines[op->variant],
             op->fixed ? "" : " or ", op->fixed ? "" : op->kind == UNSWAG_OP_PACK ? "\"not_le0\"" : "\"mul\"");
    return api->CreateStatus(ORT_INVALID_ARGUMENT, message);
  }
  struct unswag_node* n = malloc(sizeof *n);
  if (!n) return api->CreateStatus(ORT_FAIL, "ai.unswag: out of memory");
  *n = (struct unswag_node){op, unswag_choose(), chosen};
  *node = n;
  return NULL;
}

void ORT_API_CALL unswag_destroy(void* node) { free(node); }
