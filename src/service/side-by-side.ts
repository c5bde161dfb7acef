/**
 * The same for each of many, a few at a time: where the store is another machine, what could be asked together is not to
 * wait for one another, and what is asked together is not to be so much that others wait.
 */

/** What came of each, in their order. Where one fails nothing more is begun, and it rejects when what is under way is over. */
export async function sideBySide<T, R>(
  all: Iterable<T>,
  atATime: number,
  task: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const waiting = [...all].entries();
  const results: R[] = [];
  let failed: { readonly error: unknown } | undefined;
  const work = async (): Promise<void> => {
    for (const [place, one] of waiting) {
      try {
        results[place] = await task(one);
      } catch (error) {
        failed ??= { error };
      }
      if (failed !== undefined) return;
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  if (failed !== undefined) throw failed.error;
  return results;
}
