package console

import (
	"slices"
	"strings"
	"unicode/utf8"

	"paddock/jsruntime"
	"paddock/polyfills/console/inspect"
)

// table draws rows of objects; what is no object is logged.
func (c *console) table(args jsruntime.Args) {
	data := jsruntime.AsObject(args.At(0))
	if data == nil {
		c.write("log", inspect.Format(c.vm, args))
		return
	}
	cell := inspect.Defaults()
	cell.Depth = 0
	const index, values = "(index)", "Values"
	var columns []string
	var rows []map[string]string
	hasValues := false
	for _, key := range data.Keys() {
		row := map[string]string{index: key}
		v := data.Get(key)
		if o := jsruntime.AsObject(v); o != nil && !jsruntime.IsFunction(o) {
			for _, k := range o.Keys() {
				if !slices.Contains(columns, k) {
					columns = append(columns, k)
				}
				row[k] = inspect.Value(c.vm, o.Get(k), cell)
			}
		} else {
			row[values] = inspect.Value(c.vm, v, cell)
			hasValues = true
		}
		rows = append(rows, row)
	}
	if wanted := jsruntime.AsObject(args.At(1)); wanted != nil {
		columns = nil
		c.vm.Iterate(wanted, func(v jsruntime.Value) bool { columns = append(columns, v.String()); return true })
	}
	columns = append([]string{index}, columns...)
	if hasValues {
		columns = append(columns, values)
	}
	c.write("log", draw(columns, rows))
}

func draw(columns []string, rows []map[string]string) string {
	widths := make([]int, len(columns))
	for i, column := range columns {
		widths[i] = utf8.RuneCountInString(column) + 2
		for _, row := range rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[column])+2)
		}
	}
	var out strings.Builder
	rule := func(left, middle, right string) {
		out.WriteString(left)
		for i, w := range widths {
			if i > 0 {
				out.WriteString(middle)
			}
			out.WriteString(strings.Repeat("─", w))
		}
		out.WriteString(right)
	}
	line := func(cell func(column string) string) {
		out.WriteString("\n│")
		for i, column := range columns {
			text := cell(column)
			out.WriteString(" " + text + strings.Repeat(" ", widths[i]-1-utf8.RuneCountInString(text)) + "│")
		}
	}
	rule("┌", "┬", "┐")
	line(func(column string) string { return column })
	out.WriteByte('\n')
	rule("├", "┼", "┤")
	for _, row := range rows {
		line(func(column string) string { return row[column] })
	}
	out.WriteByte('\n')
	rule("└", "┴", "┘")
	return out.String()
}
