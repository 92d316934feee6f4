package pjrt

// EnvCPU names the environment variable that holds the path of a plugin for CPUs.
const EnvCPU = "UNSWAG_PJRT_CPU"
