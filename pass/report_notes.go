package pass

import (
	"fmt"

	"github.com/unswag/unswagc/pass/memory"
)

// remarks are the notes that follow from the result.
func (c *Context) remarks() []string {
	var out []string
	if c.NoLoss != "" {
		out = append(out, c.NoLoss)
	}
	for _, s := range c.Sites {
		for _, g := range s.Gradients {
			if g.Form == "MulSign" && s.Rewritten() {
				out = append(out, g.Node.Label()+": "+signNote)
			}
		}
	}
	if c.NoLoss == "" {
		out = append(out, c.warnings()...)
	}
	return out
}

// warnings tell of every total that is not certain to be at most the original's.
func (c *Context) warnings() []string {
	b, a := c.Before, c.After
	why, whyORT := "", ""
	if c.Options.Policy == Always {
		why, whyORT = "; -policy auto does not let it", "; -policy auto does not let it"
	}
	if c.Options.Schedule == ScheduleFile {
		whyORT = "; -schedule file is for engines that run the nodes as the file has them"
	}
	rows := []struct {
		what          string
		before, after memory.Bytes
		why           string
	}{
		{"held memory", b.File.Held, a.File.Held, why},
		{"the peak along the file's order", b.File.Peak, a.File.Peak, why},
		{"the peak along ONNX Runtime's order", b.ORT.Peak, a.ORT.Peak, whyORT},
	}
	var out []string
	for _, r := range rows {
		if r.after.AtMost(r.before) {
			continue
		}
		verb := "may rise"
		if r.before.AtMost(r.after) {
			verb = "rises"
		}
		before, after := bytesFigure(r.before), bytesFigure(r.after)
		out = append(out, fmt.Sprintf("warning: %s %s from %s to %s%s", r.what, verb, size(&before), size(&after), r.why))
	}
	return out
}
