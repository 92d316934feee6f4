package ops

// arithmeticOps broadcast two inputs as numpy does.
var arithmeticOps = family{}
