// Package targets is the table of the targets that a model can be lowered to. It
// imports lower and the packages below it.
package targets

import (
	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/ptx"
	"github.com/unswag/unswagc/lower/stablehlo"
)

// targets is the table, in the order in which they are listed to users. A new target
// is a package of its own and one line here.
var targets = [...]lower.Target{
	ptx.Target{},
	stablehlo.Target{},
}

// All lists the targets that this build has.
func All() []lower.Target { return append([]lower.Target(nil), targets[:]...) }

// Named returns the target of that name, nil if there is none.
func Named(name string) lower.Target {
	for _, t := range targets {
		if t.Name() == name {
			return t
		}
	}
	return nil
}
