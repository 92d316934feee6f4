package pjrt

// function is one function of the API: the number of its word in the table that
// GetPjrtApi returns. Before the functions stand the table's size, a pointer, and the
// version with its own size and pointer.
type function int

// The functions that are used. Their numbers hold since version 0.57, which rearranged
// the table; later versions append.
const (
	fnErrorDestroy           function = 5
	fnErrorMessage           function = 6
	fnErrorGetCode           function = 7
	fnPluginInitialize       function = 8
	fnEventDestroy           function = 10
	fnEventAwait             function = 13
	fnClientCreate           function = 15
	fnClientDestroy          function = 16
	fnClientPlatformName     function = 17
	fnClientPlatformVersion  function = 19
	fnAddressableDevices     function = 21
	fnClientCompile          function = 25
	fnBufferFromHost         function = 27
	fnDescriptionID          function = 28
	fnDescriptionKind        function = 31
	fnDeviceGetDescription   function = 34
	fnDeviceMemoryStats      function = 39
	fnExecutableDestroy      function = 45
	fnNumOutputs             function = 49
	fnCostAnalysis           function = 51
	fnOptimizedProgram       function = 53
	fnLoadedDestroy          function = 55
	fnLoadedGetExecutable    function = 56
	fnLoadedDevices          function = 57
	fnExecute                function = 60
	fnBufferDestroy          function = 63
	fnBufferElementType      function = 64
	fnBufferDimensions       function = 65
	fnBufferIsDeleted        function = 73
	fnBufferToHost           function = 75
	fnTopologyCreate         function = 87
	fnTopologyDestroy        function = 88
	fnTopologyPlatformName   function = 89
	fnTopologyDescriptions   function = 91
	fnCompile                function = 94
	fnExecutableOutputTypes  function = 95
	fnExecutableOutputDims   function = 96
	fnGetCompiledMemoryStats function = 101
)

// functionNames name them in errors, as the API's header does.
var functionNames = map[function]string{
	fnErrorDestroy: "PJRT_Error_Destroy", fnErrorMessage: "PJRT_Error_Message", fnErrorGetCode: "PJRT_Error_GetCode",
	fnPluginInitialize: "PJRT_Plugin_Initialize", fnEventDestroy: "PJRT_Event_Destroy", fnEventAwait: "PJRT_Event_Await",
	fnClientCreate: "PJRT_Client_Create", fnClientDestroy: "PJRT_Client_Destroy",
	fnClientPlatformName: "PJRT_Client_PlatformName", fnClientPlatformVersion: "PJRT_Client_PlatformVersion",
	fnAddressableDevices: "PJRT_Client_AddressableDevices", fnClientCompile: "PJRT_Client_Compile",
	fnBufferFromHost: "PJRT_Client_BufferFromHostBuffer", fnDescriptionID: "PJRT_DeviceDescription_Id",
	fnDescriptionKind: "PJRT_DeviceDescription_Kind", fnDeviceGetDescription: "PJRT_Device_GetDescription",
	fnDeviceMemoryStats: "PJRT_Device_MemoryStats", fnExecutableDestroy: "PJRT_Executable_Destroy",
	fnNumOutputs: "PJRT_Executable_NumOutputs", fnCostAnalysis: "PJRT_Executable_GetCostAnalysis",
	fnOptimizedProgram: "PJRT_Executable_OptimizedProgram", fnLoadedDestroy: "PJRT_LoadedExecutable_Destroy",
	fnLoadedGetExecutable: "PJRT_LoadedExecutable_GetExecutable", fnLoadedDevices: "PJRT_LoadedExecutable_AddressableDevices",
	fnExecute: "PJRT_LoadedExecutable_Execute", fnBufferDestroy: "PJRT_Buffer_Destroy",
	fnBufferElementType: "PJRT_Buffer_ElementType", fnBufferDimensions: "PJRT_Buffer_Dimensions",
	fnBufferIsDeleted: "PJRT_Buffer_IsDeleted", fnBufferToHost: "PJRT_Buffer_ToHostBuffer",
	fnTopologyCreate: "PJRT_TopologyDescription_Create", fnTopologyDestroy: "PJRT_TopologyDescription_Destroy",
	fnTopologyPlatformName: "PJRT_TopologyDescription_PlatformName",
	fnTopologyDescriptions: "PJRT_TopologyDescription_GetDeviceDescriptions", fnCompile: "PJRT_Compile",
	fnExecutableOutputTypes: "PJRT_Executable_OutputElementTypes", fnExecutableOutputDims: "PJRT_Executable_OutputDimensions",
	fnGetCompiledMemoryStats: "PJRT_Executable_GetCompiledMemoryStats",
}
