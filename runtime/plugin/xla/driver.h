// What is used of the CUDA driver, which is opened when it is first needed: a machine
// without one loads the library all the same.
#ifndef UNSWAG_DRIVER_H
#define UNSWAG_DRIVER_H

#include <stddef.h>

typedef struct unswag_cuda_context* cuda_context;
typedef struct unswag_cuda_stream* cuda_stream;
typedef struct unswag_cuda_module* cuda_module;
typedef struct unswag_cuda_function* cuda_function;

enum { CUDA_CAPTURE_RELAXED = 2 };
enum { CUDA_JIT_ERROR_LOG = 5, CUDA_JIT_ERROR_LOG_BYTES = 6 };

struct unswag_driver {
  int (*init)(unsigned);
  int (*stream_context)(cuda_stream, cuda_context*);
  int (*push)(cuda_context);
  int (*pop)(cuda_context*);
  int (*exchange_capture_mode)(int*);
  int (*module_load)(cuda_module*, const void*, unsigned, int*, void**);
  int (*module_function)(cuda_function*, cuda_module, const char*);
  int (*launch)(cuda_function, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, cuda_stream, void**, void**);
  int (*error_name)(int, const char**);
  int (*context_id)(cuda_context, unsigned long long*);  // NULL in drivers before CUDA 12
};

// unswag_driver opens the driver, or returns NULL and says in *why what is missing.
const struct unswag_driver* unswag_driver(const char** why);

// unswag_cuda_name names an error of the driver.
const char* unswag_cuda_name(const struct unswag_driver* d, int code);

#endif
