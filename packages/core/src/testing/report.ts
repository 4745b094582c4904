/** Notes a violation; of each rule only the first is kept. */
export type Report = (rule: string, detail: string) => void;

/** Runs a check; what it throws is a violation of its rule. */
export function attempt(report: Report, rule: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    report(rule, `threw ${String(error)}`);
  }
}

const PREFIX = 'number ';

/** Text that tells any two different records of numbers, strings and flags apart, -0 and NaN included. */
export function exact(record: unknown): string {
  return JSON.stringify(record, (_key, value: unknown) => {
    if (typeof value !== 'number' || (Number.isFinite(value) && !Object.is(value, -0))) return value;
    return PREFIX + (Object.is(value, -0) ? '-0' : String(value));
  });
}

/** Reads the text of {@link exact} back, as far as it was made of plain records and lists. */
export function readExact(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(PREFIX) ? Number(value.slice(PREFIX.length)) : value,
  );
}
