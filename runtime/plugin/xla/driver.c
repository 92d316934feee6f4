#include "driver.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct unswag_driver driver;
static char missing[512];  // why there is no driver

static const struct {
  const char* name;
  size_t at;
  int optional;
} functions[] = {
    {"cuInit", offsetof(struct unswag_driver, init), 0},
    {"cuStreamGetCtx", offsetof(struct unswag_driver, stream_context), 0},
    {"cuCtxPushCurrent_v2", offsetof(struct unswag_driver, push), 0},
    {"cuCtxPopCurrent_v2", offsetof(struct unswag_driver, pop), 0},
    {"cuThreadExchangeStreamCaptureMode", offsetof(struct unswag_driver, exchange_capture_mode), 0},
    {"cuModuleLoadDataEx", offsetof(struct unswag_driver, module_load), 0},
    {"cuModuleGetFunction", offsetof(struct unswag_driver, module_function), 0},
    {"cuLaunchKernel", offsetof(struct unswag_driver, launch), 0},
    {"cuGetErrorName", offsetof(struct unswag_driver, error_name), 0},
    {"cuCtxGetId", offsetof(struct unswag_driver, context_id), 1},
};

static void open_driver(void) {
  const char* file = getenv("UNSWAG_CUDA");
  if (!file || !*file) file = "libcuda.so.1";
  void* library = strcmp(file, "none") ? dlopen(file, RTLD_NOW | RTLD_LOCAL) : NULL;
  if (!library) {
    const char* why = strcmp(file, "none") ? dlerror() : "UNSWAG_CUDA is none";
    snprintf(missing, sizeof missing, "there is no NVIDIA driver: %s", why ? why : file);
    return;
  }
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    void* f = dlsym(library, functions[i].name);
    if (!f && !functions[i].optional) {
      snprintf(missing, sizeof missing, "the NVIDIA driver has no function %s: install a newer one", functions[i].name);
      return;
    }
    memcpy((char*)&driver + functions[i].at, &f, sizeof f);
  }
  int code = driver.init(0);
  if (code) snprintf(missing, sizeof missing, "the NVIDIA driver does not start: %s (%d)", unswag_cuda_name(&driver, code), code);
}

const struct unswag_driver* unswag_driver(const char** why) {
  pthread_once(&once, open_driver);
  *why = missing;
  return *missing ? NULL : &driver;
}

const char* unswag_cuda_name(const struct unswag_driver* d, int code) {
  const char* name = NULL;
  d->error_name(code, &name);
  return name ? name : "an unknown error";
}
