/** Keeps apart the runs of which the view hears. Only the last one counts, and it is either going or over. */
export interface Runs {
  /** The run that is going. */
  readonly current: number | undefined;
  /** Numbers a new run. */
  begin(): number;
  /** The host tells of a run's start: is that news? */
  hear(run: number): boolean;
  /** The host tells of a run's end: does that concern the view? */
  end(run: number): boolean;
}

export function trackRuns(): Runs {
  let last = 0;
  let current: number | undefined;
  return {
    get current() {
      return current;
    },
    begin() {
      current = last += 1;
      return current;
    },
    hear(run) {
      if (run <= last) return false;
      current = last = run;
      return true;
    },
    end(run) {
      if (run < last || (run === last && current !== run)) return false;
      last = run;
      current = undefined;
      return true;
    },
  };
}
