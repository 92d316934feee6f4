package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// aotRow is one compiled module. Sizes are bytes on each device.
type aotRow struct {
	Name        string         `json:"name"`
	TooLarge    string         `json:"too_large,omitempty"` // why it does not fit
	Argument    int64          `json:"argument"`
	Output      int64          `json:"output"`
	Alias       int64          `json:"alias"`
	Temp        int64          `json:"temp"`
	Peak        int64          `json:"peak"`
	Net         int64          `json:"net"`
	Code        int64          `json:"code"`
	Accessed    float64        `json:"bytes_accessed,omitempty"`
	Estimated   bool           `json:"peak_is_estimated,omitempty"`
	Collectives map[string]int `json:"collectives,omitempty"`
	Seconds     float64        `json:"compile_seconds"`
}

// aotResult is what aot prints.
type aotResult struct {
	For     string   `json:"for"`
	Plugin  string   `json:"plugin"`
	Devices int      `json:"devices"`
	Kind    string   `json:"kind"`
	Rows    []aotRow `json:"rows"`
}

// String is the table and the verdict.
func (r *aotResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d x %s, by %s\n\n", r.For, r.Devices, r.Kind, r.Plugin)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "MB\targument\toutput\talias\ttemp\tpeak\tnet\tcode\taccessed\tcompiled in\t\n")
	for _, row := range r.Rows {
		fmt.Fprint(w, row.Name, "\t")
		if row.TooLarge != "" {
			fmt.Fprint(w, "does not fit\t\n")
			continue
		}
		for _, n := range []int64{row.Argument, row.Output, row.Alias, row.Temp, row.Peak, row.Net, row.Code} {
			fmt.Fprintf(w, "%s\t", megabytes(float64(n)))
		}
		accessed := "-"
		if row.Accessed > 0 {
			accessed = megabytes(row.Accessed)
		}
		fmt.Fprintf(w, "%s\t%.1f s\t\n", accessed, row.Seconds)
	}
	if err := w.Flush(); err != nil {
		return err.Error() // a strings.Builder gives none
	}
	b.WriteString("\nNet is the peak without arguments and outputs.\n")
	for _, row := range r.Rows {
		b.WriteString(row.remarks())
	}
	return b.String() + r.verdict()
}

func megabytes(n float64) string { return fmt.Sprintf("%.1f", n/1e6) }

// remarks tells what has no column.
func (r aotRow) remarks() string {
	var out string
	if r.TooLarge != "" {
		out += fmt.Sprintf("%s: %s\n", r.Name, r.TooLarge)
	}
	if r.Estimated {
		out += fmt.Sprintf("%s: the plugin does not tell the peak, which is taken to be all memory together.\n", r.Name)
	}
	for _, name := range sortedKeys(r.Collectives) {
		out += fmt.Sprintf("%s: %d %s\n", r.Name, r.Collectives[name], name)
	}
	return out
}

// lightest is the row with the least net memory; of equals that with the fewest bytes
// accessed, and then the first. It is -1 where no module fits.
func lightest(rows []aotRow) int {
	best := -1
	for i, r := range rows {
		if r.TooLarge != "" {
			continue
		}
		if best < 0 || r.Net < rows[best].Net || r.Net == rows[best].Net && r.Accessed < rows[best].Accessed {
			best = i
		}
	}
	return best
}

// verdict compares two modules, or names the best of more.
func (r *aotResult) verdict() string {
	if len(r.Rows) > 2 {
		best := lightest(r.Rows)
		if best < 0 {
			return "None fits.\n"
		}
		return fmt.Sprintf("The least net memory: %s, %s MB.\n", r.Rows[best].Name, megabytes(float64(r.Rows[best].Net)))
	}
	if len(r.Rows) != 2 {
		return ""
	}
	plain, masked := r.Rows[0], r.Rows[1]
	switch {
	case plain.TooLarge != "" && masked.TooLarge != "":
		return "Neither fits.\n"
	case plain.TooLarge != "":
		return "It fits with masks only.\n"
	case masked.TooLarge != "":
		return "It fits without masks only.\n"
	case masked.Net == plain.Net:
		return "Masks change nothing here.\n"
	case plain.Net <= 0 || masked.Net > plain.Net:
		return fmt.Sprintf("Masks cost %s MB here: leave them out.\n", megabytes(float64(masked.Net-plain.Net)))
	}
	return fmt.Sprintf("Masks save %s MB: net memory falls to %.1f %% of %s MB.\n", megabytes(float64(plain.Net-masked.Net)),
		100*float64(masked.Net)/float64(plain.Net), megabytes(float64(plain.Net)))
}
