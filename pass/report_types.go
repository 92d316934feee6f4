package pass

// Report is what one run found and did; it is the schema of -report json, which
// docs/REPORT.md describes key by key.
type Report struct {
	Version int           `json:"version"` // 1
	Model   ReportModel   `json:"model"`
	Options ReportOptions `json:"options"`
	Loss    string        `json:"loss"` // how the boundary was found, or why not
	Sites   []ReportSite  `json:"sites"`
	Skipped []Skip        `json:"skipped"`
	Memory  ReportMemory  `json:"memory"`
	// Verification is what a comparison of the result with the original gave. The
	// passes make none: whoever does fills it in.
	Verification ReportVerification `json:"verification"`
	// Unbound lists the symbolic dims in the totals that Options.Dims can bind.
	Unbound []string `json:"unbound_dims"`
	// Unknown lists operators without a shape rule.
	Unknown []string `json:"unknown_ops"`
	// Conflicts lists values of which the model states another type or shape than
	// inference finds. Inference is used.
	Conflicts []ReportConflict `json:"shape_conflicts"`
	Notes     []string         `json:"notes"`
}

// ReportModel describes the input.
type ReportModel struct {
	Path  string `json:"path"`
	Nodes int    `json:"nodes"`
	IR    int64  `json:"ir"`
	Opset int64  `json:"opset"`
}

// ReportOptions repeats the options of the run.
type ReportOptions struct {
	Policy      Policy           `json:"policy"`
	Schedule    Schedule         `json:"schedule"`
	Only        []string         `json:"only"` // empty: all producers
	Dims        map[string]int64 `json:"dims"`
	Loss        string           `json:"loss"`         // "": found by itself
	MaxRewrites int              `json:"max_rewrites"` // 0: no limit
}

// ReportSite is one row.
type ReportSite struct {
	Relu        string   `json:"relu"`
	Gradients   []string `json:"gradients"`
	Producer    string   `json:"producer"`
	Reads       string   `json:"reads"`
	Form        string   `json:"form"`
	Stash       string   `json:"stash"` // dies, kept
	KeptBy      []string `json:"kept_by"`
	Strategy    string   `json:"strategy"` // early, late, left
	Reason      string   `json:"reason"`
	Type        string   `json:"type"`
	Shape       string   `json:"shape"`
	BytesBefore *Figure  `json:"bytes_before"`
	BytesAfter  *Figure  `json:"bytes_after"`
}

// ReportConflict is a value of which the model states another type or shape than
// inference finds, both as text like "float[batch, 64]".
type ReportConflict struct {
	Value    string `json:"value"`
	Stated   string `json:"stated"`
	Inferred string `json:"inferred"` // used
}

// Figure is a number of bytes: symbolic, and its value once all dims are bound.
type Figure struct {
	Expr  string `json:"expr"`
	Value *int64 `json:"value"`
}

// ReportMemory is the graph's bytes along both orders, and what ONNX Runtime's reuse of
// buffers makes of the second one.
type ReportMemory struct {
	File     ReportOrder `json:"file"`
	ORT      ReportOrder `json:"ort"`
	ORTReuse ReportPeaks `json:"ort_reuse"`
}

// ReportPeaks is the peaks along one order.
type ReportPeaks struct {
	PeakBefore Figure `json:"peak_before"`
	PeakAfter  Figure `json:"peak_after"`
	PeakBodies Figure `json:"peak_bodies"`
}

// ReportOrder is the bytes along one order.
type ReportOrder struct {
	HeldBefore Figure `json:"held_before"`
	HeldAfter  Figure `json:"held_after"`
	PeakBefore Figure `json:"peak_before"`
	PeakAfter  Figure `json:"peak_after"`
	PeakBodies Figure `json:"peak_bodies"`
}
