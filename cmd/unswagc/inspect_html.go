package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/unswag/unswagc/cmd/unswagc/page"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/memory"
)

// inspect compiles in memory, and writes the page if a file is named for it.
func inspect(ctx context.Context, e *env, c *compileFlags, m *onnxio.Model, p *progress) (*pass.Report, error) {
	file := c.html
	if file == "" {
		return compile(ctx, e, c, m, p)
	}
	if sameFile(c.in, file) {
		return nil, usagef(c.command, "%s is the model: give -html another name", file)
	}
	var d page.Data
	passes := behind("flow", pass.Pipeline(), tracer{"trace", &d.Before, &d.Stash})
	passes = behind("measure", passes, tracer{"trace-result", &d.After, nil})
	r, err := compileWith(ctx, e, c, m, p, passes)
	if err != nil {
		return nil, err
	}
	if len(r.Unbound) > 0 {
		return nil, fmt.Errorf("%s: the page draws bytes, and these dims have no size: %v; add -dim %s=32", shownName(c.in), r.Unbound, r.Unbound[0])
	}
	d.Report = r
	p.stage("writing " + file)
	var b bytes.Buffer
	if err := page.Write(&b, d); err != nil {
		return nil, err
	}
	return r, onnxio.ReplaceFile(ctx, file, b.Bytes())
}

// tracer is a pass that traces the graph as it stands, and names the activations of the
// sites if stash is set.
type tracer struct {
	name  string
	to    *[2]*memory.Trace
	stash *[]string
}

func (t tracer) Name() string { return t.name }

func (t tracer) Run(c *pass.Context) (err error) {
	for _, s := range c.Sites {
		if t.stash != nil {
			*t.stash = append(*t.stash, s.Stash().Name)
		}
	}
	t.to[0], t.to[1], err = c.Flow.Trace(c)
	return err
}

// behind inserts a pass behind the one of that name.
func behind(name string, passes []pass.Pass, p pass.Pass) []pass.Pass {
	i := slices.IndexFunc(passes, func(p pass.Pass) bool { return p.Name() == name })
	return slices.Insert(passes, i+1, p)
}
