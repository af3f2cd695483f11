/** Keeps a number inside [min, max]. */
export const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** Four decimals: what is stored in a numeric column and what is rebuilt from the log are the same number. */
export const kept = (value: number): number => Math.round(value * 10_000) / 10_000;
