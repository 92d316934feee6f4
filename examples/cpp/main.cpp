// Loads the kernels that `unswagc -target ptx` wrote, launches them through the CUDA driver
// and compares them with a plain loop: main OUT.ptx OUT.launch.json. See run.sh.
// The driver is opened when the program runs, so that it compiles without CUDA.
#include <dlfcn.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

using Device = unsigned long long;  // CUdeviceptr

static void* driver;

[[noreturn]] static void end(int code, const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(code);
}

// call calls a function of the driver, and ends the program if that returns an error.
template <typename... Args>
static void call(const char* name, Args... args) {
  auto f = reinterpret_cast<int (*)(Args...)>(dlsym(driver, name));
  if (!f) end(1, std::string("the driver has no ") + name + ": install a newer one");
  if (int code = f(args...)) end(1, std::string(name) + " returned " + std::to_string(code));
}

static std::string read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) end(1, std::string("cannot read ") + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Entry is a kernel of the manifest. A JSON library reads it better; the order of the
// fields is fixed, and that is enough here.
struct Entry {
  void* function = nullptr;
  unsigned block = 0;
  uint64_t elements = 0;
};

static unsigned long number(const std::string& json, size_t from, const char* key) {
  size_t at = json.find(key, from);
  if (at == std::string::npos) end(1, std::string("the manifest has no ") + key);
  at = json.find_first_of("0123456789", at + std::strlen(key));
  return std::strtoul(json.c_str() + at, nullptr, 10);
}

static Entry entry(void* module, const std::string& json, const char* name) {
  size_t at = json.find(std::string("\"name\": \"") + name + "\"");
  if (at == std::string::npos) end(1, std::string("the manifest has no entry ") + name);
  Entry e;
  e.block = static_cast<unsigned>(number(json, at, "\"block\""));
  e.elements = number(json, at, "\"elements_per_block\"");
  call("cuModuleGetFunction", &e.function, module, name);
  return e;
}

// launch runs a kernel on three tensors of n elements; their order is in the manifest.
static void launch(const Entry& e, Device a, Device b, Device c, uint64_t n) {
  void* parameters[] = {&a, &b, &c, &n};
  unsigned blocks = static_cast<unsigned>((n + e.elements - 1) / e.elements), one = 1, none = 0;
  void* stream = nullptr;
  void** extra = nullptr;
  call("cuLaunchKernel", e.function, blocks, one, one, e.block, one, one, none, stream, static_cast<void**>(parameters), extra);
}

static Device upload(const void* data, size_t bytes) {
  Device d = 0;
  call("cuMemAlloc_v2", &d, bytes);
  if (data) call("cuMemcpyHtoD_v2", d, data, bytes);
  return d;
}

template <typename T>
static std::vector<T> download(Device d, size_t n) {
  std::vector<T> out(n);
  call("cuMemcpyDtoH_v2", static_cast<void*>(out.data()), d, n * sizeof(T));
  return out;
}

static void open_driver() {
  driver = dlopen("libcuda.so.1", RTLD_NOW);
  if (!driver) end(77, "skipped: there is no NVIDIA driver on this machine (libcuda.so.1 cannot be opened)");
  auto init = reinterpret_cast<int (*)(unsigned)>(dlsym(driver, "cuInit"));
  auto count = reinterpret_cast<int (*)(int*)>(dlsym(driver, "cuDeviceGetCount"));
  int devices = 0;
  if (!init || !count || init(0) || count(&devices) || devices == 0) end(77, "skipped: the driver finds no NVIDIA GPU");
  int device = 0;
  void* context = nullptr;
  call("cuDeviceGet", &device, 0);
  call("cuDevicePrimaryCtxRetain", &context, device);
  call("cuCtxSetCurrent", context);
}

int main(int argc, char** argv) {
  if (argc != 3) end(2, "usage: main OUT.ptx OUT.launch.json");
  const std::string ptx = read(argv[1]), json = read(argv[2]);
  open_driver();
  void* module = nullptr;
  call("cuModuleLoadData", &module, static_cast<const void*>(ptx.c_str()));
  const Entry pack = entry(module, json, "unswag_pack_f32_gt0_y_keep");
  const Entry grad = entry(module, json, "unswag_gradmask_f32_select");

  const size_t n = 1000003;
  const float special[] = {0.0f, -0.0f, INFINITY, -INFINITY, NAN, std::numeric_limits<float>::denorm_min(), -1.0f};
  std::vector<float> v(n), dy(n), y(n), dx(n);
  std::vector<uint32_t> mask((n + 31) / 32);
  for (size_t i = 0; i < n; i++) {
    v[i] = i % 3 == 0 ? special[i / 3 % 7] : static_cast<float>(static_cast<int>(i * 2654435761u % 2001) - 1000) / 7;
    dy[i] = static_cast<float>(i % 1999) - 999;
    // Relu keeps -0.0 and NaN; the gradient passes where v > 0.
    y[i] = v[i] < 0 ? 0.0f : v[i];
    if (v[i] > 0) mask[i / 32] |= 1u << i % 32;
    dx[i] = v[i] > 0 ? dy[i] : 0.0f;
  }
  const Device dv = upload(v.data(), 4 * n), ddy = upload(dy.data(), 4 * n);
  const Device gy = upload(nullptr, 4 * n), gmask = upload(nullptr, 4 * mask.size()), gdx = upload(nullptr, 4 * n);
  launch(pack, dv, gy, gmask, n);
  launch(grad, ddy, gmask, gdx, n);
  call("cuCtxSynchronize");
  if (download<uint32_t>(gmask, mask.size()) != mask) end(1, "the mask differs");
  if (std::memcmp(download<float>(gy, n).data(), y.data(), 4 * n)) end(1, "y differs");
  if (std::memcmp(download<float>(gdx, n).data(), dx.data(), 4 * n)) end(1, "dx differs");
  std::printf("mask, y and dx of %zu elements are those of a plain loop, bit for bit\n", n);
  std::printf("%zu bytes of y became a mask of %zu\n", 4 * n, 4 * mask.size());
}
