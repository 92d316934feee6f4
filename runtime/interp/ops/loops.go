package ops

func addLoops[T real]() *loops[T] {
	return &loops[T]{
		both: func(o, x, y []T) {
			for i := range o {
				o[i] = x[i] + y[i]
			}
		},
		right: func(o, x []T, y T) {
			for i := range o {
				o[i] = x[i] + y
			}
		},
		left: func(o []T, x T, y []T) {
			for i := range o {
				o[i] = x + y[i]
			}
		},
	}
}

func subLoops[T real]() *loops[T] {
	return &loops[T]{
		both: func(o, x, y []T) {
			for i := range o {
				o[i] = x[i] - y[i]
			}
		},
		right: func(o, x []T, y T) {
			for i := range o {
				o[i] = x[i] - y
			}
		},
		left: func(o []T, x T, y []T) {
			for i := range o {
				o[i] = x - y[i]
			}
		},
	}
}

func mulLoops[T real]() *loops[T] {
	return &loops[T]{
		both: func(o, x, y []T) {
			for i := range o {
				o[i] = x[i] * y[i]
			}
		},
		right: func(o, x []T, y T) {
			for i := range o {
				o[i] = x[i] * y
			}
		},
		left: func(o []T, x T, y []T) {
			for i := range o {
				o[i] = x * y[i]
			}
		},
	}
}

func divLoops[T real]() *loops[T] {
	return &loops[T]{
		both: func(o, x, y []T) {
			for i := range o {
				o[i] = x[i] / y[i]
			}
		},
		right: func(o, x []T, y T) {
			for i := range o {
				o[i] = x[i] / y
			}
		},
		left: func(o []T, x T, y []T) {
			for i := range o {
				o[i] = x / y[i]
			}
		},
	}
}
