#include "call.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct ffi_error* unswag_refuse(const struct ffi_frame* frame, int code, const char* format, ...) {
  char message[1024];
  va_list values;
  va_start(values, format);
  vsnprintf(message, sizeof message, format, values);
  va_end(values);
  struct ffi_error_create a = {.size = sizeof a, .message = message, .code = code};
  return frame->api->error_create(&a);
}

int unswag_describe(struct ffi_frame* frame, uint32_t traits) {
  for (struct ffi_extension* e = frame->extension; e; e = e->next) {
    if (e->kind != FFI_METADATA) continue;
    struct ffi_metadata* m = ((struct ffi_metadata_extension*)e)->metadata;
    int minor = frame->api ? frame->api->version.minor : FFI_OLDEST_MINOR;
    m->version.major = FFI_MAJOR;
    m->version.minor = minor < FFI_NEWEST_MINOR ? minor : FFI_NEWEST_MINOR;
    m->traits = traits;
    return 1;
  }
  return 0;
}

// attribute is one that a call may have, with its two values; the first is the default.
struct attribute {
  const char* name;
  const char* values[2];
};

static int same(const struct ffi_text* text, const char* s) {
  return text->length == strlen(s) && memcmp(text->first, s, text->length) == 0;
}

// attributes finds which value each of the known attributes has. There may be no others.
static struct ffi_error* attributes(const struct ffi_frame* frame, const char* op, const struct attribute* known, int count,
                                    int* chosen) {
  const struct ffi_attributes* all = &frame->attributes;
  for (int k = 0; k < count; k++) chosen[k] = 0;
  for (int64_t i = 0; i < all->count; i++) {
    const struct ffi_text *name = all->names[i], *value = all->items[i];
    int k = 0;
    while (k < count && !same(name, known[k].name)) k++;
    if (k == count)
      return unswag_refuse(frame, FFI_INVALID_ARGUMENT, "%s has no attribute \"%.*s\": leave it out", op, (int)name->length,
                           name->first);
    int v = 0;
    while (v < 2 && !(all->kinds[i] == FFI_STRING && same(value, known[k].values[v]))) v++;
    if (v == 2)
      return unswag_refuse(frame, FFI_INVALID_ARGUMENT, "%s: the attribute %s is %.*s, and must be \"%s\" or \"%s\"", op,
                           known[k].name, all->kinds[i] == FFI_STRING ? (int)value->length : 9,
                           all->kinds[i] == FFI_STRING ? value->first : "no string", known[k].values[0], known[k].values[1]);
    chosen[k] = v;
  }
  return NULL;
}

// values checks how many arguments and results a call has, and that they are tensors.
static struct ffi_error* values(const struct ffi_frame* frame, const char* op, int arguments, int results) {
  const struct ffi_values *a = &frame->arguments, *r = &frame->results;
  if (a->count != arguments || r->count != results)
    return unswag_refuse(frame, FFI_INVALID_ARGUMENT, "%s has %lld arguments and %lld results, and must have %d and %d", op,
                         (long long)a->count, (long long)r->count, arguments, results);
  for (int i = 0; i < arguments; i++)
    if (a->kinds[i] != FFI_BUFFER)
      return unswag_refuse(frame, FFI_INVALID_ARGUMENT, "%s: argument %d is no tensor", op, i);
  for (int i = 0; i < results; i++)
    if (r->kinds[i] != FFI_BUFFER)
      return unswag_refuse(frame, FFI_INVALID_ARGUMENT, "%s: result %d is no tensor", op, i);
  return NULL;
}

static uint64_t elements(const struct ffi_buffer* b) {
  uint64_t n = 1;
  for (int64_t i = 0; i < b->rank; i++) n *= (uint64_t)b->dims[i];
  return n;
}

// floats reads the tensor that a call is about.
static struct ffi_error* floats(const struct ffi_frame* frame, const char* op, const char* name, const struct ffi_buffer* b,
                                struct unswag_call* call) {
  switch (b->type) {
    case FFI_F16: call->type = UNSWAG_FLOAT16; break;
    case FFI_BF16: call->type = UNSWAG_BFLOAT16; break;
    case FFI_F32: call->type = UNSWAG_FLOAT; break;
    case FFI_F64: call->type = UNSWAG_DOUBLE; break;
    default:
      return unswag_refuse(frame, FFI_INVALID_ARGUMENT,
                           "%s: %s has elements of XLA's type %d, and must have float16, bfloat16, float or double", op, name,
                           b->type);
  }
  call->n = elements(b);
  call->in = b->data;
  return NULL;
}

// words checks a mask against the tensor.
static struct ffi_error* words(const struct ffi_frame* frame, const char* op, const char* name, const struct ffi_buffer* b,
                               struct unswag_call* call) {
  uint64_t want = call->n / 32 + (call->n % 32 != 0), got = elements(b);
  if (b->type != FFI_U32)
    return unswag_refuse(frame, FFI_INVALID_ARGUMENT, "%s: the mask has elements of XLA's type %d, and must have uint32", op,
                         b->type);
  if (b->rank != 1 || got != want)
    return unswag_refuse(frame, FFI_INVALID_ARGUMENT,
                         "%s: the mask has %lld dims and %llu words, but %s has %llu elements, which need one dim of %llu", op,
                         (long long)b->rank, (unsigned long long)got, name, (unsigned long long)call->n,
                         (unsigned long long)want);
  call->mask = b->data;
  return NULL;
}

struct ffi_error* unswag_read_pack(const struct ffi_frame* frame, struct unswag_call* call) {
  static const char op[] = "unswag.pack";
  // zeros is of Relu, which this operator leaves to XLA: the mask is the same for both.
  static const struct attribute known[] = {{"predicate", {"gt0", "not_le0"}}, {"zeros", {"keep", "plus"}}};
  struct ffi_error* error;
  int chosen[2];
  if ((error = values(frame, op, 1, 1))) return error;
  if ((error = attributes(frame, op, known, 2, chosen))) return error;
  if ((error = floats(frame, op, "V", frame->arguments.items[0], call))) return error;
  if ((error = words(frame, op, "V", frame->results.items[0], call))) return error;
  call->variant = chosen[0];
  call->out = NULL;
  return NULL;
}

struct ffi_error* unswag_read_grad_mask(const struct ffi_frame* frame, struct unswag_call* call) {
  static const char op[] = "unswag.grad_mask";
  static const struct attribute known[] = {{"combine", {"select", "mul"}}};
  struct ffi_error* error;
  if ((error = values(frame, op, 2, 1))) return error;
  if ((error = attributes(frame, op, known, 1, &call->variant))) return error;
  const struct ffi_buffer *dy = frame->arguments.items[0], *dx = frame->results.items[0];
  if ((error = floats(frame, op, "dY", dy, call))) return error;
  if ((error = words(frame, op, "dY", frame->arguments.items[1], call))) return error;
  if (dx->type != dy->type || elements(dx) != call->n)
    return unswag_refuse(frame, FFI_INVALID_ARGUMENT,
                         "%s: dX has %llu elements of XLA's type %d, and must have the %llu of type %d that dY has", op,
                         (unsigned long long)elements(dx), dx->type, (unsigned long long)call->n, dy->type);
  call->out = dx->data;
  return NULL;
}
