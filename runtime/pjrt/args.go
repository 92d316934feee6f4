//lint:file-ignore U1000 the fields are those of the C structs, used or not

package pjrt

import "unsafe"

// The structs that the API's functions take, laid out as C does. What the plugin owns is a
// uintptr, what Go owns a pointer, so that the collector sees it for as long as the struct
// is in use. size must be the struct's size; plugins compare it with the size that they
// know, and take longer ones.
type (
	head struct {
		size      uintptr
		extension uintptr
	}
	// handleArgs is for functions that take something and return nothing.
	handleArgs struct {
		head
		handle uintptr
	}
	// getArgs is for functions that take something and return a word.
	getArgs struct {
		head
		handle uintptr
		value  uintptr
	}
	// getIntArgs is for functions that take something and return an int or a bool.
	getIntArgs struct {
		head
		handle uintptr
		value  int32
	}
	// listArgs is for functions that take something and return an array or a text.
	listArgs struct {
		head
		handle uintptr
		first  unsafe.Pointer
		count  uintptr
	}
	// countedArgs is for functions that return the length before the array.
	countedArgs struct {
		head
		handle uintptr
		count  uintptr
		first  unsafe.Pointer
	}
)

type namedValue struct {
	head
	name   *byte
	length uintptr
	kind   int32
	value  uint64 // of a number its bits; of a text or a list its address
	count  uintptr
}

type clientCreateArgs struct {
	head
	options       *namedValue
	count         uintptr
	keyValueStore [4]uintptr
	client        uintptr
	tryGet        [2]uintptr // since 0.61
}

type topologyCreateArgs struct {
	head
	name       *byte
	nameLength uintptr
	options    *namedValue
	count      uintptr
	topology   uintptr
}

type program struct {
	head
	code         *byte
	codeLength   uintptr
	format       *byte
	formatLength uintptr
}

// compileArgs is of Client_Compile.
type compileArgs struct {
	head
	client        uintptr
	program       *program
	options       *byte
	optionsLength uintptr
	executable    uintptr
}

// aheadArgs is of Compile, which needs no client.
type aheadArgs struct {
	head
	topology      uintptr
	program       *program
	options       *byte
	optionsLength uintptr
	client        uintptr
	executable    uintptr
}

type optimizedArgs struct {
	head
	executable uintptr
	program    *program
}

type fromHostArgs struct {
	head
	client      uintptr
	data        unsafe.Pointer
	kind        int32
	dims        *int64
	rank        uintptr
	strides     *int64
	strideCount uintptr
	semantics   int32
	device      uintptr
	memory      uintptr
	layout      uintptr
	done        uintptr
	buffer      uintptr
}

// tiledLayout is a layout without tiles: an order of the dimensions.
type tiledLayout struct {
	head
	inner struct {
		head
		minorToMajor *int64
		rank         uintptr
		tileDims     *int64
		tileSizes    *uintptr
		tileCount    uintptr
	}
	kind int32
}

type toHostArgs struct {
	head
	buffer uintptr
	layout *tiledLayout
	data   *byte
	bytes  uintptr
	event  uintptr
}

type executeOptions struct {
	head
	send, receive           uintptr
	sendCount, receiveCount uintptr
	launch                  int32
	keep                    *int64 // inputs that are not donated, whatever the program says
	keepCount               uintptr
	context                 uintptr // since 0.64
	location                uintptr // since 0.76
	tasks                   [3]uintptr
	slices                  [2]uintptr // since 0.97
}

type executeArgs struct {
	head
	executable uintptr
	options    *executeOptions
	inputs     **uintptr
	devices    uintptr
	count      uintptr
	outputs    **uintptr
	events     *uintptr
	device     uintptr
}

type outputDimsArgs struct {
	head
	executable uintptr
	outputs    uintptr
	dims       *int64
	ranks      *uintptr
}

type compiledMemoryArgs struct {
	head
	executable                          uintptr
	code, argument, output, alias, temp int64
	host                                [5]int64
	peak                                int64    // since 0.72
	later                               [4]int64 // total since 0.90, three more since 0.104
}

type optional struct {
	value int64
	set   bool
}

type deviceMemoryArgs struct {
	head
	device               uintptr
	inUse                int64
	peak                 optional
	allocations, largest optional
	limit                optional
	later                [6]optional
}
