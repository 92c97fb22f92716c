/** What a job did, for the log; undefined where that was nothing. */
export const did = <Counts extends Readonly<Record<string, number>>>(counts: Counts): Counts | undefined =>
  Object.values(counts).some((count) => count > 0) ? counts : undefined
