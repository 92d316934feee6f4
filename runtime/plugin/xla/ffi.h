// What XLA hands to the functions that it calls: its structs from their first member to the
// last that is used here, under names of ours.
//
// They are written down in place of including xla/ffi/api/c_api.h, since these members stand
// where they do in every version from 0.1 to 0.5 of that interface, and a library that is
// compiled with the header of one version says to be of it, which older XLA refuses. A test
// compares them with the header where there is one.
#ifndef UNSWAG_FFI_H
#define UNSWAG_FFI_H

#include <stddef.h>
#include <stdint.h>

// The versions that the structs hold for. Before XLA tells its own, it takes the oldest alone.
enum { FFI_MAJOR = 0, FFI_OLDEST_MINOR = 1, FFI_NEWEST_MINOR = 5 };

enum { FFI_U32 = 8, FFI_F16 = 10, FFI_F32 = 11, FFI_F64 = 12, FFI_BF16 = 16 };  // types of elements
enum { FFI_BUFFER = 1 };                                                       // kinds of arguments and results
enum { FFI_STRING = 4 };                                                       // kinds of attributes
enum { FFI_METADATA = 1 };                                                     // kinds of extensions
enum { FFI_COMMAND_BUFFER_COMPATIBLE = 1 };                                    // traits
enum { FFI_INVALID_ARGUMENT = 3, FFI_FAILED_PRECONDITION = 9, FFI_INTERNAL = 13 };

struct ffi_error;
struct ffi_context;

struct ffi_extension {
  size_t size;
  int kind;
  struct ffi_extension* next;
};

// FFI_HEAD is how all other structs start. size is the struct's, in bytes.
#define FFI_HEAD \
  size_t size;   \
  struct ffi_extension* extension

struct ffi_version {
  FFI_HEAD;
  int major, minor;
};

struct ffi_metadata {
  size_t size;
  struct ffi_version version;
  uint32_t traits;
};

struct ffi_metadata_extension {
  struct ffi_extension base;
  struct ffi_metadata* metadata;
};

struct ffi_text {
  const char* first;
  size_t length;
};

struct ffi_buffer {
  FFI_HEAD;
  int type;
  void* data;
  int64_t rank;
  int64_t* dims;
};

// ffi_values are arguments or results.
struct ffi_values {
  FFI_HEAD;
  int64_t count;
  int* kinds;
  void** items;
};

struct ffi_attributes {
  FFI_HEAD;
  int64_t count;
  int* kinds;
  struct ffi_text** names;
  void** items;
};

struct ffi_error_create {
  FFI_HEAD;
  const char* message;
  int code;
};

struct ffi_error_destroy {
  FFI_HEAD;
  struct ffi_error* error;
};

struct ffi_stream_get {
  FFI_HEAD;
  struct ffi_context* context;
  void* stream;  // a CUstream
};

struct ffi_schedule {
  FFI_HEAD;
  struct ffi_context* context;
  void (*task)(void*);
  void* data;
};

struct ffi_api {
  FFI_HEAD;
  struct ffi_version version;
  const void* internal;
  struct ffi_error* (*error_create)(struct ffi_error_create*);
  void (*error_message)(void);  // others since 0.2
  void (*error_destroy)(struct ffi_error_destroy*);
  void (*handler_register)(void);
  struct ffi_error* (*stream_get)(struct ffi_stream_get*);
  void (*type_register)(void);
  void (*context_get)(void);
  void (*state[2])(void);
  void (*memory[2])(void);
  struct ffi_error* (*schedule)(struct ffi_schedule*);
};

// ffi_frame is one call.
struct ffi_frame {
  FFI_HEAD;
  const struct ffi_api* api;
  struct ffi_context* context;
  int stage;
  struct ffi_values arguments, results;
  struct ffi_attributes attributes;
};

#endif
