package pjrt

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// Field numbers of HloModuleProtoWithConfig, HloModuleProto, HloComputationProto and
// HloInstructionProto.
const (
	fieldModule       protowire.Number = 1
	fieldComputations protowire.Number = 3
	fieldInstructions protowire.Number = 2
	fieldOpcode       protowire.Number = 2
)

// Operations counts the operations of the program as the compiler left it, by XLA's names:
// "dot", "fusion", "all-reduce" ...
func (e *Executable) Operations() (map[string]int, error) {
	code, format, err := e.OptimizedProgram()
	if err != nil {
		return nil, err
	}
	module := code
	switch format {
	case "hlo":
	case "hlo_with_config":
		if err := eachField(code, fieldModule, func(b []byte) error { module = b; return nil }); err != nil {
			return nil, err
		}
	default:
		return nil, fmt.Errorf("%w: the compiled program is written in %q, and its operations are counted in hlo only", ErrVersion, format)
	}
	out := map[string]int{}
	err = eachField(module, fieldComputations, func(computation []byte) error {
		return eachField(computation, fieldInstructions, func(instruction []byte) error {
			return eachField(instruction, fieldOpcode, func(opcode []byte) error { out[string(opcode)]++; return nil })
		})
	})
	return out, err
}

// eachField calls f for the message's fields of that number that have a length.
func eachField(message []byte, number protowire.Number, f func([]byte) error) error {
	for len(message) > 0 {
		got, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return fmt.Errorf("the compiled program cannot be read: %w", protowire.ParseError(n))
		}
		message = message[n:]
		if got != number || kind != protowire.BytesType {
			if n = protowire.ConsumeFieldValue(got, kind, message); n < 0 {
				return fmt.Errorf("the compiled program cannot be read: %w", protowire.ParseError(n))
			}
			message = message[n:]
			continue
		}
		value, n := protowire.ConsumeBytes(message)
		if n < 0 {
			return fmt.Errorf("the compiled program cannot be read: %w", protowire.ParseError(n))
		}
		if err := f(value); err != nil {
			return err
		}
		message = message[n:]
	}
	return nil
}
