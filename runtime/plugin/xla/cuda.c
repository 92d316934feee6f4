// The handlers for NVIDIA GPUs: one launch on the stream that XLA gives.
#include <pthread.h>
#include <stdlib.h>

#include "call.h"
#include "driver.h"
#include "entries.h"

#define MAX_BLOCKS 2147483647u
#define LOG_BYTES 700

// loaded is the module in a context. A context that is gone may leave its address to
// another, which the number tells apart where the driver has numbers. Modules go with
// their contexts.
struct loaded {
  cuda_context context;
  unsigned long long id;
  cuda_function functions[UNSWAG_OPS][UNSWAG_TYPES][2];
  struct loaded* next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct loaded* all;

static struct ffi_error* failed(const struct ffi_frame* f, const struct unswag_driver* d, const char* what, int code,
                                const char* log) {
  return unswag_refuse(f, FFI_INTERNAL, "unswag: %s: the NVIDIA driver returned %s (%d)%s%s", what, unswag_cuda_name(d, code),
                       code, *log ? "; its compiler says: " : "", log);
}

// load loads the module into the current context and finds its functions.
static struct ffi_error* load(const struct ffi_frame* f, const struct unswag_driver* d, struct loaded* l) {
  char log[LOG_BYTES] = "";
  int options[] = {CUDA_JIT_ERROR_LOG, CUDA_JIT_ERROR_LOG_BYTES};
  void* settings[] = {log, (void*)(uintptr_t)(sizeof log - 1)};
  cuda_module module;
  int code = d->module_load(&module, unswag_ptx, 2, options, settings);
  if (code) return failed(f, d, "the kernels cannot be loaded", code, log);
  for (int op = 0; op < UNSWAG_OPS; op++)
    for (int type = 0; type < UNSWAG_TYPES; type++)
      for (int variant = 0; variant < 2; variant++) {
        const char* name = unswag_entries[op][type][variant].name;
        code = d->module_function(&l->functions[op][type][variant], module, name);
        if (code) return failed(f, d, name, code, "");
      }
  return NULL;
}

// find returns the module in the current context, which it loads the first time. The lock
// is held. A stream may be under capture, by which another thread's loading is forbidden
// unless it is said to have nothing to do with it.
static struct ffi_error* find(const struct ffi_frame* f, const struct unswag_driver* d, cuda_context context,
                              struct loaded** out) {
  unsigned long long id = 0;
  if (d->context_id) d->context_id(context, &id);
  for (struct loaded* l = all; l; l = l->next)
    if (l->context == context && l->id == id) {
      *out = l;
      return NULL;
    }
  struct loaded* l = calloc(1, sizeof *l);
  if (!l) return unswag_refuse(f, FFI_INTERNAL, "unswag: out of memory");
  int mode = CUDA_CAPTURE_RELAXED;
  d->exchange_capture_mode(&mode);
  struct ffi_error* error = load(f, d, l);
  d->exchange_capture_mode(&mode);
  if (error) {
    free(l);
    return error;
  }
  l->context = context, l->id = id, l->next = all;
  *out = all = l;
  return NULL;
}

// start launches in the current context.
static struct ffi_error* start(const struct ffi_frame* f, const struct unswag_driver* d, cuda_context context, cuda_stream stream,
                               enum unswag_op op, struct unswag_call* c) {
  struct loaded* l = NULL;
  pthread_mutex_lock(&lock);
  struct ffi_error* error = find(f, d, context, &l);
  pthread_mutex_unlock(&lock);
  if (error) return error;
  const struct unswag_entry* e = &unswag_entries[op][c->type][c->variant];
  uint64_t blocks = (c->n - 1) / e->elements + 1;
  if (blocks > MAX_BLOCKS)
    return unswag_refuse(f, FFI_INVALID_ARGUMENT, "unswag: %llu elements are more than one launch takes, which are %llu",
                         (unsigned long long)c->n, (unsigned long long)(MAX_BLOCKS * e->elements));
  void* pack[] = {&c->in, &c->mask, &c->n};
  void* grad_mask[] = {&c->in, &c->mask, &c->out, &c->n};
  int code = d->launch(l->functions[op][c->type][c->variant], (unsigned)blocks, 1, 1, e->block, 1, 1, 0, stream,
                       op == UNSWAG_PACK ? pack : grad_mask, NULL);
  return code ? failed(f, d, e->name, code, "") : NULL;
}

static struct ffi_error* launch(const struct ffi_frame* f, enum unswag_op op, struct unswag_call* c) {
  if (c->n == 0) return NULL;
  const char* why;
  const struct unswag_driver* d = unswag_driver(&why);
  if (!d) return unswag_refuse(f, FFI_FAILED_PRECONDITION, "unswag: %s", why);
  struct ffi_stream_get s = {.size = sizeof s, .context = f->context};
  struct ffi_error* error = f->api->stream_get(&s);
  if (error) return error;
  cuda_context context, popped;
  int code = d->stream_context(s.stream, &context);
  if (!code) code = d->push(context);
  if (code) return failed(f, d, "the stream's context cannot be used", code, "");
  error = start(f, d, context, s.stream, op, c);
  d->pop(&popped);
  return error;
}

UNSWAG_HANDLER UnSwagPackCuda(struct ffi_frame* frame) {
  if (unswag_describe(frame, FFI_COMMAND_BUFFER_COMPATIBLE)) return NULL;
  struct unswag_call c;
  struct ffi_error* error = unswag_read_pack(frame, &c);
  return error ? error : launch(frame, UNSWAG_PACK, &c);
}

UNSWAG_HANDLER UnSwagGradMaskCuda(struct ffi_frame* frame) {
  if (unswag_describe(frame, FFI_COMMAND_BUFFER_COMPATIBLE)) return NULL;
  struct unswag_call c;
  struct ffi_error* error = unswag_read_grad_mask(frame, &c);
  return error ? error : launch(frame, UNSWAG_GRAD_MASK, &c);
}
