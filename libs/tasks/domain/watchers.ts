/** Who hears of a task without working on it. */
export abstract class Watchers {
  abstract set(taskId: string, userId: string, watching: boolean): Promise<'changed' | 'same' | 'unknown'>;
}
