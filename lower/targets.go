package lower

// targets is the table of targets, in the order in which they are listed to users. A
// new target is a package of its own and one line here.
var targets = [...]Target{}

// Targets lists the targets that this build has.
func Targets() []Target { return append([]Target(nil), targets[:]...) }
