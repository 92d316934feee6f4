package pjrt

import (
	"fmt"
	"maps"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// CompileOptions is how a program is compiled. The zero value is for one device.
type CompileOptions struct {
	// Partitions is the number of devices that one run is split among, along the
	// program's sharding annotations; 0 is 1.
	Partitions int
	// Replicas is the number of devices that run the program on data of their own; 0 is 1.
	Replicas int
	// Shardy selects the partitioner that reads Shardy's annotations, otherwise GSPMD's are
	// read.
	Shardy bool
	// Flags are XLA's debug options by name, such as xla_gpu_autotune_level. A value is a
	// string, a bool, an int64 or a float64.
	Flags map[string]any
}

// Field numbers of CompileOptionsProto, ExecutableBuildOptionsProto and OptionOverrideProto.
const (
	fieldBuild     protowire.Number = 3
	fieldOverrides protowire.Number = 7

	fieldReplicas   protowire.Number = 4
	fieldPartitions protowire.Number = 5
	fieldSPMD       protowire.Number = 6
	fieldShardy     protowire.Number = 19

	fieldKey   protowire.Number = 1
	fieldValue protowire.Number = 2

	fieldString protowire.Number = 1
	fieldBool   protowire.Number = 2
	fieldInt    protowire.Number = 3
	fieldDouble protowire.Number = 4
)

// encode writes the options as a CompileOptionsProto.
func (o CompileOptions) encode() ([]byte, error) {
	if o.Partitions < 0 || o.Replicas < 0 {
		return nil, fmt.Errorf("a program cannot be compiled for %d partitions and %d replicas: give at least 1 of each", o.Partitions, o.Replicas)
	}
	var build []byte
	build = appendInt(build, fieldReplicas, int64(max(o.Replicas, 1)))
	build = appendInt(build, fieldPartitions, int64(max(o.Partitions, 1)))
	if o.Partitions > 1 {
		build = appendInt(build, fieldSPMD, 1)
	}
	if o.Shardy {
		build = appendInt(build, fieldShardy, 1)
	}
	out := appendBytes(nil, fieldBuild, build)
	for _, name := range slices.Sorted(maps.Keys(o.Flags)) {
		value, err := encodeFlag(o.Flags[name])
		if err != nil {
			return nil, fmt.Errorf("flag %s: %w", name, err)
		}
		out = appendBytes(out, fieldOverrides, appendBytes(appendBytes(nil, fieldKey, []byte(name)), fieldValue, value))
	}
	return out, nil
}

func encodeFlag(value any) ([]byte, error) {
	switch x := value.(type) {
	case string:
		return appendBytes(nil, fieldString, []byte(x)), nil
	case bool:
		return appendInt(nil, fieldBool, int64(protowire.EncodeBool(x))), nil
	case int64:
		return appendInt(nil, fieldInt, x), nil
	case float64:
		return appendDouble(nil, fieldDouble, x), nil
	}
	return nil, fmt.Errorf("its value is a %T: give a string, bool, int64 or float64", value)
}
