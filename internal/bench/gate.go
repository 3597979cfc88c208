package main

import "slices"

// judgement is what the bars say about a run.
type judgement struct {
	verdicts []verdict
	judge    verdict // of limit itself
}

// verdictsOf compares figures with the bars of the rows that were chosen.
func verdictsOf(chosen []row, all []measured) judgement {
	var j judgement
	for _, b := range bars() {
		if has(chosen, b.row) {
			j.verdicts = append(j.verdicts, newVerdict(b, all))
		}
	}
	j.judge = newVerdict(judge, all)
	return j
}

func has(rows []row, name string) bool {
	return slices.ContainsFunc(rows, func(r row) bool { return r.name == name })
}

func newVerdict(b bar, all []measured) verdict {
	v := verdict{bar: b}
	v.try(all)
	return v
}

// try adds what was measured.
func (v *verdict) try(all []measured) {
	if ratio, ok := v.bar.ratio(all); ok {
		v.tries, v.measured = append(v.tries, ratio), true
	}
}

// again measures the rows of missed bars twice more, with double rounds. The median of the three counts then.
func (j *judgement) again(measure func(name string) ([]measured, error)) error {
	missed := map[string][]*verdict{} // by row
	note := func(v *verdict) {
		if v.measured && !v.passed() {
			missed[v.row] = append(missed[v.row], v)
		}
	}
	for i := range j.verdicts {
		note(&j.verdicts[i])
	}
	note(&j.judge)
	for name, verdicts := range missed {
		for range 2 {
			all, err := measure(name)
			if err != nil {
				return err
			}
			for _, v := range verdicts {
				v.try(all)
			}
		}
	}
	return nil
}

// status is the exit status of a gate.
func (j *judgement) status() int {
	if j.judge.measured && !j.judge.passed() {
		return 2
	}
	for _, v := range j.verdicts {
		if !v.passed() {
			return 1
		}
	}
	return 0
}
