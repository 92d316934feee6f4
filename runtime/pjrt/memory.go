package pjrt

import "unsafe"

// MemoryStats is what one run of an executable takes on each device, in bytes, as the
// compiler planned it.
type MemoryStats struct {
	// Argument and Output are the sizes of the inputs and the outputs, Alias the part of the
	// outputs that lies in donated inputs.
	Argument, Output, Alias int64
	// Temp is all memory for values between, Code the size of the program.
	Temp, Code int64
	// Peak is the most that is in use at any moment, inputs and outputs among it. HasPeak is
	// false where the plugin does not tell it, and Peak then is the sum of all. XLA for CPUs
	// tells a peak that leaves Temp out, which is not taken.
	Peak    int64
	HasPeak bool
}

// Net is what the program itself needs at the peak: the peak without the inputs and
// outputs.
func (m MemoryStats) Net() int64 { return m.Peak - m.Argument - m.Output + m.Alias }

// MemoryStats tells how much memory one run takes.
func (e *Executable) MemoryStats() (MemoryStats, error) {
	done, err := e.object.use()
	if err != nil {
		return MemoryStats{}, err
	}
	defer done()
	a := &compiledMemoryArgs{executable: e.object.handle}
	if err := call(e.owner.p, fnGetCompiledMemoryStats, a); err != nil {
		return MemoryStats{}, err
	}
	m := MemoryStats{Argument: a.argument, Output: a.output, Alias: a.alias, Temp: a.temp, Code: a.code, Peak: a.peak}
	onCPU := e.client != nil && e.client.platform == "cpu"
	m.HasPeak = e.owner.p.version.Minor >= minorPeak && a.peak > 0 && !onCPU
	if !m.HasPeak {
		m.Peak = a.argument + a.output + a.temp - a.alias
	}
	return m, nil
}

// Cost is the compiler's estimate of one run, by the compiler's own names: "flops", "bytes
// accessed" and others.
func (e *Executable) Cost() (map[string]float64, error) {
	done, err := e.object.use()
	if err != nil {
		return nil, err
	}
	defer done()
	a := &countedArgs{handle: e.object.handle}
	if err := call(e.owner.p, fnCostAnalysis, a); err != nil {
		return nil, err
	}
	out := map[string]float64{}
	for _, v := range unsafe.Slice((*namedValue)(a.first), a.count) {
		if number, ok := v.number(); ok {
			out[text(unsafe.Pointer(v.name), v.length)] = number
		}
	}
	return out, nil
}

// OptimizedProgram is the program as the compiler left it, and what it is written in:
// "hlo" or "hlo_with_config", which are messages of XLA, or "mlir".
func (e *Executable) OptimizedProgram() (code []byte, format string, err error) {
	done, err := e.object.use()
	if err != nil {
		return nil, "", err
	}
	defer done()
	a := &optimizedArgs{executable: e.object.handle, program: &program{}}
	a.program.size = unsafe.Sizeof(*a.program)
	if err := call(e.owner.p, fnOptimizedProgram, a); err != nil {
		return nil, "", err
	}
	code = make([]byte, a.program.codeLength)
	a.program.code = bytesOf(code)
	if err := call(e.owner.p, fnOptimizedProgram, a); err != nil {
		return nil, "", err
	}
	return code, text(unsafe.Pointer(a.program.format), a.program.formatLength), nil
}
