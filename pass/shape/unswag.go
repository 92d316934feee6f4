package shape

// unswagRules: the project's own operators, under both spellings (docs/OPS.md).
var unswagRules = map[opKey]rule{
	{unswag, "UnSwagPack"}:         unswagPack,
	{unswag, "UnSwagPack_not_le0"}: unswagPack,
	{unswag, "UnSwagGradMask"}:     sameAs0,
	{unswag, "UnSwagGradMask_mul"}: sameAs0,
	{unswag, "UnSwagTie"}:          sameAs0,
}

// unswagPack: V -> (mask uint32[ceil(N/32)], Y of V's type).
func unswagPack(c *call) {
	c.words(0, c.in(0))
	c.set(1, c.in(0))
}
