// Compares our structs with those of XLA's header: it compiles where they agree.
#include <xla/ffi/api/c_api.h>

#include "ffi.h"

// AT is for members, OF for whole structs that end in the same member.
#define AT(ours, member, theirs, name)                                                          \
  _Static_assert(offsetof(struct ours, member) == offsetof(theirs, name), #theirs "." #name);   \
  _Static_assert(sizeof(((struct ours*)0)->member) == sizeof(((theirs*)0)->name), #theirs "." #name)
#define OF(ours, theirs) _Static_assert(sizeof(struct ours) == sizeof(theirs), #theirs)
#define IS(ours, theirs) _Static_assert((int)ours == (int)theirs, #theirs)

AT(ffi_version, extension, XLA_FFI_Api_Version, extension_start);
AT(ffi_version, major, XLA_FFI_Api_Version, major_version);
AT(ffi_version, minor, XLA_FFI_Api_Version, minor_version);
OF(ffi_version, XLA_FFI_Api_Version);
AT(ffi_metadata, version, XLA_FFI_Metadata, api_version);
AT(ffi_metadata, traits, XLA_FFI_Metadata, traits);
AT(ffi_metadata_extension, metadata, XLA_FFI_Metadata_Extension, metadata);
AT(ffi_text, first, XLA_FFI_ByteSpan, ptr);
AT(ffi_text, length, XLA_FFI_ByteSpan, len);
AT(ffi_buffer, type, XLA_FFI_Buffer, dtype);
AT(ffi_buffer, data, XLA_FFI_Buffer, data);
AT(ffi_buffer, rank, XLA_FFI_Buffer, rank);
AT(ffi_buffer, dims, XLA_FFI_Buffer, dims);
AT(ffi_values, count, XLA_FFI_Args, size);
AT(ffi_values, kinds, XLA_FFI_Args, types);
AT(ffi_values, items, XLA_FFI_Args, args);
OF(ffi_values, XLA_FFI_Args);
AT(ffi_values, count, XLA_FFI_Rets, size);
AT(ffi_values, kinds, XLA_FFI_Rets, types);
AT(ffi_values, items, XLA_FFI_Rets, rets);
OF(ffi_values, XLA_FFI_Rets);
AT(ffi_attributes, count, XLA_FFI_Attrs, size);
AT(ffi_attributes, kinds, XLA_FFI_Attrs, types);
AT(ffi_attributes, names, XLA_FFI_Attrs, names);
AT(ffi_attributes, items, XLA_FFI_Attrs, attrs);
AT(ffi_error_create, message, XLA_FFI_Error_Create_Args, message);
AT(ffi_error_create, code, XLA_FFI_Error_Create_Args, errc);
AT(ffi_error_destroy, error, XLA_FFI_Error_Destroy_Args, error);
AT(ffi_stream_get, context, XLA_FFI_Stream_Get_Args, ctx);
AT(ffi_stream_get, stream, XLA_FFI_Stream_Get_Args, stream);
AT(ffi_schedule, context, XLA_FFI_ThreadPool_Schedule_Args, ctx);
AT(ffi_schedule, task, XLA_FFI_ThreadPool_Schedule_Args, task);
AT(ffi_schedule, data, XLA_FFI_ThreadPool_Schedule_Args, data);
AT(ffi_api, version, XLA_FFI_Api, api_version);
AT(ffi_api, error_create, XLA_FFI_Api, XLA_FFI_Error_Create);
AT(ffi_api, error_destroy, XLA_FFI_Api, XLA_FFI_Error_Destroy);
AT(ffi_api, stream_get, XLA_FFI_Api, XLA_FFI_Stream_Get);
AT(ffi_api, schedule, XLA_FFI_Api, XLA_FFI_ThreadPool_Schedule);
AT(ffi_frame, extension, XLA_FFI_CallFrame, extension_start);
AT(ffi_frame, api, XLA_FFI_CallFrame, api);
AT(ffi_frame, context, XLA_FFI_CallFrame, ctx);
AT(ffi_frame, arguments, XLA_FFI_CallFrame, args);
AT(ffi_frame, results, XLA_FFI_CallFrame, rets);
AT(ffi_frame, attributes, XLA_FFI_CallFrame, attrs);
IS(FFI_MAJOR, XLA_FFI_API_MAJOR);
IS(FFI_U32, XLA_FFI_DataType_U32);
IS(FFI_F16, XLA_FFI_DataType_F16);
IS(FFI_F32, XLA_FFI_DataType_F32);
IS(FFI_F64, XLA_FFI_DataType_F64);
IS(FFI_BF16, XLA_FFI_DataType_BF16);
IS(FFI_BUFFER, XLA_FFI_ArgType_BUFFER);
IS(FFI_BUFFER, XLA_FFI_RetType_BUFFER);
IS(FFI_STRING, XLA_FFI_AttrType_STRING);
IS(FFI_METADATA, XLA_FFI_Extension_Metadata);
IS(FFI_COMMAND_BUFFER_COMPATIBLE, XLA_FFI_HANDLER_TRAITS_COMMAND_BUFFER_COMPATIBLE);
IS(FFI_INVALID_ARGUMENT, XLA_FFI_Error_Code_INVALID_ARGUMENT);
IS(FFI_FAILED_PRECONDITION, XLA_FFI_Error_Code_FAILED_PRECONDITION);
IS(FFI_INTERNAL, XLA_FFI_Error_Code_INTERNAL);
_Static_assert(FFI_OLDEST_MINOR <= XLA_FFI_API_MINOR && XLA_FFI_API_MINOR <= FFI_NEWEST_MINOR, "the version of the header");
