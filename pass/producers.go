package pass

import "slices"

// Producers lists the kinds of producers that Options.Only and Site.Producer know.
func Producers() []string { return slices.Clone(kinds) }
