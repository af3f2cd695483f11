import { InvalidInput } from '#kernel/index';

/** Returns `value` when it is a finite number in [min, max]; throws `InvalidInput` with the pointer otherwise. */
export function inRange(value: unknown, min: number, max: number, pointer: string): number {
  if (typeof value === 'number' && value >= min && value <= max && Number.isFinite(value)) return value;
  const range = max === Infinity ? `a finite number of at least ${min}` : `a number from ${min} to ${max}`;
  throw new InvalidInput(pointer, 'out_of_range', `${pointer} must be ${range}, not ${String(value)}.`);
}
